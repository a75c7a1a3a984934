"""One period of play on many paths at once, with a deviation if one is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen.mechanism.deviation import Planned
from apsgen.mechanism.fit import Cell, Fitted
from apsgen.mechanism.tables import Floats, Places, Tables, draw

DRAWS = 4
"""Uniform numbers of a path in a period: types, block, signal, next state."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What happened in a period on P paths that are in a state.

    Attributes
    ----------
    types, reports
        Shape (2, P).
    block, signal
        The number of the block and of the signal, shape (P,).
    payoff
        Stage payoffs with payments, shape (2, P); NaN where the case does not say it: what the
        other gets from a deviation with named decisions.
    paid
        What each sends and burns, shape (4, P).
    after
        The next state, shape (P,); the number of states stands for the punishment.
    deviated
        Where the deviation took place.
    seen
        Where it was seen.
    """

    types: Places
    reports: Places
    block: Places
    signal: Places
    payoff: Floats
    paid: Floats
    after: Places
    deviated: Flags
    seen: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Player:
    """Plays a mechanism.

    Attributes
    ----------
    fit, tables
        The mechanism, exactly and as arrays.
    cells
        The blocks of all states, in the order of the arrays.
    """

    fit: Fitted
    tables: Tables
    cells: Sequence[Cell]

    def period(self, state: Places, uniform: Floats, deviation: Planned | None) -> Played:
        """Play one period.

        Parameters
        ----------
        state
            The states of the paths, shape (P,).
        uniform
            Numbers from [0, 1), shape (DRAWS, P).
        deviation
            What is due in this period.
        """
        tables, exact = self.tables, self.fit.exact
        profile = draw(tables.prior[None, :], uniform[0])
        types = np.stack(np.divmod(profile, exact.sizes[1]))
        reports, lied = self._reported(types, deviation)
        reported = reports[0] * exact.sizes[1] + reports[1]
        block = tables.first[state, reported] + draw(tables.blocks[state, reported], uniform[1])
        payoff = tables.payoff[:, block, profile].copy()
        chances = tables.signal[block].copy()
        acted, seen = self._acted(block, profile, deviation, payoff, chances)
        signal = draw(chances, uniform[2])
        paid = tables.paid[block, signal].T.copy()
        refused = self._refused(acted, seen, deviation, paid)
        seen |= refused
        after = draw(tables.to[block, signal], uniform[3])
        if deviation is not None:
            state_after = self.fit.punishing(deviation.player)
            after[seen] = len(self.fit.cells) if state_after is None else state_after
        payoff += np.stack([paid[1] - paid[0] - paid[2], paid[0] - paid[1] - paid[3]])
        deviated = lied | acted | refused
        return Played(types, reports, block, signal, payoff, paid, after, deviated, seen)

    def _reported(self, types: Places, deviation: Planned | None) -> tuple[Places, Flags]:
        """Return the reports, and where one is a lie."""
        reports = types.copy()
        if deviation is not None and deviation.report is not None:
            i, report = deviation.player, deviation.report
            may = np.array([report in open_to for open_to in self.fit.exact.reports[i]])
            reports[i][may[types[i]]] = report
        lied: Flags = (reports != types).any(axis=0)
        return reports, lied

    def _acted(
        self,
        block: Places,
        profile: Places,
        deviation: Planned | None,
        payoff: Floats,
        chances: Floats,
    ) -> tuple[Flags, Flags]:
        """Change payoffs and signals where an action is another one than planned.

        Returns
        -------
        tuple
            Where it is, and where that is seen.
        """
        acted = np.zeros(len(block), dtype=np.bool_)
        if deviation is None or deviation.action is None:
            return acted, acted.copy()
        for number in np.unique(block):
            here = block == number
            changed = self._changed(self.cells[number], deviation)
            if changed is not None:
                acted |= here
                payoff[:, here] = changed[:, profile[here]]
                chances[here] = self._chances(self.cells[number], deviation)
        hidden = self.fit.exact.is_public
        return acted, np.zeros_like(acted) if hidden else acted.copy()

    def _changed(self, cell: Cell, deviation: Planned) -> Floats | None:
        """Return the payoffs by true types when one plays his own action, shape (2, T).

        ``None`` where the plan has that action, or where no deviation is open.
        """
        exact, i = self.fit.exact, deviation.player
        if deviation.action == -1:
            return self._best(cell, i)
        other = self._decision(cell.block, deviation)
        if other == cell.block:
            return None
        return np.array(
            [[float(exact.at(exact.payoff[j][other], t)) for t in exact.profiles] for j in (0, 1)]
        )

    def _best(self, cell: Cell, i: int) -> Floats | None:
        """Return the payoffs of the deviation that the case gives; the other's are not known."""
        exact = self.fit.exact
        tables = [exact.deviation[i][d] for d, _ in cell.choices]
        if all(value is None for table in tables for row in table for value in row):
            return None
        found = np.full((2, len(exact.profiles)), np.nan)
        for t in exact.profiles:
            value = 0.0
            for d, weight in cell.choices:
                best = exact.at(exact.deviation[i][d], t)
                gain = exact.at(exact.payoff[i][d], t) if best is None else best
                value += float(weight / cell.share * gain)
            found[i, t] = value
        return found

    def _decision(self, block: int, deviation: Planned) -> int:
        """Return the action profile in which one plays his own action instead."""
        actions = self.fit.game.actions
        assert actions is not None
        assert deviation.action is not None
        rows, columns = divmod(block, len(actions[1]))
        if deviation.player == 0:
            return deviation.action * len(actions[1]) + columns
        return rows * len(actions[1]) + deviation.action

    def _chances(self, cell: Cell, deviation: Planned) -> Floats:
        exact = self.fit.exact
        if not exact.is_public:
            return np.ones(1)
        chances = exact.chances(self._decision(cell.block, deviation))
        return np.cumsum([float(chance) for chance in chances])

    def _refused(self, acted: Flags, seen: Flags, deviation: Planned | None, paid: Floats) -> Flags:
        """Cancel payments that are not made; return where one refuses to pay.

        Whoever deviates where it is seen does not pay; where payments follow the signal, his
        deviation has ended them all.
        """
        if deviation is None:
            return np.zeros(len(acted), dtype=np.bool_)
        mine = [deviation.player, deviation.player + 2]
        owing: Flags = paid[mine].max(axis=0) > 0
        refused = np.logical_and(owing, ~seen) if deviation.refuses else np.zeros_like(seen)
        paid[mine] *= ~(seen | refused)
        if self.fit.exact.pays_after:
            paid *= ~seen
        return refused
