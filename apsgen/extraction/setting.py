"""A game in exact numbers, and the question whether points generate each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from apsgen.certificate.inner import Generator
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Floats, Json, Program
from apsgen.checker import Point
from apsgen.game import Game
from apsgen.mechanism.exact import expanded

Stage = list[Json]
"""A stage mechanism, as a certificate states it."""


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A game, and its generating program.

    Attributes
    ----------
    game
        As the case has it.
    normal
        In the numbers of the checker, and in normalised payoffs.
    program
        Of the normalised game.
    """

    game: Game
    normal: Normal
    program: Program

    @classmethod
    def of(cls, game: Game) -> Setting:
        """Prepare a game."""
        normal = Normal.of(expanded(game))
        return cls(game, normal, Program.of(normal.game))

    def inward(self, points: Sequence[Point]) -> Floats:
        """Return payoffs of the case as normalised floats, shape (n, 2)."""
        pairs = [self.normal.inward(point) for point in points]
        return np.array([[float(x), float(y)] for x, y in pairs])

    def floats(self, vertices: Floats) -> Floats:
        """Return payoffs of the case, shape (n, 2), as normalised ones."""
        shift, scale = (
            np.array([float(value) for value in pair])
            for pair in (self.normal.shift, self.normal.scale)
        )
        return np.asarray((vertices - shift) / scale)

    def generates(self, points: Sequence[Point]) -> bool:
        """Whether points seem, in floats, to be generated from their own hull."""
        floats = self.inward(points)
        mechanisms = Mechanisms(self.program, floats)
        return all(mechanisms.at(payoff) is not None for payoff in floats)

    def stages(self, points: Sequence[Point]) -> dict[int, Stage] | None:
        """Return exact stage mechanisms of points that generate each other; ``None`` if not."""
        if not self.generates(points):
            return None
        return made(Generator(self.normal, self.program, points), range(len(points)))

    def needed(self, points: Sequence[Point]) -> list[int]:
        """Return the points without which the punishment would be another one."""
        case = self.normal.case
        if case.punishment is not None:
            return []
        players = [i for i in (0, 1) if case.on_path or not case.commits[i]]
        worst = self.worst(points)
        return sorted({worst[i] for i in players})

    def worst(self, points: Sequence[Point]) -> tuple[int, int]:
        """Return the point that is worst for each player."""
        # Where several points are worst for one player, the one that is bad for both serves twice.
        first, second = (
            min(range(len(points)), key=lambda k: (points[k][i], points[k][1 - i])) for i in (0, 1)
        )
        return first, second


def made(generator: Generator, places: Sequence[int]) -> dict[int, Stage] | None:
    """Return the exact stage mechanisms of some points; ``None`` if one was not found."""
    found: dict[int, Stage] = {}
    for place in places:
        stage = generator.steady(place)
        if stage is None:
            return None
        found[place] = stage
    return found


def targets(stage: Stage) -> list[int]:
    """Return the points to which play may go, in the order in which they stand there."""
    named = [
        entry[0]
        for plan in stage
        for block in plan["blocks"]
        for mean in block["continuation"]
        for entry in mean
        if Fraction(entry[1])
    ]
    return [name for name in dict.fromkeys(named) if isinstance(name, int)]
