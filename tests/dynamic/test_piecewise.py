"""Piecewise polynomials, exactly."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from apsgen.dynamic.piecewise import Piecewise, plus, roots, times, value


def random_function(seed: int) -> Piecewise:
    random = Random(seed)
    breaks = tuple(Fraction(x) for x in sorted(random.sample(range(-5, 6), 4)))
    pieces = tuple(tuple(Fraction(random.randint(-5, 5), 3) for _ in range(3)) for _ in range(3))
    return Piecewise(breaks, pieces)


@pytest.mark.parametrize("seed", range(20))
def test_the_integral_is_that_of_floats(seed: int) -> None:
    function = random_function(seed)
    total = 0.0
    for piece, low, high in zip(
        function.pieces, function.breaks, function.breaks[1:], strict=False
    ):
        nodes, weights = np.polynomial.legendre.leggauss(4)
        middle, half = float(low + high) / 2, float(high - low) / 2
        points = [float(value(piece, Fraction(x))) for x in middle + half * nodes]
        total += half * float(weights @ points)
    assert float(function.integral()) == pytest.approx(total, abs=1e-9)
    assert function.primitive()(function.breaks[0]) == 0


@pytest.mark.parametrize("seed", range(20))
def test_the_greatest_value_is_at_a_candidate(seed: int) -> None:
    function = random_function(seed)
    best = max(function(x) for x in function.candidates())
    low, high = function.breaks[0], function.breaks[-1]
    # A piece's value at its own beginning is a limit; pieces need not meet.
    ends = [value(piece, x) for piece, x in zip(function.pieces, function.breaks, strict=False)]
    for k in range(201):
        x = low + (high - low) * Fraction(k, 200)
        assert float(function(x)) <= float(max(best, *ends)) + 1e-12


def test_polynomials_add_and_multiply() -> None:
    one, two = Fraction(1), Fraction(2)
    assert plus((one,), (one, two)) == (two, two)
    assert times((one, two), (one, two)) == (one, 2 * two, 2 * two)


def test_roots() -> None:
    assert roots((Fraction(6), Fraction(-5), Fraction(1))) == (Fraction(2), Fraction(3))
    assert roots((Fraction(1), Fraction(0), Fraction(1))) == ()
    assert roots((Fraction(4),)) == ()
    assert [float(x) for x in roots((Fraction(-2), Fraction(0), Fraction(1)))] == pytest.approx(
        [-(2**0.5), 2**0.5]
    )


def test_it_is_told_as_it_is_written() -> None:
    pieces = ((Fraction(0),), (Fraction(-1, 2), Fraction(-1), Fraction(3, 2)))
    function = Piecewise((Fraction(0), Fraction(1), Fraction(2)), pieces)
    assert str(function) == "0 from 0 to 1, 3/2 x^2 - x - 1/2 from 1 to 2"
