"""A coherent mechanism as arrays of floats, from which play is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from apsgen.errors import MechanismError
from apsgen.mechanism.coherence import coherence
from apsgen.mechanism.constraint import Status
from apsgen.mechanism.fit import Cell, Fitted
from apsgen.mechanism.parts import shown
from apsgen.mechanism.spelling import as_float, brief

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What play is drawn from; S states, T profiles, C blocks in all states, Y signals.

    Attributes
    ----------
    prior
        Cumulative probabilities of the profiles of types, shape (T,).
    first
        The number of the first block of a state after reports, shape (S, T).
    blocks
        Cumulative probabilities of the blocks from there, shape (S, T, most).
    labels
        What the blocks carry out, in words; `label` has their places, shape (C,).
    payoff
        Stage payoffs by true types, shape (2, C, T).
    paid
        What each sends and burns after a signal, shape (C, Y, 4).
    signal
        Cumulative probabilities of the signals, shape (C, Y).
    to
        Cumulative probabilities of the next states, the last one the punishment, shape
        (C, Y, S + 1).
    promised
        The payoffs of the states and of the punishment, shape (S + 1, 2); NaN where a player
        who commits has none.
    """

    prior: Floats
    first: Places
    blocks: Floats
    labels: tuple[str, ...]
    label: Places
    payoff: Floats
    paid: Floats
    signal: Floats
    to: Floats
    promised: Floats


def tables_of(fit: Fitted) -> Tables:
    """Return the arrays of a mechanism.

    Raises
    ------
    MechanismError
        If a plan is not coherent, so that nothing can be drawn from it.
    """
    _check_coherent(fit)
    _check_doubles(fit)
    exact, states = fit.exact, len(fit.cells)
    cells = [cell for plan in fit.cells for cell in plan]
    by_place = _by_place(fit)
    most = max(len(found) for found in by_place.values())
    blocks = np.ones((states, len(exact.profiles), most))
    first = np.zeros(blocks.shape[:2], dtype=np.intp)
    for place, found in by_place.items():
        first[place] = found[0][0]
        blocks[place][: len(found)] = _cumulative(cell.share for _, cell in found)
    words = [words_of(fit, cell) for cell in cells]
    labels = tuple(dict.fromkeys(words))
    promised = [fit.payoff(state) for state in (*range(states), None)]
    return Tables(
        prior=_cumulative(exact.at(exact.prior, t) for t in exact.profiles),
        first=first,
        blocks=blocks,
        labels=labels,
        label=np.array([labels.index(word) for word in words], dtype=np.intp),
        payoff=np.array([[payoffs(fit, i, cell.choices) for cell in cells] for i in (0, 1)]),
        paid=np.array([_paid(fit, cell) for cell in cells]),
        signal=np.array([_cumulative(exact.chances(cell.block)) for cell in cells]),
        to=np.array([_to(fit, cell) for cell in cells]),
        promised=np.array(
            [[np.nan if value is None else as_float(value) for value in pair] for pair in promised]
        ),
    )


def payoffs(fit: Fitted, i: int, choices: Sequence[tuple[int, Fraction]]) -> list[float]:
    """Return a player's stage payoffs from weighted decisions, by profile of true types.

    They are those given that a lottery has drawn the decision.
    """
    exact = fit.exact
    scale = Fraction(1) if exact.is_division else sum((w for _, w in choices), Fraction(0))
    return [
        float(sum(weight * exact.at(exact.payoff[i][d], t) for d, weight in choices) / scale)
        if scale
        else 0.0
        for t in exact.profiles
    ]


def draw(cumulative: Floats, uniform: Floats) -> Places:
    """Return for each row of cumulative probabilities the place where a uniform number falls."""
    last = cumulative.shape[-1] - 1
    found: Places = np.minimum((uniform[:, None] >= cumulative).sum(axis=-1), last)
    return found


def _check_coherent(fit: Fitted) -> None:
    for state in range(len(fit.mechanism.states)):
        for one in coherence(fit, state):
            if one.status is Status.FAILS:
                raise MechanismError(
                    f"states[{state}]: not coherent, so that there is nothing to draw from: "
                    f"{one.claim}, and found {brief(one.left)}; apsgen check lists every fault"
                )


def _check_doubles(fit: Fitted) -> None:
    numbers = [value for state in fit.mechanism.states for value in state.payoff]
    for cells in fit.cells:
        for cell in cells:
            paid = (cell.payments, *(entry.payments for entry in cell.entries.values()))
            numbers += [amount for one in paid for amount in one.amounts]
    if any(math.isinf(as_float(value)) for value in numbers):
        raise MechanismError("a payoff or a payment is beyond a double, and cannot be played")


def _by_place(fit: Fitted) -> Mapping[tuple[int, int], list[tuple[int, Cell]]]:
    """Return for each state and profile its blocks with their numbers among all blocks."""
    found: dict[tuple[int, int], list[tuple[int, Cell]]] = {}
    every = ((state, cell) for state, cells in enumerate(fit.cells) for cell in cells)
    for number, (state, cell) in enumerate(every):
        found.setdefault((state, cell.profile), []).append((number, cell))
    return found


def _cumulative(chances: Iterable[Fraction]) -> Floats:
    """Return cumulative probabilities, summed exactly so that the last is 1."""
    sums, total = [], Fraction(0)
    for chance in chances:
        total += chance
        sums.append(float(total))
    return np.array(sums)


def _paid(fit: Fitted, cell: Cell) -> list[list[float]]:
    signals = range(len(fit.exact.chances(cell.block)))
    return [[as_float(amount) for amount in cell.paid(y).amounts] for y in signals]


def _to(fit: Fitted, cell: Cell) -> Floats:
    """Return where play goes after each signal; a signal without an entry is never drawn."""
    states = len(fit.cells)
    rows = []
    for y in range(len(fit.exact.chances(cell.block))):
        chances = [Fraction(0)] * (states + 1)
        for branch in cell.entries[y].to if y in cell.entries else ():
            chances[states if branch.state is None else branch.state] += branch.probability
        rows.append(_cumulative(chances))
    return np.array(rows)


def words_of(fit: Fitted, cell: Cell) -> str:
    """Return what a block carries out, shares before the decisions of a division."""
    parts = []
    for decision, weight in cell.choices:
        words = shown(fit.game.decisions[decision])
        if weight or len(cell.choices) == 1:
            is_whole = weight == 1 or not fit.exact.is_division
            parts.append(words if is_whole else f"{brief(weight)} {words}")
    return " + ".join(parts)
