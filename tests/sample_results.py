"""Results put together by hand, for tests of what is said about a result."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from apsgen.game import (
    Game,
    Mixing,
    Monitoring,
    OffSchedule,
    Punishment,
    Timing,
    Transfers,
)
from apsgen.polygon import Polygon
from apsgen.result import Proved, Result, Status

Points = Iterable[Iterable[float]]


def rationals(*shape: int) -> np.ndarray:
    return np.full(shape, Fraction(1), dtype=np.object_)


def game(
    title: str = "Price war",
    delta: Fraction = Fraction(4, 5),
    fixed: tuple[Fraction | None, Fraction | None] | None = None,
    exact: bool = True,
    with_actions: bool = True,
) -> Game:
    number = 4 if with_actions else 1
    names = tuple((a, b) for a in "CD" for b in "CD") if with_actions else ("shared",)
    return Game(
        title=title,
        reference="Doe (2001)",
        delta=delta,
        players=("firm1", "firm2"),
        types=(("",), ("",)),
        prior=rationals(1, 1),
        beliefs=(rationals(1, 1), rationals(1, 1)),
        reports=(((0,),), ((0,),)),
        actions=(("C", "D"), ("C", "D")) if with_actions else None,
        decisions=names,
        mixing=Mixing.LOTTERY,
        payoff=rationals(2, number, 1, 1),
        deviation=rationals(2, number, 1, 1),
        allowed=np.ones((number, 1, 1), dtype=np.bool_),
        monitoring=Monitoring((), rationals(number, 1), (((),) * number, ((),) * number)),
        transfers=Transfers.NONE,
        timing=Timing.WITH_ACTIONS,
        punishment=Punishment(fixed, on_path=False),
        off_schedule=OffSchedule.JOINT,
        commits=(False, False),
        exact=exact,
    )


def result(
    outer: Points = ((0, 0), (2, 0), (0, 2)),
    inner: Points = ((0, 0), (2, 0), (0, 2)),
    status: Status = Status.CONVERGED,
    of: Game | None = None,
    punishment: tuple[float | None, float | None] = (0.0, 0.0),
    feasible: Points = ((0, 0), (2, 0), (0, 2)),
    first_best: float = 2.0,
    tolerance: float = 1e-6,
    proved: Proved | None = None,
) -> Result:
    outside, inside = Polygon.hull(outer), Polygon.hull(inner)
    return Result(
        game=of or game(),
        status=status,
        outer_set=outside,
        inner_set=inside,
        gap=outside.hausdorff(inside),
        tolerance=tolerance,
        punishment=punishment,
        feasible_set=Polygon.hull(feasible),
        first_best=first_best,
        trace=(),
        iterations=7,
        linear_programs=412,
        seconds=0.2104,
        proved=proved,
    )
