"""Every case is proved: both sets, in exact arithmetic, mostly to a millionth of the set's size."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import apsgen
from apsgen import checker
from apsgen.certificate import SEARCH

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))
TOLERANCE = 1e-6
LOOSER = {"athey_bagwell_2001_prices": 1e-3, "thomas_worrall_1990": 2e-3}
"""Gaps where the boundary is curved all around, and each digit more takes minutes."""


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_case_is_proved(case: Path, tmp_path: Path) -> None:
    tolerance = LOOSER.get(case.stem, TOLERANCE)
    found = apsgen.iterate(apsgen.load(case), tolerance=SEARCH * tolerance)
    certificate = apsgen.prove(found, tolerance=tolerance)
    path = tmp_path / "certificate.json"
    path.write_text(certificate.to_json(), encoding="utf-8")
    lines = checker.check(case, path, None, {})
    assert lines[0].startswith("Accepted")
    proved = certificate.result
    if proved.status == "empty":
        assert lines[1:] == ["V* is empty."]
        return
    assert proved.status == "converged"
    assert len(lines) == (4 if found.game.exact else 5)
    gap = float(Fraction(certificate.document["claim"]["gap"]))
    near = max(tolerance * proved.outer_set.diameter, 1e-8 * max(spreads(found)))
    assert gap <= near
    assert found.outer_set.hausdorff(proved.outer_set) <= near
    assert found.inner_set.hausdorff(proved.inner_set) <= near


def spreads(result: apsgen.Result) -> list[float]:
    """Return the spreads of the two players' stage payoffs."""
    game = result.game
    assert isinstance(game, apsgen.Game)
    return [float(max(table.flat) - min(table.flat)) for table in game.payoff]
