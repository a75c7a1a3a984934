"""What holds for T, for the sets of `iterate` and for V*, whatever the game."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import hypothesis.strategies as st
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings

from apsgen.fixedpoint import Limits, iterate
from apsgen.game import Game, Punishment
from apsgen.polygon import Polygon
from apsgen.program.generating import GeneratingProgram
from apsgen.result import Result, Status
from apsgen.self_generation import Operator
from tests.brute.games import mirrored, random_bimatrix, random_game, transformed
from tests.brute.operator import Stage, punishment
from tests.brute.plane import circle, half_planes
from tests.comparison import points, spread

Floats = npt.NDArray[np.float64]
DIRECTIONS = circle(6)
COARSE = 1e-2
SETTLED = 1e-7


def drawn(kind: Callable[[Random], Game]) -> st.SearchStrategy[Game]:
    return st.integers(0, 10**6).map(lambda seed: kind(Random(seed)))


def bimatrix(random: Random) -> Game:
    return random_bimatrix(random, largest=3)


games = drawn(random_game)
any_game = st.one_of(games, drawn(bimatrix))
weights = st.lists(st.floats(0, 1), min_size=4, max_size=4)


def few(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None)


def supports(program: GeneratingProgram, directions: Floats = DIRECTIONS) -> Floats:
    """Return the support function of T(V; p0): -inf where T(V; p0) is empty."""
    found = [program.support(direction) for direction in directions]
    return np.array([-np.inf if point is None else point.bound for point in found])


def some_polygon(seed: int) -> Polygon:
    """Return a set that often reaches beyond all payoffs, in the core's units."""
    chance = np.random.default_rng(seed)
    return Polygon.hull(chance.random((int(chance.integers(1, 7)), 2)) * 1.5 - 0.25)


def solved(game: Game, tolerance: float = COARSE) -> Result:
    return iterate(game, tolerance=tolerance, limits=Limits(iterations=400, seconds=60))


def assert_within(inner: Polygon, outer: Polygon, allowance: float) -> None:
    assert inner.excess(outer) <= allowance


@few(60)
@given(any_game, st.integers(0, 1000), weights)
def test_the_operator_is_monotone(game: Game, seed: int, shares: list[float]) -> None:
    """A smaller set generates less, its worst punishment being milder."""
    large = some_polygon(seed)
    chance = np.random.default_rng(seed)
    mixes = chance.dirichlet(np.ones(len(large.vertices)), len(shares))
    small = Polygon.hull(mixes @ large.vertices)
    operator = Operator.of(game)
    less, more = supports(operator.at(small.vertices)), supports(operator.at(large.vertices))
    assert (less <= more + SETTLED).all()


@few(40)
@given(any_game, st.integers(0, 1000), st.integers(1, 5))
def test_the_first_vertex_may_be_any(game: Game, seed: int, turn: int) -> None:
    operator, vertices = Operator.of(game), some_polygon(seed).vertices
    plain = supports(operator.at(vertices))
    turned = supports(Operator.of(game).at(np.roll(vertices, turn, axis=0)))
    np.testing.assert_allclose(turned, plain, atol=SETTLED)


@few(40)
@given(any_game, st.integers(0, 1000))
def test_the_players_may_change_places(game: Game, seed: int) -> None:
    polygon = some_polygon(seed)
    turned = Polygon.hull(polygon.vertices[:, ::-1])
    plain = supports(Operator.of(game).at(polygon.vertices))
    other = supports(Operator.of(mirrored(game)).at(turned.vertices), DIRECTIONS[:, ::-1])
    np.testing.assert_allclose(other, plain, atol=SETTLED)


@few(12)
@given(any_game)
def test_the_sets_change_places_with_the_players(game: Game) -> None:
    plain, turned = solved(game), solved(mirrored(game))
    inner, outer = (Polygon.hull(s.vertices[:, ::-1]) for s in (turned.inner_set, turned.outer_set))
    assert plain.status == turned.status
    assert_within(inner, plain.outer_set, SETTLED * spread(game))
    assert_within(plain.inner_set, outer, SETTLED * spread(game))
    assert plain.first_best == pytest.approx(turned.first_best)


@few(8)
@given(
    any_game,
    st.sampled_from(
        [((10**9, -(10**9)), 1), ((0, 0), Fraction(1, 10**6)), ((3, -2), 10**6), ((0, 0), 10**9)]
    ),
)
def test_affine_payoffs_map_affinely(
    game: Game, change: tuple[tuple[int, int], int | Fraction]
) -> None:
    shift, scale = change
    moved = transformed(game, shift, (scale, scale))
    plain, other = solved(game), solved(moved)
    assert other.status == plain.status
    rounding = 1e-9 * spread(game) * float(scale) + 1e-15 * max(map(abs, shift))
    for name in ("outer_set", "inner_set", "feasible_set"):
        before, after = getattr(plain, name), getattr(other, name)
        expected = Polygon.hull(before.vertices * float(scale) + np.array(shift))
        assert expected.hausdorff(after) <= max(rounding, 1e-6 * (scale == 1))
    assert other.gap == pytest.approx(plain.gap * float(scale), rel=1e-6, abs=rounding)


@few(16)
@given(any_game)
def test_inner_lies_in_outer_and_every_step_in_the_one_before(game: Game) -> None:
    result = solved(game)
    allowance = SETTLED * spread(game)
    assert_within(result.inner_set, result.outer_set, allowance)
    assert_within(result.outer_set, result.feasible_set, allowance)
    for before, after in zip(result.trace, result.trace[1:], strict=False):
        assert_within(after.outer_set, before.outer_set, allowance)
        assert_within(before.inner_set, after.inner_set, allowance)
        assert after.iterations >= before.iterations
        assert after.linear_programs >= before.linear_programs
        assert after.seconds >= before.seconds
    if result.status is Status.CONVERGED:
        assert result.gap <= COARSE * result.outer_set.diameter + 1e-8 * spread(game)
        assert result.outer_set.hausdorff(result.inner_set) == pytest.approx(
            result.gap, rel=1e-6, abs=1e-9
        )


@few(12)
@given(any_game)
def test_inner_vertices_are_generated_by_the_inner_set(game: Game) -> None:
    """According to the second implementation."""
    inner = solved(game).inner_set
    if inner.is_empty:
        return
    planes = half_planes(points(inner))
    worst = punishment(game, planes)
    assert worst is not None
    stage = Stage(game, planes, worst)
    for vertex in points(inner):
        assert stage.distance(vertex) <= SETTLED * spread(game)


@few(12)
@given(any_game, st.integers(0, 4), st.integers(0, 4))
def test_harsher_punishments_enforce_more(game: Game, first: int, second: int) -> None:
    mild = replace(game, punishment=Punishment((Fraction(1), Fraction(1, 2)), False))
    harsh = Punishment((Fraction(1) - first, Fraction(1, 2) - second), False)
    less, more = solved(mild), solved(replace(game, punishment=harsh))
    assert_within(less.inner_set, more.outer_set, SETTLED * spread(game))
    assert more.status is not Status.EMPTY or less.inner_set.is_empty


@few(40)
@given(any_game, st.integers(0, 1000))
def test_a_lower_punishment_bounds_no_step_more(game: Game, seed: int) -> None:
    fixed = replace(game, punishment=Punishment((Fraction(0), Fraction(0)), False))
    lower = replace(game, punishment=Punishment((Fraction(-1), Fraction(-2)), False))
    operator = Operator.of(fixed)
    vertices = some_polygon(seed).vertices
    less, more = supports(operator.at(vertices)), supports(Operator.of(lower).at(vertices))
    assert (less <= more + SETTLED).all()


@few(12)
@given(any_game)
def test_what_the_outer_set_generates_lies_in_it(game: Game) -> None:
    """T(outer) within outer: no direction is left in which another step would gain."""
    outer = solved(game).outer_set
    if outer.is_empty:
        return
    operator = Operator.of(game)
    shift = np.array([float(value) for value in operator.stage.units.shift])
    scale = np.array([float(value) for value in operator.stage.units.scale])
    program = operator.at((outer.vertices - shift) / scale)
    for direction in circle(5):
        point = program.support(direction)
        assert point is not None
        payoff = operator.stage.units.payoffs(point.payoff[None])[0]
        assert outer.distance(payoff) <= SETTLED * spread(game)
