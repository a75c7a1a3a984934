"""``apsgen init``: a commented case file to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from apsgen.cli.exits import Exit
from apsgen.cli.output import check_writable, emit, replacing
from apsgen.errors import UsageError

EXAMPLES = """\b
Examples:
  apsgen init
  apsgen init my_game.toml
  apsgen init games/cournot.toml

\b
Exit status:
  0    written
  2    the file exists, or cannot be written
"""


@click.command(short_help="Write a commented case file to begin with.", epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path), default=Path("case.toml"))
def init(file: Path) -> Exit:
    """Write a case with a comment on every part to FILE, case.toml if none is named.

    It is a prisoners' dilemma that runs as it stands. What else a case may say stands in it
    behind comment signs. An existing file is never replaced.
    """
    from apsgen.catalog import template

    if file.suffix.lower() != ".toml":
        raise UsageError(f"{file}: case files end in .toml; name one such as case.toml")
    if file.exists():
        raise UsageError(f"{file}: exists already; name another file")
    check_writable(file)
    with replacing(file) as draft:
        draft.write_text(template(), encoding="utf-8")
    emit(f"{file}: written; run it with: apsgen iterate {file}")
    return Exit.DONE
