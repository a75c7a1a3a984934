"""A result in plain text, for people: every sentence is true as it stands."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from apsgen.polygon import Polygon
from apsgen.result import Result, Status

ROWS = 12
"""Extreme points listed at most."""

DIGITS = 10
"""Significant digits, counted from the size of the feasible set."""

PRECISION = 15
"""Significant digits that a double holds, whatever its size."""

WIDTH = 79
"""Characters in a line of running text."""

TOTAL = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Decimals:
    """Writes payoffs with a fixed number of decimal places, trailing zeros left out.

    Attributes
    ----------
    places
        Digits after the decimal point; may be negative.

    Examples
    --------
    >>> Decimals(9)(0.24 + 1e-17), Decimals(9)(-1e-13), Decimals(-1)(123456.0)
    ('0.24', '0', '123460')
    """

    places: int

    @classmethod
    def of(cls, result: Result) -> Decimals:
        """Return the places that tell the payoffs of a game apart, and show no float noise."""
        points = np.vstack([result.feasible.vertices, result.outer.vertices])
        size = float(np.ptp(points, axis=0).max()) if len(points) else 0.0
        reach = float(np.abs(points).max()) if len(points) else 0.0
        places = DIGITS - 1 - _exponent(size if size > 0.0 else reach)
        return cls(min(places, PRECISION - 1 - _exponent(reach)))

    @property
    def unit(self) -> float:
        """The least difference shown."""
        return float(10.0**-self.places)

    def __call__(self, value: float) -> str:
        """Write a payoff."""
        rounded = round(value, self.places) + 0.0
        text = f"{rounded:.{max(self.places, 0)}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def interval(self, low: float, high: float) -> str:
        """Write an interval; one number if the ends look the same."""
        ends = self(low), self(high)
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def text(result: Result, case: str) -> str:
    """Return a result in words and tables.

    Parameters
    ----------
    result
        What `iterate` answered.
    case
        The case file as the user named it.

    Returns
    -------
    str
        Lines of ASCII, apart from what the case itself says; no newline at the end. Payoffs
        are averages per period.
    """
    decimals = Decimals.of(result)
    words = (textwrap.fill(paragraph, WIDTH) for paragraph in (claim(result), caveats(result)))
    blocks = [_heading(result, case), *words]
    if not result.outer.is_empty:
        blocks += [dimension(result), _points(result, decimals), _totals(result, decimals)]
    blocks += [_players(result, decimals), _effort(result)]
    return "\n\n".join(filter(None, blocks))


def claim(result: Result) -> str:
    """Return what is claimed of V*, in words that are true as they stand."""
    sandwich = "V* lies within the outer set and contains the inner set"
    stopped = f"Stopped after {_effort_in_words(result)}"
    if result.status is Status.EMPTY:
        words = "V* is empty: no payoffs can be supported"
    elif result.status is Status.CONVERGED:
        words = sandwich
    elif result.inner.is_empty:
        words = f"{stopped}: the outer set contains V*, no inner set was found yet"
    else:
        words = f"{stopped}, before the gap closed: {sandwich}"
    return f"{words}; computed in floating point, not proved exactly."


def caveats(result: Result) -> str:
    """Return what to bear in mind about the claim; empty if there is nothing."""
    sentences = []
    if not result.game.exact:
        sentences.append("The case itself is rounded: it uses sqrt, exp or log.")
    if result.game.punishment.values is not None:
        sentences.append("The fixed punishment is taken as given, not shown to be supported.")
    if _could_mix(result):
        sentences.append(
            "Players do not mix privately over their actions; if they did, more payoffs might "
            "be supported."
        )
    return " ".join(sentences)


def dimension(result: Result) -> str:
    """Return in words whether the sets are empty, a point, a segment or an area."""
    inner, outer = _shape(result.inner), _shape(result.outer)
    if inner == outer:
        return f"The inner and the outer set are each {inner}."
    return f"The inner set is {inner}, the outer set {outer}."


def _shape(polygon: Polygon) -> str:
    return ("empty", "a point", "a segment", "an area")[polygon.dimension + 1]


def _could_mix(result: Result) -> bool:
    game = result.game
    return game.actions is not None and any(
        len(actions) > 1 and not commits
        for actions, commits in zip(game.actions, game.commits, strict=True)
    )


def _heading(result: Result, case: str) -> str:
    game = result.game
    titles = [printable(title) for title in (game.title, game.reference) if title]
    delta = str(game.delta)
    decimal = f"{float(game.delta):.10g}"
    facts = [
        ("case", printable(case)),
        ("players", ", ".join(printable(name) for name in game.players)),
        ("delta", delta if delta == decimal else f"{delta} = {decimal}"),
        ("payoffs", "averages per period (a total is the average divided by 1 - delta)"),
    ]
    return "\n".join([*titles, "", _labelled(facts)])


def _points(result: Result, decimals: Decimals) -> str:
    """List the extreme points of the inner set, the nearest outer ones beside."""
    names = [printable(name) for name in result.game.players]
    inner, outer = result.inner.vertices, result.outer.vertices
    if result.inner.is_empty:
        title, header, rows = f"the outer set: {len(outer)}", names, _pairs(outer, decimals)
    else:
        nearest = outer[[_nearest(outer, point) for point in inner]]
        title, header, rows = f"the inner set: {len(inner)}", names, _pairs(inner, decimals)
        beside = _pairs(nearest, decimals)
        if len(outer) != len(inner) or beside != rows:
            title += f"; of the outer set: {len(outer)}, the nearest beside"
            header = [*names, *(f"outer {name}" for name in names)]
            rows = [[*pair, *other] for pair, other in zip(rows, beside, strict=True)]
    table = _table([header, *rows[:ROWS]], _at_point)
    left_out = len(rows) - ROWS
    more = [f"... and {left_out} more (--json lists all)"] if left_out > 0 else []
    return "\n".join([f"extreme points of {title}", *_indented([*table, *more])])


def _nearest(points: np.ndarray, point: np.ndarray) -> int:
    return int(((points - point) ** 2).sum(axis=1).argmin())


def _pairs(points: np.ndarray, decimals: Decimals) -> list[list[str]]:
    return [[decimals(x) for x in point] for point in points.tolist()]


def _totals(result: Result, decimals: Decimals) -> str:
    upper = result.outer.support(TOTAL)
    lower = result.inner.support(TOTAL)
    greatest = f"at most {decimals(upper)}"
    if not result.inner.is_empty:
        greatest = decimals.interval(lower, upper)
    return _labelled(
        [
            ("greatest total", f"{greatest} (sum of the two players' payoffs)"),
            ("first-best total", f"{decimals(result.first_best)}: {_reached(result, decimals)}"),
        ]
    )


def _reached(result: Result, decimals: Decimals) -> str:
    """Say whether V* reaches the first-best total, as far as the two sets tell."""
    at_least = result.first_best - result.outer.support(TOTAL)
    if at_least > decimals.unit:
        return f"not reached (V* stays {decimals(at_least)} short or more)"
    if result.inner.is_empty:
        return "not known to be reached"
    at_most = result.first_best - result.inner.support(TOTAL)
    if at_most <= decimals.unit:
        return "reached"
    allowed = math.sqrt(2.0) * result.tolerance * result.outer.diameter
    words = "reached within the tolerance" if at_most <= allowed else "not known to be reached"
    return f"{words} (V* is at most {decimals(at_most)} short)"


def _players(result: Result, decimals: Decimals) -> str:
    rows = []
    if not result.outer.is_empty:
        rows.append(["least payoff", *(_least(result, i, decimals) for i in (0, 1))])
    fixed = result.game.punishment.values is not None
    if fixed or not result.outer.is_empty:
        kind = "punishment (fixed)" if fixed else "punishment (worst)"
        rows.append([kind, *(_punished(payoff, decimals) for payoff in result.punishment)])
    header = ["", *(printable(name) for name in result.game.players)]
    return "\n".join(_table([header, *rows], _left)) if rows else ""


def _punished(payoff: float | None, decimals: Decimals) -> str:
    return "never punished" if payoff is None else decimals(payoff)


def _least(result: Result, player: int, decimals: Decimals) -> str:
    lower = float(result.outer.vertices[:, player].min())
    if result.inner.is_empty:
        return f"at least {decimals(lower)}"
    return decimals.interval(lower, float(result.inner.vertices[:, player].min()))


def _effort(result: Result) -> str:
    facts = [("gap", _gap(result))] if result.status is not Status.EMPTY else []
    effort = f"{_effort_in_words(result)}, {_counted(result.linear_programs, 'linear program')}"
    return _labelled([*facts, ("effort", effort)])


def _gap(result: Result) -> str:
    asked, size = f"asked for {result.tolerance:.3g}", result.outer.diameter
    if not math.isfinite(result.gap):
        return f"not known without an inner set ({asked} of the outer set's size)"
    if size == 0.0:
        return f"{result.gap:.2g} ({asked} of the outer set's size)"
    return f"{result.gap:.2g} ({result.gap / size:.2g} of the outer set's size; {asked})"


def _effort_in_words(result: Result) -> str:
    return f"{_counted(result.iterations, 'application')} of T in {result.seconds:.3g} s"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def printable(word: str) -> str:
    """Return what a case says with control characters as question marks: terminals obey them.

    Examples
    --------
    >>> print(printable("one" + chr(0) + "line"))
    one?line
    """
    return "".join(c if c.isprintable() else "?" for c in word)


def _exponent(value: float) -> int:
    """Return the power of ten of the leading digit; 0 for zero."""
    return math.floor(math.log10(value)) if value > 0.0 else 0


def _labelled(facts: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{label:<18}{fact}" for label, fact in facts)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _table(rows: Sequence[Sequence[str]], align: Callable[[Sequence[str]], list[str]]) -> list[str]:
    columns = [_left([head, *align(cells)]) for head, *cells in zip(*rows, strict=True)]
    return ["   ".join(row).rstrip() for row in zip(*columns, strict=True)]


def _left(cells: Sequence[str]) -> list[str]:
    width = max(map(len, cells))
    return [cell.ljust(width) for cell in cells]


def _at_point(cells: Sequence[str]) -> list[str]:
    """Align numbers at the decimal point."""
    lead = max(len(cell.partition(".")[0]) for cell in cells)
    return [" " * (lead - len(cell.partition(".")[0])) + cell for cell in cells]
