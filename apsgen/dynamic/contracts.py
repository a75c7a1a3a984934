"""Mechanisms of two periods for one agent as menus of contracts, and menus as mechanisms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from apsgen.dynamic.environment import ZERO, Environment
from apsgen.dynamic.mechanism import NO_MEMORY, Claim, DirectMechanism, Rule, mechanism_of
from apsgen.dynamic.reports import Reports
from apsgen.errors import UsageError


@dataclass(frozen=True, slots=True)
class Contract:
    """What a first type is offered in a mechanism of two periods.

    Attributes
    ----------
    type
        Whose contract it is.
    fee
        What is paid in the first period.
    prices
        By allocation of the second period what is then paid; only those that can be chosen.
    """

    type: str
    fee: Fraction
    prices: Mapping[str, Fraction]


def contracts(environment: Environment, mechanism: DirectMechanism) -> tuple[Contract, ...]:
    """Return a mechanism of two periods for one agent who has types as a menu of contracts.

    A price that is paid if a good is bought is the strike of an option; paid in advance, with
    the fee, it is the refund.

    Raises
    ------
    UsageError
        If there are other than two periods, several agents have types, or what an allocation
        costs in the second period depends on more than the first report.
    """
    _two_periods(environment)
    reports = Reports(environment)
    found = []
    for public in reports.chains.public_begin:
        for own in reports.chains.begin[reports.agent]:
            state = reports.state(public, own)
            fee = mechanism.rule(0, 0, state).payments[reports.agent]
            prices = _prices(environment, mechanism, reports.agent, state)
            found.append(Contract(environment.types[reports.agent][own], fee, prices))
    return tuple(found)


def _prices(
    environment: Environment, mechanism: DirectMechanism, agent: int, state: int
) -> Mapping[str, Fraction]:
    first = mechanism.rule(0, 0, state)
    found: dict[str, Fraction] = {}
    for to, _ in environment.kernel[first.allocation][state]:
        rule = mechanism.rule(1, first.next, to)
        name, paid = environment.allocations[rule.allocation], rule.payments[agent]
        if found.setdefault(name, paid) != paid:
            raise UsageError(
                f"{name} has several prices in the second period; there is no contract"
            )
    return found


def offering(environment: Environment, menu: Sequence[Contract]) -> DirectMechanism:
    """Return the mechanism in which the agent picks from a menu, or stays away.

    Each first type takes the contract that is worth most to him, the one that bears his name if
    tied; each second type the best allocation at its price, the dearer if tied. The first
    allocation that is feasible is carried out in the first period, and in the second for those
    who stay away. The other agents pay what their utility is.

    Parameters
    ----------
    environment
        Two periods; one agent has types, which move by themselves.
    menu
        At least one contract, each with a price for at least one allocation of every public
        state of the second period.

    Raises
    ------
    UsageError
        If the environment or the menu is another one.
    """
    _two_periods(environment)
    for contract in menu:
        for public in Reports(environment).chains.publics[1]:
            options = (environment.allocations[which] for which in environment.feasible[public])
            if not contract.prices.keys() & {*options}:
                where = environment.public[public] or "the second period"
                found = f"the contract {contract.type} has no price for an allocation"
                raise UsageError(f"{found} that is feasible in {where}")
    return _Offer(environment, (*menu, _outside(environment))).mechanism


def _outside(environment: Environment) -> Contract:
    names = {environment.allocations[options[0]] for options in environment.feasible}
    return Contract("", ZERO, dict.fromkeys(sorted(names), ZERO))


@dataclass(frozen=True, eq=False)
class _Offer:
    environment: Environment
    menu: tuple[Contract, ...]

    @property
    def mechanism(self) -> DirectMechanism:
        names = (f"{one.type or 'nothing'} ({place})" for place, one in enumerate(self.menu, 1))
        memory = [*NO_MEMORY, *names]
        claims = (Claim.BAYESIAN_IC, Claim.BAYESIAN_IR)
        return mechanism_of(self.environment, "menu", claims, memory, self._rule)

    def _rule(self, period: int, memory: int, state: int) -> Rule:
        if period == 0:
            which, chosen = self.environment.options(state)[0], self._chosen(state)
            return Rule(which, self._paid(which, state, self.menu[chosen].fee), 1 + chosen)
        _, price, which = self._best(self.menu[memory - 1], state)
        return Rule(which, self._paid(which, state, price))

    def _chosen(self, state: int) -> int:
        """Return the place of the contract that a first type takes."""
        agent = Reports(self.environment).agent
        name = self.environment.types[agent][self.environment.type_of(state, agent)]
        row = self.environment.kernel[self.environment.options(state)[0]][state]

        def worth(place: int) -> tuple[Fraction, bool, int]:
            contract = self.menu[place]
            later = (weight * self._best(contract, to)[0] for to, weight in row)
            total = self.environment.delta * sum(later, ZERO) - contract.fee
            return total, contract.type == name, -place

        return max(range(len(self.menu)), key=worth)

    def _best(self, contract: Contract, state: int) -> tuple[Fraction, Fraction, int]:
        """Return what the best allocation of a contract is worth, its price, and its place."""
        utility = self.environment.utility[Reports(self.environment).agent]
        offers = []
        for which in self.environment.options(state):
            price = contract.prices.get(self.environment.allocations[which])
            if price is not None:
                offers.append((utility[which][state] - price, price, which))
        return max(offers, default=(ZERO, ZERO, self.environment.options(state)[0]))

    def _paid(self, which: int, state: int, own: Fraction) -> tuple[Fraction, ...]:
        agent = Reports(self.environment).agent
        return tuple(
            own if i == agent else utility[which][state]
            for i, utility in enumerate(self.environment.utility)
        )


def _two_periods(environment: Environment) -> None:
    if environment.horizon != 2:
        raise UsageError("contracts are for mechanisms of two periods: horizon = 2")
