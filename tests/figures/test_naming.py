"""Each set is called what tells it from the others."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from apsgen.figures.naming import delta_of, grouped, told_apart
from apsgen.figures.picture import Picture
from apsgen.figures.words import mathtext
from apsgen.polygon import Polygon

Pair = tuple[float, float]
SQUARE = ((0, 0), (1, 0), (1, 1), (0, 1))


def picture(
    delta: str = "1/2",
    title: str = "A game",
    settings: Mapping[str, str] | None = None,
    size: float = 1.0,
    gap: float = 0.0,
) -> Picture:
    polygon = Polygon.hull([(size * x, size * y) for x, y in SQUARE])
    return Picture(title, ("a", "b"), Fraction(delta), polygon, polygon, gap, settings or {})


def names(*pictures: Picture) -> list[str]:
    common, each = told_apart(pictures)
    return [mathtext(common), *map(mathtext, each)]


def test_discount_factors_tell_sets_of_one_game_apart() -> None:
    found = names(picture("1/2"), picture("3/4"))
    assert found == ["", r"$\delta = 1/2$", r"$\delta = 3/4$"]


def test_titles_tell_games_apart_and_a_common_discount_factor_is_told_once() -> None:
    found = names(picture(title="one"), picture(title="other"))
    assert found == [r"$\delta = 1/2$", "one", "other"]


def test_parameters_are_named_where_they_differ() -> None:
    first = picture(settings={"r": "2", "c": "1"})
    second = picture(settings={"r": "5/2", "c": "1"})
    assert names(first, second) == [r"$\delta = 1/2$", "$r$ = 2", "$r$ = 5/2"]


def test_all_that_differs_is_named() -> None:
    first = picture(title="one", settings={"r": "2"})
    second = picture("3/4", title="other", settings={"r": "3"})
    assert names(first, second) == [
        "",
        r"one, $r$ = 2, $\delta = 1/2$",
        r"other, $r$ = 3, $\delta = 3/4$",
    ]


def test_a_set_alone_is_named_by_its_discount_factor() -> None:
    assert names(picture(settings={"r": "2"})) == ["", r"$\delta = 1/2$"]


@pytest.mark.parametrize(
    ("delta", "shown"),
    [("4/5", "4/5"), ("76893/100000", "0.76893"), ("1/101", "0.0099009901")],
)
def test_a_discount_factor_is_written_as_on_paper(delta: str, shown: str) -> None:
    assert delta_of(Fraction(delta)).tex == rf"\delta = {shown}"


@pytest.mark.parametrize(
    ("other", "groups"),
    [
        (picture(), 1),
        (picture(size=1 + 1e-12), 1),
        (picture(size=1 + 1e-4, gap=2e-4), 1),
        (picture(size=1 + 1e-4, gap=1e-5), 2),
        (picture(size=1.1, gap=0.5), 2),
        (picture(size=0.5), 2),
    ],
)
def test_sets_are_the_same_only_as_far_as_is_known(other: Picture, groups: int) -> None:
    assert len(grouped([picture(), other], [("one",), ("other",)])) == groups


def test_points_that_differ_by_rounding_are_the_same_beside_a_larger_set() -> None:
    shown = [picture(size=1e-13), picture(size=0.0), picture()]
    found = grouped(shown, [("a",), ("b",), ("c",)])
    assert [mathtext(group.words) for group in found] == ["a; b", "c"]
    assert [group.place for group in found] == [0, 1]
