"""``apsgen design``: a dynamic mechanism of the literature, built for an environment."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apsgen.cli.drawing import check_figures, size_options
from apsgen.cli.exits import Exit
from apsgen.cli.options import FileEnding, game_options, settings
from apsgen.cli.output import check_written, emit, replacing
from apsgen.cli.sections import Section, SectionCommand
from apsgen.errors import UnsupportedError

if TYPE_CHECKING:
    from apsgen.dynamic import DirectMechanism, Environment

KINDS = (
    "pivot",
    "team",
    "agv",
    "balanced-team",
    "flow-team",
    "contingent",
    "contingent-programs",
    "sequential-screening",
    "virtual-surplus",
)

CONTINGENT = ("contingent", "contingent-programs")
REVENUE = ("sequential-screening", "virtual-surplus")

EXAMPLES = """\b
Examples:
  apsgen design environment.toml --mechanism pivot -o pivot.json
  apsgen design environment.toml --mechanism balanced-team > team.json
  apsgen design environment.toml --mechanism pivot -o pivot.json --plot payments.pdf
  apsgen check environment.toml pivot.json

\b
Exit status:
  0    the mechanism is built; what it claims holds, or it is printed unchecked
  1    the mechanism is built, but does not satisfy what it claims; or there is none
  2    wrong usage, or a bad file
"""

_GAME = Section(
    "Change the environment", "apsgen design environment.toml --mechanism pivot --delta 9/10"
)


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
    "externality mechanism period by period (agv); the balanced team mechanism, or the same with "
    "payments that look at one period alone (flow-team); for interdependent values payments that "
    "depend on the next reports of the others (contingent), or those found by linear programs "
    "(contingent-programs); what earns most from one agent who learns step by step "
    "(sequential-screening), or from several if constraints between neighbouring types are "
    "enough (virtual-surplus).",
)
@game_options(_GAME)
@click.option(
    "--constant",
    "constants",
    metavar="AGENT=VALUE",
    multiple=True,
    callback=settings,
    help="What an agent gets besides in every period; repeatable.",
)
@click.option(
    "--self-enforcing",
    is_flag=True,
    help="Add constants with which nobody ever wants to leave, and tell from which discount "
    "factor on there are some.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the mechanism to FILE, and print what it does and whether it holds.",
)
@click.option(
    "--plot",
    "figure",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw the payments to FILE (.pdf, .png, .svg, .tex).",
)
@click.option(
    "--plot-distortions",
    "losses",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw to FILE what is lost against efficiency in each period, by the first type of the "
    "first agent who has types; types must move by themselves.",
)
@click.option("--title", metavar="TEXT", default="", help="Words above the figure.")
@size_options
def design(
    case: Path,
    kind: str,
    delta: str | None,
    chosen: Mapping[str, str],
    constants: Mapping[str, str],
    self_enforcing: bool,
    output: Path | None,
    figure: Path | None,
    losses: Path | None,
    **paper: Any,
) -> Exit:
    """Build a mechanism for ENVIRONMENT, a file with kind = "dynamic".

    The allocation is efficient, or what earns most; payments are those of the mechanism that is
    named, in exact numbers. The command check verifies the file, or one that you write.
    """
    check_figures("--plot", [figure] if figure else [])
    check_figures("--plot-distortions", [losses] if losses else [])
    check_written([case], [path for path in (output, figure, losses) if path])
    from apsgen.dynamic import check_dynamic, dynamic_text, load_environment
    from apsgen.dynamic.design import expected_payoffs, expected_total
    from apsgen.report.dynamic import design_text

    environment = load_environment(case, delta=delta, settings=chosen)
    remarks = _evidence(environment) if kind in CONTINGENT else []
    mechanism = _designed(environment, kind, _numbers(constants), remarks)
    if self_enforcing:
        mechanism, words = _enforced(environment, mechanism, kind)
        remarks += words
    if figure or losses:
        _draw(environment, mechanism, figure, losses, paper)
    text = dynamic_text(environment, mechanism, case.name)
    if output is None:
        emit(text)
        return Exit.DONE
    report = check_dynamic(environment, mechanism)
    with replacing(output) as draft:
        draft.write_text(text + "\n", encoding="utf-8")
    totals = {"efficient total": expected_total(environment)}
    if kind in REVENUE:
        plain = _designed(environment, kind, {}, ()) if constants else mechanism
        totals["revenue"], words = _revenue(environment, mechanism, plain)
        remarks += words
    gains = expected_payoffs(environment, mechanism)
    emit(design_text(report, str(case), str(output), totals, gains, remarks))
    return Exit.DONE if report.holds else Exit.FAILED_CHECK


def _designed(
    environment: Environment, kind: str, constants: Mapping[str, Fraction], remarks: Sequence[str]
) -> DirectMechanism:
    """Build a mechanism; where there is none, tell what is known of the environment first."""
    from apsgen.dynamic.design import design as designed

    try:
        return designed(environment, kind, constants)
    except UnsupportedError:
        if remarks:
            emit("\n\n".join(remarks))
        raise


def _enforced(
    environment: Environment, mechanism: DirectMechanism, kind: str
) -> tuple[DirectMechanism, list[str]]:
    from apsgen.dynamic.design import BUILDERS
    from apsgen.dynamic.enforcement import enforced, ergodicity, least_delta
    from apsgen.report.dynamic import ergodicity_text, least_delta_text

    wanders = ergodicity(environment)
    bracket = least_delta(environment, BUILDERS[kind])
    found = enforced(environment, mechanism)
    words = [ergodicity_text(wanders), least_delta_text(bracket)]
    if found is None:
        raise UnsupportedError(
            f"no constants make the mechanism self-enforcing at delta = {environment.delta}. "
            + " ".join(" ".join(words).split())
        )
    return found, words


def _revenue(
    environment: Environment, mechanism: DirectMechanism, plain: DirectMechanism
) -> tuple[Fraction, list[str]]:
    """Return what a mechanism earns, and what there is to say of it without constants."""
    from apsgen.dynamic.courses import revenue
    from apsgen.mechanism.spelling import brief
    from apsgen.report.revenue import revenue_remarks

    earned, words = revenue(environment, mechanism), revenue_remarks(environment, plain)
    if plain is mechanism:
        return earned, words
    return earned, [
        f"Without constants it earns {brief(revenue(environment, plain))}, and:",
        *words,
    ]


def _draw(
    environment: Environment,
    mechanism: DirectMechanism,
    payments: Path | None,
    losses: Path | None,
    paper: Mapping[str, Any],
) -> None:
    from apsgen.dynamic.courses import distortions
    from apsgen.figures import Paper, draw_distortions, draw_payments
    from apsgen.figures.distortion import drawn_types

    agent = next((i for i, own in enumerate(environment.types) if len(own) > 1), 0)
    # What cannot be drawn is refused before anything is written.
    lost = distortions(environment, mechanism, agent) if losses else {}
    if payments is not None:
        with replacing(payments) as draft:
            draw_payments(environment, mechanism, draft, Paper(**paper))
    if losses is not None:
        with replacing(losses) as draft:
            draw_distortions(lost, draft, Paper(**paper))
        drawn = drawn_types(lost)
        if len(drawn) < len(lost):
            click.echo(
                f"apsgen: {losses} shows {len(drawn)} of {len(lost)} first types: "
                f"{', '.join(drawn)}",
                file=sys.stderr,
            )


def _evidence(environment: Environment) -> list[str]:
    from apsgen.dynamic.independence import all_evidence
    from apsgen.report.dynamic import evidence_text

    return [evidence_text(environment, [*all_evidence(environment)])]


def _numbers(texts: Mapping[str, str]) -> dict[str, Fraction]:
    from apsgen.case.constants import given

    found = {}
    for name, text in texts.items():
        value = given(f"the constant of {name}", text, {})
        assert value is not None
        found[name] = value.value
    return found
