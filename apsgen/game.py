"""The finite stage game, expanded: what every later step computes with.

All numbers are exact rationals. Array indices: players ``i``,
decisions ``d``, types of the first and the second player ``t1, t2`` (true types, or
reports where said so), signals ``y``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from apsgen.markup import facts, heading, table

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


@dataclass(frozen=True, slots=True)
class Source:
    """The files that a game was read from, and what was changed from outside.

    Attributes
    ----------
    path
        The case file as the user named it.
    text
        Its text, character for character.
    files
        The texts of the files that the case names, by the names that it gives them.
    delta
        The expression that took the place of the file's discount factor; ``None`` for none.
    settings
        The expressions that took the place of parameters, by name.
    """

    path: str
    text: str
    files: Mapping[str, str]
    delta: str | None
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a game when only a result of it is at hand.

    Attributes
    ----------
    title, reference, delta, players
        As in `Game`; a result of an earlier version has no reference.
    case
        The case file as it was named; ``None`` if there was none.
    exact
        As in `Game`; ``None`` where the result does not say.
    """

    title: str
    reference: str
    delta: Fraction
    players: tuple[str, str]
    case: str | None
    exact: bool | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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
    source
        The files that the game was read from; ``None`` for a game that was built in Python, or
        changed there with ``dataclasses.replace``.

    Examples
    --------
    >>> import apsgen
    >>> apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
    <Game 'A game of two players'
      delta: 4/5
      row: actions 1, 2
      column: actions 1, 2
      monitoring: perfect
      transfers: none
      punishment: worst>
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
    # Not an argument: a changed copy must not claim to be what the file says.
    source: Source | None = field(default=None, init=False)

    def __repr__(self) -> str:
        lines = "".join(f"\n  {label}: {fact}" for label, fact in _facts(self))
        return f"<Game {self.title!r}{lines}>"

    def _repr_html_(self) -> str:
        """Return the game as a table for a notebook, with its payoffs if they are few."""
        return heading(self.title, self.reference) + facts(_facts(self)) + _bimatrix(self)


def with_source(game: Game, source: Source) -> Game:
    """Return a game just read, with the files that it was read from."""
    object.__setattr__(game, "source", source)
    return game


_LISTED = 8
"""Names listed at most."""

_SMALL = 8
"""Actions of a player at most, for payoffs to be shown."""


def _facts(game: Game) -> list[tuple[str, str]]:
    """Return what there is to say of a game in few words."""
    found = [("delta", str(game.delta))]
    found += [(name, _player(game, i)) for i, name in enumerate(game.players)]
    if game.actions is None:
        found.append(("decisions", _listed([str(name) for name in game.decisions])))
    if game.mixing is Mixing.DIVISION:
        found.append(("mixing", str(game.mixing)))
    signals = game.monitoring.signals
    found.append(("monitoring", f"public, signals {_listed(signals)}" if signals else "perfect"))
    sent = "" if game.transfers is Transfers.NONE else f", {game.timing}"
    found.append(("transfers", f"{game.transfers}{sent}"))
    found.append(("punishment", _punishment(game)))
    if max(map(len, game.types)) > 1:
        found.append(("off-schedule constraint", str(game.off_schedule)))
    return found if game.exact else [*found, ("exact", "no: sqrt, exp or log rounded a number")]


def _player(game: Game, i: int) -> str:
    parts = []
    if game.types[i] != ("",):
        parts.append(f"types {_listed(game.types[i])}")
    if game.actions is not None:
        only = game.actions[i] == ("",)
        parts.append("no choice" if only else f"actions {_listed(game.actions[i])}")
    if game.commits[i]:
        parts.append("commits")
    return "; ".join(parts) or "no private information"


def _listed(names: Sequence[str]) -> str:
    more = f", ... ({len(names)} in all)" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _punishment(game: Game) -> str:
    values = game.punishment.values
    words = "worst"
    if values is not None:
        listed = ("none" if value is None else str(value) for value in values)
        words = f"fixed at ({', '.join(listed)})"
    return f"{words}, open on the path" if game.punishment.on_path else words


def _bimatrix(game: Game) -> str:
    """Return the payoffs as a table; nothing for types, named decisions, or many actions."""
    if game.actions is None or game.payoff.shape[2:] != (1, 1):
        return ""
    rows, columns = game.actions
    if max(len(rows), len(columns)) > _SMALL:
        return ""
    first, second = game.payoff.reshape(2, len(rows), len(columns)).tolist()
    lines = [["", *columns]]
    for name, mine, others in zip(rows, first, second, strict=True):
        lines.append([name, *(f"{x}, {y}" for x, y in zip(mine, others, strict=True))])
    return table(lines)
