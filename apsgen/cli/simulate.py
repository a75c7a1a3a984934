"""``apsgen simulate``: paths of play of a mechanism."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apsgen.cli.exits import Exit
from apsgen.cli.options import FileEnding, game_options
from apsgen.cli.output import check_written, emit, replacing
from apsgen.cli.sections import Section, SectionCommand

if TYPE_CHECKING:
    from apsgen.mechanism import Deviation

EXAMPLES = """\b
Examples:
  apsgen simulate case.toml mechanism.json --periods 100 --paths 1000 --seed 1
  apsgen simulate case.toml mechanism.json --periods 50 --csv paths.csv
  apsgen simulate case.toml mechanism.json --deviate player=firm1,period=10,report=L
  apsgen simulate case.toml mechanism.json --deviate player=firm1,period=3,action=best

\b
Exit status:
  0    done
  2    wrong usage, a bad file, or a mechanism that does not fit the case
"""

KEYS = ("player", "period", "report", "action", "pay")
"""What ``--deviate`` may say."""

_GAME = Section("Change the game", "apsgen simulate case.toml mechanism.json --delta 9/10")
_DRAW = Section(
    "How much to draw",
    "apsgen simulate case.toml mechanism.json --periods 200 --paths 5000 --seed 3",
)
_WRITE = Section("Files to write", "apsgen simulate case.toml mechanism.json --csv paths.csv")


def deviations(
    context: click.Context, parameter: click.Parameter, words: Sequence[str]
) -> list[dict[str, str]]:
    """Return what each ``--deviate`` says, by key."""
    return [_deviation(word) for word in words]


def _deviation(word: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in word.split(","):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name not in KEYS or not value or name in found:
            raise click.BadParameter(
                f"{part.strip()!r} in {word!r}; write each of player=NAME, period=NUMBER and at "
                "least one of report=NAME, action=NAME, pay=nothing once"
            )
        found[name] = value
    if not {"player", "period"} < set(found):
        raise click.BadParameter(
            f"{word!r} does not say who deviates, when and how; write for example "
            "player=firm1,period=10,report=L"
        )
    if not found["period"].isdecimal() or len(found["period"]) > 9:
        raise click.BadParameter(f"period={found['period']}: an integer from 0 is accepted")
    return found


@click.command(
    cls=SectionCommand,
    short_help="Draw paths of play of a mechanism, with deviations if asked for.",
    epilog=EXAMPLES,
)
@click.argument("case", type=FileEnding(".toml"))
@click.argument("mechanism", type=FileEnding(".json"))
@game_options(_GAME)
@_DRAW.option(
    "--periods",
    metavar="N",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Periods of each path.",
)
@_DRAW.option(
    "--paths",
    metavar="M",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many paths.",
)
@_DRAW.option(
    "--seed",
    metavar="S",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="The same seed gives the same paths.",
)
@_DRAW.option(
    "--deviate",
    "chosen_deviations",
    metavar="player=NAME,period=T,...",
    multiple=True,
    callback=deviations,
    help="What a player does in period T, counted from 0, instead of what he should: report=NAME, "
    "action=NAME (best where decisions are named), pay=nothing. Repeatable.",
)
@_WRITE.option(
    "--csv",
    "table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write all paths to FILE, a line for each period.",
)
def simulate(
    case: Path,
    mechanism: Path,
    delta: str | None,
    chosen: Mapping[str, str],
    periods: int,
    paths: int,
    seed: int,
    chosen_deviations: Sequence[Mapping[str, str]],
    table: Path | None,
) -> Exit:
    """Play the recursive mechanism in MECHANISM at random and compare with what it promises.

    Everybody tells the truth and follows the plan, but for the deviations asked for. After a
    deviation that is seen the deviator is punished: for ever by p0 where the case fixes it, by
    the state that is worst for him where the punishment is worst.
    """
    check_written([case, mechanism], [table] if table else [])
    from apsgen.case import load
    from apsgen.mechanism import simulate as simulated
    from apsgen.report.simulated import simulation_text, write_paths

    found = simulated(
        load(case, delta=delta, settings=chosen),
        mechanism,
        periods=periods,
        paths=paths,
        seed=seed,
        deviations=[_planned(one) for one in chosen_deviations],
    )
    emit(simulation_text(found, str(case), str(mechanism)))
    if table:
        with replacing(table) as draft, draft.open("w", encoding="utf-8", newline="") as file:
            write_paths(found, file)
    return Exit.DONE


def _planned(found: Mapping[str, str]) -> Deviation:
    from apsgen.mechanism import Deviation

    return Deviation(
        found["player"],
        int(found["period"]),
        found.get("report"),
        found.get("action"),
        found.get("pay"),
    )
