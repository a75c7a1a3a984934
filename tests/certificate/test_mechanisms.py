"""Mechanisms of the generating program: their payoffs, their margins, or why there are none."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from apsgen import checker
from apsgen.certificate.mechanisms import Mechanisms
from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Floats, Program
from apsgen.certificate.rows import certificate_rows
from apsgen.checker import Part
from tests.certificate.games import game
from tests.checker.steps import known

CORNERS = np.array([[0.0, 0.0], [1.0, 0.25], [0.5, 1.0]])


def reach(mechanisms: Mechanisms, program: Program, direction: Floats) -> float | None:
    """Return how far payoffs reach: the value of the multipliers of the equations."""
    optimum = mechanisms.farthest(direction)
    if optimum is None:
        return None
    return -float(optimum.multipliers[: len(program.game.profiles)].sum())


@pytest.mark.parametrize("seed", range(40))
def test_a_margin_and_closed_blocks_leave_less(tmp_path: Path, seed: int) -> None:
    program = Program.of(Normal.of(game(tmp_path, seed)).game)
    closed = frozenset(list(program.own_rows)[:1])
    for direction in np.array([[1.0, 0.0], [0.6, 0.8], [-0.8, 0.6], [0.0, -1.0]]):
        free = reach(Mechanisms(program, CORNERS), program, direction)
        held = reach(Mechanisms(program, CORNERS, margin=1e-3), program, direction)
        assert held is None or (free is not None and held <= free + 1e-8)
        left = [
            t
            for t in program.game.profiles
            if set(program.game.blocks(t)) - {b for s, b in closed if s == t}
        ]
        if len(left) == len(program.game.profiles):
            fewer = reach(Mechanisms(program, CORNERS, closed), program, direction)
            assert fewer is None or (free is not None and fewer <= free + 1e-8)


@pytest.mark.parametrize("seed", range(40))
def test_mechanisms_are_where_they_reach_and_nowhere_beyond(tmp_path: Path, seed: int) -> None:
    """A segment of payoffs on a line across: what it ends at is generated, the next is not."""
    program = Program.of(Normal.of(game(tmp_path, seed)).game)
    mechanisms = Mechanisms(program, CORNERS)
    right = reach(mechanisms, program, np.array([1.0, 0.0]))
    if right is None:
        return
    columns = np.linspace(-2.0, 3.0, 301)
    assert all(mechanisms.at(np.array([right + 1e-3, y])) is None for y in columns[::30])
    top = reach(mechanisms, program, np.array([0.0, 1.0]))
    assert top is not None
    far = reach(mechanisms, program, np.array([1.0, 1.0]))
    assert far is not None
    assert far <= right + top + 1e-8


def test_constraints_that_nothing_meets_are_refuted(tmp_path: Path) -> None:
    """Their multipliers make the step that shows V* to be empty."""
    refuted = 0
    for seed in range(120):
        whole = game(tmp_path, seed)
        normal = Normal.of(whole)
        program = Program.of(normal.game)
        mechanisms = Mechanisms(program, CORNERS)
        multipliers = mechanisms.refuted()
        assert (multipliers is None) == (mechanisms.farthest(np.array([1.0, 0.0])) is not None)
        if multipliers is None:
            continue
        refuted += 1
        outward = [
            tuple(
                s + c * Fraction(x)
                for s, c, x in zip(normal.shift, normal.scale, point, strict=True)
            )
            for point in CORNERS.tolist()
        ]
        corners = [(x, y) for x, y in outward]
        zero = Fraction(0), Fraction(0)
        sides = [side for side, _ in checker.sides(checker.convex_hull(corners))]
        listed = sorted(
            {*sides, *checker.AXES},
            key=lambda side: np.arctan2(float(side[1]), float(side[0])) % (2 * np.pi),
        )
        outer = known(whole, corners, listed)
        rows = certificate_rows(normal, program, zero, multipliers)
        assert checker.check_step(Part({"rule": "empty", "rows": rows}, "step"), outer)
    assert refuted
