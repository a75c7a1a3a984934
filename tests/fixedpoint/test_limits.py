from __future__ import annotations

import pytest

from apsgen.fixedpoint.limits import LimitError, Limits, never


def test_no_limit_is_never_reached() -> None:
    assert not never()
    Limits().check(10**9, 1e9)


@pytest.mark.parametrize(
    ("limits", "iterations", "seconds"),
    [
        (Limits(iterations=3), 3, 0.0),
        (Limits(iterations=0), 0, 0.0),
        (Limits(seconds=1.5), 0, 1.5),
        (Limits(stop=lambda: True), 0, 0.0),
    ],
)
def test_a_limit_is_reached(limits: Limits, iterations: int, seconds: float) -> None:
    with pytest.raises(LimitError):
        limits.check(iterations, seconds)


def test_below_the_limits_a_run_goes_on() -> None:
    Limits(iterations=3, seconds=1.5, stop=lambda: False).check(2, 1.4)
