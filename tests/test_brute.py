"""The second implementation itself, against closed forms and against its own other half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from apsgen.game import Game, Mixing, Monitoring, OffSchedule, Punishment, Timing, Transfers
from tests.brute import perfect
from tests.brute.games import (
    WORST,
    athey_bagwell,
    bimatrix,
    mirrored,
    random_bimatrix,
    random_game,
    rationals,
    transformed,
)
from tests.brute.linear import UnboundedPayoffsError
from tests.brute.operator import Stage, image, punishment, support
from tests.brute.outer import outer
from tests.brute.outer import start as outer_start
from tests.brute.plane import circle, clip, contains, distance, excess, half_planes, hull

DILEMMA = ([[9, 1], [10, 3]], [[9, 10], [1, 3]])


def exact(points: Sequence[tuple[float, float]]) -> list[tuple[Fraction, Fraction]]:
    return hull([(Fraction(x), Fraction(y)) for x, y in points])


def dilemma(delta: Fraction) -> Game:
    return bimatrix(*DILEMMA, delta)


def test_hull_and_clip_keep_points_segments_and_nothing() -> None:
    square = exact([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1), (1, 0)])
    assert square == exact([(0, 0), (2, 0), (2, 2), (0, 2)])
    assert hull(clip(square, 0, Fraction(2))) == exact([(2, 0), (2, 2)])
    assert hull(clip(exact([(0, 0), (2, 1)]), 1, Fraction(1))) == exact([(2, 1)])
    assert hull(clip(exact([(0, 0), (2, 1)]), 0, Fraction(1))) == exact([(1, 0.5), (2, 1)])
    assert clip(exact([(2, 1)]), 0, Fraction(3)) == []
    assert clip(exact([]), 0, Fraction(0)) == []
    assert contains(square, (Fraction(1), Fraction(2)))
    assert not contains(square, (Fraction(1), Fraction(201, 100)))


def test_distances() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert distance(square, (1.0, 1.0)) == 0.0
    assert distance(square, (5.0, 6.0)) == 5.0
    assert distance([(0.0, 0.0), (2.0, 0.0)], (1.0, 3.0)) == 3.0
    assert distance([(1.0, 1.0)], (1.0, 3.0)) == 2.0
    assert distance([], (1.0, 3.0)) == np.inf
    assert excess([], square) == 0.0
    normals, levels = half_planes([(0.0, 0.0), (2.0, 2.0)])
    assert (normals @ [1.0, 1.0] <= levels + 1e-12).all()
    assert not (normals @ [1.0, 1.1] <= levels + 1e-12).all()


@pytest.mark.parametrize(
    ("delta", "vertices"),
    [
        ("3/10", [(3, 3), (9.75, 3), (9, 9), (3, 9.75)]),
        ("9/10", [(3, 3), (9.75, 3), (9, 9), (3, 9.75)]),
        ("1/7", [(3, 3), (9, 9)]),
        ("1/10", [(3, 3)]),
    ],
)
def test_prisoners_dilemma(delta: str, vertices: list[tuple[float, float]]) -> None:
    solution = perfect.solve(dilemma(Fraction(delta)))
    assert solution.exact == exact(vertices)
    assert excess([(float(x), float(y)) for x, y in exact(vertices)], solution.vertices) < 1e-9


def test_abreu_and_sannikov_example() -> None:
    game = bimatrix(
        [[16, 3, 0], [21, 10, -1], [9, 5, -5]],
        [[9, 13, 3], [1, 4, 0], [0, -4, -15]],
        Fraction(3, 10),
    )
    published = [
        (1.12568240, 2.8),
        (7.33770472, 0.0),
        (7.86308964, 0.0),
        (19.7917977, 2.8),
        (15.5630896, 9.1),
        (7.33770472, 10.9826253),
    ]
    vertices = perfect.solve(game).vertices
    assert excess(vertices, published) < 1e-7
    assert excess(published, vertices) < 1e-7


def test_no_pure_equilibrium_leaves_nothing() -> None:
    pennies = bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], Fraction(1, 2))
    assert perfect.solve(pennies).exact == []
    fixed = replace(pennies, punishment=Punishment((Fraction(5), Fraction(5)), True))
    assert perfect.solve(fixed).exact == []


def test_self_generation_is_decided_exactly() -> None:
    game = dilemma(Fraction(1, 7))
    assert perfect.is_self_generating(exact([(3, 3), (9, 9)]), game)
    assert perfect.is_self_generating(exact([(3, 3)]), game)
    assert not perfect.is_self_generating(exact([(9, 9)]), game)
    assert not perfect.is_self_generating(exact([(3, 3), (9, 9)]), dilemma(Fraction(141, 1000)))
    assert perfect.outer_contains(game, exact([(3, 3), (9, 9)]), exact([(5, 5)]))


def test_a_committed_player_is_not_held_to_his_floor() -> None:
    free = replace(dilemma(Fraction(1, 10)), commits=(True, True))
    assert perfect.solve(free).exact == exact([(1, 10), (3, 3), (10, 1), (9, 9)])


@pytest.mark.parametrize("seed", range(25))
def test_recognised_sets_are_fixed_points_and_shift_and_scale(seed: int) -> None:
    game = random_bimatrix(Random(seed), largest=4)
    solution = perfect.solve(game)
    moved = perfect.solve(transformed(game, (7, -300), (3, 2)))
    mapped = [(7 + 3 * x, -300 + 2 * y) for x, y in solution.vertices]
    assert excess(mapped, moved.vertices) < 1e-8
    assert excess(moved.vertices, mapped) < 1e-8
    if solution.exact is not None and moved.exact is not None:
        assert perfect.is_self_generating(solution.exact, game)
        assert [(7 + 3 * x, -300 + 2 * y) for x, y in solution.exact] == moved.exact


@pytest.mark.parametrize("strength", [OffSchedule.JOINT, OffSchedule.EX_POST])
@pytest.mark.parametrize("seed", range(12))
def test_program_agrees_with_clipping(seed: int, strength: OffSchedule) -> None:
    game = replace(random_bimatrix(Random(1000 + seed), largest=3), off_schedule=strength)
    stage = perfect.table(game)
    current = hull(perfect.start(stage))
    for _ in range(2):
        following = perfect.generate(current, stage, Fraction(0))
        planes = half_planes([(float(x), float(y)) for x, y in current])
        worst = punishment(game, planes)
        assert worst is not None
        for direction in circle(5):
            best = support(game, planes, worst, direction)
            expected = [direction @ np.array(v, dtype=np.float64) for v in following]
            assert (best is None) == (not expected)
            if best is not None:
                assert best[0] == pytest.approx(max(expected), abs=1e-8)
        current = following or current


def test_signals_that_say_everything_are_as_good_as_seeing() -> None:
    delta = Fraction(3, 10)
    seen = Monitoring(
        ("CC", "CD", "DC", "DD"),
        rationals(np.eye(4, dtype=int).tolist()),
        (((2,), (3,), (0,), (1,)), ((1,), (0,), (3,), (2,))),
    )
    bound = outer(replace(dilemma(delta), monitoring=seen), circle(8), 14)
    plain = outer(dilemma(delta), circle(8), 14)
    assert bound is not None
    assert plain is not None
    np.testing.assert_allclose(bound[1], plain[1], atol=1e-7)


def test_signals_that_say_nothing_leave_the_static_equilibrium() -> None:
    blind = Monitoring(
        ("y", "z"),
        rationals([[Fraction(1, 3), Fraction(2, 3)]] * 4),
        (((2,), (3,), (0,), (1,)), ((1,), (0,), (3,), (2,))),
    )
    bound = outer(replace(dilemma(Fraction(1, 2)), monitoring=blind), circle(8), 40)
    assert bound is not None
    np.testing.assert_allclose(bound[1], bound[0] @ [3.0, 3.0], atol=1e-6)


@pytest.mark.parametrize("timing", list(Timing))
def test_liquidity_decides_what_transfers_reach(timing: Timing) -> None:
    """Cooperation costs 1 + 1, is worth 18, its loss 6: it needs delta = 2/(2 + 18 - 6)."""
    for delta, total in ((Fraction(1, 7), 18.0), (Fraction(1, 8), 6.0)):
        game = replace(dilemma(delta), transfers=Transfers.BURNING, timing=timing)
        bound = outer(game, circle(8), 14)
        assert bound is not None
        levels = dict(zip([tuple(np.round(n * 2**0.5)) for n in bound[0]], bound[1], strict=True))
        assert levels[1.0, 1.0] * 2**0.5 == pytest.approx(total, abs=1e-6)
        assert levels[-1.0, 0.0] == pytest.approx(-3.0, abs=1e-6)


def test_athey_and_bagwell_bounds() -> None:
    bound = outer(athey_bagwell(Fraction(3, 4)), circle(16), 40)
    assert bound is not None
    assert bound[1][2] * 2**0.5 == pytest.approx(1.33744, abs=1e-5)


@pytest.mark.parametrize("seed", range(30))
def test_players_may_change_places_and_units(seed: int) -> None:
    game = random_game(Random(seed))
    directions = circle(8)
    planes = (directions, outer_start(game, directions))
    levels = image(game, planes, directions)
    turned = image(mirrored(game), (directions[:, ::-1], planes[1]), directions[:, ::-1])
    moved_planes = (directions, 5 * planes[1] + directions @ [7.0, -3.0])
    moved = image(transformed(game, (7, -3), (5, 5)), moved_planes, directions)
    if levels is None:
        assert turned is None
        assert moved is None
        return
    assert turned is not None
    assert moved is not None
    np.testing.assert_allclose(turned, levels, atol=1e-7)
    np.testing.assert_allclose(moved, 5 * levels + directions @ [7.0, -3.0], atol=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_joint_is_the_strongest_and_transfers_help(seed: int) -> None:
    game = random_game(Random(100 + seed))
    directions = circle(6)
    planes = (directions, outer_start(game, directions))
    levels = {
        strength: image(replace(game, off_schedule=strength), planes, directions)
        for strength in OffSchedule
    }
    joint = levels[OffSchedule.JOINT]
    weaker = [OffSchedule.INTERIM, OffSchedule.EX_POST]
    if not all(game.prior.flat):
        weaker.remove(OffSchedule.EX_POST)
    for strength in weaker:
        weak = levels[strength]
        assert joint is None or (weak is not None and (weak >= joint - 1e-7).all())
    if game.transfers is Transfers.BALANCED:
        burning = image(replace(game, transfers=Transfers.BURNING), planes, directions)
        plain = levels[game.off_schedule]
        assert plain is None or (burning is not None and (burning >= plain - 1e-7).all())


def test_points_of_the_image_have_no_distance() -> None:
    game = dilemma(Fraction(1, 2))
    planes = half_planes([(3, 3), (9, 9)])
    stage = Stage(game, planes, (3.0, 3.0))
    assert stage.distance((9.0, 9.0)) == pytest.approx(0.0, abs=1e-9)
    assert stage.distance((10.0, 9.0)) > 0.1
    assert stage.distance((9.0, 9.0)) == pytest.approx(0.0, abs=1e-9)
    nowhere = Stage(game, planes, (30.0, 30.0))
    assert nowhere.distance((9.0, 9.0)) == np.inf
    assert nowhere.support((1.0, 0.0)) is None


def test_what_has_no_bound_or_no_meaning_is_refused() -> None:
    game = replace(dilemma(Fraction(1, 2)), transfers=Transfers.BALANCED, commits=(True, False))
    with pytest.raises(UnboundedPayoffsError):
        outer(game, circle(8), 1)
    with pytest.raises(UnboundedPayoffsError):
        support(game, half_planes([(3, 3), (9, 9)]), (3.0, 3.0), (0.0, 1.0))
    with pytest.raises(ValueError, match="complete information"):
        perfect.table(athey_bagwell(Fraction(1, 2)))
    unpunished = replace(dilemma(Fraction(1, 2)), punishment=WORST)
    with pytest.raises(ValueError, match="no punishment"):
        support(unpunished, half_planes([(3, 3)]), (None, None), (0.0, 1.0))


def test_division_averages_what_a_lottery_must_keep_apart() -> None:
    """Half of each corner of the dilemma: the shares pool the two incentive constraints."""
    planes = half_planes([(3, 3), (9, 9)])
    lottery = dilemma(Fraction(1, 5))
    division = replace(lottery, mixing=Mixing.DIVISION)
    for direction in circle(8):
        apart = support(lottery, planes, (3.0, 3.0), direction)
        together = support(division, planes, (3.0, 3.0), direction)
        assert apart is not None
        assert together is not None
        assert together[0] >= apart[0] - 1e-8
