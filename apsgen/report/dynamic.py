"""A dynamic mechanism and its check: as tables for people, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction

from apsgen.dynamic import DirectMechanism, DynamicReport, Environment
from apsgen.dynamic.enforcement import Ergodicity, LeastDelta
from apsgen.dynamic.independence import Evidence
from apsgen.dynamic.lines import Line
from apsgen.dynamic.write import types_of
from apsgen.mechanism.constraint import Status
from apsgen.mechanism.spelling import brief, spelled
from apsgen.portable import Json
from apsgen.report.facts import counted, delta_text, printable
from apsgen.report.plain import WIDTH
from apsgen.report.tables import table

FORMAT = "apsgen-dynamic-check/1"

ROWS = 10
"""Constraints that do not fail and are listed nevertheless, those with the smallest slack."""

RULES = 24
"""Rules that are listed; a mechanism with more is told in its file."""

PLACES = 200
"""Places that are listed; `apsgen.dynamic.all_evidence` gives all of them."""

HEADER = ("status", "constraint", "left", "right", "slack", "")


def dynamic_check_text(
    report: DynamicReport,
    case: str,
    mechanism: str,
    *,
    rows: int = ROWS,
    emphasise: Callable[[str], str] = str,
) -> str:
    """Return a check in words and a table, the worst constraint first.

    Parameters
    ----------
    report
        What `check_dynamic` found.
    case, mechanism
        The files as the user named them.
    rows
        How many constraints that hold or bind are listed; those that fail all are.
    emphasise
        Marks the verdict, for example with a colour.
    """
    facts = [
        ("mechanism", f"{printable(mechanism)}, {printable(report.mechanism.kind)}"),
        ("claims", ", ".join(report.claims) or "none"),
    ]
    blocks = [
        _heading(report.environment, case, facts),
        emphasise(textwrap.fill(dynamic_verdict(report), WIDTH)),
        _summary(report),
        _constraints(report, rows),
    ]
    return "\n\n".join(filter(None, blocks))


def dynamic_verdict(report: DynamicReport) -> str:
    """Return in a sentence whether the mechanism holds."""
    if not report.lines:
        return "Nothing is claimed, and nothing was checked but that allocations are feasible."
    whole = counted(len(report.lines), "constraint")
    failing, binding = report.having(Status.FAILS), report.having(Status.BINDS)
    if failing:
        return f"The mechanism does not hold: {len(failing)} of {whole} fail."
    count = f"{whole}, {len(binding) or 'none'} of which bind{'' if len(binding) > 1 else 's'}"
    rounded = (
        "" if report.environment.exact else " The environment is rounded: sqrt, exp or log is used."
    )
    return f"The mechanism holds: {count}.{rounded}"


def dynamic_check_json(report: DynamicReport, case: str, mechanism: str) -> str:
    """Return a check as one JSON object: every constraint, rationals as texts."""
    found: dict[str, Json] = {
        "format": FORMAT,
        "case": case,
        "mechanism": mechanism,
        "delta": spelled(report.environment.delta),
        "horizon": report.environment.horizon,
        "claims": [str(claim) for claim in report.claims],
        "holds": report.holds,
        "counts": {
            str(status): len(report.having(status))
            for status in (Status.FAILS, Status.BINDS, Status.HOLDS)
        },
        "constraints": [
            {field.name: _plain(getattr(one, field.name)) for field in fields(one)}
            for one in report.lines
        ],
    }
    return json.dumps(found, allow_nan=False)


def design_text(
    report: DynamicReport,
    case: str,
    file: str,
    totals: Mapping[str, Fraction],
    gains: Mapping[str, Mapping[str, Fraction]],
    remarks: Sequence[str] = (),
) -> str:
    """Return what a mechanism that was built does, and whether it holds.

    Parameters
    ----------
    report
        Its check.
    case, file
        The environment's file; the one that was written.
    totals
        Numbers for the heading, by what they are.
    gains
        For each agent numbers by what they are, the same for all of them.
    remarks
        What else there is to say, laid out.
    """
    words = [(name, _number(value)) for name, value in totals.items()]
    facts = [("mechanism", f"{printable(file)}, {report.mechanism.kind}"), *words]
    kinds = [*next(iter(gains.values()), {})]
    agents = [
        ["agent", *kinds],
        *(
            [printable(name), *(_number(own[kind]) for kind in kinds)]
            for name, own in gains.items()
        ),
    ]
    blocks = [
        _heading(report.environment, case, facts),
        _table(agents),
        _rules(report.environment, report.mechanism),
        *remarks,
        textwrap.fill(f"{_claimed(report)} {dynamic_verdict(report)}", WIDTH),
    ]
    return "\n\n".join(filter(None, blocks))


def ergodicity_text(wanders: Ergodicity) -> str:
    """Return in words how play wanders in the long run, and what follows."""
    if wanders.classes > 1:
        means = " and ".join(map(_number, wanders.surpluses))
        return _filled(
            f"Play ends up in one of {wanders.classes} sets of states (mean surplus of a period "
            f"{means}): the ergodic condition fails, and patience alone need not be enough."
        )
    words = (
        f"Play wanders through one set of states in the long run, with the surplus "
        f"{_number(wanders.surpluses[0])} in a mean period:"
    )
    if wanders.holds:
        return _filled(f"{words} the ergodic condition holds, and patience is enough.")
    return _filled(f"{words} that is not positive, and there is nothing to stay for.")


def least_delta_text(bracket: LeastDelta) -> str:
    """Return in words where self-enforcement begins."""
    if bracket.low is None:
        return _filled(
            f"Proved: at delta = {delta_text(bracket.high)}, the least that was tried, some "
            "constants make the mechanism self-enforcing."
        )
    return _filled(
        f"Proved: at delta = {delta_text(bracket.low)} no constants make the mechanism "
        f"self-enforcing; at delta = {delta_text(bracket.high)} some do."
    )


def evidence_text(environment: Environment, found: Sequence[Evidence]) -> str:
    """Return where convex independence and spanning hold, in words and a table."""
    state = ["state"] if environment.public != ("",) else []
    header = ["agent", "allocation", *state, "types of the others", "convex independence"]
    header.append("spanning")
    rows = [header, *(_evidence_row(environment, one) for one in found)]
    convex, spanning = sum(x.is_convex for x in found), sum(x.is_spanning for x in found)
    words = (
        f"What is seen next tells of an agent's type. Of {counted(len(found), 'place')} convex "
        f"independence holds at {convex}, spanning at {spanning}."
    )
    left = len(found) - PLACES
    more = f"\n... and {left} more places" if left > 0 else ""
    return f"{textwrap.fill(words, WIDTH)}\n\n{_table(rows[: 1 + PLACES])}{more}"


def _evidence_row(environment: Environment, one: Evidence) -> list[str]:
    types = types_of(environment, one.state)
    types[one.agent] = None
    public = environment.public[environment.public_of(one.state)]
    others = ", ".join(name for name in types if name)
    words = ["holds" if x else "fails" for x in (one.is_convex, one.is_spanning)]
    state = [public] if environment.public != ("",) else []
    names = [environment.agents[one.agent], environment.allocations[one.allocation]]
    names += [*state, others]
    return [*map(printable, names), *words]


def _filled(words: str) -> str:
    return textwrap.fill(words, WIDTH, break_on_hyphens=False)


def _claimed(report: DynamicReport) -> str:
    return f"It claims {', '.join(report.claims)}." if report.claims else ""


def _number(value: Fraction) -> str:
    return brief(value)


def _heading(environment: Environment, case: str, more: Sequence[tuple[str, str]]) -> str:
    horizon = environment.horizon
    lines = [
        ("case", printable(case)),
        ("delta", delta_text(environment.delta)),
        ("periods", "no last one" if horizon is None else str(horizon)),
        *more,
    ]
    text = "\n".join(f"{name:<18}{fact}" for name, fact in lines)
    return f"{printable(environment.title)}\n\n{text}"


def _rules(environment: Environment, mechanism: DirectMechanism) -> str:
    remembers, lasts = len(mechanism.memory) > 1, environment.horizon is None
    header = [*(() if lasts else ("period",)), *(("memory",) if remembers else ())]
    state = ["state"] if environment.public != ("",) else []
    paid = [f"{printable(name)} pays" for name in environment.agents]
    rows = [[*header, *state, "types", "allocation", *paid]]
    for period, stage in enumerate(mechanism.stages):
        for memory, rules in stage.items():
            for number, rule in enumerate(rules):
                row = [] if lasts else [str(period + 1)]
                row += [printable(mechanism.memory[memory])] if remembers else []
                public = environment.public[environment.public_of(number)]
                row += [printable(public)] if state else []
                types = ", ".join(name for name in types_of(environment, number) if name)
                row += [printable(types), printable(environment.allocations[rule.allocation])]
                rows.append([*row, *map(_number, rule.payments)])
    left = len(rows) - 1 - RULES
    more = f"\n... and {left} more rules, in the file" if left > 0 else ""
    return _table(rows[: 1 + RULES]) + more


def _summary(report: DynamicReport) -> str:
    rows = [["claim", "lines", "fail", "bind", "least slack"]]
    for claim in dict.fromkeys(one.claim for one in report.lines):
        lines = report.of(claim)
        counts = [sum(one.status is status for one in lines) for status in _COUNTED]
        least = min(one.slack for one in lines)
        rows.append([str(claim), str(len(lines)), *map(str, counts), _number(least)])
    return _table(rows) if len(rows) > 1 else ""


_COUNTED = (Status.FAILS, Status.BINDS)


def _constraints(report: DynamicReport, rows: int) -> str:
    failing = report.having(Status.FAILS)
    rest = report.lines[len(failing) :]
    listed = [*failing, *rest[:rows]]
    left = len(rest) - min(rows, len(rest))
    more = f"\n... and {left} more that bind or hold (--all lists them)" if left > 0 else ""
    return _table([HEADER, *map(_row, listed)]) + more if listed else ""


def _row(one: Line) -> list[str]:
    sides = [_number(x) for x in (one.left, one.right, one.slack)]
    return [str(one.status), str(one.claim), *sides, printable(where_of(one))]


def where_of(one: Line) -> str:
    """Return in words whose constraint it is, where it stands, and what it says."""
    places = []
    if one.period is not None:
        places.append(f"period {one.period}")
    if one.memory is not None:
        places.append(f"after ({one.memory})")
    if one.state is not None:
        places.append(f"state {one.state}")
    if one.types is not None:
        places.append(f"types ({one.types})")
    where = ", ".join(places)
    whose = f"{one.agent}, {where}" if one.agent and where else one.agent or where
    return f"{whose}: {one.says}" if whose else one.says


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(table(rows))


def _plain(value: object) -> Json:
    if value is None or isinstance(value, int):
        return value
    return spelled(value) if isinstance(value, Fraction) else str(value)
