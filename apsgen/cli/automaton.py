"""``apsgen automaton``: the states and transitions of a mechanism, as Graphviz or as a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from apsgen.cli.drawing import FIGURES, size_options
from apsgen.cli.exits import Exit
from apsgen.cli.options import FileEnding, game_options
from apsgen.cli.output import check_written, emit, replacing
from apsgen.cli.sections import Section, SectionCommand
from apsgen.errors import UsageError

GRAPHS = (".dot", ".gv")
"""Endings of files for Graphviz."""

EXAMPLES = """\b
Examples:
  apsgen automaton case.toml mechanism.json
  apsgen automaton case.toml mechanism.json | dot -Tpdf -o automaton.pdf
  apsgen automaton case.toml mechanism.json -o automaton.pdf -o automaton.dot

\b
Exit status:
  0    done
  2    wrong usage, a bad file, or a mechanism that does not fit the case
"""

_GAME = Section("Change the game", "apsgen automaton case.toml mechanism.json --delta 9/10")
_WRITE = Section("Files to write", "apsgen automaton case.toml mechanism.json -o automaton.pdf")


@click.command(
    cls=SectionCommand,
    short_help="Show a mechanism as an automaton: Graphviz, or a figure.",
    epilog=EXAMPLES,
)
@click.argument("case", type=FileEnding(".toml"))
@click.argument("mechanism", type=FileEnding(".json"))
@game_options(_GAME)
@_WRITE.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Write to FILE: Graphviz (.dot, .gv) or a figure (.pdf, .png, .svg, .tex); repeatable. "
    "Without it Graphviz text is printed.",
)
@_WRITE.option("--title", metavar="TEXT", default="", help="Words above the figure.")
@size_options
def automaton(
    case: Path,
    mechanism: Path,
    delta: str | None,
    chosen: Mapping[str, str],
    outputs: Sequence[Path],
    **paper: Any,
) -> Exit:
    """Show the recursive mechanism in MECHANISM as an automaton.

    States bear the payoffs that they promise; arrows the reports, decisions and signals that
    lead along them, with their probabilities. Dashed arrows are taken after a deviation that is
    seen.
    """
    for output in outputs:
        if output.suffix.lower() not in (*GRAPHS, *FIGURES):
            endings = ", ".join((*GRAPHS, *FIGURES))
            raise UsageError(
                f"-o {output}: accepted endings are {endings}; the ending sets the format"
            )
    check_written([case, mechanism], outputs)
    from apsgen.case import load
    from apsgen.mechanism import automaton_of, dot_text

    found = automaton_of(load(case, delta=delta, settings=chosen), mechanism)
    if not outputs:
        emit(dot_text(found))
    for output in outputs:
        with replacing(output) as draft:
            if output.suffix.lower() in GRAPHS:
                draft.write_text(dot_text(found) + "\n", encoding="utf-8")
            else:
                from apsgen.figures import Paper, draw_automaton

                draw_automaton(found, draft, Paper(**paper))
    return Exit.DONE
