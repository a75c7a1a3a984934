from __future__ import annotations

import pytest

from apsgen.report.decimals import Decimals
from tests.sample_results import result


@pytest.mark.parametrize(
    ("feasible", "places"),
    [
        ([(0, 0), (1, 1)], 9),
        ([(0, 0), (1000, 1)], 6),
        ([(1e9, 1e9), (1e9 + 1, 1e9)], 5),
        ([(0, 0), (1e12, 0)], -3),
        ([(0, 0), (1e-3, 0)], 12),
        ([(0.25, 0.5)], 10),
        ([(0, 0)], 9),
        ([], 9),
    ],
)
def test_places_follow_the_spread_of_the_payoffs(
    feasible: list[tuple[float, float]], places: int
) -> None:
    assert Decimals.of(result(outer=feasible, feasible=feasible)).places == places
