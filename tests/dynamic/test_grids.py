"""Mechanisms for grids of types where types are finer."""

from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.dynamic import check_dynamic, contingent
from apsgen.dynamic.grids import lifted, nearest_cells
from apsgen.errors import UsageError
from tests.dynamic.cases import case

NAME = "liu_2018_continuum"


@pytest.mark.parametrize("cells", [2, 3, pytest.param(4, marks=pytest.mark.long)])
def test_what_a_lie_gains_falls_with_the_grid(cells: int) -> None:
    coarse = case(NAME, {"n": str(cells)})
    mechanism = contingent(coarse)
    assert check_dynamic(coarse, mechanism).holds

    fine = case(NAME, {"n": str(3 * cells)})
    above = lifted(mechanism, coarse, fine, nearest_cells(coarse, fine))
    worst = min(one.slack for one in check_dynamic(fine, above).lines)
    # Who wins a tie within a cell gains by how far his signal is above its middle if he loses on
    # purpose: with three points in a cell a third of its width.
    assert worst == -Fraction(1, 3 * cells)


def test_only_types_may_differ() -> None:
    coarse, other = case(NAME), case("liu_2018")
    mechanism = contingent(coarse)
    with pytest.raises(UsageError, match="a coarse type for each fine one"):
        lifted(mechanism, coarse, case(NAME, {"n": "6"}), [[0] * 3] * 2)
    with pytest.raises(UsageError, match="may differ in types alone"):
        lifted(mechanism, coarse, case(NAME, delta="1/2"), [[0] * 3] * 2)
    with pytest.raises(UsageError, match="no points of a grid"):
        nearest_cells(coarse, other)
