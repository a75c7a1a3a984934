"""From a result in floats to a certificate, and to the result that the certificate proves."""

from __future__ import annotations

import dataclasses
import json
import math
import time
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from apsgen import checker, tolerances
from apsgen.certificate.about import about, read
from apsgen.certificate.facets import around, directions_of, facets
from apsgen.certificate.inner import inner_part
from apsgen.certificate.normal import Normal
from apsgen.certificate.outer import OuterProof
from apsgen.certificate.program import Floats, Json, Program
from apsgen.certificate.strict import candidates
from apsgen.checker import Point
from apsgen.errors import ProgramError, UsageError
from apsgen.fixedpoint.limits import LimitError, Limits
from apsgen.fixedpoint.run import ignore
from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.result import Proved, Result, Status, Step
from apsgen.self_generation import Operator

FORMAT = "apsgen-certificate/1"
SEARCH = 0.4
"""The share of a tolerance that the search may use up if the sets are to be proved."""

_COARSE = 0.01
"""The share of the set by which levels may still fall before its own edges are gone over to."""

_COARSER = (4096.0, 64.0, 2.0)
"""Tolerances, in those asked for, of the directions that are gone over to, one after the other."""

_THIN = (1 / 4, 1 / 16, 0.0)
"""The same in the end: with the last one every edge of the outer set has its direction."""

_NEAR = 0.7
_NEARER = 0.4
"""Shares of the tolerance within which the outer set is near enough, for many edges and for few:
the rest is for the inner set."""

_MANY = 300
"""Edges whose directions take long."""

_WITHIN = 0.98
"""The share of the tolerance within which an inner set is near enough, rounding left aside."""

_FEW = 40
"""Vertices at most of an inner set that may be V* itself, which is then tried as the outer set."""

_FANS = (8, 16, 32, 64)
"""Directions, evenly spread, in which it is tried to show that V* is empty."""

_SETTLED = 0.3
"""Levels that fall by less than this share of the tolerance do so no more."""

_LEAST = 1e-300
"""In the place of 0 where its logarithm would be taken."""

_STEPS = 1000
"""Steps of a distance that is told: three digits of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """A proof of what is said of V*.

    Attributes
    ----------
    document
        The certificate: one JSON object.
    result
        The result that it proves, its sets those of the certificate.
    """

    document: Json
    result: Result

    def to_json(self) -> str:
        """Return the certificate as text."""
        return json.dumps(self.document)


def prove(
    result: Result,
    *,
    tolerance: float | None = None,
    limits: Limits | None = None,
    report: Callable[[Step], None] = ignore,
) -> Certificate:
    """Prove a result in exact arithmetic, as far as that can be done.

    Parameters
    ----------
    result
        What `iterate` answered, of a game that was read from a case file.
    tolerance
        The gap to stay within, relative to the diameter of the outer set; that of the result
        and as much again and a half if left out.
    limits
        When to stop, the time of the search included; what is not proved by then is left out of
        the certificate.
    report
        Called now and then with the result and the time that has gone by.

    Returns
    -------
    Certificate
        The certificate, and the result with the sets that it proves.

    Raises
    ------
    UsageError
        If the game was not read from a case file: a certificate is bound to one.

    Examples
    --------
    >>> import apsgen
    >>> result = apsgen.iterate(apsgen.load("cases/stahl_1991.toml"))
    >>> certificate = apsgen.prove(result)
    >>> certificate.result.proved.gap < 1e-8, certificate.document["claim"]["status"]
    (True, 'bounded')
    """
    game = result.game
    if not isinstance(game, Game) or game.source is None:
        raise UsageError(
            "a certificate is bound to a case file, and this game was not read from one; "
            "write it to a file and load that"
        )
    rounded: dict[tuple[str, Fraction], Fraction] = {}
    exact = read(game.source, rounded)
    asked = tolerance or result.tolerance / SEARCH
    prover = _Prover(result, exact, asked, limits or Limits(), report)
    parts = prover.run()
    document = {
        "format": FORMAT,
        "case": about(game.source, exact, rounded),
        "claim": {"status": parts.status, "gap": None if parts.gap is None else str(parts.gap)},
        "inner": parts.inner,
        "outer": parts.outer,
    }
    return Certificate(document, prover.proved(parts, bool(rounded)))


def prove_inner(result: Result, exact: checker.Game, tolerance: float, limits: Limits) -> Parts:
    """Return a proof that V* contains a set; the game need not be of a case file.

    Parameters
    ----------
    result
        What `iterate` answered.
    exact
        Its game in exact numbers.
    tolerance
        How far the set may lie from that of the result, as in `prove`.
    limits
        When to stop.
    """
    return _Prover(result, exact, tolerance, limits, ignore).inner_parts(None)


def prove_outer(result: Result, exact: checker.Game, tolerance: float, limits: Limits) -> Parts:
    """Return a proof that V* lies in a set; the parameters are those of `prove_inner`."""
    return _Prover(result, exact, tolerance, limits, ignore).outer_parts()


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The parts of a certificate, and the sets that they prove, in the case's units.

    Attributes
    ----------
    inner, outer
        As a certificate states them; ``None`` for what was not proved.
    vertices, corners
        Of the two sets; no corners if V* is empty.
    gap
        What their distance does not exceed.
    """

    inner: Json | None = None
    outer: Json | None = None
    vertices: list[Point] | None = None
    corners: list[Point] | None = None
    gap: Fraction | None = None

    @property
    def status(self) -> str:
        """What may be claimed."""
        return "empty" if self.corners == [] else "bounded"


class _Prover:
    """One proof: what is known of the case, and what it may cost."""

    def __init__(
        self,
        result: Result,
        exact: checker.Game,
        tolerance: float,
        limits: Limits,
        report: Callable[[Step], None],
    ) -> None:
        assert isinstance(result.game, Game)
        self._result, self._game = result, result.game
        self._limits, self._report = limits, report
        self._began = time.perf_counter()
        self._normal = Normal.of(exact)
        self._program = Program.of(self._normal.game)
        self._outer_set = self._inward(result.outer_set)
        self._inner_set = self._inward(result.inner_set)
        self._tolerance = tolerance
        self._room = tolerance * self._outer_set.diameter

    def run(self) -> Parts:
        """Prove the outer set, then the inner one."""
        proof = self._outer()
        corners = [] if proof.is_empty else proof.vertices() or None
        found = Parts() if proof.is_empty else self.inner_parts(corners)
        vertices, gap = found.vertices, None
        if vertices and len(vertices) <= _FEW and proof.close(vertices):
            corners = vertices
        outer = None if corners is None else proof.document(corners)
        if corners and vertices:
            near = self._outward(corners).hausdorff(self._outward(vertices))
            gap = _distance(corners, vertices, near)
        return Parts(found.inner, outer, vertices, corners, gap)

    def outer_parts(self) -> Parts:
        """Prove the outer set alone."""
        proof = self._outer()
        corners = [] if proof.is_empty else proof.vertices() or None
        outer = None if corners is None else proof.document(corners)
        return Parts(outer=outer, corners=corners)

    def _inward(self, polygon: Polygon) -> Polygon:
        shift, scale = (
            np.array([float(x) for x in v]) for v in (self._normal.shift, self._normal.scale)
        )
        if polygon.is_empty:
            return polygon
        return Polygon((polygon.vertices - shift) / scale)

    def _outward(self, points: list[Point]) -> Polygon:
        return Polygon(np.array([[float(x), float(y)] for x, y in points]).reshape(-1, 2))

    def _pause(self) -> None:
        result = self._result
        seconds = result.seconds + time.perf_counter() - self._began
        self._report(
            Step(
                outer_set=result.outer_set,
                inner_set=result.inner_set,
                gap=result.gap,
                directions=len(result.outer_set.vertices),
                iterations=result.iterations,
                linear_programs=result.linear_programs,
                seconds=seconds,
            )
        )
        self._limits.check(0, seconds)

    def _outer(self) -> OuterProof:
        """Return the steps to an outer set near that of the result."""
        normal = self._normal
        proof = OuterProof(normal, self._program, around(normal))
        try:
            coarse = max(_COARSE * self._outer_set.diameter, self._room)
            proof.tighten(_at_most(coarse), self._pause)
            self._refine(proof)
        except (LimitError, ProgramError):
            pass
        return proof

    def _refine(self, proof: OuterProof) -> None:
        """Go on in the directions of the outer set's edges until it is as near as it should be."""
        if self._outer_set.is_empty:
            for count in _FANS:
                proof.turn(around(self._normal, count))
                proof.tighten(_at_most(tolerances.SETTLED), self._pause)
            return
        for thin in _COARSER:
            edges = facets(self._outer_set, thin * self._room)
            proof.turn(directions_of(self._normal, edges))
            proof.tighten(_at_most(thin * self._room), self._pause)
        for thin in _THIN:
            if proof.is_empty:
                return
            edges = facets(self._outer_set, thin * self._room)
            proof.turn(directions_of(self._normal, edges))
            proof.tighten(lambda falls: self._is_near(proof, falls), self._pause)
            if proof.is_empty or self._is_close(proof):
                return

    def _is_near(self, proof: OuterProof, falls: Floats) -> bool:
        """Whether a set is near enough, or moves no more."""
        return bool(falls.max() <= _SETTLED * self._room) or self._is_close(proof)

    def _is_close(self, proof: OuterProof) -> bool:
        known = self._outer_set if self._inner_set.is_empty else self._inner_set
        share = _NEAR if len(self._outer_set.vertices) > _MANY else _NEARER
        return proof.polygon().hausdorff(known) <= share * self._room

    def inner_parts(self, corners: list[Point] | None) -> Parts:
        """Prove the inner set, near the one with these corners if they are known."""
        if self._inner_set.is_empty:
            return Parts()
        outer = self._outer_set if corners is None else self._inward(self._outward(corners))
        near = max(_WITHIN * self._room, outer.hausdorff(self._inner_set) + tolerances.RESOLUTION)
        sets = candidates(
            self._normal,
            Operator.of(self._game),
            self._inner_set,
            self._room,
            lambda polygon: outer.hausdorff(polygon) <= near,
            self._pause,
        )
        try:
            for vertices in sets:
                part = inner_part(self._normal, self._program, vertices)
                if part is not None:
                    return Parts(inner=part, vertices=vertices)
        except LimitError:
            pass
        return Parts()

    def proved(self, parts: Parts, rounded: bool) -> Result:
        """Return the result with the sets that were proved in the place of its own."""
        result = self._result
        corners, vertices, gap = parts.corners, parts.vertices, parts.gap
        outer = result.outer_set if corners is None else self._outward(corners)
        inner = result.inner_set if vertices is None else self._outward(vertices)
        if corners == []:
            inner = outer
        apart = outer.hausdorff(inner) if gap is None else float(gap)
        small = tolerances.PROVED * float(max(self._normal.scale))
        within = apart <= max(self._tolerance * result.outer_set.diameter, small)
        status = result.status
        if corners == []:
            status, apart = Status.EMPTY, 0.0
        elif status is not Status.EMPTY or corners is not None:
            status = Status.CONVERGED if within else Status.STOPPED
        return dataclasses.replace(
            result,
            outer_set=outer,
            inner_set=inner,
            gap=apart,
            status=status,
            tolerance=self._tolerance,
            seconds=result.seconds + time.perf_counter() - self._began,
            proved=Proved(
                inner=vertices is not None,
                outer=corners is not None,
                gap=gap,
                rounded=rounded,
            ),
        )


def _at_most(fall: float) -> Callable[[Floats], bool]:
    """Return whether levels fall by no more than this."""
    return lambda falls: bool(falls.max() <= fall)


def _distance(corners: list[Point], vertices: list[Point], near: float) -> Fraction:
    """Return a short decimal, not much above a float, that the distance of two sets is within."""
    outer, inner = checker.convex_hull(corners), checker.convex_hull(vertices)
    if checker.all_near(outer, inner, Fraction(0)):
        return Fraction(0)
    power = math.floor(math.log10(max(near, _LEAST)))
    while True:
        step = Fraction(10) ** (power - 2)
        if checker.all_near(outer, inner, (_STEPS * step) ** 2):
            break
        power += 1
    first = min(math.ceil(Fraction(near) / step), _STEPS)
    count = bisect_left(
        range(first, _STEPS), True, key=lambda k: checker.all_near(outer, inner, (k * step) ** 2)
    )
    return (first + count) * step
