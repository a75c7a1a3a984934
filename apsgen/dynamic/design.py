"""The mechanisms by name, and what is said of one that was built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from apsgen.dynamic.contingent import contingent, contingent_by_programs
from apsgen.dynamic.environment import Environment, mean
from apsgen.dynamic.mechanism import DirectMechanism, shifted
from apsgen.dynamic.pivot import pivot, without_agent
from apsgen.dynamic.policy import efficient, expected
from apsgen.dynamic.sequential import sequential_screening
from apsgen.dynamic.setting import Setting
from apsgen.dynamic.team import balanced_team, expected_externality, flow_team, team
from apsgen.dynamic.virtual import virtual_surplus
from apsgen.errors import UsageError

BUILDERS: Mapping[str, Callable[[Environment], DirectMechanism]] = {
    "pivot": pivot,
    "team": team,
    "agv": expected_externality,
    "balanced-team": balanced_team,
    "flow-team": flow_team,
    "contingent": contingent,
    "contingent-programs": contingent_by_programs,
    "sequential-screening": sequential_screening,
    "virtual-surplus": virtual_surplus,
}
"""What `design` builds, by name."""


def design(
    environment: Environment, kind: str, constants: Mapping[str, Fraction] | None = None
) -> DirectMechanism:
    """Return a mechanism of the literature for an environment.

    Parameters
    ----------
    environment
        The environment.
    kind
        One of `BUILDERS`.
    constants
        What agents get in every period besides, by name; 0 if left out.

    Raises
    ------
    UsageError
        When there is no such mechanism or agent, or the mechanism needs another environment.
    """
    if kind not in BUILDERS:
        raise UsageError(f"found {kind}; known mechanisms: {', '.join(BUILDERS)}")
    given = constants or {}
    for name in given:
        if name not in environment.agents:
            known = ", ".join(environment.agents)
            raise UsageError(f"{name} is no agent of the environment; known: {known}")
    found = BUILDERS[kind](environment)
    if not any(given.values()):
        return found
    return shifted(found, [given.get(name, Fraction(0)) for name in environment.agents])


def expected_total(environment: Environment) -> Fraction:
    """Return W, the greatest total payoff of all, as expected before types are drawn."""
    return expected(environment, efficient(environment))


def expected_payoffs(
    environment: Environment, mechanism: DirectMechanism
) -> Mapping[str, Mapping[str, Fraction]]:
    """Return for each agent what truth gives him, and W of the others without him.

    Both are expected before types are drawn.
    """
    truth = Setting(environment, mechanism).truth
    states = range(len(environment.states))
    values = {state: truth.value(0, 0, state) for state, _ in environment.start}
    found = {}
    for agent, name in enumerate(environment.agents):
        own = [values[state][agent] if state in values else Fraction(0) for state in states]
        without = without_agent(environment, agent).values[0]
        found[name] = {
            "truth gives": mean(environment.start, own),
            "the others alone": mean(environment.start, without),
        }
    return found
