from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from apsgen.case import load
from apsgen.fixedpoint import iterate

DEEP = """
title = "Refusing to pay costs a thousand times the stakes"
delta = "1/2"
[players.buyer]
[players.seller]
[transfers]
kind = "balanced"
[decisions.work]
payoff = { buyer = 0, seller = 1 }
deviation = { buyer = -1000, seller = 0 }
"""

TIGHT = """
title = "What all can refuse adds up to all that there is"
delta = "71/99"
[players.buyer.types]
low  = { probability = "1/5", theta = "-6/7" }
mid  = { probability = "1/5", theta = "-20/7" }
high = { probability = "3/5", theta = "-8/7" }
[players.seller]
[transfers]
kind = "balanced"
[decisions.work]
payoff    = { buyer = "theta/3", seller = "70/13 - buyer.theta/11" }
deviation = { buyer = "theta/3", seller = "70/13 - buyer.theta/11" }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "case.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("timing", ["with-actions", "after-signals"])
def test_a_deep_deviation_lets_payments_be_large(tmp_path: Path, timing: str) -> None:
    """The buyer gives all that he fears to lose; after the signal there is nothing to fear."""
    text = DEEP.replace('"balanced"', f'"balanced"\ntiming = "{timing}"')
    found = iterate(load(written(tmp_path, text)))
    expected = {"with-actions": [[-1000, 1001], [1, 0]], "after-signals": [[0, 1]]}[timing]
    for polygon in (found.outer, found.inner):
        np.testing.assert_allclose(polygon.vertices, expected, atol=1e-5)


def test_rounding_does_not_make_a_point_empty(tmp_path: Path) -> None:
    """Nobody can be made to pay, so V* is the point of the expected payoffs."""
    found = iterate(load(written(tmp_path, TIGHT)))
    mean = (-6 - 20 - 3 * 8) / 35
    expected = [[mean / 3, 70 / 13 - mean / 11]]
    np.testing.assert_allclose(found.outer.vertices, expected, atol=1e-9)
    np.testing.assert_allclose(found.inner.vertices, expected, atol=1e-9)
