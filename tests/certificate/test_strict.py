"""Candidates for inner sets: near, on exact lines, and with room to spare where they shrink."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

import apsgen
from apsgen import checker
from apsgen.certificate.normal import Normal
from apsgen.certificate.strict import candidates
from apsgen.checker import Point
from apsgen.polygon import Polygon
from apsgen.self_generation import Operator
from tests.checker.proofs import ROOT
from tests.checker.steps import read


def sets(name: str, delta: str, near: float, count: int) -> tuple[Polygon, list[list[Point]]]:
    """Return the inner set that is found, normalised, and the first candidates."""
    normal = Normal.of(read(name, delta))
    game = apsgen.load(ROOT / "cases" / f"{name}.toml", delta=delta)
    found = apsgen.iterate(game, tolerance=1e-3).inner_set.vertices
    shift, scale = (np.array(pair, dtype=np.float64) for pair in (normal.shift, normal.scale))
    inner = Polygon((found - shift) / scale)

    def is_near(polygon: Polygon) -> bool:
        return polygon.hausdorff(inner) <= near

    every = candidates(normal, Operator.of(game), inner, near, is_near, lambda: None)
    inward = [[normal.inward(point) for point in listed] for listed in islice(every, count)]
    return inner, inward


def polygon(listed: list[Point]) -> Polygon:
    return Polygon(np.array(listed, dtype=np.float64))


def test_the_set_itself_comes_first() -> None:
    inner, found = sets("stahl_1991", "3/10", 1e-3, 1)
    assert polygon(found[0]).hausdorff(inner) < 1e-9
    assert len(found[0]) == 4


def test_segments_lie_on_one_line_of_small_integers() -> None:
    inner, found = sets("friedman_1971", "3/4", 1e-3, 8)
    assert len(found) >= 4
    for (x0, y0), (x1, y1) in found:
        assert x0 + y0 == x1 + y1
        assert polygon([(x0, y0), (x1, y1)]).hausdorff(inner) < 1e-6
    assert found[0] == [(Fraction(1, 4), Fraction(3, 4)), (Fraction(3, 4), Fraction(1, 4))]


@pytest.mark.parametrize(("name", "delta"), [("radner_myerson_maskin_1986", "9/10")])
def test_shrunk_sets_are_near_and_smaller(name: str, delta: str) -> None:
    inner, found = sets(name, delta, 0.02, 3)
    assert len(found) >= 2
    for listed in found[1:]:
        assert checker.convex_hull(listed) == listed
        shrunk = polygon(listed)
        assert shrunk.hausdorff(inner) <= 0.02 + 1e-9
        assert len(listed) <= len(inner.vertices)
