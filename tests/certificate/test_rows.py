"""Multipliers as rows: never negative, near the floats, and money adds exactly nothing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from apsgen import checker
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Program
from apsgen.certificate.rows import certificate_rows
from apsgen.checker import Form, Outer, Part, Point
from tests.certificate.games import game
from tests.checker.steps import known, square

AXIS = [(Fraction(x), Fraction(y)) for x, y in ((1, 0), (1, 1), (-3, 1), (0, -1), (2, 1))]


def summed(outer: Outer, rows: list[Any], direction: Point) -> Form:
    """Return a direction's payoff and the rows, added by the checker."""
    form = Form()
    for i in (0, 1):
        checker.add(form, outer.payoffs[i], direction[i])
    for row in Part(rows, "rows").items():
        outer.add_row(form, row)
    return form


@pytest.mark.parametrize("seed", range(60))
def test_rows_are_the_multipliers_and_money_adds_nothing(tmp_path: Path, seed: int) -> None:
    whole, random = game(tmp_path, seed), Random(seed)
    normal = Normal.of(whole)
    program = Program.of(normal.game)
    corners = np.array([[random.uniform(-0.5, 1.5) for _ in range(2)] for _ in range(5)])
    mechanisms, outer = Mechanisms(program, corners), known(whole, square(-9, 9))
    for direction in AXIS:
        outward = normal.outward(direction)
        optimum = mechanisms.farthest(np.array(outward, dtype=np.float64))
        if optimum is None:
            continue
        multipliers = mechanisms.multipliers(optimum)
        rows = certificate_rows(normal, program, outward, multipliers)
        form = summed(outer, rows, direction)
        assert all(value <= 0 for key, value in form.items() if key[0] == "m")
        expected = np.array(outward, dtype=np.float64) @ program.payoffs
        expected = expected + multipliers @ program.matrix
        for key, place in program.keys.items():
            if key[0] in "wm":
                share = float(form.get(key, Fraction(0))) * float(
                    normal.scale[key[4] if key[0] == "w" else 0]
                )
                assert share == pytest.approx(expected[place], abs=1e-7 * float(max(normal.scale)))


def test_a_float_away_from_nothing_money_would_add(tmp_path: Path) -> None:
    """Multipliers as they are, each rounded for itself, let money in: equations keep it out."""
    refused = 0
    for seed in range(40):
        whole = game(tmp_path, seed)
        if whole.transfers == "none":
            continue
        normal = Normal.of(whole)
        program = Program.of(normal.game)
        mechanisms = Mechanisms(program, np.array([[0.1, 0.2], [0.9, 0.3], [0.4, 0.8]]))
        optimum = mechanisms.farthest(np.array([0.6, 0.8]))
        if optimum is None:
            continue
        outward = normal.outward((Fraction(3), Fraction(4)))
        size = float(outward[0]) / 0.6
        rows = certificate_rows(normal, program, outward, size * mechanisms.multipliers(optimum))
        outer = known(whole, square(-9, 9))
        outer.bound(Part(rows, "rows"), (Fraction(3), Fraction(4)))
        for row in rows:
            place = 4 if row[0] == "lie" else -1
            row[place] = str(Fraction(row[place]) * (1 - Fraction(1, 10**9)))
        try:
            outer.bound(Part(rows, "rows"), (Fraction(3), Fraction(4)))
        except checker.RejectedError:
            refused += 1
    assert refused > 5
