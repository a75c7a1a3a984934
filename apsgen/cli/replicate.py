"""``apsgen replicate``: a result computed again, and whether it comes out the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apsgen.cli.exits import Exit
from apsgen.cli.interrupt import Interrupt
from apsgen.cli.options import FileEnding, json_option, quiet_option
from apsgen.cli.output import emit
from apsgen.cli.progress import progress
from apsgen.errors import CaseError, UsageError

if TYPE_CHECKING:
    from apsgen.game import Game, Source
    from apsgen.replication import Replication
    from apsgen.result import Result

FORMAT = "apsgen-replication/1"

EXAMPLES = """\b
Examples:
  apsgen iterate case.toml -o result.json
  apsgen replicate result.json
  apsgen replicate result.json --case case.toml

\b
Exit status:
  0    the two runs agree
  1    they do not
  2    wrong usage or a bad file
  3    undecided: a run was stopped before the gap closed
  130  interrupted
"""

SAID = {
    "agrees": "The two runs agree.",
    "differs": "The two runs do not agree.",
    "undecided": "Undecided: a run was stopped before the gap closed, and nothing contradicts it.",
}


@click.command(short_help="Compute a result again and say whether it agrees.", epilog=EXAMPLES)
@click.argument("result", type=FileEnding(".json"))
@click.option(
    "--case",
    metavar="FILE",
    type=FileEnding(".toml"),
    help="Run this case, not the copy in the result.",
)
@json_option()
@quiet_option()
def replicate(result: Path, case: Path | None, as_json: bool, quiet: bool) -> Exit:
    """Compute the result in RESULT again, with the options that it was computed with.

    RESULT is a file that `apsgen iterate -o RESULT` wrote. It carries the text of its case, so
    that it can be repeated wherever the case file is now. The two runs agree if their case and
    their status are the same and the inner set of each lies within the outer set of the other,
    up to rounding.
    """
    with Interrupt() as interrupt:
        from apsgen.restore import read_result

        before = read_result(result)
        found = _computed(before, _game(before, result, case), interrupt, quiet)
        file = None if case else _state_of_file(before)
        emit(_object(found, result, file) if as_json else _text(found, result, file))
    return _status(found, interrupt)


def _game(before: Result, path: Path, case: Path | None) -> Game | None:
    """Return the game to run in the place of the one that the result carries."""
    from apsgen.case import load
    from apsgen.game import Outline

    if case is None:
        if isinstance(before.game, Outline):
            raise UsageError(
                f"{path}: was written by an earlier version and does not carry its case; "
                "name it with --case CASE.toml"
            )
        return None
    source = None if isinstance(before.game, Outline) else before.game.source
    if source is None:
        return load(case, delta=str(before.game.delta))
    return load(case, delta=source.delta, settings=source.settings)


def _computed(before: Result, game: Game | None, interrupt: Interrupt, quiet: bool) -> Replication:
    from apsgen.replication import replicate as repeat

    with progress(quiet) as show:
        return repeat(before, game, report=show, stop=interrupt.requested)


def _state_of_file(before: Result) -> str | None:
    """Say what has become of the files that a result was computed from."""
    from apsgen.game import Outline

    source = None if isinstance(before.game, Outline) else before.game.source
    if source is None:
        return None
    try:
        return "unchanged" if _is_unchanged(source) else "changed"
    except CaseError:
        return "absent"


def _is_unchanged(source: Source) -> bool:
    from apsgen.case.files import read_exact
    from apsgen.case.schema import MOST_BYTES

    path = Path(source.path)
    beside = ((path.parent / name, text) for name, text in source.files.items())
    known = [(path, source.text), *beside]
    return all(read_exact(file, MOST_BYTES) == text for file, text in known)


def _text(found: Replication, path: Path, file: str | None) -> str:
    from apsgen.report.facts import printable

    before = found.before
    rows = [(check.name, f"{check.verdict}: {check.finding}") for check in found.checks]
    rows += [
        (f"{name}", f"{now or 'not recorded'}, was {then or 'not recorded'}")
        for name, (then, now) in found.versions.items()
    ]
    rows += [("case file", _of_file(file, before.case or ""))] if file else []
    table = "\n".join(f"{label:<18}{printable(words)}" for label, words in rows)
    heading = f"{path}: {before.game.title}, delta = {before.game.delta}"
    return "\n\n".join([printable(heading), table, SAID[found.verdict]])


def _of_file(file: str, case: str) -> str:
    if file == "unchanged":
        return f"{case} is still the same"
    here = "is not here" if file == "absent" else "has changed since"
    more = "" if file == "absent" else f"; --case {case} runs the file as it is now"
    return f"{case} {here}: the copy in the result was run{more}"


def _object(found: Replication, path: Path, file: str | None) -> str:
    fields = {
        "format": FORMAT,
        "result": str(path),
        "case": found.before.case,
        "verdict": str(found.verdict),
        "checks": [
            {"name": check.name, "verdict": str(check.verdict), "finding": check.finding}
            for check in found.checks
        ],
        "versions": {name: list(pair) for name, pair in found.versions.items()},
        "file": file,
        "seconds": found.after.seconds,
    }
    return json.dumps(fields, allow_nan=False)


def _status(found: Replication, interrupt: Interrupt) -> Exit:
    if found.verdict == "differs":
        return Exit.FAILED_CHECK
    if found.verdict == "agrees":
        return Exit.DONE
    return Exit.INTERRUPTED if interrupt.requested() else Exit.UNDECIDED
