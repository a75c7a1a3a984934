"""The incentive constraints of a mechanism, written down from the model and nothing else.

One function for each line of the model: what complying gives, what a deviation that is seen gives,
what one that is not seen gives. No forms, no caches, nothing of the checker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from apsgen.game import Game, Mixing, OffSchedule, Rationals, Timing, Transfers
from apsgen.mechanism import Block, Branch, Mechanism, State

ZERO = Fraction(0)
Key = tuple[object, ...]
Worth = Callable[[Block, int], Fraction]


class Definitions:
    def __init__(self, game: Game, mechanism: Mechanism) -> None:
        self.game, self.mechanism = game, mechanism
        least = [min(state.payoff[i] for state in mechanism.states) for i in (0, 1)]
        fixed = game.punishment.values
        self.p0 = [least[i] if fixed is None else fixed[i] or ZERO for i in (0, 1)]
        self.after = game.transfers is not Transfers.NONE and game.timing is Timing.AFTER_SIGNALS
        self.rate = 1 - game.delta

    def slacks(self, number: int) -> Iterator[tuple[Key, Fraction]]:
        """Give the slack of every incentive constraint of a state."""
        game, state = self.game, self.mechanism.states[number]
        for i in (0, 1):
            if game.commits[i]:
                continue
            sizes = range(len(game.types[i])), range(len(game.types[1 - i]))
            for a in sizes[0]:
                for m in game.reports[i][a]:
                    yield from self.of_report(state, i, a, m)
            for a, o in product(*sizes):
                yield from self.after_truth(state, i, a, o)

    def of_report(self, state: State, i: int, a: int, m: int) -> Iterator[tuple[Key, Fraction]]:
        game = self.game
        comply = self.mean(state, i, a, a, lambda b, o: self.comply(b, i, a, o))
        lie = self.mean(
            state, i, a, m, lambda b, o: max([self.comply(b, i, a, o), *self.hidden(b, i, a, o)])
        )
        if m != a:
            yield ("IC", i, a, m), comply - lie
        kind = game.off_schedule
        if kind is OffSchedule.JOINT and m != a:
            best = self.mean(state, i, a, m, lambda b, o: max(self.all(b, i, a, o)))
            yield ("IR(p0)", i, a, m), comply - best
        if kind is OffSchedule.INTERIM:
            refuse = self.mean(
                state,
                i,
                a,
                m,
                lambda b, o: self.seen(b, i, a, o) if self.open(b, i) else self.comply(b, i, a, o),
            )
            yield ("IR(p0)", i, a, m), comply - refuse

    def after_truth(self, state: State, i: int, a: int, o: int) -> Iterator[tuple[Key, Fraction]]:
        game = self.game
        possible = game.beliefs[i][a, o] > 0
        for block in self.blocks(state, i, a, o):
            share = sum((choice.weight for choice in block.choices), ZERO)
            if not share:
                continue
            name = block.choices[0].decision if game.mixing is Mixing.LOTTERY else None
            comply = self.comply(block, i, a, o)
            asked = possible and game.off_schedule is OffSchedule.JOINT
            if self.open(block, i) and (asked or game.off_schedule is OffSchedule.EX_POST):
                yield ("IR(p0)", i, a, o, name), (comply - self.seen(block, i, a, o)) / share
            for value in self.hidden(block, i, a, o) if possible else []:
                yield ("obedience", i, a, o, name), (comply - value) / share
            for entry in block.continuation if self.after else ():
                later = self.later(entry.to, i)
                owed = entry.payments.sent[i] + entry.payments.burned[i]
                slack = game.delta * later - self.rate * owed - game.delta * self.p0[i]
                yield ("payment", i, a, o, name, entry.signal), slack

    def blocks(self, state: State, i: int, m: int, o: int) -> tuple[Block, ...]:
        own = (m, o) if i == 0 else (o, m)
        names = tuple(self.game.types[j][own[j]] or None for j in (0, 1))
        (found,) = [plan.blocks for plan in state.plan if plan.reports == names]
        return found

    def mean(self, state: State, i: int, a: int, m: int, worth: Worth) -> Fraction:
        whole = ZERO
        for o, chance in enumerate(self.game.beliefs[i][a].tolist()):
            if chance:
                whole += chance * sum((worth(b, o) for b in self.blocks(state, i, m, o)), ZERO)
        return whole

    def open(self, block: Block, i: int) -> bool:
        """Whether i can deviate so that it is seen."""
        game = self.game
        if game.monitoring.is_public and (game.transfers is Transfers.NONE or self.after):
            return False
        if game.mixing is Mixing.DIVISION:
            return any(
                v is not None for d in self.allowed(block) for v in game.deviation[i, d].flat
            )
        decision = self.decision(block)
        return any(v is not None for v in game.deviation[i, decision].flat)

    def allowed(self, block: Block) -> list[int]:
        """Return the decisions of a division that are open after the same reports."""
        for state in self.mechanism.states:
            for plan in state.plan:
                if any(one is block for one in plan.blocks):
                    own = [self.game.types[j].index(plan.reports[j] or "") for j in (0, 1)]
                    return [d for d, table in enumerate(self.game.allowed) if table[own[0], own[1]]]
        raise AssertionError("the block is of no state")

    def decision(self, block: Block) -> int:
        return self.game.decisions.index(block.choices[0].decision)

    def at(self, i: int, a: int, o: int) -> tuple[int, int]:
        return (a, o) if i == 0 else (o, a)

    def later(self, to: Sequence[Branch], i: int) -> Fraction:
        whole = ZERO
        for branch in to:
            payoff = self.p0 if branch.state is None else self.mechanism.states[branch.state].payoff
            whole += branch.probability * payoff[i]
        return whole

    def follow(self, block: Block, i: int, d: int | None) -> Fraction:
        """Return what follows, if the signal is that of a decision, with payments after it."""
        game, whole = self.game, ZERO
        for entry in block.continuation:
            signals = game.monitoring.signals
            y = signals.index(entry.signal) if entry.signal is not None else 0
            chance = Fraction(1) if d is None else game.monitoring.probability[d, y]
            paid = entry.payments
            money = paid.sent[1 - i] - paid.sent[i] - paid.burned[i]
            whole += chance * (game.delta * self.later(entry.to, i) + self.rate * money)
        return whole

    def comply(self, block: Block, i: int, a: int, o: int, other: int | None = None) -> Fraction:
        """Return what complying gives, or another decision that nobody sees."""
        game, paid = self.game, block.payments
        money = paid.sent[1 - i] - paid.sent[i] - paid.burned[i]
        share = sum((choice.weight for choice in block.choices), ZERO)
        gain = ZERO
        for choice in block.choices:
            d = game.decisions.index(choice.decision) if other is None else other
            gain += choice.weight * game.payoff[i, d][self.at(i, a, o)]
        planned = None if game.mixing is Mixing.DIVISION else self.decision(block)
        follow = self.follow(block, i, planned if other is None else other)
        return self.rate * gain + share * (self.rate * money + follow)

    def seen(self, block: Block, i: int, a: int, o: int) -> Fraction:
        """Return what a deviation that is seen gives; what the other sends with it comes."""
        game, gain = self.game, ZERO
        share = sum((choice.weight for choice in block.choices), ZERO)
        for choice in block.choices:
            d = game.decisions.index(choice.decision)
            best = game.deviation[i, d][self.at(i, a, o)]
            payoff = game.payoff[i, d][self.at(i, a, o)]
            gain += choice.weight * (payoff if best is None else best)
        comes = ZERO if self.after else block.payments.sent[1 - i]
        return self.rate * (gain + share * comes) + share * game.delta * self.p0[i]

    def hidden(self, block: Block, i: int, a: int, o: int) -> list[Fraction]:
        if not self.game.monitoring.is_public:
            return []
        others = self.game.monitoring.hidden[i][self.decision(block)]
        return [self.comply(block, i, a, o, other) for other in others]

    def all(self, block: Block, i: int, a: int, o: int) -> list[Fraction]:
        seen = [self.seen(block, i, a, o)] if self.open(block, i) else []
        return [self.comply(block, i, a, o), *seen, *self.hidden(block, i, a, o)]

    def promised(self, state: State, i: int) -> Fraction:
        """Return what the plan gives a player who tells the truth and complies."""
        whole = ZERO
        for (a, o), chance in _entries(self.game.prior, i):
            blocks = self.blocks(state, i, a, o)
            whole += chance * sum((self.comply(b, i, a, o) for b in blocks), ZERO)
        return whole


def _entries(prior: Rationals, i: int) -> Iterator[tuple[tuple[int, int], Fraction]]:
    for first, row in enumerate(prior.tolist()):
        for second, chance in enumerate(row):
            yield ((first, second) if i == 0 else (second, first)), chance
