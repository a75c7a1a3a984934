"""Paths of play: types, reports, decisions, payments and states, drawn at random."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from apsgen.case import load
from apsgen.errors import UsageError
from apsgen.game import Game
from apsgen.mechanism.deviation import Deviation, Planned, planned
from apsgen.mechanism.fit import fitted
from apsgen.mechanism.frames import data_frame
from apsgen.mechanism.parts import Mechanism
from apsgen.mechanism.play import DRAWS, Played, Player
from apsgen.mechanism.read import read_mechanism
from apsgen.mechanism.tables import Floats, Places, tables_of

MOST_STEPS = 5_000_000
"""Periods of all paths together, at most: they take about a gigabyte."""

ALL = slice(None)

ABSENT = -1
"""What stands for a type, a report, a decision or a signal that is not there."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Simulation:
    """Paths of play.

    Arrays by path and period, shape (M, N), or (2, M, N) by player. Payoffs are those of a
    period, not averages.

    Attributes
    ----------
    game, mechanism
        What was played.
    seed
        The seed of the random numbers.
    deviations
        The deviations that were scheduled.
    state
        The number of the state; -1 where the punishment is in force.
    types, reports
        Places in the names of types, by player; -1 under the punishment.
    decision
        Places in `decisions`; -1 under the punishment.
    decisions
        What is carried out, in words.
    signal
        Places in the names of signals; -1 where there is none.
    sent, burned
        What a player sends to the other, and what he throws away.
    payoff
        What a player gets, payments included. NaN where the case does not say it: what the other
        gets when somebody deviates from a named decision.
    deviated
        The place of the player who deviates; -1 for none.
    final
        The state after the last period, shape (M,).
    promised
        The average payoffs that the start state promises, shape (2,).
    averages
        The discounted average payoffs of each path, shape (2, M); what the state after the last
        period promises stands for the periods that follow. Their mean is what is promised.
    """

    game: Game
    mechanism: Mechanism
    seed: int
    deviations: tuple[Deviation, ...]
    state: Places
    types: Places
    reports: Places
    decision: Places
    decisions: tuple[str, ...]
    signal: Places
    sent: Floats
    burned: Floats
    payoff: Floats
    deviated: Places
    final: Places
    promised: Floats
    averages: Floats

    @property
    def paths(self) -> int:
        """The number of paths."""
        return int(self.state.shape[0])

    @property
    def periods(self) -> int:
        """The number of periods."""
        return int(self.state.shape[1])

    @property
    def means(self) -> Floats:
        """The means of the average payoffs over paths, shape (2,)."""
        means: Floats = self.averages.mean(axis=1)
        return means

    @property
    def standard_errors(self) -> Floats:
        """The standard errors of the means, shape (2,); NaN for a single path."""
        if self.paths == 1:
            return np.full(2, np.nan)
        errors: Floats = self.averages.std(axis=1, ddof=1) / math.sqrt(self.paths)
        return errors

    def columns(self, paths: slice = ALL) -> dict[str, list[object]]:
        """Return paths as a table, a line for each period of each path; names in words.

        Parameters
        ----------
        paths
            Which ones; all if left out.
        """
        game, some = self.game, paths
        rows = range(self.paths)[some]
        found: dict[str, list[object]] = {
            "path": [path for path in rows for _ in range(self.periods)],
            "period": [*range(self.periods)] * len(rows),
            "state": [
                "punishment" if one == ABSENT else one for one in self.state[some].ravel().tolist()
            ],
        }
        for i, player in enumerate(game.players):
            found[f"type_{player}"] = _named(self.types[i, some], game.types[i])
            found[f"report_{player}"] = _named(self.reports[i, some], game.types[i])
        found["decision"] = _named(self.decision[some], self.decisions)
        found["signal"] = _named(self.signal[some], game.monitoring.signals)
        for i, player in enumerate(game.players):
            for kind in ("sent", "burned", "payoff"):
                found[f"{kind}_{player}"] = [*getattr(self, kind)[i, some].ravel().tolist()]
        found["deviates"] = _named(self.deviated[some], game.players)
        return found

    def to_frame(self) -> Any:
        """Return the paths as a pandas data frame, a line for each period of each path.

        Raises
        ------
        UsageError
            If pandas is not installed.
        """
        return data_frame(self.columns())

    def __repr__(self) -> str:
        means = ", ".join(f"{mean:.6g}" for mean in self.means)
        what = f"{self.paths} paths of {self.periods} periods, seed {self.seed}"
        return f"<Simulation of {self.mechanism.case}: {what}; means {means}>"


def _named(places: Places, names: Sequence[str]) -> list[object]:
    words = (*names, "")
    return [words[place] for place in places.ravel().tolist()]


def simulate(
    game: Game | str | Path,
    mechanism: Mechanism | str | Path,
    *,
    periods: int,
    paths: int = 1,
    seed: int = 0,
    deviations: Sequence[Deviation] = (),
) -> Simulation:
    """Play a mechanism at random.

    Everybody tells the truth and follows the plan, but for the deviations that are scheduled.
    After a deviation that is seen the deviator is punished: for ever by p0 where the case fixes
    it, as there is nothing but payoffs to it; by the state that is worst for him under
    ``worst``. Whether deviations pay is not looked at; see `check`.

    Parameters
    ----------
    game
        The game, or the path of its case file.
    mechanism
        The mechanism, or the path of its file; its plans must be coherent.
    periods, paths
        How many periods of how many paths.
    seed
        An integer from 0. The same seed gives the same paths.
    deviations
        At most one for each period.

    Raises
    ------
    CaseError, MechanismError
        As in `check`; also when a plan is not coherent.
    UsageError
        When a number is out of range, or a deviation does not fit the game.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from apsgen.case import game_from_arrays
    >>> from apsgen.mechanism import Block, Branch, Choice, Continuation, Mechanism, Plan, State
    >>> game = game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.5)
    >>> def state(number, action, payoff):
    ...     stay = (Continuation(None, (Branch(number, Fraction(1)),)),)
    ...     block = Block((Choice((action, action), Fraction(1)),), stay)
    ...     return State((Fraction(payoff),) * 2, (Plan((None, None), (block,)),))
    >>> both = (state(0, "1", 9), state(1, "2", 3))
    >>> mechanism = Mechanism("dilemma.toml", game.delta, 0, (Fraction(3),) * 2, both)
    >>> cheats = Deviation("row", period=2, action="2")
    >>> seen = simulate(game, mechanism, periods=5, deviations=[cheats])
    >>> seen.state.tolist(), seen.payoff[0].tolist()
    ([[0, 0, 0, 1, 1]], [[9.0, 9.0, 10.0, 3.0, 3.0]])
    """
    _check_numbers(periods, paths, seed)
    fit = fitted(
        game if isinstance(game, Game) else load(game),
        mechanism if isinstance(mechanism, Mechanism) else read_mechanism(mechanism),
    )
    due: dict[int, Planned] = {}
    for one in deviations:
        found = planned(fit, one, periods)
        if found.period in due:
            raise UsageError(f"two deviations in period {found.period}; one is accepted")
        due[found.period] = found
    tables = tables_of(fit)
    player = Player(fit, tables, [cell for cells in fit.cells for cell in cells])
    record = _Record.empty(paths, periods, len(fit.cells))
    random = np.random.default_rng(seed)
    state = np.full(paths, fit.mechanism.start, dtype=np.intp)
    for period in range(periods):
        state = record.play(player, period, state, random, due.get(period))
    return _made(player, record, state, seed, tuple(deviations))


def _check_numbers(periods: int, paths: int, seed: int) -> None:
    for name, value, least in (("periods", periods, 1), ("paths", paths, 1), ("seed", seed, 0)):
        if value < least:
            raise UsageError(f"{name}: found {value}; an integer from {least} is accepted")
    if periods * paths > MOST_STEPS:
        raise UsageError(
            f"{paths:,} paths of {periods:,} periods are too many: at most {MOST_STEPS:,} periods "
            "of all paths together are accepted"
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Record:
    """Arrays that fill up, period by period."""

    ended: int
    state: Places
    types: Places
    reports: Places
    block: Places
    signal: Places
    paid: Floats
    payoff: Floats
    deviated: Places

    @classmethod
    def empty(cls, paths: int, periods: int, ended: int) -> _Record:
        """Return a record of nothing; `ended` is the number of the punishment."""
        shape = (paths, periods)

        def places(*more: int) -> Places:
            return np.full((*more, *shape), ABSENT, dtype=np.intp)

        return cls(
            ended,
            places(),
            places(2),
            places(2),
            places(),
            places(),
            np.zeros((4, *shape)),
            np.zeros((2, *shape)),
            places(),
        )

    def play(
        self,
        player: Player,
        period: int,
        state: Places,
        random: np.random.Generator,
        deviation: Planned | None,
    ) -> Places:
        """Play a period on all paths; return the states after it."""
        uniform = random.random((DRAWS, len(state)))
        going = np.flatnonzero(state < self.ended)
        ended = np.flatnonzero(state == self.ended)
        self.payoff[:, ended, period] = player.tables.promised[self.ended][:, None]
        after = state.copy()
        if len(going):
            self.state[going, period] = state[going]
            played = player.period(state[going], uniform[:, going], deviation)
            self._write(going, period, played, deviation)
            after[going] = played.after
        return after

    def _write(self, going: Places, period: int, played: Played, deviation: Planned | None) -> None:
        self.types[:, going, period] = played.types
        self.reports[:, going, period] = played.reports
        self.block[going, period] = played.block
        self.signal[going, period] = played.signal
        self.paid[:, going, period] = played.paid
        self.payoff[:, going, period] = played.payoff
        if deviation is not None:
            self.deviated[going[played.deviated], period] = deviation.player


def _made(
    player: Player,
    record: _Record,
    final: Places,
    seed: int,
    deviations: tuple[Deviation, ...],
) -> Simulation:
    fit, tables = player.fit, player.tables
    delta = float(fit.game.delta)
    periods = record.state.shape[1]
    weights = (1 - delta) * delta ** np.arange(periods)
    later = delta**periods * tables.promised[final].T
    decision = np.where(record.block == ABSENT, ABSENT, tables.label[record.block])
    return Simulation(
        game=fit.game,
        mechanism=fit.mechanism,
        seed=seed,
        deviations=deviations,
        state=record.state,
        types=record.types,
        reports=record.reports,
        decision=decision,
        decisions=tables.labels,
        signal=record.signal if fit.exact.is_public else np.full_like(record.signal, ABSENT),
        sent=record.paid[:2],
        burned=record.paid[2:],
        payoff=record.payoff,
        deviated=record.deviated,
        final=np.where(final == record.ended, ABSENT, final),
        promised=tables.promised[fit.mechanism.start],
        averages=record.payoff @ weights + later,
    )
