"""The check of a mechanism: as a table for people, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import fields
from fractions import Fraction

from apsgen.game import OffSchedule
from apsgen.mechanism import CheckReport, Constraint, Status
from apsgen.mechanism.constraint import BASIC
from apsgen.mechanism.parts import shown
from apsgen.mechanism.spelling import rounded, spelled
from apsgen.portable import Json
from apsgen.report.facts import counted, delta_text, printable
from apsgen.report.plain import WIDTH

FORMAT = "apsgen-check/1"

ROWS = 10
"""Constraints that hold and are listed nevertheless, those with the smallest slack."""

HEADER = ("status", "constraint", "state", "left", "right", "slack", "")


def check_text(
    report: CheckReport,
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
        What `check` found.
    case, mechanism
        The files as the user named them.
    rows
        How many constraints that do not bind are listed; those that fail or bind all are.
    emphasise
        Marks the verdict, for example with a colour.
    """
    blocks = [_heading(report, case, mechanism), emphasise(textwrap.fill(verdict(report), WIDTH))]
    if report.open:
        listed = ", ".join(map(str, report.open))
        words = (
            f"The plan of state {listed} is not coherent, so that its other constraints mean "
            "nothing; they are left out."
        )
        blocks.append(textwrap.fill(words, WIDTH))
    return "\n\n".join([*blocks, _table(report, rows)])


def verdict(report: CheckReport) -> str:
    """Return in a sentence whether the mechanism holds."""
    failing, binding = report.having(Status.FAILS), report.having(Status.BINDS)
    whole = counted(len(report.constraints), "constraint")
    if failing:
        return f"The mechanism does not hold: {len(failing)} of {whole} fail."
    count = f"{whole}, {len(binding) or 'none'} of which bind{'' if len(binding) > 1 else 's'}"
    game = report.game
    is_played = game.punishment.values is None and not game.punishment.on_path
    given = "" if is_played else ", given that the punishment is"
    kind = game.off_schedule
    means = f"perfect public equilibria{given}"
    if kind is not OffSchedule.JOINT:
        means = f"equilibria{given}, as far as off-schedule constraints of the kind {kind} tell"
    rounded = "" if game.exact else " The case itself is rounded: it uses sqrt, exp or log."
    return f"The mechanism holds: {count}. Its states are payoffs of {means}.{rounded}"


def check_json(report: CheckReport, case: str, mechanism: str) -> str:
    """Return a check as one JSON object: every constraint, rationals as texts."""
    rows: list[Json] = [_fields(one) for one in report.constraints]
    found: dict[str, Json] = {
        "format": FORMAT,
        "case": case,
        "mechanism": mechanism,
        "delta": str(report.game.delta),
        "punishment": [None if x is None else str(x) for x in report.punishment],
        "holds": report.holds,
        "counts": {str(status): len(report.having(status)) for status in Status},
        "open": [*report.open],
        "constraints": rows,
    }
    return json.dumps(found, allow_nan=False)


def _fields(one: Constraint) -> dict[str, Json]:
    return {field.name: _plain(getattr(one, field.name)) for field in fields(one)}


def _plain(value: object) -> Json:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        return spelled(value)
    return [_plain(part) for part in value] if isinstance(value, tuple) else str(value)


def _heading(report: CheckReport, case: str, mechanism: str) -> str:
    game = report.game
    punishment = ", ".join("none" if x is None else str(x) for x in report.punishment)
    kind = "worst" if game.punishment.values is None else "fixed"
    lines = [
        ("case", printable(case)),
        ("mechanism", f"{printable(mechanism)}, {counted(len(report.mechanism.states), 'state')}"),
        ("delta", delta_text(game.delta)),
        ("punishment", f"({punishment}), {kind}"),
    ]
    return "\n".join([printable(game.title), "", *(f"{name:<18}{fact}" for name, fact in lines)])


def _table(report: CheckReport, rows: int) -> str:
    tight = [*report.having(Status.FAILS), *report.having(Status.BINDS)]
    rest = report.constraints[len(tight) :]
    near = [one for one in rest if rows >= len(rest) or one.name not in BASIC][:rows]
    shown = [HEADER, *(_row(one) for one in (*tight, *near))]
    columns = [*zip(*shown, strict=True)]
    widths = [max(map(len, column)) for column in columns]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in shown]
    left = len(rest) - len(near)
    more = [f"... and {left} more that hold or are vacuous (--all lists them)"] if left > 0 else []
    return "\n".join([*lines, *more])


def _row(one: Constraint) -> tuple[str, ...]:
    state = "all" if one.state is None else str(one.state)
    sides = (rounded(x) for x in (one.left, one.right, one.slack))
    return (str(one.status), str(one.name), state, *sides, printable(where(one)))


def where(one: Constraint) -> str:
    """Return in words whose constraint it is, where it stands, and what it says.

    Examples
    --------
    >>> from apsgen.mechanism.constraint import Constraint, Name, Status
    >>> sides = Fraction(2), Fraction(1), Fraction(1)
    >>> where(Constraint(Name.IC, "reporting H does not pay", *sides, Status.HOLDS, 0, "A", "L"))
    'A of type L: reporting H does not pay'
    """
    whose = one.player or ""
    if one.type is not None:
        whose += f" of type {one.type}"
    places = []
    if one.reports is not None and any(name is not None for name in one.reports):
        places.append(f"reports {_listed(one.reports)}")
    if one.decision is not None:
        places.append(shown(one.decision))
    if one.signal is not None:
        places.append(f"signal {one.signal}")
    after = f"after {', '.join(places)}" if places else ""
    head = ", ".join(filter(None, [whose, after]))
    return f"{head}: {one.claim}" if head else one.claim


def _listed(names: Sequence[str | None]) -> str:
    return f"({', '.join(name or '-' for name in names)})"
