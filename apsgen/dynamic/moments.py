"""The beginning of a period: what an agent knows before types are drawn, and what he then sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apsgen.dynamic.environment import Row
from apsgen.dynamic.setting import Setting


@dataclass(frozen=True, slots=True)
class Moment:
    """The beginning of a period, before types are drawn: all that an agent knows and that matters.

    The others report the truth, so that their last types are what they said.

    Attributes
    ----------
    period, memory
        The period, and what the mechanism remembers.
    allocation, state
        The last allocation and the true last state; ``None`` in the first period.
    """

    period: int
    memory: int
    allocation: int | None = None
    state: int | None = None


BEGINNING = Moment(0, 0)

Spot = tuple[int, int]
"""What an agent sees when he reports: the public state and his own type."""

Seen = Mapping[Spot, Row]
"""For each such spot the states that it leaves open, with their probabilities (not divided)."""


def row_at(setting: Setting, moment: Moment) -> Row:
    """Return the probabilities of the states in a period."""
    if moment.allocation is None or moment.state is None:
        return setting.environment.start
    return setting.environment.kernel[moment.allocation][moment.state]


def seen_by(setting: Setting, agent: int, moment: Moment) -> Seen:
    """Return what an agent may see at a moment, and what it leaves open."""
    spots: dict[Spot, Row] = {}
    for state, weight in row_at(setting, moment):
        spot = (setting.environment.public_of(state), setting.environment.type_of(state, agent))
        spots[spot] = (*spots.get(spot, ()), (state, weight))
    return spots


def after_truth(setting: Setting, moment: Moment, state: int) -> Moment | None:
    """Return the moment that follows a state, all reporting it; ``None`` after the last period."""
    following = setting.environment.following(moment.period)
    if following is None:
        return None
    rule = setting.mechanism.rule(moment.period, moment.memory, state)
    return Moment(following, rule.next, rule.allocation, state)


def reached(setting: Setting) -> tuple[Moment, ...]:
    """Return the moments that truth reaches, in the order of play."""
    found = {BEGINNING: None}
    waiting = [BEGINNING]
    for moment in waiting:
        for state, _ in row_at(setting, moment):
            ahead = after_truth(setting, moment, state)
            if ahead is not None and ahead not in found:
                found[ahead] = None
                waiting.append(ahead)
    return tuple(found)
