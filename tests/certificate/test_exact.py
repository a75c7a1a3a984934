"""Exact solutions of equations: exact, near the guess, or none."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from apsgen.certificate.exact import Equation, solve_near


def left_of(row: dict[str, Fraction], values: dict[str, Fraction]) -> Fraction:
    return sum((v * values.get(name, Fraction(0)) for name, v in row.items()), Fraction(0))


def random_equations(random: Random) -> tuple[list[Equation], dict[str, Fraction]]:
    """Return equations, some of which follow from others, and a solution with zeros in it."""
    names = [f"x{k}" for k in range(random.randint(2, 9))]
    truth = {
        name: Fraction(random.choice((0, random.randint(1, 10**6))), 10**6 + k)
        for k, name in enumerate(names)
    }
    rows = [
        {name: Fraction(random.randint(-3, 3), random.randint(1, 3)) for name in names}
        for _ in range(random.randint(1, len(names)))
    ]
    rows.append({name: rows[0][name] + rows[-1][name] for name in names})
    return [(row, left_of(row, truth)) for row in rows], truth


@pytest.mark.parametrize("seed", range(60))
def test_a_solution_is_exact_and_near(seed: int) -> None:
    random = Random(seed)
    equations, truth = random_equations(random)
    guess = {
        name: float(value) * (1 + random.uniform(-1, 1) * 1e-12)
        for name, value in truth.items()
        if value
    }
    found = solve_near(equations, guess)
    assert found is not None
    assert set(found) == set(guess)
    assert all(left_of(dict(row), found) == right for row, right in equations)
    assert all(abs(float(found[name]) - value) < 1e-6 for name, value in guess.items())


def test_equations_that_contradict_each_other_have_none() -> None:
    row = {"x": Fraction(1), "y": Fraction(2)}
    equations: list[Equation] = [(row, Fraction(1)), (row, Fraction(1) + Fraction(1, 10**15))]
    assert solve_near(equations, {"x": 0.5, "y": 0.25}) is None
    assert solve_near(equations[:1], {"x": 0.5, "y": 0.25}) == {
        "x": Fraction(1, 2),
        "y": Fraction(1, 4),
    }


def test_what_is_left_out_of_the_guess_stays_zero() -> None:
    row = {"x": Fraction(3), "y": Fraction(1)}
    assert solve_near([(row, Fraction(1))], {"x": 0.333}) == {"x": Fraction(1, 3)}
    assert solve_near([({"y": Fraction(1)}, Fraction(1))], {"x": 0.333}) is None
