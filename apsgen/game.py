"""The finite stage game, expanded: what every later step computes with.

All numbers are exact rationals. Array indices: players ``i``,
decisions ``d``, types of the first and the second player ``t1, t2`` (true types, or
reports where said so), signals ``y``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Rationals = npt.NDArray[np.object_]
"""An array of ``fractions.Fraction``."""


class Mixing(StrEnum):
    """How a plan's weights on decisions are read: one is drawn, or all have their share."""

    LOTTERY = "lottery"
    DIVISION = "division"


class Transfers(StrEnum):
    """Who may send money to whom."""

    NONE = "none"
    BALANCED = "balanced"
    BURNING = "burning"


class Timing(StrEnum):
    """When transfers are sent."""

    WITH_ACTIONS = "with-actions"
    AFTER_SIGNALS = "after-signals"


class OffSchedule(StrEnum):
    """The strength of the off-schedule constraint IR(p0)."""

    INTERIM = "interim"
    EX_POST = "ex-post"
    JOINT = "joint"


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What the players learn of each other's actions.

    Attributes
    ----------
    signals
        Names of the public signals; empty under perfect monitoring.
    probability
        Shape (D, Y): the probability of signal y when decision d is carried out. Under
        perfect monitoring shape (D, 1), all ones: the plan itself is what is seen.
    hidden
        For each player i and decision d the indices of the decisions that i can turn d
        into unobserved (own action changed, the other's kept, d itself left out).
        All empty under perfect monitoring.
    """

    signals: tuple[str, ...]
    probability: Rationals
    hidden: tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]

    @property
    def is_public(self) -> bool:
        """Whether actions are seen only through signals."""
        return bool(self.signals)


@dataclass(frozen=True, slots=True)
class Punishment:
    """The punishment payoffs p0.

    Attributes
    ----------
    values
        The fixed average payoffs of the two players, ``None`` for ``worst``. The entry of a
        player who commits may itself be ``None``: nobody ever punishes him.
    on_path
        Whether continuation payoffs may lie in co(V, p0) instead of V.
    """

    values: tuple[Fraction | None, Fraction | None] | None
    on_path: bool


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """A repeated game of two players with everything that T(V; p0) needs.

    Attributes
    ----------
    title, reference
        As in the case file.
    delta
        The discount factor, in (0, 1).
    players
        The two names.
    types
        For each player the names of his types; one empty name for a player without types.
    prior
        Shape (n1, n2): the probability of each type profile.
    beliefs
        For each player i an array (own types, other's types): mu(o | a).
    reports
        For each player and each type the indices of the reports open to it.
    actions
        For each player the names of his actions; ``None`` with named decisions.
    decisions
        Names of the decisions; for action profiles the pair of action names. Profiles are
        in row-major order, the second player's action running fastest.
    mixing
        Lottery or division.
    payoff
        Shape (2, D, n1, n2): stage payoffs of i from d at true types (t1, t2).
    deviation
        Shape (2, D, n1, n2): best stage payoffs of an observed deviation from d; for action
        profiles the maximum over all own actions. ``None`` where no deviation is open.
    allowed
        Shape (D, n1, n2), booleans, by *reports*.
    monitoring, transfers, timing, punishment, off_schedule
        The words of the case file, in docs/reference/case_format.md.
    commits
        Players without incentive constraints.
    exact
        Whether every number of the game is the rational that the case spells; False when
        sqrt, exp or log rounded one.
    """

    title: str
    reference: str
    delta: Fraction
    players: tuple[str, str]
    types: tuple[tuple[str, ...], tuple[str, ...]]
    prior: Rationals
    beliefs: tuple[Rationals, Rationals]
    reports: tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]
    actions: tuple[tuple[str, ...], tuple[str, ...]] | None
    decisions: tuple[str | tuple[str, str], ...]
    mixing: Mixing
    payoff: Rationals
    deviation: Rationals
    allowed: npt.NDArray[np.bool_]
    monitoring: Monitoring
    transfers: Transfers
    timing: Timing
    punishment: Punishment
    off_schedule: OffSchedule
    commits: tuple[bool, bool]
    exact: bool
