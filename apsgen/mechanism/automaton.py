"""A mechanism as an automaton: states, and the arrows between them with what leads along them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from apsgen import checker
from apsgen.case import load
from apsgen.game import Game
from apsgen.mechanism.coherence import signal_of
from apsgen.mechanism.fit import Cell, Fitted, fitted
from apsgen.mechanism.parts import Mechanism
from apsgen.mechanism.read import read_mechanism
from apsgen.mechanism.spelling import brief
from apsgen.mechanism.tables import words_of

ZERO, ONE = Fraction(0), Fraction(1)
ALWAYS = "always"
"""What leads along an arrow that is the only one of its state."""


@dataclass(frozen=True, slots=True)
class Node:
    """A state, or the punishment.

    Attributes
    ----------
    number
        The number of the state; ``None`` for the punishment.
    payoff
        The average payoffs that it promises; ``None`` for a player who commits and has none.
    plays
        What is carried out, one text for each pair of reports and each decision drawn.
    """

    number: int | None
    payoff: tuple[Fraction | None, Fraction | None]
    plays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A transition.

    Attributes
    ----------
    source, target
        Numbers of states; a target of ``None`` is the punishment.
    events
        What leads along it: reports, a decision if one is drawn, a signal, and the probability
        of the lottery over states where that is below 1.
    probability
        How likely it is in the state, on the path.
    after_deviation
        Whether it is taken after a deviation that is seen; `events` then says whose.
    """

    source: int
    target: int | None
    events: tuple[str, ...]
    probability: Fraction
    after_deviation: bool


@dataclass(frozen=True, slots=True)
class Automaton:
    """States and transitions of a mechanism; play begins in `start`.

    The punishment has a node only where an arrow leads to it.
    """

    title: str
    start: int
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def automaton_of(game: Game | str | Path, mechanism: Mechanism | str | Path) -> Automaton:
    """Return the automaton of a mechanism; what its numbers are worth is left to `check`.

    Parameters
    ----------
    game
        The game, or the path of its case file.
    mechanism
        The mechanism, or the path of its file.

    Raises
    ------
    CaseError, MechanismError
        As in `check`.
    """
    fit = fitted(
        game if isinstance(game, Game) else load(game),
        mechanism if isinstance(mechanism, Mechanism) else read_mechanism(mechanism),
    )
    states = range(len(fit.cells))
    arrows = [arrow for state in states for arrow in (*_on_path(fit, state), *_off(fit, state))]
    numbers: list[int | None] = [*states]
    if any(arrow.target is None for arrow in arrows):
        numbers.append(None)
    nodes = (Node(n, fit.payoff(n), () if n is None else _plays(fit, n)) for n in numbers)
    return Automaton(fit.game.title, fit.mechanism.start, tuple(nodes), tuple(arrows))


def _plays(fit: Fitted, state: int) -> tuple[str, ...]:
    cells = fit.cells[state]
    found = []
    for cell in cells:
        words = words_of(fit, cell)
        if cell.share != ONE and not fit.exact.is_division:
            words = f"{brief(cell.share)} {words}"
        reports = _reports(fit, cell)
        found.append(f"{reports}: {words}" if reports else words)
    return tuple(found)


def _on_path(fit: Fitted, state: int) -> Iterator[Arrow]:
    """Give the arrows that play follows, those to one target as one."""
    events: dict[int | None, list[str]] = {}
    chances: dict[int | None, Fraction] = {}
    for cell in fit.cells[state]:
        prior = fit.exact.at(fit.exact.prior, cell.profile)
        rates = fit.exact.chances(cell.block)
        for signal, entry in cell.entries.items():
            for branch in entry.to:
                if not branch.probability:
                    continue
                said = _event(fit, state, cell, signal, branch.probability)
                events.setdefault(branch.state, []).append(said)
                chance = prior * cell.share * rates[signal] * branch.probability
                chances[branch.state] = chances.get(branch.state, ZERO) + chance
    for target, every in events.items():
        known = tuple(dict.fromkeys(filter(None, every)))
        alone = len(events) == 1
        yield Arrow(state, target, (ALWAYS,) if alone else known, chances[target], False)


def _event(fit: Fitted, state: int, cell: Cell, signal: int, probability: Fraction) -> str:
    drawn = sum(1 for other in fit.cells[state] if other.profile == cell.profile) > 1
    parts = [
        _reports(fit, cell),
        words_of(fit, cell) if drawn else "",
        signal_of(fit, signal) or "",
        f"with {brief(probability)}" if probability != ONE else "",
    ]
    return ", ".join(filter(None, parts))


def _reports(fit: Fitted, cell: Cell) -> str:
    names = [name for name in fit.reports(cell.profile) if name is not None]
    return f"({', '.join(names)})" if len(names) == 2 else "".join(names)


def _off(fit: Fitted, state: int) -> Iterator[Arrow]:
    """Give the arrows to the punishment; under ``worst`` it is the state that is worst for one."""
    rules = checker.Constraints(fit.exact)
    seen = [
        i
        for i in rules.players()
        if any(rules.sees(i, cell.profile, cell.block) for cell in fit.cells[state])
    ]
    targets: dict[int | None, list[str]] = {}
    for i in seen:
        targets.setdefault(fit.punishing(i), []).append(fit.game.players[i])
    for target, names in targets.items():
        words = " or ".join(names) + " deviates"
        yield Arrow(state, target, (words,), ZERO, True)
