from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest

from apsgen.errors import ProgramError
from apsgen.fixedpoint.limits import LimitError, Limits
from apsgen.fixedpoint.start import Start
from apsgen.fixedpoint.state import Request, State
from apsgen.game import Game
from apsgen.polygon import Polygon
from apsgen.program.stage import Units
from apsgen.result import Status, Step
from apsgen.self_generation import Count
from tests.builders import game as small_game

UNIT = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float64)


@dataclass
class Idle(State):
    """A search that ends at once."""

    status: Status | None = Status.CONVERGED

    def refine(self) -> Status:
        if self.status is None:
            raise LimitError
        return self.status


def state(game: Game | None = None, status: Status | None = Status.CONVERGED) -> Idle:
    """Return a state with units of 9 for the first player and 18 for the second."""
    units = Units((Fraction(1), Fraction(2)), (Fraction(9), Fraction(18)))
    begin = Start(Polygon.hull(UNIT), 20.0)
    request = Request(1e-6, Limits(iterations=5), lambda step: None)
    return Idle(game or small_game(), units, begin, Count(), request, status)


def test_the_result_is_in_the_units_of_the_case() -> None:
    known = state()
    known.enlarge(UNIT / 2)
    result = known.run()
    assert result.outer_set.vertices.tolist() == [[1, 2], [10, 2], [10, 20], [1, 20]]
    assert result.inner_set.vertices.tolist() == [[1, 2], [5.5, 2], [5.5, 11], [1, 11]]
    assert result.gap == pytest.approx(np.hypot(4.5, 9))
    assert result.punishment == (1, 2)
    assert result.first_best == 23
    assert result.seconds > 0


def test_nothing_is_claimed_where_the_sets_contradict_each_other() -> None:
    known = state()
    known.enlarge(UNIT * (1 + 1e-6))
    with pytest.raises(ProgramError, match=r"1\.4e-06 outside .* nothing is claimed"):
        known.run()


def test_the_gap_follows_the_sets() -> None:
    known = state()
    assert known.gap() == known.distance() == np.inf
    known.enlarge(UNIT / 2)
    assert known.gap() == pytest.approx(np.hypot(0.5, 0.5))
    assert known.distance() == pytest.approx(np.hypot(4.5, 9))
    assert not known.is_closed()
    known.enlarge(UNIT)
    assert known.gap() == known.distance() == 0
    assert known.is_closed()


def test_no_sets_are_no_distance_apart() -> None:
    known = state()
    assert known.emptied() is Status.EMPTY
    assert known.distance() == 0
    result = known.run()
    assert result.outer_set.is_empty
    assert result.punishment == (None, None)


def test_fixed_punishments_are_those_of_the_case() -> None:
    assert state(small_game(punishment=(None, 2), commits=(True, False))).run().punishment == (
        None,
        2,
    )


def test_a_limit_stops_the_run() -> None:
    known = state(status=None)
    known.count.applications = 5
    with pytest.raises(LimitError):
        known.pause()
    assert known.run().status is Status.STOPPED


def test_steps_are_kept_and_reported() -> None:
    seen: list[Step] = []
    known = state()
    known.request = Request(1e-6, Limits(), seen.append)
    known.count.applications = 3
    known.record(4)
    assert known.run().trace == tuple(seen)
    assert (seen[0].iterations, seen[0].directions, seen[0].gap) == (3, 4, np.inf)


def test_vertices_that_only_rounding_keeps_apart_are_one() -> None:
    known = state()
    known.enlarge(UNIT)
    known.outer = Polygon.hull(UNIT + 1e-10 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]))
    result = known.run()
    assert result.outer_set.vertices.tolist() == result.inner_set.vertices.tolist()
