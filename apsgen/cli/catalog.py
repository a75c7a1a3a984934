"""``apsgen catalog``: the cases of the literature that come with apsgen, and copies of them."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apsgen.cli.exits import Exit
from apsgen.cli.options import json_option
from apsgen.cli.output import emit

if TYPE_CHECKING:
    from apsgen.catalog import Listed

FORMAT = "apsgen-catalog/1"

EXAMPLES = """\b
Examples:
  apsgen catalog
  apsgen catalog | grep -i -A2 collusion
  apsgen catalog copy stahl_1991
  apsgen catalog copy athey_bagwell_2001 levin_2003_moral_hazard --to games

\b
Exit status:
  0    done
  2    wrong usage, no such case, or a file of its name exists
"""


@click.group(
    invoke_without_command=True,
    short_help="List the cases of the literature, or copy them.",
    epilog=EXAMPLES,
)
@json_option()
@click.pass_context
def catalog(context: click.Context, as_json: bool) -> Exit | None:
    """List the cases that come with apsgen: name, title and paper of each.

    With copy, put cases into a folder of your own, to run and to change.
    """
    if context.invoked_subcommand:
        return None
    from apsgen.catalog import listed

    emit(_json(listed()) if as_json else "\n".join(map(_text, listed())))
    return Exit.DONE


@catalog.command(short_help="Copy cases into a folder.")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option(
    "--to",
    "target",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder to copy into, in place of the one that you are in.",
)
def copy(names: tuple[str, ...], target: Path) -> Exit:
    """Copy each case NAME, with the files that belong to it; nothing is replaced."""
    from apsgen.catalog import copied

    emit("\n".join(map(str, copied(names, target))))
    return Exit.DONE


def _text(case: Listed) -> str:
    lines = textwrap.wrap(f"{case.title}. {case.reference}", 76)
    return "\n".join([case.name, *(f"    {line}" for line in lines)])


def _json(cases: tuple[Listed, ...]) -> str:
    fields = [
        {
            "name": case.name,
            "title": case.title,
            "reference": case.reference,
            "files": [file.name for file in case.files],
        }
        for case in cases
    ]
    return json.dumps({"format": FORMAT, "cases": fields}, ensure_ascii=False)
