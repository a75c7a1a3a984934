"""A mechanism in the numbers of a game: names resolved, and refused where the game has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from apsgen import checker
from apsgen.case.section import unknown
from apsgen.errors import MechanismError
from apsgen.game import Game, Mixing
from apsgen.mechanism.exact import expanded, parameters
from apsgen.mechanism.parts import (
    Block,
    Choice,
    Continuation,
    Mechanism,
    Pair,
    Payments,
    Plan,
    Reports,
    shown,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A block of a state's plan.

    Attributes
    ----------
    profile
        The reports, as the number of a profile of types.
    block
        The decision of a lottery; 0 in a division.
    choices
        Decisions and their weights.
    entries
        The continuation by signal.
    payments
        What is paid with the actions.
    """

    profile: int
    block: int
    choices: tuple[tuple[int, Fraction], ...]
    entries: Mapping[int, Continuation]
    payments: Payments

    @property
    def share(self) -> Fraction:
        """The weight of the block: the sum of those of its decisions."""
        return sum((weight for _, weight in self.choices), Fraction(0))

    def paid(self, signal: int) -> Payments:
        """Return what is paid, with the actions or after a signal."""
        after = self.entries[signal].payments if signal in self.entries else Payments()
        return after if any(after.amounts) else self.payments


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A mechanism and the game that it is one of.

    Attributes
    ----------
    game, mechanism
        As they were given.
    exact
        The game in the numbers of the checker.
    cells
        For each state the blocks of its plan, by profile.
    """

    game: Game
    mechanism: Mechanism
    exact: checker.Game
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def least(self) -> Pair:
        """The least payoff of each player over all states."""
        first, second = zip(*(state.payoff for state in self.mechanism.states), strict=True)
        return min(first), min(second)

    @property
    def punishment(self) -> tuple[Fraction | None, Fraction | None]:
        """The punishment that is in force: the case's, or the least payoffs of the states."""
        fixed = self.game.punishment.values
        return self.least if fixed is None else fixed

    def reports(self, profile: int) -> Reports:
        """Return the names of what is reported."""
        first, second = self.exact.types(profile)
        return self.type_name(0, first), self.type_name(1, second)

    def type_name(self, player: int, own: int) -> str | None:
        """Return the name of a type; ``None`` if the player has none."""
        return self.game.types[player][own] or None

    def payoff(self, state: int | None) -> tuple[Fraction | None, Fraction | None]:
        """Return what a state promises, or the punishment."""
        return self.punishment if state is None else self.mechanism.states[state].payoff

    def punishing(self, player: int) -> int | None:
        """Return the state that punishes a player under ``worst``; ``None`` for a fixed punishment.

        A fixed punishment has no state: the model has nothing but payoffs for it.
        """
        states = self.mechanism.states
        if self.game.punishment.values is not None:
            return None
        return min(range(len(states)), key=lambda state: states[state].payoff[player])

    def signals(self, block: int) -> list[int]:
        """Return the signals that may follow a block, if anybody deviates unobserved too."""
        exact = self.exact
        blocks = [block] if exact.is_division else [block, *exact.hidden[0][block]]
        blocks += [] if exact.is_division else exact.hidden[1][block]
        chances = [exact.chances(one) for one in blocks]
        return [y for y in range(len(chances[0])) if any(row[y] for row in chances)]


def fitted(game: Game, mechanism: Mechanism) -> Fitted:
    """Resolve the names of a mechanism in a game.

    Raises
    ------
    MechanismError
        If it was made for another discount factor, other parameters or another punishment, or
        names or lays out what the game does not have. The message names the place.
    """
    _check_made_for(game, mechanism)
    exact = expanded(game)
    bare = Fitted(game, mechanism, exact, ())
    cells = tuple(
        tuple(_cells(bare, state.plan, f"states[{number}]"))
        for number, state in enumerate(mechanism.states)
    )
    return Fitted(game, mechanism, exact, cells)


def _check_made_for(game: Game, mechanism: Mechanism) -> None:
    if mechanism.delta != game.delta:
        raise MechanismError(
            f"delta: the mechanism was made for {mechanism.delta}, and the case has {game.delta}; "
            f"--delta {mechanism.delta} checks it where it belongs"
        )
    if mechanism.parameters is not None:
        _check_parameters(parameters(game) or {}, mechanism.parameters)
    fixed = game.punishment.values
    for i, stated in enumerate(mechanism.punishment):
        if fixed is not None and stated != fixed[i]:
            raise MechanismError(
                f"punishment[{i}]: the mechanism was made for {_or_null(stated)}, and the "
                f"punishment of the case is {_or_null(fixed[i])}"
            )
        if fixed is None and stated is None:
            raise MechanismError(
                f"punishment[{i}]: found null; the least payoff of {game.players[i]} over the "
                "states is accepted, as the punishment of the case is worst"
            )


def _check_parameters(known: Mapping[str, Fraction], stated: Mapping[str, Fraction]) -> None:
    for name, value in stated.items():
        if name not in known:
            raise MechanismError(f"parameters.{name}: {unknown('parameter', name, known)}")
        if value != known[name]:
            raise MechanismError(
                f"parameters.{name}: the mechanism was made for {value}, and the case has "
                f"{known[name]}; --set {name}={value} checks it where it belongs"
            )
    for name in known:
        if name not in stated:
            raise MechanismError(
                f"parameters: {name} is missing; name all parameters, or leave the table out"
            )


def _or_null(value: Fraction | None) -> str:
    return "null" if value is None else str(value)


def _cells(fit: Fitted, plans: Sequence[Plan], place: str) -> Iterator[Cell]:
    """Give the blocks of a state by profile, each pair of reports once."""
    found: dict[int, list[Cell]] = {}
    for number, plan in enumerate(plans):
        here = f"{place}.plan[{number}]"
        profile = _profile(fit, plan.reports, f"{here}.reports")
        if profile in found:
            raise MechanismError(f"{here}.reports: {_pair(plan.reports)} stand twice in a state")
        found[profile] = [*_blocks(fit, profile, plan, here)]
    for profile in fit.exact.profiles:
        if profile not in found:
            reports = _pair(fit.reports(profile))
            raise MechanismError(f"{place}.plan: nothing for the reports {reports}; add a plan")
        yield from found[profile]


def _pair(reports: Reports) -> str:
    return f"({', '.join('null' if name is None else name for name in reports)})"


def _profile(fit: Fitted, reports: Reports, place: str) -> int:
    own = []
    for i, name in enumerate(reports):
        known = fit.game.types[i]
        if known == ("",) and name is not None:
            raise MechanismError(
                f"{place}[{i}]: found {name}; {fit.game.players[i]} has no types, null is accepted"
            )
        if (name or "") not in known:
            what = f"type of {fit.game.players[i]}"
            raise MechanismError(f"{place}[{i}]: {unknown(what, name or 'null', known)}")
        own.append(known.index(name or ""))
    return fit.exact.profile(0, own[0], own[1])


def _blocks(fit: Fitted, profile: int, plan: Plan, place: str) -> Iterator[Cell]:
    divides, seen = fit.game.mixing is Mixing.DIVISION, set()
    if not plan.blocks or (divides and len(plan.blocks) > 1):
        raise MechanismError(f"{place}.decisions: {_layout(divides)}")
    number = 0
    for block in plan.blocks:
        if not block.choices or (len(block.choices) > 1 and not divides):
            raise MechanismError(f"{place}.decisions: {_layout(divides)}")
        choices = []
        for choice in block.choices:
            here = f"{place}.decisions[{number}]"
            decision = _decision(fit, profile, choice, here)
            if decision in seen:
                raise MechanismError(
                    f"{here}.decision: {shown(choice.decision)} stands twice in a plan"
                )
            seen.add(decision)
            choices.append((decision, choice.weight))
            number += 1
        beside = place if len(choices) > 1 else here
        yield _cell(fit, profile, choices, block, beside)


def _layout(divides: bool) -> str:
    if divides:
        return (
            "the decisions of a division are carried out together; one continuation beside "
            "decisions is accepted, and at least one decision"
        )
    return (
        "one decision of a lottery is drawn; a continuation within each decision is accepted, "
        "and at least one decision"
    )


def _decision(fit: Fitted, profile: int, choice: Choice, place: str) -> int:
    names = fit.game.decisions
    if choice.decision not in names:
        known = [shown(name) for name in names]
        found = unknown("decision", shown(choice.decision), known)
        raise MechanismError(f"{place}.decision: {found}")
    decision = names.index(choice.decision)
    allowed = fit.exact.open(profile)
    if decision not in allowed:
        listed = ", ".join(shown(names[d]) for d in allowed)
        raise MechanismError(
            f"{place}.decision: {shown(choice.decision)} is not open after the reports "
            f"{_pair(fit.reports(profile))}; open are {listed}"
        )
    return decision


def _cell(
    fit: Fitted, profile: int, choices: list[tuple[int, Fraction]], block: Block, place: str
) -> Cell:
    number = 0 if fit.exact.is_division else choices[0][0]
    entries: dict[int, Continuation] = {}
    for position, entry in enumerate(block.continuation):
        here = f"{place}.continuation[{position}]"
        signal = _signal(fit, entry, f"{here}.signal")
        if signal in entries:
            raise MechanismError(f"{here}.signal: {entry.signal or 'null'} stands there twice")
        if any(entry.payments.amounts) and not fit.exact.pays_after:
            raise MechanismError(
                f"{here}: payments go with the actions in this case; write transfers and burned "
                "beside the continuation"
            )
        entries[signal] = entry
    if any(block.payments.amounts) and fit.exact.pays_after:
        raise MechanismError(
            f"{place}: payments follow the signal in this case; write transfers and burned in "
            "the entries of the continuation"
        )
    for signal in fit.signals(number):
        if signal not in entries:
            name = fit.game.monitoring.signals[signal] if fit.exact.is_public else "null"
            raise MechanismError(f"{place}.continuation: nothing for signal {name}; add an entry")
    return Cell(profile, number, tuple(choices), entries, block.payments)


def _signal(fit: Fitted, entry: Continuation, place: str) -> int:
    known = fit.game.monitoring.signals
    if not known and entry.signal is None:
        return 0
    if not known:
        raise MechanismError(
            f"{place}: found {entry.signal}; monitoring is perfect in this case, null is accepted"
        )
    if entry.signal not in known:
        raise MechanismError(f"{place}: {unknown('signal', entry.signal or 'null', known)}")
    return known.index(entry.signal)
