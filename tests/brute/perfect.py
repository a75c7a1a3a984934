"""Games of complete information, perfect monitoring, no transfers: V* without any program.

Once a lottery has drawn the action profile x (or named decision), promised continuation
payoffs w must keep each player from deviating: w_i >= p0_i + (1 - delta)/delta (dev_i - g_i).
So T(V; p0) is the hull, over x, of (1 - delta) g(x) + delta w with w in the coherent set cut
at these two floors. With the joint and the ex-post constraint alike: one type leaves nothing
to average over, and the cone form asks for C >= D at every decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

from apsgen.game import Game, Mixing, OffSchedule, Transfers
from tests.brute.plane import Number, clip, contains, distance, excess, hull

Exact = tuple[Fraction, Fraction]
ZERO = Fraction(0)


@dataclass(frozen=True)
class Profile(Generic[Number]):
    """Payoffs of an action profile, and what the best deviation gains (None: not open)."""

    payoff: tuple[Number, Number]
    gains: tuple[Number | None, Number | None]


@dataclass(frozen=True)
class Table(Generic[Number]):
    """All of the game that T needs; `punishment` None means the worst of V."""

    delta: Number
    profiles: tuple[Profile[Number], ...]
    punishment: tuple[Number | None, Number | None] | None
    on_path: bool


@dataclass(frozen=True)
class Solution:
    """V*: floats always, exact vertices where an exact fixed point was recognised."""

    vertices: list[tuple[float, float]]
    exact: list[Exact] | None
    iterations: int


def table(game: Game) -> Table[Fraction]:
    """Return the game's numbers; ValueError for a game that is not of this module's kind."""
    if (
        game.prior.shape != (1, 1)
        or game.monitoring.is_public
        or game.transfers is not Transfers.NONE
        or game.mixing is not Mixing.LOTTERY
        or game.off_schedule is OffSchedule.INTERIM
    ):
        raise ValueError("complete information, perfect monitoring, lottery, joint or ex-post")
    profiles = tuple(_profile(game, d) for d in range(len(game.decisions)) if game.allowed[d, 0, 0])
    return Table(game.delta, profiles, game.punishment.values, game.punishment.on_path)


def _profile(game: Game, d: int) -> Profile[Fraction]:
    def gain(i: int) -> Fraction | None:
        best: Fraction | None = game.deviation[i, d, 0, 0]
        return None if game.commits[i] or best is None else best - game.payoff[i, d, 0, 0]

    return Profile((game.payoff[0, d, 0, 0], game.payoff[1, d, 0, 0]), (gain(0), gain(1)))


def generate(
    points: Sequence[tuple[Number, Number]], stage: Table[Number], slack: Number
) -> list[tuple[Number, Number]]:
    """Return T of the hull of `points`.

    Parameters
    ----------
    points
        The set V, as points whose hull it is.
    stage
        The game.
    slack
        By how much the floors are lowered; zero for T itself.
    """
    punishment = stage.punishment or _least(points)
    coherent = list(points)
    if stage.on_path and punishment[0] is not None and punishment[1] is not None:
        coherent.append((punishment[0], punishment[1]))
    coherent = hull(coherent)
    found: list[tuple[Number, Number]] = []
    for profile in stage.profiles:
        future = coherent
        for i in (0, 1):
            gain, worst = profile.gains[i], punishment[i]
            if gain is not None and worst is not None:
                floor = worst + (1 - stage.delta) / stage.delta * gain
                future = clip(future, i, floor - slack)
        found.extend(_promised(profile.payoff, stage.delta, w) for w in future)
    return hull(found)


def _promised(
    payoff: tuple[Number, Number], delta: Number, future: tuple[Number, Number]
) -> tuple[Number, Number]:
    return (
        (1 - delta) * payoff[0] + delta * future[0],
        (1 - delta) * payoff[1] + delta * future[1],
    )


def _least(
    points: Sequence[tuple[Number, Number]],
) -> tuple[Number | None, Number | None]:
    """Return the least payoff of each player over a set; none over the empty one."""
    if not points:
        return (None, None)
    return (min(x for x, _ in points), min(y for _, y in points))


def start(stage: Table[Number]) -> list[tuple[Number, Number]]:
    """Return a set that T maps into itself: the feasible set, and p0 where play may go there."""
    points = [profile.payoff for profile in stage.profiles]
    corner = (stage.punishment or _least(points)) if stage.on_path else (None, None)
    if corner[0] is not None and corner[1] is not None:
        points.append((corner[0], corner[1]))
    return points


def outer_contains(game: Game, points: Sequence[Exact], candidates: Sequence[Exact]) -> bool:
    """Decide exactly whether T(hull of `points`) contains all candidates."""
    image = generate(points, table(game), ZERO)
    return all(contains(image, candidate) for candidate in candidates)


def is_self_generating(points: Sequence[Exact], game: Game) -> bool:
    """Decide exactly whether the hull of `points` lies in its image under T."""
    return outer_contains(game, points, points)


def is_fixed_point(points: Sequence[Exact], game: Game) -> bool:
    """Decide exactly whether T(V) = V for the hull V of `points`."""
    return generate(points, table(game), ZERO) == hull(points)


@dataclass(frozen=True)
class Units:
    """The exact map of payoffs to [0, 1] for each player, and back."""

    least: Exact
    spread: Exact

    @classmethod
    def of(cls, stage: Table[Fraction]) -> Units:
        """Return the units in which every stage payoff lies in [0, 1]."""
        columns = [[profile.payoff[i] for profile in stage.profiles] for i in (0, 1)]
        least = (min(columns[0]), min(columns[1]))
        spread = (max(columns[0]) - least[0], max(columns[1]) - least[1])
        return cls(least, (spread[0] or Fraction(1), spread[1] or Fraction(1)))

    def scaled(self, payoff: Fraction, i: int) -> float:
        """Return a payoff of player i in these units."""
        return float((payoff - self.least[i]) / self.spread[i])

    def table(self, stage: Table[Fraction]) -> Table[float]:
        """Return the game in these units, as floats."""

        def profile(exact: Profile[Fraction]) -> Profile[float]:
            def gain(i: int) -> float | None:
                value = exact.gains[i]
                return None if value is None else float(value / self.spread[i])

            payoff = (self.scaled(exact.payoff[0], 0), self.scaled(exact.payoff[1], 1))
            return Profile(payoff, (gain(0), gain(1)))

        def worst(i: int) -> float | None:
            value = None if stage.punishment is None else stage.punishment[i]
            return None if value is None else self.scaled(value, i)

        return Table(
            float(stage.delta),
            tuple(profile(exact) for exact in stage.profiles),
            None if stage.punishment is None else (worst(0), worst(1)),
            stage.on_path,
        )

    def exact(self, vertices: Sequence[tuple[float, float]], largest: int) -> list[Exact]:
        """Return vertices back in the game's units, with denominators up to `largest` times."""

        def rounded(value: float, i: int) -> Fraction:
            return self.least[i] + self.spread[i] * Fraction(value).limit_denominator(largest)

        return hull([(rounded(x, 0), rounded(y, 1)) for x, y in vertices])

    def floats(self, vertices: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Return vertices back in the game's units, as floats."""

        def back(value: float, i: int) -> float:
            return float(self.least[i] + self.spread[i] * Fraction(value))

        return [(back(x, 0), back(y, 1)) for x, y in vertices]


def solve(game: Game, applications: int = 20_000) -> Solution:
    """Iterate T from the feasible set, then look for the exact fixed point beside the limit.

    Floors are lowered by a thousandth of a billionth of the spread, so weakly binding points
    stay; the iteration ends when an application moves no vertex by more than 1e-14 of it.
    """
    stage = table(game)
    units = Units.of(stage)
    scaled = units.table(stage)
    current = hull(start(scaled))
    for iteration in range(1, applications + 1):
        previous, current = current, generate(current, scaled, 1e-12)
        if not current or excess(previous, current) <= 1e-14:
            return Solution(units.floats(current), _recognise(game, units, current), iteration)
    raise ArithmeticError(f"T did not settle within {applications} applications")


def _recognise(
    game: Game, units: Units, vertices: Sequence[tuple[float, float]]
) -> list[Exact] | None:
    needed = _essential(vertices)
    for largest in (1, 10, 100, 1_000, 10_000, 100_000):
        candidate = units.exact(needed, largest)
        near = excess(vertices, [(units.scaled(x, 0), units.scaled(y, 1)) for x, y in candidate])
        if near <= 1e-9 and is_fixed_point(candidate, game):
            return candidate
    return None


def _essential(vertices: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the vertices without those that hardly stand out of the hull of the others."""
    kept = list(vertices)
    for vertex in vertices:
        others = hull([other for other in kept if other != vertex])
        if distance(others, vertex) <= 1e-10:
            kept = others
    return kept
