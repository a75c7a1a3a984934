"""The prior over the players' types, and what each player believes of the other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from apsgen.case.actor import length
from apsgen.case.distribution import ROUNDED, normalised, off_one, outside
from apsgen.case.evaluator import Evaluator
from apsgen.case.matrix import Shape, fill, read_matrix
from apsgen.case.scope import CONSTANT
from apsgen.case.section import Section, shown
from apsgen.case.stage import Pair
from apsgen.case.types import Types
from apsgen.game import Rationals


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """The prior, shape (n1, n2), and for each player his beliefs, (own types, other's)."""

    joint: Rationals
    beliefs: tuple[Rationals, Rationals]


def read_prior(case: Section, players: Pair, evaluator: Evaluator) -> Prior | None:
    """Read the probabilities of types and ``[prior]``; ``None`` after a fault."""
    section = case.table("prior")
    if section is None:
        return None
    if "joint" in section:
        return _joint(section, players, evaluator)
    if "prior" in case:
        section.missing(
            "joint", "a matrix with a row for each type of the first player is accepted"
        )
        return None
    marginals = [_marginal(player.types, evaluator) for player in players]
    first, second = marginals
    if first is None or second is None:
        return None
    joint = np.multiply.outer(first, second)
    beliefs = (np.tile(second, (len(first), 1)), np.tile(first, (len(second), 1)))
    return Prior(joint, beliefs)


def _marginal(types: Types | None, evaluator: Evaluator) -> Rationals | None:
    """Return the probabilities of a player's types as they stand with the types."""
    if types is None:
        return None
    if types.section is None:
        return _array([Fraction(1)])
    for name in types.alternatives.names:
        table = types.section.table(name)
        if table is not None and "probability" not in table:
            table.missing("probability", "each type has one, unless [prior] gives joint")
    known = [number for number in types.probability if number is not None]
    values = [number.value for number in known]
    good = _within(types)
    if not good or len(known) < len(types.probability):
        return None
    exact = all(number.exact for number in known)
    fault = off_one(values, exact=exact)
    if fault:
        types.section.faults.at_key(types.section.key, fault)
        return None
    return _array(normalised(values))


def _within(types: Types) -> bool:
    """Report the types whose number is no probability."""
    good = True
    for name, number in zip(types.alternatives.names, types.probability, strict=True):
        fault = outside(number.value) if number is not None else ""
        if fault and types.section is not None:
            types.section.faults.at_value((*types.section.at(name), "probability"), fault)
            good = False
    return good


def _joint(section: Section, players: Pair, evaluator: Evaluator) -> Prior | None:
    key = section.at("joint")
    matrix = read_matrix(section.faults, key, section.data["joint"], _by_type(players))
    filled = fill(matrix, CONSTANT, evaluator)
    good = [player.types is not None and _within(player.types) for player in players]
    if filled is None or not all(good):
        return None
    table = filled[:, :, 0, 0]
    values: list[Fraction] = table.reshape(-1).tolist()
    wrong = [(place, outside(value)) for place, value in np.ndenumerate(table)]
    for place, fault in wrong:
        if fault:
            section.faults.at_value((*key, *place), fault)
    if any(fault for _, fault in wrong):
        return None
    fault = off_one(values, exact=evaluator.exact)
    if fault:
        section.faults.at_value(key, fault)
        return None
    joint = _array(normalised(values)).reshape(table.shape)
    return _beliefs(section, joint, players, exact=evaluator.exact)


def _by_type(players: Pair) -> Shape:
    first, second = (player.actor for player in players)
    reason = (
        f"a row for each type of {shown(first.name)}, "
        f"a column for each type of {shown(second.name)}"
    )
    return Shape(length(first.types), length(second.types), reason)


def _beliefs(section: Section, joint: Rationals, players: Pair, *, exact: bool) -> Prior | None:
    key = section.at("joint")
    beliefs = []
    for owner, player in enumerate(players):
        own_first = joint if owner == 0 else joint.T
        marginal = [sum(row, Fraction(0)) for row in own_first]
        if player.types is None or not _agrees(player.types, marginal, exact=exact):
            return None
        for name, probability in zip(player.types.alternatives.names, marginal, strict=True):
            if not probability:
                found = f"type {shown(name)} of {shown(player.actor.name)} has probability 0"
                cure = "what he believes of the other is not defined; leave the type out"
                section.faults.at_value(key, f"{found}; {cure}")
                return None
        beliefs.append(own_first / _array(marginal)[:, np.newaxis])
    return Prior(joint, (beliefs[0], beliefs[1]))


def _agrees(types: Types, marginal: Sequence[Fraction], *, exact: bool) -> bool:
    """Report probabilities that stand with the types and are not those of the joint prior."""
    agrees = True
    for name, number, sum_of_row in zip(
        types.alternatives.names, types.probability, marginal, strict=True
    ):
        if number is None or types.section is None:
            continue
        if abs(number.value - sum_of_row) > (0 if exact else ROUNDED):
            found = f"found {shown(str(number.value))}, but [prior] joint sums to "
            cure = "the same, or nothing, is accepted"
            key = (*types.section.at(name), "probability")
            types.section.faults.at_value(key, f"{found}{shown(str(sum_of_row))}; {cure}")
            agrees = False
    return agrees


def _array(values: Sequence[Fraction]) -> Rationals:
    array: Rationals = np.empty(len(values), dtype=object)
    array[:] = values
    return array
