"""Random games of complete information and perfect monitoring, with ties and odd corners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import numpy.typing as npt

from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.game import Game, OffSchedule, Punishment
from apsgen.program.stage import Units
from tests.brute import perfect
from tests.brute.games import bimatrix, random_bimatrix, rationals
from tests.brute.plane import hull

Floats = npt.NDArray[np.float64]
Points = list[tuple[float, float]]

MIDDLING = tuple(Fraction(text) for text in ("1/4", "1/2", "2/3", "4/5", "9/10"))


def matrices(random: Random) -> Game:
    """Return a bimatrix game of small integers, often with a delta at a threshold."""
    return random_bimatrix(random)


def outcomes(random: Random) -> Game:
    """Return named decisions whose deviations may be missing, harmless or even bad."""
    count = random.randint(1, 6)
    zeros = [[0] * count]
    payoff = rationals([[[[_number(random)]] for _ in range(count)] for _ in (0, 1)])
    deviation = payoff + rationals(
        [[[[random.choice((-2, -1, 0, 0, 1, 2, 3))]] for _ in range(count)] for _ in (0, 1)]
    )
    for index in np.ndindex(*deviation.shape):
        if random.random() < 0.2:
            deviation[index] = None
    allowed = [True, *(random.random() < 0.8 for _ in range(count - 1))]
    return replace(
        bimatrix(zeros, zeros, random.choice(MIDDLING)),
        actions=None,
        decisions=tuple(f"d{k}" for k in range(count)),
        payoff=payoff,
        deviation=deviation,
        allowed=np.array(allowed).reshape(count, 1, 1),
        punishment=_punishment(random),
        commits=random.choice(((False, False), (False, False), (True, False), (False, True))),
        off_schedule=random.choice((OffSchedule.JOINT, OffSchedule.EX_POST)),
    )


def symmetric(random: Random) -> Game:
    """Return a symmetric bimatrix game: every vertex of its set has a twin."""
    count = random.randint(1, 7)
    reach = random.choice((1, 2, 5))
    rows = [[random.randint(-reach, reach) for _ in range(count)] for _ in range(count)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return bimatrix(rows, columns, random.choice(MIDDLING))


KINDS: dict[str, Callable[[Random], Game]] = {
    "matrices": matrices,
    "outcomes": outcomes,
    "symmetric": symmetric,
}


def _number(random: Random) -> Fraction:
    return Fraction(random.randint(-4, 8), random.choice((1, 1, 2)))


def _punishment(random: Random) -> Punishment:
    values = (_number(random) - 3, _number(random) - 3)
    return random.choice(
        (
            Punishment(None, False),
            Punishment(None, False),
            Punishment(None, True),
            Punishment(values, False),
            Punishment(values, True),
        )
    )


def profiles(game: Game) -> Profiles:
    return Profiles.of(game, Units.of(game))


def normalised_table(game: Game) -> perfect.Table[float]:
    """Return the game for the second solver, in the units of the first."""
    units = Units.of(game)
    stage = perfect.table(game)
    return perfect.Units(units.shift, units.scale).table(stage)


def generated(game: Game, points: Floats) -> Points:
    """Return T of the hull of points, by the second solver, all in normalised payoffs."""
    corners = hull([(float(x), float(y)) for x, y in points])
    return perfect.generate(corners, normalised_table(game), 1e-12)


def some_points(seed: int) -> Floats:
    """Return a few points that may reach beyond all payoffs."""
    chance = np.random.default_rng(seed)
    drawn: Floats = chance.random((int(chance.integers(1, 7)), 2)) * 1.5 - 0.25
    return drawn
