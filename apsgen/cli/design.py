"""``apsgen design``: a dynamic mechanism of the literature, built for an environment."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import click

from apsgen.cli.exits import Exit
from apsgen.cli.options import FileEnding, settings
from apsgen.cli.output import check_written, emit, replacing
from apsgen.cli.sections import Section, SectionCommand

KINDS = ("pivot", "team", "agv", "balanced-team", "flow-team")

EXAMPLES = """\b
Examples:
  apsgen design environment.toml --mechanism pivot -o pivot.json
  apsgen design environment.toml --mechanism balanced-team > team.json
  apsgen check environment.toml pivot.json

\b
Exit status:
  0    the mechanism is built; what it claims holds, or it is printed unchecked
  1    the mechanism is built, but does not satisfy what it claims
  2    wrong usage, or a bad file
"""

_GAME = Section("Change the environment", "apsgen design environment.toml --delta 9/10 ...")


@click.command(
    cls=SectionCommand,
    short_help="Build a dynamic mechanism: pivot, team, balanced team, ...",
    epilog=EXAMPLES,
)
@click.argument("case", metavar="ENVIRONMENT", type=FileEnding(".toml"))
@click.option(
    "--mechanism",
    "kind",
    type=click.Choice(KINDS),
    required=True,
    help="What to build: the dynamic pivot mechanism; the team mechanism; the expected "
    "externality mechanism period by period (agv); the balanced team mechanism; or the same with "
    "payments that look at one period alone (flow-team).",
)
@_GAME.option("--delta", metavar="EXPR", help="The discount factor, in place of the file's.")
@_GAME.option(
    "--set",
    "chosen",
    metavar="NAME=VALUE",
    multiple=True,
    callback=settings,
    help="A parameter, in place of the file's; repeatable.",
)
@click.option(
    "--constant",
    "constants",
    metavar="AGENT=VALUE",
    multiple=True,
    callback=settings,
    help="What an agent gets besides in every period; repeatable.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the mechanism to FILE, and print what it does and whether it holds.",
)
def design(
    case: Path,
    kind: str,
    delta: str | None,
    chosen: Mapping[str, str],
    constants: Mapping[str, str],
    output: Path | None,
) -> Exit:
    """Build a mechanism for ENVIRONMENT, a file with kind = "dynamic".

    The allocation is efficient; payments are those of the mechanism that is named, in exact
    numbers. The command check verifies the file, or one that you write.
    """
    check_written([case], [output] if output else [])
    from apsgen.dynamic import check_dynamic, dynamic_text, load_environment
    from apsgen.dynamic.design import design as designed
    from apsgen.dynamic.design import expected_payoffs, expected_total
    from apsgen.report.dynamic import design_text

    environment = load_environment(case, delta=delta, settings=chosen)
    mechanism = designed(environment, kind, _numbers(constants))
    text = dynamic_text(environment, mechanism, case.name)
    if output is None:
        emit(text)
        return Exit.DONE
    report = check_dynamic(environment, mechanism)
    with replacing(output) as draft:
        draft.write_text(text + "\n", encoding="utf-8")
    totals = {"efficient total": expected_total(environment)}
    gains = expected_payoffs(environment, mechanism)
    emit(design_text(report, str(case), str(output), totals, gains))
    return Exit.DONE if report.holds else Exit.FAILED_CHECK


def _numbers(texts: Mapping[str, str]) -> dict[str, Fraction]:
    from apsgen.case.constants import given

    found = {}
    for name, text in texts.items():
        value = given(f"the constant of {name}", text, {})
        assert value is not None
        found[name] = value.value
    return found
