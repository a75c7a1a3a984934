"""Simple play: sure transitions and decisions in the place of lotteries, if that loses nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from apsgen.certificate.inner import Generator, plans_of
from apsgen.checker import ONE, ZERO, Point
from apsgen.extraction.design import Design
from apsgen.extraction.few import Sets
from apsgen.extraction.joint import Joint, Name
from apsgen.extraction.reach import alive
from apsgen.extraction.setting import Setting, Stage
from apsgen.extraction.starts import along

_RARE = (ONE, Fraction(1, 4), Fraction(1, 20), Fraction(1, 200))
"""What is left out of lotteries over states: all but the likeliest, or what is so unlikely."""

_MINOR = (ONE, Fraction(1, 8), ZERO)
"""The same of decisions: the last leaves them as they are."""

_LONG = 10**9
"""Payoffs with longer numerators or denominators are not simple, whatever is played."""

_MOST = 40
"""States whose payoffs are solved for at once; with more, sure play is hardly ever possible."""


def simpler(
    setting: Setting, points: list[Point], stages: dict[int, Stage], asked: Point | None
) -> Sets:
    """Return states that play more simply and promise no less, or those that were given.

    Parameters
    ----------
    setting
        The game.
    points, stages
        Payoffs that generate each other, the start first, and how.
    asked
        The direction in which the start may lose nothing; ``None`` if its payoff is to stay.
    """
    designs = [Design.of(setting, stages[k]) for k in range(len(points))]
    if len(points) <= _MOST:
        for surer in _surer(setting, designs):
            found = _exactly(setting, points, surer, asked)
            if found is not None:
                return alive(setting, *found)
    drawn = [] if setting.program.game.is_division else [k for k in stages if designs[k].mixed]
    return alive(setting, points, stages | _decided(setting, points, designs, drawn))


def _decided(
    setting: Setting, points: Sequence[Point], designs: Sequence[Design], places: Sequence[int]
) -> dict[int, Stage]:
    """Return how points are generated with the likeliest decisions alone, where they are."""
    game = setting.program.game
    found = {}
    for k in places:
        sure = designs[k].surer(ONE, ZERO)
        others = {(t, d) for t in game.profiles for d in game.open(t)} - set(sure.weights)
        generator = Generator(setting.normal, setting.program, points, frozenset(others))
        stage = generator.steady(k)
        if stage is not None:
            found[k] = stage
    return found


def _surer(setting: Setting, designs: Sequence[Design]) -> Iterator[list[Design]]:
    """Give designs with less that is drawn, each once, those with least first."""
    seen = [[*designs]]
    for transitions, decisions in product(_RARE, _MINOR):
        tried = [design.surer(decisions, transitions) for design in designs]
        if tried not in seen:
            seen.append(tried)
            yield [replace(one, free=_free(setting, one)) for one in tried]


def _free(setting: Setting, design: Design) -> frozenset[int]:
    """Return where weights are found together with payoffs: these are not multiplied by them."""
    is_linear = design.divides and setting.program.game.punishment is not None
    return design.mixed if is_linear else frozenset()


def _exactly(
    setting: Setting, points: Sequence[Point], designs: Sequence[Design], asked: Point | None
) -> Sets | None:
    """Return exact states of a design that hold and lose nothing; ``None`` if none were found."""
    joint = Joint(setting, points, designs, asked)
    guess = joint.solve()
    for values in joint.exact(guess) if guess is not None else ():
        if all(value >= 0 for name, value in values.items() if name[0] in ("p", "m")):
            payoffs = [_payoff(setting, values, k) for k in range(len(points))]
            if _is_short(payoffs, points) and _loses_nothing(payoffs[0], points[0], asked):
                generator = Generator(setting.normal, setting.program, payoffs)
                stages = {k: _stage(setting, values, one, k) for k, one in enumerate(designs)}
                if all(generator.holds(stage, k) for k, stage in stages.items()):
                    return payoffs, stages
    return None


def _is_short(payoffs: Sequence[Point], before: Sequence[Point]) -> bool:
    """Whether payoffs are short numbers, or no longer than those that there were."""
    longest, known = (
        max(max(map(abs, x.as_integer_ratio())) for point in points for x in point)
        for points in (payoffs, before)
    )
    return longest <= max(known, _LONG)


def _loses_nothing(payoff: Point, before: Point, direction: Point | None) -> bool:
    if direction is None:
        return payoff == before
    return along(direction, payoff) >= along(direction, before)


def _payoff(setting: Setting, values: Mapping[Name, Fraction], k: int) -> Point:
    """Return what a state promises, in the case's units."""
    normal = setting.normal
    first, second = (
        normal.shift[i] + normal.scale[i] * values.get(("v", k, i), ZERO) for i in (0, 1)
    )
    return first, second


def _stage(setting: Setting, values: Mapping[Name, Fraction], design: Design, k: int) -> Stage:
    """Return the stage mechanism of a state."""
    columns: dict[Any, Fraction] = {("p", *place): w for place, w in design.weights.items()}
    columns |= {
        (name[0], *name[2:]): value
        for name, value in values.items()
        if name[0] in ("p", "m") and name[1] == k
    }
    for (t, b, y), lottery in design.lotteries.items():
        share = design.share(t, b)
        columns |= {("c", t, b, y, name): share * chance for name, chance in lottery.items()}
    return plans_of(setting.normal, columns)
