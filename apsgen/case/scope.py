"""What the names of an expression mean, where it stands, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apsgen.case.actor import Actor, Alternatives
from apsgen.case.bound import Attribute, Bound
from apsgen.case.expression import Number
from apsgen.case.faults import Faults, Key
from apsgen.case.section import shown, unknown
from apsgen.case.source import Formula

ACTIONS = (0, 1)
"""The axes of the first and the second player's actions."""

TYPES = (2, 3)
"""The axes of the first and the second player's types."""

Meaning = Number | Attribute | Bound


@dataclass(frozen=True, slots=True)
class Reading:
    """How an expression is read.

    Attributes
    ----------
    owner
        The player whose attributes stand bare; ``None`` for an expression of no player.
    axes
        The axes on which it may depend.
    accepts
        What it may use, for messages.
    """

    owner: int | None
    axes: tuple[int, ...]
    accepts: str


CONSTANT = Reading(None, (), "parameters alone")
BY_ACTIONS = Reading(None, ACTIONS, "parameters and attributes of actions")
BY_TYPES = Reading(None, TYPES, "parameters and attributes of types")


def of_player(owner: int) -> Reading:
    """Return how a payoff is read: it may depend on all actions and types."""
    return Reading(owner, (*ACTIONS, *TYPES), "parameters and attributes")


def of_outcome(owner: int) -> Reading:
    """Return how a payoff of a named decision is read."""
    return Reading(owner, TYPES, BY_TYPES.accepts)


class Scope:
    """The names of a case.

    Parameters
    ----------
    faults
        The collector.
    parameters
        Their values; ``None`` for one that has a fault.
    intermediates
        What ``[define]`` names, in the order of the file; ``None`` for one that has a fault.
    actors
        The two players; none while only parameters have values.
    complete
        Whether a name that is neither a parameter nor an intermediate can be no other one.
    """

    def __init__(
        self,
        faults: Faults,
        parameters: Mapping[str, Number | None],
        intermediates: Mapping[str, Formula | None],
        actors: Sequence[Actor] = (),
        *,
        complete: bool = True,
    ) -> None:
        self._faults = faults
        self._parameters = parameters
        self._intermediates = intermediates
        self._actors = actors
        self._complete = complete
        self._bound: dict[tuple[int | None, str], Bound | None] = {}

    def axis(self, axis: int) -> Alternatives | None:
        """Return the actions or the types on an axis; ``None`` if they have a fault."""
        actor = self._actors[axis % 2]
        return actor.actions if axis in ACTIONS else actor.types

    def label(self, axis: int, place: int) -> str:
        """Return the name of an action or a type for a message."""
        found = self.axis(axis)
        name = found.names[place] if found else ""
        return f"{_kind(axis)} {shown(name)} of {shown(self._actors[axis % 2].name)}"

    def bind(self, formula: Formula, reading: Reading) -> Bound | None:
        """Give the names of a formula their meanings; ``None`` after a fault.

        Every name without a meaning, with two of them, or with one that depends on more than
        the reading accepts, is a fault.
        """
        if not self._actors and (leaning := self._leaning(formula)):
            self._report_leaning(formula, leaning, reading)
            return None
        for name in self._chain(formula):
            if (reading.owner, name) not in self._bound:
                below = self._intermediates[name]
                made = self._bind(below, reading.owner) if below else None
                self._bound[reading.owner, name] = made
        bound = self._bind(formula, reading.owner)
        return bound if bound and self._within(bound, reading) else None

    def check_intermediates(self) -> None:
        """Report the names in ``[define]`` that no player can give a meaning."""
        for formula in filter(None, self._intermediates.values()):
            for name, offset in formula.expression.uses:
                if not any(self._senses(name, owner) for owner in (0, 1)):
                    self._report(formula, offset, self._undefined(name, None))

    def _chain(self, formula: Formula) -> list[str]:
        """Return the intermediates that a formula uses, each after its own."""
        waiting = [formula]
        used: set[str] = set()
        while waiting:
            fresh = (waiting.pop().expression.names & self._intermediates.keys()) - used
            used |= fresh
            waiting += [below for name in fresh if (below := self._intermediates[name])]
        return [name for name in self._intermediates if name in used] if used else []

    def _leaning(self, formula: Formula) -> dict[str, frozenset[Key]]:
        """Return the intermediates of a formula that need attributes, with all they use."""
        known = self._parameters.keys() | self._intermediates.keys()
        found: dict[str, frozenset[Key]] = {}
        for name in self._intermediates.keys() & formula.expression.names:
            below = self._intermediates[name]
            names = [name, *self._chain(below)] if below else []
            parts = [self._intermediates[part] for part in names]
            if any(part and not part.expression.names <= known for part in parts):
                found[name] = frozenset(("define", part) for part in names)
        return found

    def _report_leaning(
        self, formula: Formula, leaning: Mapping[str, frozenset[Key]], reading: Reading
    ) -> None:
        for name, offset in formula.expression.uses:
            if name in leaning:
                found = f"{name} depends on attributes; accepted: {reading.accepts}"
                self._faults.because(leaning[name], formula.key, offset, found)
            elif not self._senses(name, None):
                self._report(formula, offset, self._undefined(name, None))

    def _bind(self, formula: Formula, owner: int | None) -> Bound | None:
        names = formula.expression.names
        found = ((name, self._meaning(formula, name, owner)) for name in sorted(names))
        meanings = {name: meaning for name, meaning in found if meaning is not None}
        return Bound(formula, meanings) if len(meanings) == len(names) else None

    def _meaning(self, formula: Formula, name: str, owner: int | None) -> Meaning | None:
        senses = self._senses(name, owner)
        offset = formula.expression.offset(name)
        if not senses:
            self._report(formula, offset, self._undefined(name, owner))
            return None
        if len(senses) > 1:
            # Two attributes of one player: reported where the second one stands.
            if all(axis is not None for _, axis in senses):
                return None
            listed = " or ".join(what for what, _ in senses)
            self._report(formula, offset, f"{name} could mean {listed}; rename one of them")
            return None
        axis = senses[0][1]
        if axis is not None:
            return self._attribute(formula, name, axis)
        return self._parameters[name] if name in self._parameters else self._bound[owner, name]

    def _senses(self, name: str, owner: int | None) -> list[tuple[str, int | None]]:
        """Return all that a name could mean, with the axis for an attribute."""
        player, dot, attribute = name.rpartition(".")
        if dot:
            places = [place for place, actor in enumerate(self._actors) if actor.name == player]
            return [sense for place in places for sense in self._own(place, attribute)]
        senses: list[tuple[str, int | None]] = []
        if name in self._parameters:
            senses.append(("the parameter", None))
        if name in self._intermediates:
            senses.append(("the line of [define]", None))
        if owner is not None and self._actors:
            senses += self._own(owner, name)
        return senses

    def _own(self, player: int, attribute: str) -> list[tuple[str, int | None]]:
        """Return the axes of a player on which an attribute stands, with their descriptions."""
        found: list[tuple[str, int | None]] = []
        for axis in (player, player + 2):
            alternatives = self.axis(axis)
            if alternatives and any(attribute in part for part in alternatives.attributes):
                owner = shown(self._actors[player].name)
                found.append((f"the attribute of {owner}'s {_kind(axis)}s", axis))
        return found

    def _attribute(self, formula: Formula, name: str, axis: int) -> Attribute | None:
        alternatives = self.axis(axis)
        word = name.rpartition(".")[2]
        parts = alternatives.attributes if alternatives else ()
        without = [place for place, part in enumerate(parts) if word not in part]
        if without:
            owner = self.label(axis, without[0])
            found = f"{name}: {owner} has no {word}; all his {_kind(axis)}s need it"
            self._report(formula, formula.expression.offset(name), found)
            return None
        values = tuple(value for part in parts if (value := part[word]) is not None)
        return Attribute(axis, values) if len(values) == len(parts) else None

    def _within(self, bound: Bound, reading: Reading) -> bool:
        """Report the names that depend on more than the reading accepts."""
        formula = bound.formula
        outside = [
            name
            for name in formula.expression.names
            if not set(bound.dependence(name)) <= set(reading.axes)
        ]
        for name in outside:
            kinds = sorted({_kind(axis) for axis in bound.dependence(name)})
            found = f"{name} depends on {' and '.join(kinds)}s; accepted: {reading.accepts}"
            self._report(formula, formula.expression.offset(name), found)
        return not outside

    def _undefined(self, name: str, owner: int | None) -> str:
        """Say that a name has no meaning; empty when that follows from an earlier fault."""
        player, dot, attribute = name.rpartition(".")
        if dot and not self._actors:
            return f"{name} is an attribute; accepted here: parameters alone"
        if dot:
            return self._undefined_attribute(player, attribute)
        if not self._complete or self._unread(range(2) if owner is None else (owner,)):
            return ""
        own = [word for place in range(len(self._actors)) for word in self._words(place, name)]
        if own:
            whose = "has no player here"
            if owner is not None:
                whose = f"is no attribute of {shown(self._actors[owner].name)}"
            return f"{name} {whose}; write {' or '.join(own)}"
        known = [*self._parameters, *self._intermediates]
        if owner is not None:
            known += self._attributes(owner)
        known += [
            f"{actor.name}.{word}"
            for place, actor in enumerate(self._actors)
            for word in self._attributes(place)
        ]
        return unknown("name", name, dict.fromkeys(known))

    def _undefined_attribute(self, player: str, attribute: str) -> str:
        names = [actor.name for actor in self._actors]
        if player not in names:
            return unknown("player", player, names)
        if self._unread((names.index(player),)):
            return ""
        known = [f"{player}.{word}" for word in self._attributes(names.index(player))]
        return unknown("attribute", f"{player}.{attribute}", known)

    def _unread(self, players: Iterable[int]) -> bool:
        """Return whether a part of the players that could have the attribute has a fault."""
        axes = [axis for player in players for axis in (player, player + 2)]
        return bool(self._actors) and any(self.axis(axis) is None for axis in axes)

    def _words(self, player: int, attribute: str) -> list[str]:
        name = self._actors[player].name
        return [f"{name}.{attribute}"] if attribute in self._attributes(player) else []

    def _attributes(self, player: int) -> list[str]:
        axes = (self.axis(player), self.axis(player + 2))
        parts = [part for alternatives in axes if alternatives for part in alternatives.attributes]
        return list(dict.fromkeys(word for part in parts for word in part))

    def _report(self, formula: Formula, offset: int, found: str) -> None:
        if found:
            self._faults.at_character(formula.key, offset, found)


def _kind(axis: int) -> str:
    return "action" if axis in ACTIONS else "type"
