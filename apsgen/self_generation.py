"""T(V; p0) as an oracle for its support function; is V self-generating?"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.program.coherence import Continuations
from apsgen.program.generating import GeneratingProgram
from apsgen.program.incentives import Incentives
from apsgen.program.memory import Memory
from apsgen.program.rows import Known
from apsgen.program.stage import Floats, Stage


@dataclass(slots=True)
class Count:
    """What an operator has done so far: applications of T, and linear programs solved."""

    applications: int = 0
    programs: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Operator:
    """The operator T of a game, in normalised payoffs.

    Attributes
    ----------
    incentives
        The constraints of the game.
    known
        Incentive rows found so far, for any V: a row is a constraint whatever V is.
    count
        Applications and programs so far.
    memory
        Optimal bases of the V before.
    """

    incentives: Incentives
    known: Known = field(default_factory=Known)
    count: Count = field(default_factory=Count)
    memory: Memory = field(default_factory=Memory)

    @classmethod
    def of(cls, game: Game) -> Operator:
        """Return the operator of a game."""
        incentives = Incentives.of(Stage.of(game))
        operator = cls(incentives)
        operator.known.take(incentives.first_rows())
        return operator

    @property
    def stage(self) -> Stage:
        """The stage game in normalised floats."""
        return self.incentives.stage

    def punishment(self, vertices: Floats) -> Floats:
        """Return p0 for V, shape (2,); 0 for a player whom nobody ever punishes."""
        values = self.stage.game.punishment.values
        if values is None:
            return np.asarray(vertices.min(axis=0))
        maps = zip(values, self.stage.units.shift, self.stage.units.scale, strict=True)
        return np.array([0.0 if v is None else float((v - s) / c) for v, s, c in maps])

    def continuations(self, vertices: Floats) -> Continuations:
        """Return the continuation payoffs that V = co(vertices), shape (n, 2), offers."""
        punishment = self.punishment(vertices)
        coherent = vertices
        if self.stage.game.punishment.on_path:
            coherent = Polygon.hull([*vertices, punishment]).vertices
        return Continuations.of(coherent, self.incentives.floors(punishment))

    def at(self, vertices: Floats) -> GeneratingProgram:
        """Return the generating program of T(V; p0) for V = co(vertices), shape (n, 2)."""
        self.count.applications += 1
        return GeneratingProgram(
            self.incentives,
            self.known,
            self.continuations(vertices),
            self.punishment(vertices),
            self._solved,
            self.memory,
        )

    def _solved(self, programs: int) -> None:
        self.count.programs += programs
