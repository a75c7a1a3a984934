from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from apsgen.program.rows import Kind, Known, Listing, covered
from tests.brute.games import athey_bagwell, random_game
from tests.brute.plane import circle
from tests.comparison import some_program


def test_a_row_is_kept_once() -> None:
    operator, _, _ = some_program(athey_bagwell(Fraction(3, 4)), 0)
    rows = operator.incentives.first_rows()
    known = Known()
    known.take(rows)
    known.take(rows)
    assert len(known.rows) == len(rows) == len(known.keys)
    listing = Listing(operator.incentives.layout, np.zeros(2))
    assert len(listing.new([*rows, *rows])) == len(rows)


def test_a_lie_bears_the_slips_of_its_cells() -> None:
    """Its row takes off what the rows of the cells make the slips be."""
    operator, vertices, program = some_program(athey_bagwell(Fraction(3, 4)), 0)
    for direction in circle(16):
        program.support(direction)
    layout, punishment = operator.incentives.layout, operator.punishment(vertices)
    listing = Listing(layout, punishment)
    rows = operator.known.rows
    assert any(row.cell is not None for row in rows)
    slips = listing.bear(rows)
    listing.append(rows)
    assert slips == list(range(layout.size, layout.size + len(slips)))
    assert len({row.cell for row in rows if row.cell is not None}) == len(slips)
    for slip, bearing in enumerate(listing.bearing.tolist()):
        column = listing.rows[:, layout.size + slip]
        assert column[bearing] == -1.0
        assert rows[bearing].bears_slips
        own = [row for row, entry in zip(rows, column, strict=True) if entry == 1.0]
        assert own
        assert {row.lie for row in own} == {rows[bearing].lie}


def test_rows_in_parts_make_the_same_listing() -> None:
    """The rows of a lie may come after the rows of its cells, or before."""
    operator, vertices, program = some_program(athey_bagwell(Fraction(3, 4)), 0)
    for direction in circle(16):
        program.support(direction)
    rows = operator.known.rows
    whole = Listing(operator.incentives.layout, operator.punishment(vertices))
    whole.bear(rows)
    whole.append(rows)
    parts = Listing(operator.incentives.layout, operator.punishment(vertices))
    for some in (rows[:9], rows[9:12], rows[12:]):
        parts.bear(some)
        parts.append(some)
    np.testing.assert_array_equal(whole.rows, parts.rows)
    np.testing.assert_array_equal(whole.punished, parts.punished)


def test_multipliers_cover_the_slips() -> None:
    slips = np.array([[-1.0, -1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    bearing = np.array([0, 0])
    enough = np.array([3.0, 1.0, 1.0, 2.0])
    np.testing.assert_array_equal(covered(enough, slips, bearing), enough)
    short = np.array([[1.0, 2.0, 1.0, 2.0], [0.0, 0.0, 0.5, 0.0]])
    raised = covered(short, slips, bearing)
    np.testing.assert_array_equal(raised[:, 0], [3.0, 0.5])
    np.testing.assert_array_equal(raised[:, 1:], short[:, 1:])


@pytest.mark.parametrize("seed", range(30))
def test_the_slips_are_covered_by_what_is_found(seed: int) -> None:
    """So the multipliers bound a maximum over choices by a mixture of them."""
    operator, _, program = some_program(random_game(Random(seed)), seed)
    for direction in circle(6):
        point = program.support(direction)
        if point is None:
            return
        listed = operator.known.rows[: len(point.multipliers)]
        for bearer, row in zip(point.multipliers, listed, strict=True):
            if row.bears_slips:
                cells: dict[object, float] = {}
                for y, other in zip(point.multipliers, listed, strict=True):
                    if other.cell is not None and other.lie == row.lie:
                        cells[other.cell] = cells.get(other.cell, 0.0) + float(y)
                assert max(cells.values(), default=0.0) <= bearer + 1e-15
        assert all(row.kind in Kind for row in listed)
