"""Stick and carrot."""

from __future__ import annotations

import pytest

from tests.cases.held import is_hull, solved


@pytest.mark.parametrize(
    ("delta", "worst", "best"),
    [
        ("14/100", 16, 16),
        ("9/64", 225 / 16, 35 / 2),
        ("28/100", 225 / 16, 35 / 2),
        ("9/32", 49 / 4, 18),
        ("1/2", 9, 18),
        ("8/9", 0, 18),
    ],
)
def test_the_worst_and_the_best(delta: str, worst: float, best: float) -> None:
    assert is_hull(solved("abreu_1986", delta), [(worst, worst), (best, best)])
