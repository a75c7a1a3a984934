"""The conditions of the folk theorem with public signals, by the names that its authors gave them.

Fudenberg, Levine and Maskin (1994): with pairwise full rank at every profile of actions and a set
of feasible payoffs above the minmax that has an interior, all of its payoffs are limits of
equilibrium payoffs. Here the minmax is over pure actions, as players do not mix privately.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from apsgen.checker import Point, convex_hull
from apsgen.game import Game, Mixing, Transfers
from apsgen.limit.halfplanes import Halfplane, clipped, support
from apsgen.limit.program import Question
from apsgen.limit.scores import Scores

ONE = Fraction(1)
TOTAL = (ONE, ONE)
LESS = (-ONE, -ONE)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a profile of actions tells, and whether it can be kept up.

    Attributes
    ----------
    actions
        The two names.
    enforceable
        Whether some continuation payoffs, of any size, make nobody wish to deviate; ``None``
        where that is not a question of one profile (hidden types).
    individual
        For each player whether the profile has individual full rank for him: his own actions,
        the other's kept, lead to linearly independent distributions of the signal.
    pairwise
        Whether it has pairwise full rank: the two players' deviations can be told apart.
    """

    actions: tuple[str, str]
    enforceable: bool | None
    individual: tuple[bool, bool]
    pairwise: bool


@dataclass(frozen=True, slots=True)
class Conditions:
    """Whether the folk theorem applies, and what it says.

    Attributes
    ----------
    profiles
        The profiles of actions under public monitoring; none where actions are seen, or where
        the case names decisions.
    reasons
        Why the folk theorem does not apply, in sentences; empty if it does.
    reached
        Whether the limit set is all of the payoffs of plans in which both players have at least
        their least payoff, which is what the folk theorem says; ``None`` if it is not known.
    """

    profiles: tuple[Profile, ...]
    reasons: tuple[str, ...]
    reached: bool | None

    @property
    def applies(self) -> bool:
        """Whether the folk theorem applies."""
        return not self.reasons


def conditions(
    game: Game, scores: Scores, outer: Sequence[Point], inner: Sequence[Point]
) -> Conditions:
    """Return the conditions of the folk theorem for a game.

    Parameters
    ----------
    game, scores
        The game, and its scores.
    outer, inner
        Corners of polygons around and within the limit set; none if it is empty.
    """
    profiles = _profiles(game, scores)
    above = _above_the_least(game, scores) if outer else []
    reached = None
    if list(outer) == list(inner):
        reached = list(outer) == above
    return Conditions(profiles, tuple(_reasons(game, profiles, above)), reached)


def _reasons(game: Game, profiles: Sequence[Profile], above: Sequence[Point]) -> list[str]:
    found = []
    if max(map(len, game.types)) > 1:
        found.append("there are hidden types")
    if game.actions is None or game.mixing is Mixing.DIVISION:
        found.append("what is decided is not a profile of actions drawn by lottery")
    if any(game.commits):
        found.append("a player commits")
    if game.transfers is not Transfers.NONE:
        found.append("players pay each other")
    if game.punishment.values is not None:
        found.append("the case fixes the punishment")
    lacking = [f"({', '.join(one.actions)})" for one in profiles if not one.pairwise]
    if lacking:
        found.append(f"pairwise full rank fails at {', '.join(lacking)}")
    if len(above) < 3:
        found.append("the feasible payoffs above the least payoffs have no interior")
    return found


def _profiles(game: Game, scores: Scores) -> tuple[Profile, ...]:
    if game.actions is None or not game.monitoring.is_public:
        return ()
    found = []
    rows, columns = map(len, game.actions)
    for d, names in enumerate(game.decisions):
        first, second = divmod(d, columns)
        own = (
            [k * columns + second for k in range(rows)],
            [first * columns + k for k in range(columns)],
        )
        ranks = [_rank(game, one) for one in own]
        assert isinstance(names, tuple)
        found.append(
            Profile(
                actions=names,
                enforceable=_is_enforceable(game, scores, d),
                individual=(ranks[0] == rows, ranks[1] == columns),
                pairwise=_rank(game, own[0] + own[1]) == rows + columns - 1,
            )
        )
    return tuple(found)


def _rank(game: Game, decisions: Sequence[int]) -> int:
    """Return the rank of the signal's distributions after some decisions."""
    chances = game.monitoring.probability[list(decisions)].tolist()
    entries = [fmpq(value.numerator, value.denominator) for row in chances for value in row]
    return int(fmpq_mat(len(chances), len(chances[0]), entries).rank())


def _is_enforceable(game: Game, scores: Scores, d: int) -> bool | None:
    if max(map(len, game.types)) > 1:
        return None
    return scores.scoring.fixed(Question(TOTAL, TOTAL), {(0, d): ONE}) is not None


def _above_the_least(game: Game, scores: Scores) -> list[Point]:
    """Return the payoffs of plans in which both players have at least their least payoff."""
    floors: list[Halfplane] = []
    for direction in ((-ONE, Fraction(0)), (Fraction(0), -ONE)):
        level = scores.score(direction)
        if level is not None:
            floors.append((direction, level))
    plans = _all_plans(scores)
    if game.transfers is Transfers.NONE:
        return clipped(plans, floors)
    low = -floors[0][1], -floors[1][1]
    room = support(plans, TOTAL) - low[0] - low[1]
    if room < 0:
        return []
    with_money = convex_hull([low, (low[0] + room, low[1]), (low[0], low[1] + room)])
    sums = [] if game.transfers is Transfers.BURNING else [(LESS, support(plans, LESS))]
    return clipped(with_money, sums)


def _all_plans(scores: Scores) -> list[Point]:
    """Return the payoffs of all plans: profiles of types one by one, the hulls added up."""
    game = scores.scoring.normal.case
    corners: list[Point] = [(Fraction(0), Fraction(0))]
    for t in game.profiles:
        chance = game.at(game.prior, t)
        points = convex_hull(
            [
                (
                    chance * game.at(game.payoff[0][d], t),
                    chance * game.at(game.payoff[1][d], t),
                )
                for d in game.open(t)
            ]
        )
        corners = convex_hull([(a + c, b + d) for a, b in corners for c, d in points])
    return corners
