"""What may be said of a result: every sentence is true as it stands."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from apsgen.game import Game, Outline
from apsgen.polygon import Polygon
from apsgen.report.decimals import Decimals
from apsgen.result import Result, Status

TOTAL = (1.0, 1.0)


def claim(result: Result) -> str:
    """Return what is claimed of V*, in words that are true as they stand."""
    sandwich = "V* lies within the outer set and contains the inner set"
    stopped = f"Stopped after {effort_in_words(result)}"
    if result.status is Status.EMPTY:
        words = "V* is empty: no payoffs can be supported"
    elif result.status is Status.CONVERGED:
        words = sandwich
    elif result.inner_set.is_empty:
        words = f"{stopped}: the outer set contains V*, no inner set was found yet"
    else:
        words = f"{stopped}, before the gap closed: {sandwich}"
    return f"{words}; {_strength(result)}."


def _strength(result: Result) -> str:
    """Return what was proved of a result, and what was computed in floating point only."""
    proved, floats = result.proved, "computed in floating point, not proved exactly"
    if proved is None or not (proved.inner or proved.outer):
        return floats
    exactly = "proved in exact arithmetic"
    if proved.rounded:
        exactly += ", for the rationals to which the case's numbers were rounded"
    if result.status is Status.EMPTY:
        return exactly
    if proved.inner and proved.outer:
        return f"both are {exactly}"
    sure, other = ("outer", "inner") if proved.outer else ("inner", "outer")
    if other == "inner" and result.inner_set.is_empty:
        return f"the outer set is {exactly}"
    return f"the {sure} set is {exactly}, the {other} one {floats}"


def caveats(result: Result) -> str:
    """Return what to bear in mind about the claim; empty if there is nothing."""
    game, sentences = result.game, []
    if game.exact is False:
        sentences.append("The case itself is rounded: it uses sqrt, exp or log.")
    if isinstance(game, Outline):
        sentences.append("This result does not carry its case, which may call for further caveats.")
        return " ".join(sentences)
    if is_fixed(result):
        sentences.append("The fixed punishment is taken as given, not shown to be supported.")
    if could_mix(game):
        sentences.append(
            "Players do not mix privately over their actions; if they did, more payoffs might "
            "be supported."
        )
    return " ".join(sentences)


def could_mix(game: Game) -> bool:
    """Whether some player chooses among actions, so that he might do so at random."""
    return game.actions is not None and any(
        len(actions) > 1 and not commits
        for actions, commits in zip(game.actions, game.commits, strict=True)
    )


def dimension(result: Result) -> str:
    """Return in words whether the sets are empty, a point, a segment or an area."""
    inner, outer = _shape(result.inner_set), _shape(result.outer_set)
    if inner == outer:
        return f"The inner and the outer set are each {inner}."
    return f"The inner set is {inner}, the outer set {outer}."


def _shape(polygon: Polygon) -> str:
    return ("empty", "a point", "a segment", "an area")[polygon.dimension + 1]


def delta(result: Result) -> str:
    """Return the discount factor as a fraction and, where that differs, as a decimal."""
    return delta_text(result.game.delta)


def delta_text(value: Fraction) -> str:
    """Return a discount factor as a fraction and, where that differs, as a decimal.

    Examples
    --------
    >>> delta_text(Fraction(4, 5))
    '4/5 = 0.8'
    """
    fraction, decimal = str(value), f"{float(value):.10g}"
    return fraction if fraction == decimal else f"{fraction} = {decimal}"


def pairs(points: np.ndarray, decimals: Decimals) -> list[list[str]]:
    """Return points as they are written."""
    return [[decimals(x) for x in point] for point in points.tolist()]


def nearest_outer(result: Result) -> np.ndarray:
    """Return for each vertex of the inner set the outer one that is nearest."""
    outer = result.outer_set.vertices
    return outer[[int(((outer - v) ** 2).sum(axis=1).argmin()) for v in result.inner_set.vertices]]


def look_equal(result: Result, decimals: Decimals) -> bool:
    """Whether the two sets have the same vertices to the digits shown; neither may be empty."""
    inner = pairs(result.inner_set.vertices, decimals)
    beside = pairs(nearest_outer(result), decimals)
    return len(inner) == len(result.outer_set.vertices) and inner == beside


def greatest_total(result: Result, decimals: Decimals) -> str:
    """Return the interval of the greatest sum of the two payoffs in V*."""
    upper = result.outer_set.support(TOTAL)
    if result.inner_set.is_empty:
        return f"at most {decimals(upper)}"
    return decimals.interval(result.inner_set.support(TOTAL), upper)


def first_best_total(result: Result, decimals: Decimals) -> str:
    """Return the first-best total, if the result says it."""
    return decimals(result.first_best) if math.isfinite(result.first_best) else "not recorded"


def reached(result: Result, decimals: Decimals) -> str:
    """Say whether V* reaches the first-best total, as far as the two sets tell."""
    if math.isinf(result.first_best):
        return "not known to be reached"
    at_least = result.first_best - result.outer_set.support(TOTAL)
    if at_least > decimals.unit:
        return f"not reached (V* stays {decimals(at_least)} short or more)"
    if result.inner_set.is_empty:
        return "not known to be reached"
    at_most = result.first_best - result.inner_set.support(TOTAL)
    if at_most <= decimals.unit:
        return "reached"
    allowed = math.sqrt(2.0) * result.tolerance * result.outer_set.diameter
    words = "reached within the tolerance" if at_most <= allowed else "not known to be reached"
    return f"{words} (V* is at most {decimals(at_most)} short)"


def by_player(result: Result, decimals: Decimals) -> list[tuple[str, str, str]]:
    """Return least payoffs and punishments, with what each line is; empty if there are none."""
    rows = []
    if not result.outer_set.is_empty:
        rows.append(("least payoff", _least(result, 0, decimals), _least(result, 1, decimals)))
    if is_fixed(result) or not result.outer_set.is_empty:
        first, second = (_punished(payoff, decimals) for payoff in result.punishment)
        rows.append((_punishment(result), first, second))
    return rows


def is_fixed(result: Result) -> bool:
    """Whether the case fixes the punishment."""
    return isinstance(result.game, Game) and result.game.punishment.values is not None


def _punishment(result: Result) -> str:
    if isinstance(result.game, Outline):
        return "punishment"
    return f"punishment ({'fixed' if is_fixed(result) else 'worst'})"


def _punished(payoff: float | None, decimals: Decimals) -> str:
    return "never punished" if payoff is None else decimals(payoff)


def _least(result: Result, player: int, decimals: Decimals) -> str:
    lower = float(result.outer_set.vertices[:, player].min())
    if result.inner_set.is_empty:
        return f"at least {decimals(lower)}"
    return decimals.interval(lower, float(result.inner_set.vertices[:, player].min()))


def gap(result: Result) -> str:
    """Return the gap, absolute and relative, and what was asked for."""
    asked, size = f"asked for {result.tolerance:.3g}", result.outer_set.diameter
    if math.isnan(result.tolerance):
        return f"{result.gap:.2g}" if math.isfinite(result.gap) else "not known"
    if not math.isfinite(result.gap):
        return f"not known without an inner set ({asked} of the outer set's size)"
    if size == 0.0:
        return f"{result.gap:.2g} ({asked} of the outer set's size)"
    return f"{result.gap:.2g} ({result.gap / size:.2g} of the outer set's size; {asked})"


def effort_in_words(result: Result) -> str:
    """Return the applications of T and the time that they took."""
    return f"{counted(result.iterations, 'application')} of T in {result.seconds:.3g} s"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, plural where it must be.

    Examples
    --------
    >>> counted(1, "step"), counted(0, "step")
    ('1 step', '0 steps')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def printable(word: str) -> str:
    """Return what a case says with control characters as question marks: terminals obey them.

    Examples
    --------
    >>> print(printable("one" + chr(0) + "line"))
    one?line
    """
    return "".join(c if c.isprintable() else "?" for c in word)
