"""What surrounds sets is drawn where it is known, where it can be seen, and where all agree."""

from __future__ import annotations

import numpy as np
import pytest

from apsgen.figures.picture import Picture
from apsgen.figures.scene import Kind
from apsgen.figures.surroundings import entries_around, marks_above, marks_below, shared
from apsgen.figures.view import View, view_of
from apsgen.figures.words import mathtext
from tests.figures.results import KITE, TRIANGLE, in_units, kinds, result

KINDS = kinds()


def picture(kind: str) -> Picture:
    return Picture.of(KINDS[kind])


def view(shown: Picture) -> View:
    return view_of([shown])


def legend(shown: Picture) -> list[str]:
    return [mathtext(entry.words) for entry in entries_around(shown, view(shown))]


def test_the_first_best_line_joins_payoffs_of_that_total() -> None:
    shown = picture("segment")
    (line,) = [mark for mark in marks_below(shown, view(shown)) if mark.kind is Kind.LINE]
    assert line.name == "first-best total"
    assert line.points.sum(axis=1) == pytest.approx([18.0, 18.0])
    assert all(view(shown).contains(point) for point in line.points)
    assert not np.allclose(line.points[0], line.points[1])


def test_a_first_best_line_outside_the_picture_is_not_in_the_legend() -> None:
    assert "first-best total" in legend(picture("polygon"))
    assert "first-best total" not in legend(Picture.of(result(KITE, KITE, first_best=30.0)))


@pytest.mark.parametrize(
    ("kind", "player"), [("one is never punished", 0), ("the other is never punished", 1)]
)
def test_a_punishment_of_one_player_alone_is_a_line(kind: str, player: int) -> None:
    shown = picture(kind)
    (line,) = marks_above(shown, view(shown))
    seen = view(shown)
    assert line.points[:, player].tolist() == [3, 3]
    other = 1 - player
    assert line.points[:, other].tolist() == [seen.low[other], seen.high[other]]


def test_a_punishment_of_both_is_a_cross() -> None:
    shown = picture("polygon")
    (cross,) = marks_above(shown, view(shown))
    assert cross.kind is Kind.CROSS
    assert cross.points.tolist() == [[3, 3]]


def test_no_punishment_is_shown_where_there_is_none() -> None:
    shown = picture("empty, worst")
    assert marks_above(shown, view(shown)) == ()
    assert legend(shown) == ["feasible payoffs", "first-best total"]


def test_a_punishment_outside_the_picture_is_given_in_the_legend() -> None:
    (label,) = [one for one in legend(picture("small and far away")) if "p_0" in one]
    assert label == "punishment $p_0$ at (3, 3), outside the picture"


def test_a_feasible_set_without_interior_is_shown() -> None:
    flat = Picture.of(result([(3, 3)], [(3, 3)], feasible=[(0, 0), (6, 6)], first_best=12))
    line = marks_below(flat, view(flat))[0]
    assert line.points.tolist() == [[0, 0], [6, 6]]
    point = picture("all zero")
    assert marks_below(point, view(point))[0].kind is Kind.DOT


def test_what_all_share_is_kept() -> None:
    first, second = shared([picture("polygon"), picture("polygon")])
    assert first.feasible is second.feasible
    assert (second.first_best, second.punishment) == (18.0, (3.0, 3.0))


def test_what_differs_is_left_out() -> None:
    other = Picture.of(result(KITE, KITE, feasible=TRIANGLE, punishment=(2, 3), first_best=17.0))
    for one in shared([picture("polygon"), other]):
        assert one.feasible.is_empty
        assert one.first_best is None
        assert one.punishment == (None, None)


def test_a_punishment_of_one_and_of_both_differ() -> None:
    first, _ = shared([picture("polygon"), picture("one is never punished")])
    assert first.punishment == (None, None)
    assert first.first_best == 18.0


def test_rounding_is_no_difference() -> None:
    near = Picture.of(result(KITE, KITE, punishment=(3 + 1e-9, 3), first_best=18 - 1e-9))
    _, second = shared([picture("polygon"), near])
    assert second.punishment == (3.0, 3.0)
    far = [Picture.of(in_units(1e13, 1.0)) for _ in range(2)]
    assert shared(far)[1].first_best is not None
