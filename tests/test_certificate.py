"""Every case is proved: both sets, in exact arithmetic, mostly to a millionth of the set's size.

Where a curved boundary makes that take long, to a ten-thousandth in the ordinary suite.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import apsgen
from apsgen import checker
from apsgen.certificate import SEARCH

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))
TOLERANCE = 1e-6
LOOSER = {"athey_bagwell_2001_prices": 1e-3, "thomas_worrall_1990": 1e-3}
"""Gaps where the boundary is curved all around, and each digit more takes minutes."""

LONG = (
    "athey_bagwell_2001",
    "athey_bagwell_2001_ex_post",
    "athey_bagwell_2001_on_schedule",
    "athey_bagwell_2001_price_wars",
    "green_porter_1984",
    "guo_horner_2018",
    "li_matouschek_powell_2017",
)
"""Cases of which a proof to the full takes ten seconds and more."""

COARSE = 1e-4


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_case_is_proved(case: Path, tmp_path: Path) -> None:
    coarse = COARSE if case.stem in LONG else TOLERANCE
    is_proved(case, tmp_path, LOOSER.get(case.stem, coarse))


@pytest.mark.long
@pytest.mark.parametrize("name", LONG)
def test_curved_sets_are_proved_to_the_full(name: str, tmp_path: Path) -> None:
    is_proved(CASES[0].with_name(f"{name}.toml"), tmp_path, TOLERANCE)


def is_proved(case: Path, folder: Path, tolerance: float) -> None:
    """Check that the certificate of a case is accepted, and that it is as fine as asked for."""
    found = apsgen.iterate(apsgen.load(case), tolerance=SEARCH * tolerance)
    certificate = apsgen.prove(found, tolerance=tolerance)
    path = folder / "certificate.json"
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
