"""Polynomials in floats and in fixed point."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from apsgen.critical.polynomials import BITS, Polynomials, Term, fixed

ROWS: list[list[Term]] = [
    [(Fraction(2), (0, 1, 2)), (Fraction(-1), (1,)), (Fraction(3), ())],
    [(Fraction(1, 3), (0, 0)), (Fraction(5), (2, 1))],
]
POLYNOMIALS = Polynomials(ROWS, 3)
POINT = np.array([0.5, -2.0, 3.0])


def test_values() -> None:
    assert POLYNOMIALS.at(POINT).tolist() == [2 * 0.5 * -2 * 3 + 2 + 3, 0.25 / 3 - 30]


def test_slopes_are_those_of_small_steps() -> None:
    step = 1e-6
    found = POLYNOMIALS.slopes(POINT).toarray()
    for j in range(3):
        there, here = (POLYNOMIALS.at(POINT + h * np.eye(3)[j]) for h in (step, -step))
        assert np.allclose(found[:, j], (there - here) / (2 * step), atol=1e-8)


def test_many_digits() -> None:
    third = fixed(Fraction(1, 3))
    value = POLYNOMIALS.exactly([third, third, third], [1])[0]
    exact = Fraction(1, 27) + Fraction(5, 9)
    assert abs(Fraction(value, 1 << BITS) - exact) < Fraction(1, 10**90)
