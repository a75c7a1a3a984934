"""What commands share that need V* first."""

from __future__ import annotations

from pathlib import Path

import pytest

from apsgen.case import load
from apsgen.cli.exits import Exit
from apsgen.cli.solving import interrupted, solved
from apsgen.fixedpoint import Limits

STAHL = Path(__file__).parents[2] / "cases" / "stahl_1991.toml"


def test_a_quiet_run_says_nothing_and_keeps_to_its_limits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    game = load(STAHL)
    assert solved(game, 1e-4, Limits(None, None, lambda: False), quiet=True).status == "converged"
    assert solved(game, 1e-4, Limits(None, None, lambda: True), quiet=True).status == "stopped"
    assert capsys.readouterr() == ("", "")


def test_an_interruption_says_what_became_of_the_request(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert interrupted("nothing is written") is Exit.INTERRUPTED
    assert capsys.readouterr() == ("", "apsgen: interrupted; nothing is written\n")
