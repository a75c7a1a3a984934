from __future__ import annotations

import pytest

from apsgen.case.nearest import nearest


@pytest.mark.parametrize(
    ("word", "expected"),
    [("payof", "payoff"), ("PAYOFF", "payoff"), ("zzz", None), ("payoff" * 50, None)],
)
def test_the_nearest_name(word: str, expected: str | None) -> None:
    assert nearest(word, ["types", "payoff", "actions"]) == expected
