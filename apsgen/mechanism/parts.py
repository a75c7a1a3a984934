"""A recursive mechanism: finitely many states, a plan for each, names as the case has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Pair = tuple[Fraction, Fraction]
"""A number for the first and one for the second player."""

Decision = str | tuple[str, str]
"""The name of a decision, or the names of the two actions of a profile, empty for a player who
has no actions."""

Reports = tuple[str | None, str | None]
"""What the two players report; ``None`` for one without types."""


def shown(decision: Decision) -> str:
    """Return the name of a decision, or the actions of a profile, as a user reads it.

    Examples
    --------
    >>> shown("serve"), shown(("C", "D")), shown(("work", ""))
    ('serve', '(C, D)', 'work')
    """
    if isinstance(decision, str):
        return decision
    names = [name for name in decision if name]
    return f"({', '.join(names)})" if len(names) == 2 else "".join(names)


NOTHING = (Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Payments:
    """What the players pay, gross.

    Attributes
    ----------
    sent
        What the first sends to the second, and the second to the first.
    burned
        What each throws away.
    """

    sent: Pair = NOTHING
    burned: Pair = NOTHING

    @property
    def amounts(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """All four: sent by the first and the second, burned by the first and the second."""
        return (*self.sent, *self.burned)


@dataclass(frozen=True, slots=True)
class Branch:
    """Where play may go: a state, or the punishment for ``None``, and how likely that is."""

    state: int | None
    probability: Fraction


@dataclass(frozen=True, slots=True)
class Continuation:
    """How play goes on after a signal.

    Attributes
    ----------
    signal
        Its name; ``None`` under perfect monitoring.
    to
        A lottery over states.
    payments
        What is paid after the signal, where payments follow signals.
    """

    signal: str | None
    to: tuple[Branch, ...]
    payments: Payments = Payments()


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision with its weight: a probability in a lottery, a share in a division."""

    decision: Decision
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Block:
    """What one continuation belongs to.

    Attributes
    ----------
    choices
        One decision in a lottery, all decisions of the plan in a division.
    continuation
        An entry for each signal that may follow.
    payments
        What is paid with the actions, where payments go with them.
    """

    choices: tuple[Choice, ...]
    continuation: tuple[Continuation, ...]
    payments: Payments = Payments()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done after a pair of reports: the blocks of a lottery, or one of a division."""

    reports: Reports
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state.

    Attributes
    ----------
    payoff
        The average payoffs that it promises.
    plan
        A plan for each pair of reports.
    """

    payoff: Pair
    plan: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A recursive mechanism, as a file of the format ``apsgen-mechanism/1`` has it.

    All numbers are exact. Payoffs are averages per period.

    Attributes
    ----------
    case
        The name of the case file that it was made for.
    delta
        The discount factor that it was made for.
    start
        The number of the state in which play begins.
    punishment
        The payoffs p0; ``None`` for a player who commits and has none.
    states
        The states; a continuation names them by their place, from 0.
    parameters
        The values of the case's parameters that it was made for; ``None`` if it does not say.

    Examples
    --------
    >>> one = Fraction(1)
    >>> stay = (Continuation(None, (Branch(0, one),)),)
    >>> cooperate = Block((Choice(("C", "C"), one),), stay)
    >>> state = State((9 * one, 9 * one), (Plan((None, None), (cooperate,)),))
    >>> Mechanism("dilemma.toml", one / 2, 0, (3 * one, 3 * one), (state,))
    <Mechanism of dilemma.toml, delta = 1/2: 1 state, promises 9, 9>
    """

    case: str
    delta: Fraction
    start: int
    punishment: tuple[Fraction | None, Fraction | None]
    states: tuple[State, ...]
    parameters: Mapping[str, Fraction] | None = None

    def to_json(self) -> str:
        """Return the mechanism as JSON of the format ``apsgen-mechanism/1``, with line ends."""
        from apsgen.mechanism.write import mechanism_text

        return mechanism_text(self)

    def __repr__(self) -> str:
        count = len(self.states)
        states = f"{count} state{'s' if count > 1 else ''}"
        promised = ", ".join(map(str, self.states[self.start].payoff))
        return f"<Mechanism of {self.case}, delta = {self.delta}: {states}, promises {promised}>"
