"""What the names of an expression mean in an environment, where it stands, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apsgen.case.actor import Alternatives
from apsgen.case.bound import Attribute, Bound
from apsgen.case.constants import Constants
from apsgen.case.expression import Number
from apsgen.case.faults import Faults
from apsgen.case.section import shown, unknown
from apsgen.case.source import Formula

Meaning = Number | Attribute | Bound


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who or what has attributes: an agent by his type, an allocation, a state.

    Attributes
    ----------
    word
        What stands before the dot.
    axis
        The axis of the index on which the alternatives lie.
    what
        What they are, for messages, such as ``type of seller``.
    alternatives
        Their names and attributes.
    """

    word: str
    axis: int
    what: str
    alternatives: Alternatives

    def has(self, attribute: str) -> bool:
        """Return whether one of the alternatives has an attribute."""
        return any(attribute in part for part in self.alternatives.attributes)

    @property
    def attributes(self) -> list[str]:
        """The attributes of all alternatives, each once."""
        return list(dict.fromkeys(name for part in self.alternatives.attributes for name in part))


@dataclass(frozen=True, slots=True)
class Reading:
    """How an expression is read: what it may use, and whose attributes stand bare."""

    bearers: tuple[Bearer, ...]
    owner: Bearer | None = None


class Names:
    """The names of an environment.

    Parameters
    ----------
    faults
        The collector.
    constants
        Parameters and the lines of ``[define]``.
    """

    def __init__(self, faults: Faults, constants: Constants) -> None:
        self._faults = faults
        self._constants = constants

    def bind(self, formula: Formula, reading: Reading) -> Bound | None:
        """Give the names of a formula their meanings; ``None`` after a fault."""
        bound: dict[str, Bound | None] = {}
        for name in self._chain(formula):
            below = self._constants.intermediates[name]
            bound[name] = self._bind(below, reading, bound) if below else None
        return self._bind(formula, reading, bound)

    def check_intermediates(self, readings: Iterable[Reading]) -> None:
        """Report the names in ``[define]`` that have a meaning in no reading."""
        ways = tuple(readings)
        for formula in filter(None, self._constants.intermediates.values()):
            for name, _ in formula.expression.uses:
                if not self._is_constant(name) and not any(_bearers(name, way) for way in ways):
                    self._report(formula, name, self._undefined(name, ways[0]))

    def _is_constant(self, name: str) -> bool:
        return name in self._constants.parameters or name in self._constants.intermediates

    def _chain(self, formula: Formula) -> list[str]:
        """Return the intermediates that a formula uses, each after its own."""
        lines = self._constants.intermediates
        waiting, used = [formula], set[str]()
        while waiting:
            fresh = (waiting.pop().expression.names & lines.keys()) - used
            used |= fresh
            waiting += [below for name in fresh if (below := lines[name])]
        return [name for name in lines if name in used]

    def _bind(
        self, formula: Formula, reading: Reading, bound: Mapping[str, Bound | None]
    ) -> Bound | None:
        names = sorted(formula.expression.names)
        found = {name: self._meaning(formula, name, reading, bound) for name in names}
        meanings = {name: meaning for name, meaning in found.items() if meaning is not None}
        return Bound(formula, meanings) if len(meanings) == len(names) else None

    def _meaning(
        self, formula: Formula, name: str, reading: Reading, bound: Mapping[str, Bound | None]
    ) -> Meaning | None:
        bearers = _bearers(name, reading)
        if bearers and self._is_constant(name):
            kind = "parameter" if name in self._constants.parameters else "line of [define]"
            found = f"the {kind} or the attribute of a {bearers[0].what}; rename one of them"
            self._report(formula, name, f"{name} could mean {found}")
            return None
        if bearers:
            return self._attribute(formula, name, bearers[0])
        if name in self._constants.parameters:
            return self._constants.parameters[name]
        if name in self._constants.intermediates:
            return bound[name]
        self._report(formula, name, self._undefined(name, reading))
        return None

    def _attribute(self, formula: Formula, name: str, bearer: Bearer) -> Attribute | None:
        word = name.rpartition(".")[2]
        parts = bearer.alternatives.attributes
        without = [place for place, part in enumerate(parts) if word not in part]
        if without:
            one = shown(bearer.alternatives.names[without[0]])
            found = f"{name}: the {bearer.what} {one} has no {word}; all of them need it"
            self._report(formula, name, found)
            return None
        values = tuple(value for part in parts if (value := part[word]) is not None)
        return Attribute(bearer.axis, values) if len(values) == len(parts) else None

    def _undefined(self, name: str, reading: Reading) -> str:
        """Say that a name has no meaning; empty when that may follow from another fault."""
        if not self._constants.complete:
            return ""
        known = [*self._constants.parameters, *self._constants.intermediates]
        if reading.owner:
            known += reading.owner.attributes
        known += [f"{one.word}.{word}" for one in reading.bearers for word in one.attributes]
        return unknown("name", name, dict.fromkeys(known))

    def _report(self, formula: Formula, name: str, found: str) -> None:
        if found:
            self._faults.at_character(formula.key, formula.expression.offset(name), found)


def _bearers(name: str, reading: Reading) -> list[Bearer]:
    """Return what a name could be an attribute of."""
    word, dot, attribute = name.rpartition(".")
    around = [reading.owner] if reading.owner else []
    if dot:
        around = [one for one in reading.bearers if one.word == word]
    return [one for one in around if one.has(attribute)]
