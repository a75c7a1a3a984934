"""The parts of an environment put together: utilities and the kernel, state by state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from apsgen.case.actor import Alternatives
from apsgen.case.bound import Index
from apsgen.case.expression import Number
from apsgen.case.section import Section, described, shown
from apsgen.case.source import read_condition, read_source
from apsgen.dynamic.chances import Chance, beginning
from apsgen.dynamic.environment import Environment, Row
from apsgen.dynamic.joint import Joint, JointMove, JointReader
from apsgen.dynamic.moves import Move, MoveReader
from apsgen.dynamic.names import Bearer, Reading
from apsgen.dynamic.tables import Filler, Table, constant
from apsgen.dynamic.words import MOST_STATES, MOST_TRANSITIONS

ZERO, ONE = Fraction(0), Fraction(1)

ALLOCATION, PUBLIC, FIRST = 0, 1, 2
"""The axes of the allocation, of the public state and of the type of the first agent."""


@dataclass(frozen=True, eq=False)
class Parts:
    """What has been read so far of a file.

    Attributes
    ----------
    case
        The file.
    filler
        Evaluates formulas.
    parameters
        The values of the parameters; ``None`` for one that has a fault.
    agents, allocations, state
        What they can be.
    joint
        The table ``[joint]``; empty if there is none.
    exact
        Whether no number was rounded.
    """

    case: Section
    filler: Filler
    parameters: Mapping[str, Number | None]
    agents: tuple[Chance, ...]
    allocations: Alternatives
    state: Chance
    joint: Section
    exact: bool

    @cached_property
    def allocation(self) -> Bearer:
        """The bearer of the attributes of allocations."""
        return Bearer("allocation", ALLOCATION, "allocation", self.allocations)

    @cached_property
    def public(self) -> Bearer:
        """The bearer of the attributes of public states."""
        return Bearer("state", PUBLIC, "public state", self.state.alternatives)

    @cached_property
    def present(self) -> tuple[Bearer, ...]:
        """The bearers of the attributes of the agents' types."""
        return tuple(
            Bearer(agent.name, FIRST + i, f"type of {shown(agent.name)}", agent.alternatives)
            for i, agent in enumerate(self.agents)
        )

    @cached_property
    def upcoming(self) -> tuple[Bearer, ...]:
        """The same for the next types, as ``[joint]`` names them."""
        count = len(self.agents)
        return tuple(
            Bearer(f"next_{one.word}", one.axis + count, f"next {one.what}", one.alternatives)
            for one in self.present
        )

    @cached_property
    def everything(self) -> Reading:
        """All that a utility or a transition may use."""
        return Reading((self.allocation, self.public, *self.present))

    @property
    def readings(self) -> list[Reading]:
        """All ways to read a line of ``[define]``."""
        bearers = [*self.everything.bearers, *self.upcoming]
        owners = zip((*self.present, self.public), (*self.upcoming, self.public), strict=True)
        return [Reading((*bearers, replace(ahead, word="next")), own) for own, ahead in owners]

    @property
    def sizes(self) -> tuple[int, ...]:
        """The numbers of public states and of the types of each agent."""
        return tuple(len(one.alternatives) for one in (self.state, *self.agents))


def assembled(
    parts: Parts, title: str, reference: str, delta: Number | None, horizon: int | None
) -> Environment | None:
    """Return the environment; ``None`` after a fault."""
    if not _affordable(parts):
        return None
    parts.filler.names.check_intermediates(parts.readings)
    feasible = _feasible(parts)
    utilities = [_utility(parts, i) for i in range(len(parts.agents))]
    chain = _Chain(parts)
    if feasible is None or None in utilities or delta is None or not chain.is_good:
        return None
    tables = [table for table in utilities if table is not None]
    states = [*product(*map(range, parts.sizes))]
    kernel = chain.kernel(states, feasible)
    start = chain.start(states)
    if kernel is None or start is None:
        return None
    exact = parts.exact and delta.exact and chain.exact and all(one.exact for one in tables)
    return Environment(
        title=title,
        reference=reference,
        delta=delta.value,
        horizon=horizon,
        agents=tuple(agent.name for agent in parts.agents),
        types=tuple(agent.alternatives.names for agent in parts.agents),
        public=parts.state.alternatives.names,
        allocations=parts.allocations.names,
        feasible=feasible,
        utility=[_filled(table, states, feasible, len(parts.allocations)) for table in tables],
        kernel=kernel,
        start=start,
        parameters={name: value.value for name, value in parts.parameters.items() if value},
        exact=exact,
    )


def _affordable(parts: Parts) -> bool:
    states = prod(parts.sizes)
    if states > MOST_STATES:
        found = f"{states:,} states, public ones times type profiles; at most {MOST_STATES:,}"
        parts.case.faults.at_key(("agents",), f"{found} are accepted")
        return False
    cells = len(parts.allocations) * states**2
    if cells > MOST_TRANSITIONS:
        found = f"{cells:,} transitions, allocations times states times next states; at most"
        parts.case.faults.at_key(("agents",), f"{found} {MOST_TRANSITIONS:,} are accepted")
        return False
    return True


def _feasible(parts: Parts) -> tuple[tuple[int, ...], ...] | None:
    """Return the feasible allocations of each public state; ``None`` after a fault."""
    faults, key = parts.case.faults, parts.case.at("allocations")
    places = range(len(parts.state.alternatives))
    open_to: list[set[int] | None] = [{*places} for _ in parts.allocations.names]
    value = parts.case.data["allocations"]
    tables = value if isinstance(value, dict) and "feasible" not in value else {}
    for place, name in enumerate(parts.allocations.names):
        table = tables.get(name)
        if isinstance(table, dict) and "feasible" in table:
            open_to[place] = _open_states(parts, place, (*key, name, "feasible"), table["feasible"])
    if None in open_to:
        return None
    by_state = tuple(
        tuple(place for place, states in enumerate(open_to) if states and public in states)
        for public in places
    )
    closed = [place for place in places if not by_state[place]]
    for place in closed:
        name = parts.state.alternatives.names[place]
        where = f" in the public state {shown(name)}" if name else ""
        faults.at_key(key, f"no allocation is feasible{where}; at least one is needed")
    return None if closed else by_state


def _open_states(
    parts: Parts, place: int, key: tuple[str | int, ...], value: object
) -> set[int] | None:
    if isinstance(value, bool):
        return set(range(len(parts.state.alternatives))) if value else set()
    if not isinstance(value, str):
        accepted = 'a condition such as "state.left > 0" is accepted'
        parts.case.faults.at_value(key, f"found {described(value)}; {accepted}")
        return None
    formula = read_condition(parts.case.faults, key, value)
    reading = Reading((parts.allocation, parts.public))
    truths = parts.filler.truths(formula, reading) if formula else None
    if truths is None:
        return None
    return {public for (which, public), truth in truths.items() if which == place and truth}


def _utility(parts: Parts, agent: int) -> Table | None:
    section = parts.agents[agent].section
    assert section is not None
    if "utility" not in section:
        return constant(ZERO)
    source = read_source(section.faults, section.at("utility"), section.data["utility"])
    return parts.filler.numbers(source, Reading(parts.everything.bearers, parts.present[agent]))


def _filled(
    table: Table, states: list[Index], feasible: tuple[tuple[int, ...], ...], count: int
) -> list[list[Fraction]]:
    return [
        [table((which, *state)) if which in feasible[state[0]] else ZERO for state in states]
        for which in range(count)
    ]


class _Chain:
    """The probabilities of an environment: where it begins and how it moves."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._faults = parts.case.faults
        count = len(parts.agents)
        self._length = FIRST + 2 * count + 1
        self._joint_reader = JointReader(parts.joint, parts.filler, parts.present, parts.upcoming)
        self._has_joint_start = "probability" in parts.joint
        self._has_joint_move = "transition" in parts.joint
        self._is_redrawn = self._has_joint_start and not (
            self._has_joint_move or any("transition" in (a.section or ()) for a in parts.agents)
        )
        self._public = beginning(parts.state)
        own = Reading((parts.allocation, parts.public), parts.public)
        upcoming = Bearer("next", FIRST + 2 * count, "next state", parts.state.alternatives)
        self._public_move = MoveReader(
            parts.filler, parts.state, own, upcoming, self._public
        ).read()
        self._types = self._first_types()
        self._moves = self._own_moves()
        self._together = self._joint_move()

    @property
    def is_good(self) -> bool:
        """Whether all parts could be read."""
        whole = self._has_joint_move or self._is_redrawn
        moves = self._together is not None or self._is_redrawn if whole else None
        if moves is None:
            moves = None not in self._moves
        return moves and self._public_move is not None and self._types is not None

    @property
    def exact(self) -> bool:
        """Whether no probability was rounded."""
        moves = [self._public_move, self._together, *self._moves]
        return all(move.exact for move in moves if move is not None)

    def start(self, states: list[Index]) -> Row | None:
        """Return the probabilities of the first period."""
        if self._types is None or self._public is None:
            return None
        found = (
            (n, self._public[s[0]] * self._types.get(s[1:], ZERO)) for n, s in enumerate(states)
        )
        return tuple((number, x) for number, x in found if x)

    def kernel(
        self, states: list[Index], feasible: tuple[tuple[int, ...], ...]
    ) -> list[list[Row]] | None:
        """Return the next states' probabilities by allocation and state; ``None`` after a fault."""
        numbers = {state: place for place, state in enumerate(states)}
        blank = (0,) * (self._length - FIRST + 1 - len(states[0]))
        made: list[list[Row]] = []
        is_good = True
        for which in range(len(self._parts.allocations)):
            rows: list[Row] = []
            for state in states:
                row: Row | None = ()
                if which in feasible[state[0]]:
                    row = self._row((which, *state, *blank), numbers)
                is_good = is_good and row is not None
                rows.append(row or ())
            made.append(rows)
        return made if is_good else None

    def _row(self, index: Index, numbers: Mapping[Index, int]) -> Row | None:
        assert self._public_move is not None
        public, types = self._public_move.row(index), self._next_types(index)
        if public is None or types is None:
            return None
        found = {
            numbers[(place, *profile)]: x * y for place, x in public for profile, y in types.items()
        }
        return tuple(sorted(found.items()))

    def _next_types(self, index: Index) -> Joint | None:
        if self._is_redrawn:
            return self._types
        if self._together is not None:
            return self._together.row(index)
        rows = [move.row(index) for move in self._moves if move is not None]
        known = [row for row in rows if row is not None]
        return _product(known) if len(known) == len(self._parts.agents) else None

    def _first_types(self) -> Joint | None:
        if self._has_joint_start:
            self._refuse_singles("probability")
            return self._joint_reader.probability()
        begins = [beginning(agent) for agent in self._parts.agents]
        known = [begin for begin in begins if begin is not None]
        return _product([[*enumerate(x)] for x in known]) if len(known) == len(begins) else None

    def _own_moves(self) -> list[Move | None]:
        if self._has_joint_move or self._is_redrawn:
            return []
        moves = []
        for i, agent in enumerate(self._parts.agents):
            reading = Reading(self._parts.everything.bearers, self._parts.present[i])
            axis = self._parts.upcoming[i].axis
            upcoming = Bearer("next", axis, "next type", agent.alternatives)
            begin = self._own_beginning(agent)
            reader = MoveReader(self._parts.filler, agent, reading, upcoming, begin)
            moves.append(reader.read())
        return moves

    def _own_beginning(self, agent: Chance) -> tuple[Fraction, ...] | None:
        if not self._has_joint_start or agent.is_certain:
            return beginning(agent)
        assert agent.section is not None
        if "transition" not in agent.section:
            found = "missing; with [joint] probability every agent has one, or none"
            self._faults.at_key(agent.section.at("transition"), found)
        return None

    def _joint_move(self) -> JointMove | None:
        if not self._has_joint_move:
            return None
        self._refuse_singles("transition")
        return self._joint_reader.transition(self._parts.everything)

    def _refuse_singles(self, word: str) -> None:
        """Report what is given for an agent and for all of them."""
        for agent in self._parts.agents:
            assert agent.section is not None
            there = agent.given is not None if word == "probability" else word in agent.section
            if there:
                place = agent.section.at("types" if word == "probability" else word)
                found = f"a {word} of {shown(agent.name)} and [joint] {word}; leave one of them out"
                self._faults.at_key(place, found)


def _product(rows: list[list[tuple[int, Fraction]]] | list[Row]) -> Joint:
    """Return the probabilities of profiles that are drawn independently."""
    found: dict[tuple[int, ...], Fraction] = {}
    for parts in product(*rows):
        weight = prod((x for _, x in parts), start=ONE)
        if weight:
            found[tuple(place for place, _ in parts)] = weight
    return found
