"""IC and IR(p0) as rows of the generating program, found as they are needed.

A player of true type a who reports m then follows a *deviation plan*: in each block, given the
other's report, he complies, deviates where it is seen, or (public monitoring) deviates where it
is not. Only choices that gain against some mechanism become rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen import tolerances
from apsgen.game import OffSchedule
from apsgen.program.choices import COMPLY, DEVIATE, Choices, Tables
from apsgen.program.rows import Kind, Lie, Row
from apsgen.program.stage import Floats, Integers, Layout, Stage


@dataclass(frozen=True, slots=True, eq=False)
class Incentives:
    """All incentive constraints of a game, as rows on demand.

    Attributes
    ----------
    choices
        For each player what he may do in a block.
    """

    stage: Stage
    layout: Layout
    choices: tuple[Choices, Choices]
    _tables: tuple[Tables, Tables]

    @classmethod
    def of(cls, stage: Stage) -> Incentives:
        """Prepare the constraints of a stage game."""
        return cls(
            stage,
            Layout.of(stage),
            (Choices.of(stage, 0), Choices.of(stage, 1)),
            (Tables.of(stage, 0), Tables.of(stage, 1)),
        )

    @property
    def bound_players(self) -> list[int]:
        """Players with incentive constraints."""
        return [i for i in range(2) if not self.stage.game.commits[i]]

    @property
    def has_block_rows(self) -> bool:
        """Whether blocks of a lottery have rows of their own that could leave them unused."""
        return not self.stage.is_division and not self._has_floors()

    def payoffs(self, player: int) -> Floats:
        """Return E[u] of a player as a vector over the variables (promise keeping)."""
        vector = self.layout.zeros()
        for own in range(self.stage.sizes[player]):
            profiles = self.stage.profile(player, own)
            plan = np.full((len(profiles), self.stage.blocks), COMPLY)
            self._add(vector, player, own, profiles, plan, self.stage.prior[profiles])
        return vector

    def floors(self, punishment: Floats) -> Floats | None:
        """Return the least continuation payoffs that deter observed deviations, (T, D, 2).

        ``None`` where the constraints of a block are not floors: they then are rows. Entries
        are -inf where nothing has to be deterred.
        """
        if not self._has_floors():
            return None
        stage = self.stage
        result = np.full((stage.profiles, stage.decisions, 2), -np.inf)
        matters = np.full(stage.profiles, stage.game.off_schedule is OffSchedule.EX_POST)
        matters |= stage.prior > 0
        for i in self.bound_players:
            own = stage.own_type(i)
            rows = np.arange(stage.profiles)
            weights = self.choices[i].weights[:, own, rows, :]
            gain = (weights[DEVIATE] - weights[COMPLY]) / stage.delta
            binds = matters[:, None] & self.choices[i].is_open[DEVIATE]
            result[:, :, i] = np.where(binds, punishment[i] + gain, -np.inf)
        return result

    def _has_floors(self) -> bool:
        stage = self.stage
        return (
            not stage.is_division
            and stage.payments == 0
            and not stage.game.monitoring.is_public
            and stage.game.off_schedule is not OffSchedule.INTERIM
        )

    def first_rows(self) -> list[Row]:
        """Return the rows to begin with: truthful reports, and interim IR(p0)."""
        interim = self.stage.game.off_schedule is OffSchedule.INTERIM
        rows = []
        for i, own, report in self._misreports():
            shape = (self.stage.sizes[1 - i], self.stage.blocks)
            if report != own:
                rows.append(self._row(Kind.ON_SCHEDULE, i, own, report, np.full(shape, COMPLY)))
            if interim and self.choices[i].is_open[DEVIATE].any():
                plan = self.choices[i].is_open[DEVIATE, self.stage.profile(i, report)] * DEVIATE
                rows.append(self._row(Kind.OFF_SCHEDULE, i, own, report, plan))
        return rows

    def violated(self, variables: Floats, punishment: Floats) -> list[Row]:
        """Return rows that the mechanism `variables` violates; none if it is incentive compatible.

        Parameters
        ----------
        variables
            A mechanism, shape (variables,).
        punishment
            p0, normalised.
        """
        rows: list[Row] = []
        for i in self.bound_players:
            values = self._values(i, variables, punishment)
            rows.extend(self._unpaid(i, variables, punishment))
            if self._is_deterred(i, values):
                continue
            for own in range(self.stage.sizes[i]):
                rows.extend(self._disobeyed(i, own, values))
                rows.extend(self._misreported(i, own, values))
        return rows

    def are_met(self, variables: Floats, punishment: Floats) -> npt.NDArray[np.bool_]:
        """Return which mechanisms, shape (..., variables), violate no row; shape (...)."""
        met = np.ones(variables.shape[:-1], dtype=bool)
        for i in self.bound_players:
            met &= self._is_deterred(i, self._values(i, variables, punishment))
            met &= ~self._refused(i, variables, punishment).any(axis=(-3, -2, -1))
        return met

    def _misreports(self) -> Iterator[tuple[int, int, int]]:
        for i in self.bound_players:
            for own, reports in enumerate(self.stage.game.reports[i]):
                for report in reports:
                    yield i, own, report

    def _values(self, player: int, variables: Floats, punishment: Floats) -> Floats:
        """Value of each choice, shape (..., S, types, T, blocks); -inf where not open."""
        weights, continuations, payments = self.layout.split(variables)
        choices = self.choices[player]
        table = choices.weights + punishment[player] * choices.punished[:, None, None, :]
        stage_part = table * weights[..., None, None, :, :]
        if self.stage.is_division:
            stage_part = stage_part.sum(axis=-1, keepdims=True)
        later = np.einsum("sby,...tby->...stb", choices.continuations, continuations[..., player])
        if payments.size:
            later += np.einsum("sbyk,...tbyk->...stb", choices.payments, payments)
        values = stage_part + later[..., None, :, :]
        return np.where(choices.is_open[:, None, :, :], values, -np.inf)

    def _is_deterred(self, player: int, values: Floats) -> npt.NDArray[np.bool_]:
        """Whether no deviation of a player gains anything, in any block or after any report."""
        tables = self._tables[player]
        planned = values[..., COMPLY, :, :, :]
        obedience, on_schedule = self._deters(Kind.OBEDIENCE)[0], self._deters(Kind.ON_SCHEDULE)[0]
        ceiling = values.max(axis=-4) if obedience else _unseen(values)
        gain = (ceiling - planned)[..., tables.likely, :]
        deterred = np.asarray((gain <= tolerances.SEPARATION).all(axis=(-2, -1)))
        if self.stage.game.off_schedule is OffSchedule.EX_POST:
            gain = (values[..., DEVIATE, :, :, :] - planned)[..., tables.truthful, :]
            deterred &= (gain <= tolerances.SEPARATION).all(axis=(-2, -1))
        if not tables.lies.any():
            return deterred
        if obedience and not on_schedule:
            ceiling = _unseen(values)
        belief = self.stage.beliefs[player]
        after = ceiling.sum(axis=-1)[..., tables.profiles]
        gain = np.einsum("...aro,ao->...ar", after, belief)
        truth = planned.sum(axis=-1)[..., np.arange(len(belief))[:, None], tables.profiles]
        gain -= np.einsum("...ao,ao->...a", truth, belief)[..., None]
        deterred &= (gain[..., tables.lies] <= tolerances.SEPARATION).all(axis=-1)
        return deterred

    def _deters(self, kind: Kind) -> list[bool]:
        """Whether the observed deviation is part of the maximum in rows of a kind."""
        strength = self.stage.game.off_schedule
        if kind is Kind.OBEDIENCE:
            return [strength is not OffSchedule.INTERIM]
        return [strength is OffSchedule.JOINT]

    def _best(self, values: Floats, kind: Kind) -> tuple[Floats, Integers]:
        """Return the best choice's value and index along the first axis."""
        allowed = values.copy()
        if not self._deters(kind)[0]:
            allowed[DEVIATE] = -np.inf
        choice = allowed.argmax(axis=0)
        best = np.take_along_axis(allowed, choice[None], axis=0)[0]
        return best, choice

    def _disobeyed(self, player: int, own: int, values: Floats) -> Iterator[Row]:
        """Yield rows for single blocks in which a truthful player would not comply."""
        profiles = self.stage.profile(player, own)
        here = values[:, own, profiles, :]
        impossible = self.stage.beliefs[player][own] <= 0
        here[DEVIATE + 1 :, impossible] = -np.inf
        if self.stage.game.off_schedule is not OffSchedule.EX_POST:
            here[DEVIATE, impossible] = -np.inf
        best, choice = self._best(here, Kind.OBEDIENCE)
        gain = best - here[COMPLY]
        for other, block in np.argwhere(gain > tolerances.SEPARATION):
            yield self._block_row(player, own, profiles[other], block, choice[other, block])

    def _misreported(self, player: int, own: int, values: Floats) -> Iterator[Row]:
        """Yield the best choices in each cell after each report from which the player gains."""
        belief = self.stage.beliefs[player][own]
        truth = values[COMPLY, own, self.stage.profile(player, own), :].sum(axis=-1) @ belief
        for report in self.stage.game.reports[player][own]:
            if report == own:
                continue
            profiles = self.stage.profile(player, report)
            after = values[:, own, profiles, :]
            best, choice = self._best(after, Kind.ON_SCHEDULE)
            if best.sum(axis=-1) @ belief <= truth + tolerances.SEPARATION:
                continue
            gain = belief[:, None] * (best - after[COMPLY])
            least = tolerances.SEPARATION / (2.0 * gain.size)
            for other, block in np.argwhere(gain > least):
                cell = profiles[other], block, choice[other, block]
                yield self._cell_row((player, own, report), belief[other], *map(int, cell))

    def _unpaid(self, player: int, variables: Floats, punishment: Floats) -> Iterator[Row]:
        """Yield rows for payments after the signal that the player would refuse."""
        refused = self._refused(player, variables, punishment)
        for profile, block, signal in np.argwhere(refused):
            yield self._payment_row(player, profile, block, signal)

    def _refused(self, player: int, variables: Floats, punishment: Floats) -> npt.NDArray[np.bool_]:
        """Where a player would refuse to pay after the signal, shape (..., T, blocks, Y)."""
        stage = self.stage
        weights, continuations, payments = self.layout.split(variables)
        if not stage.pays_after_signals:
            return np.zeros(continuations.shape[:-1], dtype=bool)
        total = weights.sum(axis=-1, keepdims=True) if stage.is_division else weights
        owed = (1 - stage.delta) * payments[..., player::2].sum(axis=-1)
        kept = stage.delta * (continuations[..., player] - punishment[player] * total[..., None])
        return np.asarray(owed - kept > tolerances.SEPARATION)

    def _payment_row(self, player: int, profile: int, block: int, signal: int) -> Row:
        vector = self.layout.zeros()
        _, continuations, payments = self.layout.split(vector)
        continuations[profile, block, signal, player] = self.stage.delta
        payments[profile, block, signal, player::2] = self.stage.delta - 1
        punished = np.zeros(self.layout.weights)
        punished[profile, self._decisions_of(block)] = self.stage.delta
        own = int(self.stage.own_type(player)[profile])
        place = (int(profile), int(block))
        return Row(Kind.PAYMENT, player, own, own, vector, punished, place, int(signal))

    def _block_row(self, player: int, own: int, profile: int, block: int, choice: int) -> Row:
        vector, punished = self._against(player, own, profile, block, choice)
        place = (int(profile), int(block))
        return Row(Kind.OBEDIENCE, player, own, own, vector, punished, place, int(choice))

    def _cell_row(self, lie: Lie, chance: float, profile: int, block: int, choice: int) -> Row:
        """A liar's slip is at least what a choice gains him in a cell."""
        player, own, _ = lie
        kind = Kind.OFF_SCHEDULE if choice == DEVIATE else Kind.ON_SCHEDULE
        vector, punished = self._against(player, own, profile, block, choice)
        cell = (lie, profile, block)
        return Row(kind, *lie, chance * vector, chance * punished, choice=choice, cell=cell)

    def _against(
        self, player: int, own: int, profile: int, block: int, choice: int
    ) -> tuple[Floats, Floats]:
        """Return the value of complying in a block less that of a choice, and its punishment."""
        vector = self.layout.zeros()
        punished = np.zeros(self.layout.weights)
        weights, continuations, payments = self.layout.split(vector)
        table = self.choices[player]
        decisions = self._decisions_of(block)
        gain = table.weights[choice, own, profile] - table.weights[COMPLY, own, profile]
        weights[profile, decisions] = -gain[decisions]
        later = table.continuations[COMPLY, block] - table.continuations[choice, block]
        continuations[profile, block, :, player] = later
        payments[profile, block] = table.payments[COMPLY, block] - table.payments[choice, block]
        punished[profile, decisions] = table.punished[choice, decisions]
        return vector, punished

    def _decisions_of(self, block: int) -> slice:
        return slice(None) if self.stage.is_division else slice(block, block + 1)

    def _row(self, kind: Kind, player: int, own: int, report: int, plan: Integers) -> Row:
        """U(own) less the value of a deviation plan, shape (other's types, blocks), >= 0."""
        stage = self.stage
        belief = stage.beliefs[player][own]
        vector = self.layout.zeros()
        truthful = np.full_like(plan, COMPLY)
        self._add(vector, player, own, stage.profile(player, own), truthful, belief)
        profiles = stage.profile(player, report)
        self._add(vector, player, own, profiles, plan, -belief)
        punished = np.zeros(self.layout.weights)
        decisions = np.arange(stage.decisions)
        punished[profiles] = belief[:, None] * self.choices[player].punished[plan, decisions]
        return Row(kind, player, own, report, vector, punished)

    def _add(
        self,
        vector: Floats,
        player: int,
        own: int,
        profiles: Integers,
        plan: Integers,
        chance: Floats,
    ) -> None:
        """Add chance * the value of a plan's choices to a vector over the variables."""
        weights, continuations, payments = self.layout.split(vector)
        table = self.choices[player]
        blocks, decisions = np.arange(self.stage.blocks), np.arange(self.stage.decisions)
        here = table.weights[plan, own, profiles[:, None], decisions]
        weights[profiles] += chance[:, None] * here
        later = chance[:, None, None] * table.continuations[plan, blocks]
        continuations[profiles, :, :, player] += later
        payments[profiles] += chance[:, None, None, None] * table.payments[plan, blocks]


def _unseen(values: Floats) -> Floats:
    """Return the best of complying and deviating unobserved."""
    hidden = values[..., DEVIATE + 1 :, :, :, :].max(axis=-4, initial=-np.inf)
    return np.asarray(np.maximum(values[..., COMPLY, :, :, :], hidden))
