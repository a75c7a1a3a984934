"""T(V; p0) for every kind of game, as one linear program with a variable for each object.

Written down from model.md line by line, and solved anew for every direction. Readings:

- An observed deviation is open where monitoring is perfect, or transfers are sent with the
  actions; in named decisions only where the case gives its payoff. Where none is open a
  player who means to deviate can only comply, so C stands in the place of D.
- Under `division` the decisions allowed after the reports are carried out together. The
  observed deviation is open if it is open in at least one of them; in the others the player
  gets his planned payoff, and is punished all the same.
- Unobserved deviations (public monitoring) are met by the on-schedule constraint, after every
  report, whatever the strength of the off-schedule one.
- Interim and joint average over the other's types with the player's beliefs; ex-post holds for
  all of them, those of probability zero included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt

from apsgen.game import Game, Mixing, OffSchedule, Timing, Transfers
from tests.brute.linear import Form, Program, total, value_of
from tests.brute.plane import HalfPlanes

Floats = npt.NDArray[np.float64]
Pair = tuple[float | None, float | None]


@dataclass(frozen=True)
class Cell:
    """Reports, with one decision (lottery) or all that are carried out together (division)."""

    reports: tuple[int, int]
    decisions: tuple[int, ...]


class Stage:
    """All stage mechanisms with continuation payoffs in V, as a linear program.

    Parameters
    ----------
    game
        The game.
    coherent
        The half-planes whose intersection is V.
    punishment
        p0 for each player; None for a player whom nobody punishes.
    """

    def __init__(self, game: Game, coherent: HalfPlanes, punishment: Pair) -> None:
        self.game = game
        self.delta = float(game.delta)
        self.punishment = punishment
        self.program = Program()
        self.signals = range(game.monitoring.probability.shape[1])
        self.profiles = list(product(range(len(game.types[0])), range(len(game.types[1]))))
        self._plans()
        self._transfers()
        self._futures(coherent)
        for i in (0, 1):
            if not game.commits[i]:
                self._incentives(i)

    def _plans(self) -> None:
        game, program = self.game, self.program
        self.share: dict[tuple[tuple[int, int], int], Form] = {}
        self.cells: dict[tuple[int, int], list[Cell]] = {}
        for r in self.profiles:
            allowed = [d for d in range(len(game.decisions)) if game.allowed[d, r[0], r[1]]]
            for d in allowed:
                self.share[r, d] = program.variable(0.0)
            program.zero.append(total(self.share[r, d] for d in allowed) - Form({0: 1.0}))
            if game.mixing is Mixing.DIVISION:
                self.cells[r] = [Cell(r, tuple(allowed))]
            else:
                self.cells[r] = [Cell(r, (d,)) for d in allowed]

    @cached_property
    def every_cell(self) -> list[Cell]:
        return [cell for r in self.profiles for cell in self.cells[r]]

    def weight(self, cell: Cell) -> Form:
        """Return p: that of a decision, or of all that are carried out together."""
        if self.game.mixing is Mixing.DIVISION:
            return Form({0: 1.0})
        return self.share[cell.reports, cell.decisions[0]]

    def _transfers(self) -> None:
        """Make p psi: what i sends to the other, and what he burns, by signal."""
        self.sent: dict[tuple[int, Cell, int], Form] = {}
        self.burnt: dict[tuple[int, Cell, int], Form] = {}
        kind, later = self.game.transfers, self.game.timing is Timing.AFTER_SIGNALS
        for i, cell in product((0, 1), self.every_cell):
            sent, burnt = Form(), Form()
            for y in self.signals:
                if kind is not Transfers.NONE and (later or y == 0):
                    sent = self.program.variable(0.0)
                if kind is Transfers.BURNING and (later or y == 0):
                    burnt = self.program.variable(0.0)
                self.sent[i, cell, y], self.burnt[i, cell, y] = sent, burnt

    def _futures(self, coherent: HalfPlanes) -> None:
        """Make W = p w with w in V, or in co(V, p0) as a sum of its two parts."""
        program, worst = self.program, self.punishment
        self.future: dict[tuple[int, Cell, int], Form] = {}
        for cell, y in product(self.every_cell, self.signals):
            inside = [program.variable(None), program.variable(None)]
            weight = self.weight(cell)
            self.future[0, cell, y], self.future[1, cell, y] = inside
            if self.game.punishment.on_path:
                if worst[0] is None or worst[1] is None:
                    raise ValueError("the punishment is on the path and is not a point")
                outside = program.variable(0.0)
                weight = weight - outside
                program.nonnegative.append(weight)
                self.future[0, cell, y] = inside[0] + worst[0] * outside
                self.future[1, cell, y] = inside[1] + worst[1] * outside
            for normal, level in zip(*coherent, strict=True):
                reach = float(normal[0]) * inside[0] + float(normal[1]) * inside[1]
                program.nonnegative.append(float(level) * weight - reach)

    def _chance(self, cell: Cell, y: int, instead: int | None) -> float:
        """Return rho(y | d), or of the decision that an unobserved deviation makes of d."""
        d = cell.decisions[0] if instead is None else instead
        return float(self.game.monitoring.probability[d, y])

    def _net(self, i: int, cell: Cell, y: int) -> Form:
        return self.sent[1 - i, cell, y] - self.sent[i, cell, y] - self.burnt[i, cell, y]

    def _worth(self, i: int, d: int, own: int, other: int) -> float:
        t1, t2 = (own, other) if i == 0 else (other, own)
        return float(self.game.payoff[i, d, t1, t2])

    def _best(self, i: int, d: int, own: int, other: int) -> float | None:
        t1, t2 = (own, other) if i == 0 else (other, own)
        best = self.game.deviation[i, d, t1, t2]
        return None if best is None else float(best)

    def comply(self, i: int, cell: Cell, own: int, other: int, instead: int | None = None) -> Form:
        """Return C(a, m, o, d); with `instead` N, the unobserved deviation to that decision."""
        stage = total(
            self._worth(i, d if instead is None else instead, own, other)
            * self.share[cell.reports, d]
            for d in cell.decisions
        )
        later = [
            self._chance(cell, y, instead)
            * ((1 - self.delta) * self._net(i, cell, y) + self.delta * self.future[i, cell, y])
            for y in self.signals
        ]
        return (1 - self.delta) * stage + total(later)

    def deviate(self, i: int, cell: Cell, own: int, other: int) -> Form | None:
        """Return D(a, m, o, d); None where no observed deviation is open."""
        game, worst = self.game, self.punishment[i]
        with_actions = game.timing is Timing.WITH_ACTIONS and game.transfers is not Transfers.NONE
        if game.monitoring.is_public and not with_actions:
            return None
        best = {d: self._best(i, d, own, other) for d in cell.decisions}
        if all(value is None for value in best.values()):
            return None
        if worst is None:
            raise ValueError("a player with incentive constraints has no punishment")
        stage = total(
            (self._worth(i, d, own, other) if value is None else value)
            * self.share[cell.reports, d]
            for d, value in best.items()
        )
        received = self.sent[1 - i, cell, 0] if with_actions else Form()
        return (1 - self.delta) * (stage + received) + self.delta * worst * self.weight(cell)

    def _cells(self, i: int, reported: int, other: int) -> list[Cell]:
        return self.cells[(reported, other) if i == 0 else (other, reported)]

    def _hidden(self, i: int, cell: Cell) -> tuple[int, ...]:
        """Return what i can turn the decision into unobserved; lotteries only."""
        if self.game.mixing is Mixing.DIVISION:
            return ()
        return self.game.monitoring.hidden[i][cell.decisions[0]]

    def expected(self, i: int, own: int) -> Form:
        """Return U(a)."""
        belief = self.game.beliefs[i][own]
        return total(
            float(belief[other]) * self.comply(i, cell, own, other)
            for other in range(len(belief))
            for cell in self._cells(i, own, other)
        )

    def payoff(self, i: int) -> Form:
        """Return v_i: the expectation of C when all report truly and comply."""
        return total(
            float(self.game.prior[t1, t2])
            * self.comply(i, cell, *((t1, t2) if i == 0 else (t2, t1)))
            for t1, t2 in self.profiles
            for cell in self.cells[t1, t2]
        )

    def _incentives(self, i: int) -> None:
        for own in range(len(self.game.types[i])):
            truth = self.expected(i, own)
            for reported in self.game.reports[i][own]:
                self._on_schedule(i, own, reported, truth)
                if self.game.off_schedule is OffSchedule.INTERIM:
                    self._interim(i, own, reported, truth)
            if self.game.off_schedule is OffSchedule.EX_POST:
                self._ex_post(i, own)
        if self.game.timing is Timing.AFTER_SIGNALS and self.game.transfers is not Transfers.NONE:
            self._refusals(i)

    def _on_schedule(self, i: int, own: int, reported: int, truth: Form) -> None:
        """U(a) >= E_o sum_d max(C, N); joint: max(C, N, D)."""
        belief = self.game.beliefs[i][own]
        temptation = Form()
        for other in np.flatnonzero(belief):
            for cell in self._cells(i, reported, int(other)):
                open_to_him = [self.comply(i, cell, own, int(other))]
                open_to_him += [
                    self.comply(i, cell, own, int(other), instead)
                    for instead in self._hidden(i, cell)
                ]
                observed = self.deviate(i, cell, own, int(other))
                if self.game.off_schedule is OffSchedule.JOINT and observed is not None:
                    open_to_him.append(observed)
                temptation += float(belief[other]) * self.program.greatest(open_to_him)
        self.program.nonnegative.append(truth - temptation)

    def _interim(self, i: int, own: int, reported: int, truth: Form) -> None:
        """U(a) >= E_o sum_d D."""
        belief = self.game.beliefs[i][own]
        temptation = Form()
        for other in range(len(belief)):
            for cell in self._cells(i, reported, other):
                observed = self.deviate(i, cell, own, other)
                if observed is None:
                    observed = self.comply(i, cell, own, other)
                temptation += float(belief[other]) * observed
        self.program.nonnegative.append(truth - temptation)

    def _ex_post(self, i: int, own: int) -> None:
        """C(a, a, o, d) >= D(a, a, o, d)."""
        for other in range(len(self.game.types[1 - i])):
            for cell in self._cells(i, own, other):
                observed = self.deviate(i, cell, own, other)
                if observed is not None:
                    self.program.nonnegative.append(self.comply(i, cell, own, other) - observed)

    def _refusals(self, i: int) -> None:
        """Ask for delta W_i >= (1 - delta)(what i is to pay) + p delta p0_i, after every signal."""
        worst = self.punishment[i]
        if worst is None:
            raise ValueError("a player with incentive constraints has no punishment")
        for cell, y in product(self.every_cell, self.signals):
            due = self.sent[i, cell, y] + self.burnt[i, cell, y]
            held = self.future[i, cell, y] - worst * self.weight(cell)
            self.program.nonnegative.append(self.delta * held - (1 - self.delta) * due)

    def support(self, direction: Sequence[float]) -> tuple[float, tuple[float, float]] | None:
        """Return max direction . v and a maximiser v; None if there is no stage mechanism."""
        payoffs = (self.payoff(0), self.payoff(1))
        best = self.program.maximise(direction[0] * payoffs[0] + direction[1] * payoffs[1])
        if best is None:
            return None
        v = (value_of(payoffs[0], best), value_of(payoffs[1], best))
        return direction[0] * v[0] + direction[1] * v[1], v

    def distance(self, point: Sequence[float]) -> float:
        """Return how far a point is from T(V; p0), in the greatest norm; inf if that is empty."""
        off = self.program.variable(0.0)
        rows = self.program.nonnegative
        kept = len(rows)
        for i in (0, 1):
            difference = self.payoff(i) - float(point[i]) * Form({0: 1.0})
            rows.extend((off - difference, off + difference))
        best = self.program.maximise(-1.0 * off)
        del rows[kept:]
        return np.inf if best is None else value_of(off, best)


def support(
    game: Game, coherent: HalfPlanes, punishment: Pair, direction: Sequence[float]
) -> tuple[float, tuple[float, float]] | None:
    """Return the support of T(V; p0) in a direction and a maximiser; None if T is empty."""
    return Stage(game, coherent, punishment).support(direction)


def punishment(game: Game, coherent: HalfPlanes) -> Pair | None:
    """Return p0: the fixed payoffs, or the least ones over V; None if that is empty."""
    values = game.punishment.values
    if values is not None:
        return (
            None if values[0] is None else float(values[0]),
            None if values[1] is None else float(values[1]),
        )
    least = [_least(coherent, axis) for axis in (0, 1)]
    return None if None in least else (least[0], least[1])


def _least(coherent: HalfPlanes, axis: int) -> float | None:
    program = Program()
    point = [program.variable(None), program.variable(None)]
    for normal, level in zip(*coherent, strict=True):
        reach = float(normal[0]) * point[0] + float(normal[1]) * point[1]
        program.nonnegative.append(float(level) * Form({0: 1.0}) - reach)
    best = program.maximise(-1.0 * point[axis])
    return None if best is None else value_of(point[axis], best)


def image(game: Game, coherent: HalfPlanes, directions: Floats) -> Floats | None:
    """Return the levels of T(V; p0(V)) in some directions; None if it is empty."""
    worst = punishment(game, coherent)
    if worst is None:
        return None
    stage = Stage(game, coherent, worst)
    levels = []
    for direction in directions:
        best = stage.support(direction)
        if best is None:
            return None
        levels.append(best[0])
    return np.array(levels)
