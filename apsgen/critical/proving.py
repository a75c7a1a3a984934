"""Exact proofs that V* has a property at a discount factor, or that it has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np

from apsgen import checker
from apsgen.certificate.facets import around, directions_of, facets
from apsgen.certificate.inner import inner_part
from apsgen.certificate.normal import Normal
from apsgen.certificate.outer import OuterProof
from apsgen.certificate.program import Program
from apsgen.certificate.proof import prove_inner, prove_outer
from apsgen.certificate.strict import candidates, rounded
from apsgen.checker import Part, Point
from apsgen.critical.deciding import Answer, Question
from apsgen.critical.face import Pair
from apsgen.critical.wanted import Kind
from apsgen.errors import ProgramError
from apsgen.fixedpoint.limits import LimitError
from apsgen.mechanism.exact import expanded
from apsgen.polygon import Floats, Polygon
from apsgen.result import Result
from apsgen.self_generation import Operator
from apsgen.tolerances import SETTLED

Json = dict[str, Any]
_TOLERANCES = (1e-7, 1e-9)
_FANS = (8, 16, 32)
_THIN = (1e-4, 1e-6, 1e-8)
_FEW = 40
_ROUNDED = 1e-8
_SHRUNK = (1 / 100, 1 / 10, 1 / 3)


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """A proof about V* at one discount factor, in the parts of a certificate.

    Attributes
    ----------
    delta
        The discount factor.
    holds
        Whether it is shown that V* has the property, or that it has not.
    inner, outer
        A set that V* contains; one in which it lies. ``None`` where it plays no part.
    face
        The proof that no payoff of V* with the first-best total has the property; ``None`` where
        that plays no part.
    vertices
        Those of the inner set, in the case's units.
    """

    delta: Fraction
    holds: bool
    inner: Json | None = None
    outer: Json | None = None
    face: Json | None = None
    vertices: tuple[Point, ...] = ()


def has(question: Question, vertices: Sequence[Point]) -> bool:
    """Return whether the hull of points has the property, in exact numbers."""
    if not vertices:
        return False
    if question.wanted.kind is Kind.NON_EMPTY:
        return True
    if question.wanted.kind is Kind.PAYOFF:
        hull = checker.convex_hull(vertices)
        return checker.squared_distance(question.wanted.point, hull) == 0
    assert question.target is not None
    return max(x + y for x, y in vertices) >= question.target


def prove_holds(question: Question, answer: Answer, delta: Fraction) -> Proof | None:
    """Return the proof that V* has the property; ``None`` if none was found.

    Parameters
    ----------
    question
        What is asked.
    answer
        What was found at this discount factor or a little below: what generates itself there has
        room to spare here.
    delta
        The discount factor.
    """
    exact = expanded(question.at(delta))
    for inner in _inner_parts(question, answer, delta):
        try:
            vertices = checker.check_inner(Part(inner, "inner"), exact)
        except checker.RejectedError:
            continue
        if has(question, vertices):
            return Proof(delta, True, inner=inner, vertices=tuple(vertices))
    return None


def _inner_parts(question: Question, answer: Answer, delta: Fraction) -> Iterator[Json]:
    """Yield what may be proofs of sets with the property."""
    if not question.is_on_face:
        yield from _sets(question, answer.found, delta)
        return
    for whole in _sets(question, answer.whole, delta) if answer.whole else [None]:
        least = None
        if whole is not None:
            points = [tuple(map(Fraction, vertex)) for vertex in whole["vertices"]]
            least = min(point[0] for point in points), min(point[1] for point in points)
        part = _on_face(question, answer.found.inner_set, delta, least)
        if part is not None:
            padded = _padded(part, expanded(question.game).payments)
            yield padded if whole is None else _merged(whole, padded)


def _sets(question: Question, found: Result, delta: Fraction) -> Iterator[Json]:
    """Yield proofs of sets that generate themselves, near one found at a lesser discount factor."""
    exact = expanded(question.at(delta))
    normal = Normal.of(exact)
    program = Program.of(normal.game)
    polygon = _inward(normal, found.inner_set)
    more = float(delta - found.game.delta)
    for kept in _selections(polygon) if more > 0 else []:
        vertices = polygon.vertices[kept]
        centres = _centres(question, found.inner_set.vertices[kept], vertices)
        for share in _SHRUNK:
            shrunk = vertices + share * more * (centres - vertices)
            points = _lifted(question, rounded(normal, shrunk))
            part = inner_part(normal, program, points)
            if part is not None:
                yield part
    moved = replace(found, game=question.at(delta))
    for tolerance in _TOLERANCES:
        part = prove_inner(moved, exact, tolerance, question.limits).inner
        if part is not None:
            yield part


def _selections(polygon: Polygon) -> Iterator[list[int]]:
    """Yield the vertices to try: all, or if they are many those farthest in a few directions."""
    count = len(polygon.vertices)
    if count <= _FEW:
        yield list(range(count))
        return
    for directions in _FANS:
        angles = 2 * np.pi * np.arange(directions) / directions
        fan = np.column_stack([np.cos(angles), np.sin(angles)])
        yield sorted(set((polygon.vertices @ fan.T).argmax(axis=0).tolist()))


def _centres(question: Question, payoffs: Floats, vertices: Floats) -> Floats:
    """Return towards what each vertex shrinks: those with the total asked for keep it.

    The points are the same, in the case's units and normalised.
    """
    centres = np.tile(vertices.mean(axis=0), (len(vertices), 1))
    if question.target is not None:
        short = float(question.target) - payoffs.sum(axis=1)
        reached = short < _ROUNDED * question.spread
        if reached.any():
            centres[reached] = vertices[reached].mean(axis=0)
    return centres


def _lifted(question: Question, points: list[Point]) -> list[Point]:
    """Return points with the property, in exact numbers, if rounding alone keeps it from them."""
    if question.target is None or has(question, points):
        return points
    near = Fraction(_ROUNDED * question.spread)
    if question.wanted.kind is Kind.PAYOFF:
        return checker.convex_hull([*points, question.wanted.point])
    lifted = [
        (x, question.target - x) if x + y + near > question.target else (x, y) for x, y in points
    ]
    return checker.convex_hull(lifted)


def _inward(normal: Normal, polygon: Polygon) -> Polygon:
    """Return a set of the case's payoffs, normalised."""
    shift, scale = (np.array([float(x) for x in v]) for v in (normal.shift, normal.scale))
    return Polygon((polygon.vertices - shift) / scale)


def _on_face(
    question: Question, polygon: Polygon, delta: Fraction, punishment: Pair | None
) -> Json | None:
    """Return the proof that efficient decisions support a set, like one in floats."""
    game = question.face_at(delta, punishment)
    normal = Normal.of(expanded(game))
    program = Program.of(normal.game)
    near = _inward(normal, polygon)
    room = max(near.diameter, 1.0) * _TOLERANCES[0]
    try:
        sets = candidates(normal, Operator.of(game), near, room, lambda _: True, _pause(question))
        for vertices in chain(sets, _middle(normal, near)):
            if question.wanted.kind is Kind.PAYOFF and not has(question, vertices):
                vertices = checker.convex_hull([*vertices, question.wanted.point])
            part = inner_part(normal, program, vertices)
            if part is not None:
                return part
    except (LimitError, ProgramError):
        pass
    return None


def _middle(normal: Normal, polygon: Polygon) -> Iterator[list[Point]]:
    """Yield a point of the face alone: a small segment has no room for the rounding of its ends."""
    x, y = polygon.vertices.mean(axis=0).tolist()
    first, second = normal.rounded(x, y)
    best = checker.feasible(normal.case, (Fraction(1), Fraction(1)))
    yield [(first, best - first)]
    yield [(best - second, second)]


def _pause(question: Question) -> Callable[[], None]:
    return lambda: question.limits.check(0, 0.0)


def _merged(whole: Json, part: Json) -> Json:
    """Return the proof of the hull of two sets, the second one's punishment that of the first."""
    count = len(whole["vertices"])

    def moved(mean: list[Any]) -> list[Any]:
        return [[name + count if isinstance(name, int) else name, share] for name, share in mean]

    mechanisms = _changed(
        part["mechanisms"],
        lambda block: block | {"continuation": [moved(mean) for mean in block["continuation"]]},
    )
    return {
        "vertices": [*whole["vertices"], *part["vertices"]],
        "mechanisms": [*whole["mechanisms"], *mechanisms],
    }


def _padded(part: Json, payments: int) -> Json:
    """Return a proof with nothing burnt, where the game itself allows to burn money."""

    def padded(sent: list[str]) -> list[str]:
        return sent + ["0"] * (payments - len(sent))

    return part | {
        "mechanisms": _changed(
            part["mechanisms"],
            lambda block: block | {"payments": [padded(sent) for sent in block["payments"]]},
        )
    }


def _changed(mechanisms: list[Any], change: Callable[[Json], Json]) -> list[Any]:
    """Return mechanisms with a change made in each of their blocks."""
    return [
        [{"blocks": [change(block) for block in plan["blocks"]]} for plan in mechanism]
        for mechanism in mechanisms
    ]


def prove_fails(question: Question, answer: Answer, above: Answer, delta: Fraction) -> Proof | None:
    """Return the proof that V* has not the property; ``None`` if none was found.

    Parameters
    ----------
    question
        What is asked.
    answer
        What was found at this discount factor or a little above.
    above
        What was found where V* has the property, nearby: a set that has just vanished still says
        where to look.
    delta
        The discount factor.
    """
    if not question.is_on_face:
        for outer, corners in _outers(question, answer, above, delta):
            if not has(question, corners):
                return Proof(delta, False, outer=outer)
        return None
    if not question.is_worst:
        part = _off_face(question, above, delta, None)
        return None if part is None else Proof(delta, False, face=part)
    for outer, corners in _outers(question, answer, above, delta):
        if not corners:
            return Proof(delta, False, outer=outer)
        least = min(point[0] for point in corners), min(point[1] for point in corners)
        part = _off_face(question, above, delta, least)
        if part is not None:
            return Proof(delta, False, outer=outer, face=part)
    return None


def _outers(
    question: Question, answer: Answer, above: Answer, delta: Fraction
) -> Iterator[tuple[Json, list[Point]]]:
    """Yield proofs of sets in which V* lies, with their corners."""
    exact = expanded(question.at(delta))
    found = replace(answer.whole or answer.found, game=question.at(delta))
    if found.outer_set.is_empty:
        vanished = above.whole or above.found
        proof = _excluded(question, exact, [vanished.outer_set])
        if proof is not None:
            yield proof, []
        return
    for tolerance in _TOLERANCES:
        part = prove_outer(found, exact, tolerance, question.limits)
        if part.outer is not None and part.corners is not None:
            yield part.outer, part.corners
    # Levels may stay where the multipliers of too few directions hold each other up.
    outer = _excluded(question, exact, [found.outer_set, above.found.outer_set])
    if outer is not None:
        yield outer, [(Fraction(x), Fraction(y)) for x, y in outer["vertices"]]


def _excluded(question: Question, exact: checker.Game, shown: Sequence[Polygon]) -> Json | None:
    """Return the proof that V* of a game lacks the property.

    Parameters
    ----------
    question
        What is asked.
    exact
        The game, or that of a face.
    shown
        Sets near V*, in the case's units, whose edges are faced: one that has just vanished will
        do.
    """
    normal = Normal.of(exact)
    proof = OuterProof(normal, Program.of(normal.game), around(normal))
    ways = [around(normal, count) for count in _FANS]
    sets = [_inward(normal, polygon) for polygon in shown if polygon.dimension == 2]
    for thin in _THIN if sets else ():
        edges = [facets(polygon, thin * polygon.diameter) for polygon in sets]
        fan = 2 * np.pi / _FANS[0] * np.arange(_FANS[0])
        edges.append(np.stack([np.cos(fan), np.sin(fan)], axis=1))
        ways.append(directions_of(normal, np.concatenate(edges)))
    try:
        for directions in ways:
            proof.turn(directions)
            proof.tighten(lambda falls: bool(falls.max() <= SETTLED), _pause(question))
            if proof.is_empty:
                return proof.document([])
            corners = proof.vertices() if question.wanted.kind is not Kind.NON_EMPTY else []
            if corners and not has(question, corners):
                return proof.document(corners)
    except (LimitError, ProgramError):
        pass
    return None


def _off_face(
    question: Question, above: Answer, delta: Fraction, punishment: Pair | None
) -> Json | None:
    """Return the proof that efficient decisions support nothing with the property."""
    exact = expanded(question.face_at(delta, punishment))
    return _excluded(question, exact, [above.found.outer_set])
