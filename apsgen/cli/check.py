"""``apsgen check``: a mechanism, or a certificate, held to its case in exact numbers."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from apsgen.cli.colour import BAD, GOOD, painted
from apsgen.cli.exits import Exit
from apsgen.cli.options import FileEnding, game_options, json_option
from apsgen.cli.output import emit
from apsgen.cli.sections import Section, SectionCommand
from apsgen.errors import UsageError

CERTIFICATE = "apsgen-certificate/1"
FORMAT = "apsgen-certificate-check/1"

EXAMPLES = """\b
Examples:
  apsgen check case.toml mechanism.json
  apsgen check case.toml mechanism.json --all
  apsgen check case.toml mechanism.json --json > constraints.json
  apsgen check case.toml certificate.json --delta 9/10
  apsgen check environment.toml mechanism.json --claim "budget balance"

\b
Exit status:
  0    every constraint holds; the certificate is accepted
  1    a constraint fails; the certificate is rejected
  2    wrong usage, a bad file, or a mechanism that does not fit the case
"""

_GAME = Section("Change the game", "apsgen check case.toml mechanism.json --delta 9/10")
_PRINT = Section("What to print", "apsgen check case.toml mechanism.json --all")


@click.command(
    cls=SectionCommand,
    short_help="Check every constraint of a mechanism, or a certificate, exactly.",
    epilog=EXAMPLES,
)
@click.argument("case", type=FileEnding(".toml"))
@click.argument("file", type=FileEnding(".json"))
@game_options(_GAME)
@click.option(
    "--claim",
    "claims",
    metavar="CLAIM",
    multiple=True,
    help="Hold a dynamic mechanism to CLAIM instead of what it claims itself, such as "
    '"Bayesian IC"; repeatable.',
)
@_PRINT.option("--all", "everything", is_flag=True, help="List every constraint.")
@json_option(_PRINT)
def check(
    case: Path,
    file: Path,
    delta: str | None,
    chosen: Mapping[str, str],
    claims: tuple[str, ...],
    everything: bool,
    as_json: bool,
) -> Exit:
    """Check FILE, a mechanism or a certificate, against CASE in exact numbers.

    Of a mechanism every constraint at every state is listed with both sides and its slack, the
    worst first: coherence, promise keeping, IC, IR(p0), obedience, payments. Those that bind
    hold with equality. Of a certificate every claim is proved again.

    If CASE is an environment (kind = "dynamic"), FILE is a dynamic mechanism, and is held to what
    it claims: periodic ex-post or Bayesian IC and IR, budget balance, self-enforcement.
    """
    from apsgen.case.files import read_text
    from apsgen.case.kind import is_environment
    from apsgen.mechanism.read import MOST_BYTES

    if is_environment(case):
        return _dynamic(case, file, delta, chosen, claims, everything, as_json)
    if claims:
        raise UsageError("--claim is about dynamic mechanisms; leave it out here")
    if _is_certificate(read_text(file, MOST_BYTES)):
        return _certificate(case, file, delta, chosen, as_json)
    from apsgen.case import load
    from apsgen.mechanism import check as checked
    from apsgen.report.checked import ROWS, check_json, check_text

    report = checked(load(case, delta=delta, settings=chosen), file)
    if as_json:
        emit(check_json(report, str(case), str(file)))
    else:
        rows = len(report.constraints) if everything else ROWS
        colour = GOOD if report.holds else BAD
        emit(
            check_text(
                report,
                str(case),
                str(file),
                rows=rows,
                emphasise=lambda words: painted(words, colour, sys.stdout),
            )
        )
    return Exit.DONE if report.holds else Exit.FAILED_CHECK


def _dynamic(
    case: Path,
    file: Path,
    delta: str | None,
    chosen: Mapping[str, str],
    claims: Sequence[str],
    everything: bool,
    as_json: bool,
) -> Exit:
    from apsgen.dynamic import check_dynamic, load_environment, read_dynamic
    from apsgen.dynamic.mechanism import claimed
    from apsgen.report.dynamic import ROWS, dynamic_check_json, dynamic_check_text

    environment = load_environment(case, delta=delta, settings=chosen)
    mechanism = read_dynamic(file, environment)
    report = check_dynamic(environment, mechanism, claimed(claims) if claims else None)
    if as_json:
        emit(dynamic_check_json(report, str(case), str(file)))
    else:
        rows = len(report.lines) if everything else ROWS
        colour = GOOD if report.holds else BAD
        emit(
            dynamic_check_text(
                report,
                str(case),
                str(file),
                rows=rows,
                emphasise=lambda words: painted(words, colour, sys.stdout),
            )
        )
    return Exit.DONE if report.holds else Exit.FAILED_CHECK


def _is_certificate(text: str) -> bool:
    """Whether a text says that it is a certificate; what is wrong with it is told later."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("format") == CERTIFICATE


def _certificate(
    case: Path, file: Path, delta: str | None, chosen: Mapping[str, str], as_json: bool
) -> Exit:
    from apsgen import checker

    try:
        lines, accepted = checker.check(case, file, delta, chosen), True
    except checker.RejectedError as reason:
        lines, accepted = [f"Rejected: {reason}"], False
    except checker.UnreadableError as reason:
        raise UsageError(str(reason)) from None
    if as_json:
        fields = {"case": str(case), "certificate": str(file), "accepted": accepted}
        emit(json.dumps({"format": FORMAT, **fields, "lines": lines}))
    else:
        emit("\n".join(lines))
    return Exit.DONE if accepted else Exit.FAILED_CHECK
