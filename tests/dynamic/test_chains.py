"""Discounted sums along chains, exactly."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.dynamic.chains import components, discounted_sums
from apsgen.dynamic.environment import Row


@st.composite
def chains(draw: st.DrawFn) -> list[Row]:
    size = draw(st.integers(1, 7))
    rows = []
    for _ in range(size):
        places = draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=3, unique=True))
        rows.append(tuple((place, Fraction(1, len(places))) for place in places))
    return rows


@given(rows=chains(), part=st.integers(1, 9))
@settings(max_examples=100, deadline=None)
def test_sums_solve_their_equation(rows: list[Row], part: int) -> None:
    delta = Fraction(part, 10)
    rewards = [[Fraction(place), Fraction(1)] for place in range(len(rows))]
    sums = discounted_sums(rows, rewards, delta)
    for place, row in enumerate(rows):
        for column in (0, 1):
            later = sum((x * sums[to][column] for to, x in row), Fraction(0))
            assert sums[place][column] == rewards[place][column] + delta * later
        assert sums[place][1] == 1 / (1 - delta)


@given(rows=chains())
@settings(max_examples=100, deadline=None)
def test_components_are_those_that_lead_to_each_other(rows: list[Row]) -> None:
    def reached(start: int) -> set[int]:
        found = {start}
        waiting = [start]
        while waiting:
            fresh = {to for to, _ in rows[waiting.pop()]} - found
            found |= fresh
            waiting += fresh
        return found

    ahead = [reached(place) for place in range(len(rows))]
    done: set[int] = set()
    for nodes in components(rows):
        expected = {to for to in ahead[nodes[0]] if nodes[0] in ahead[to]}
        assert set(nodes) == expected
        # What follows is known before.
        assert ahead[nodes[0]] <= done | expected
        done |= expected
    assert done == set(range(len(rows)))
