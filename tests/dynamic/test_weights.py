"""The weights of rents, by hand."""

from __future__ import annotations

from fractions import Fraction

from apsgen.dynamic.exogenous import exogenous
from apsgen.dynamic.weights import Known, Standing, Weights
from tests.dynamic.cases import case

THIRD = Fraction(1, 3)


def lasting() -> Weights:
    return Weights(exogenous(case("battaglini_lamba_2019")), 1)


def test_first_weights_are_inverse_hazards() -> None:
    weights = lasting()
    found = [weights.after(0, None, 0, own).weights for own in range(3)]
    assert found == [((0, Fraction(2)),), ((1, Fraction(1)),), ()]


def test_later_ones_follow_the_mass_that_a_step_moves() -> None:
    """From the middle a step up moves 7/10 past the middle, of 4/5 there, and none past low."""
    weights = lasting()
    known = Known(0, (Standing(0, ()), weights.after(0, None, 0, 1)))
    assert weights.after(1, known, 0, 1).weights == ((1, Fraction(7, 8)),)
    assert weights.after(1, known, 0, 0).weights == ()


def test_better_types_have_better_futures_or_not() -> None:
    assert lasting().are_positive
    assert not Weights(exogenous(case("courty_li_2000_airline")), 1).are_positive


def test_what_cannot_follow_is_treated_as_the_next_worse_that_can() -> None:
    environment = case("courty_li_2000_uniform")
    weights = Weights(exogenous(environment), 0)
    known = Known(0, (weights.after(0, None, 0, 1),))
    # After the second of four early types, the second to the fifth of seven values can follow.
    assert [weights.floor(known, 1, own) for own in range(7)] == [1, 1, 2, 3, 4, 4, 4]
    # All that a step moves past the best of them weighs on it.
    assert weights.after(1, known, 1, 4).weights == ((4, Fraction(2)),)
