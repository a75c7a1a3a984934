from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from apsgen.markup import Shape, beside, escaped, facts, focus_of, heading, picture, table

NASTY = "<script>&\"'\x1b[31m"
SVG = "{http://www.w3.org/2000/svg}"
SQUARE = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]]


def drawn(*shapes: list[list[float]], focus: list[list[float]]) -> ElementTree.Element:
    listed = [Shape(points, "blue", "black") for points in shapes]
    return ElementTree.fromstring(picture(listed, focus, ("first", "second"), "a set"))


def test_what_a_case_says_cannot_become_markup() -> None:
    assert escaped(NASTY) == "&lt;script&gt;&amp;&quot;&#x27;?[31m"
    for made in (heading(NASTY), facts([(NASTY, NASTY)]), table([[NASTY], [NASTY]])):
        assert "<script" not in made
        assert "\x1b" not in made
        ElementTree.fromstring(f"<div>{made}</div>".replace("<br>", ""))
    image = picture([], SQUARE, (NASTY, NASTY), NASTY)
    assert "<script" not in image
    ElementTree.fromstring(image)


def test_tables_hold_every_cell() -> None:
    assert heading("a", "", "b") == "<div><strong>a</strong><br>b</div>"
    assert re.findall(r">([^<]+)</t[hd]>", table([["x", "y"], ["1", "2"]])) == ["x", "y", "1", "2"]
    assert re.findall(r">([^<]+)</td>", facts([("gap", "0")])) == ["gap", "0"]
    assert beside("a", "b").count("<div>") == 2


@pytest.mark.parametrize(
    ("points", "element"),
    [(SQUARE, "polygon"), ([[0.0, 0.0], [2.0, 2.0]], "polygon"), ([[1.0, 1.0]], "circle")],
)
def test_every_dimension_is_drawn(points: list[list[float]], element: str) -> None:
    image = drawn(points, focus=SQUARE)
    (panel,) = (one for one in image.iter(f"{SVG}svg") if one is not image)
    assert [one.tag.removeprefix(SVG) for one in panel] == ["rect", element, "rect"]


def test_an_empty_set_draws_nothing() -> None:
    image = drawn([], focus=[])
    assert not list(image.iter(f"{SVG}polygon"))
    assert not list(image.iter(f"{SVG}circle"))


@pytest.mark.parametrize(("scale", "offset"), [(1e-9, 0.0), (1.0, 0.0), (1.0, 1e9), (1e12, -5.0)])
def test_a_set_fills_its_frame_in_any_units(scale: float, offset: float) -> None:
    points = [[offset + scale * x, offset + scale * y] for x, y in SQUARE]
    (polygon,) = drawn(points, focus=points).iter(f"{SVG}polygon")
    corners = [tuple(map(float, pair.split(","))) for pair in str(polygon.get("points")).split(" ")]
    across = [x for x, _ in corners]
    assert max(across) - min(across) == pytest.approx(220 / 1.16, abs=0.05)
    assert corners[0][1] > corners[2][1]


def test_the_axes_say_from_where_to_where() -> None:
    words = [one.text for one in drawn(SQUARE, focus=SQUARE).iter(f"{SVG}text")]
    assert words == ["first", "second", "0", "2", "0", "2"]
    alone = [one.text for one in drawn([[3.0, 4.5]], focus=[[3.0, 4.5]]).iter(f"{SVG}text")]
    assert alone == ["first", "second", "3", "4.5"]


def test_a_set_that_its_surroundings_would_dwarf_is_shown_large() -> None:
    small = [[1.0, 1.0], [1.01, 1.0], [1.0, 1.01]]
    assert focus_of(small, SQUARE) == small
    assert focus_of([[0.5, 0.5], [1.5, 1.5]], SQUARE) == [*SQUARE, [0.5, 0.5], [1.5, 1.5]]
    assert focus_of([[1.0, 1.0]], SQUARE) == SQUARE
    assert focus_of([], SQUARE) == SQUARE
    assert focus_of([[1.0, 1.0]], []) == [[1.0, 1.0]]
