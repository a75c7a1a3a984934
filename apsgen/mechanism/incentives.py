"""Promise keeping, IC, IR(p0), obedience and payments at one state, in exact numbers.

What complying and deviating are worth is taken from the trusted checker, as linear forms in the
plan; here they are evaluated, compared, and given their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from apsgen import checker
from apsgen.mechanism.coherence import decision_of, signal_of
from apsgen.mechanism.constraint import Constraint, Name, Place
from apsgen.mechanism.fit import Cell, Fitted
from apsgen.mechanism.stage import stage_of

ZERO = Fraction(0)

Choose = Callable[[int, int, Cell], Fraction]
"""What a type gets in a block, given his type, the profile reported and the block."""


class StateIncentives:
    """The constraints of a state whose plan is coherent.

    Parameters
    ----------
    fit
        The mechanism in its game.
    state
        The number of the state.
    """

    def __init__(self, fit: Fitted, state: int) -> None:
        self.fit = fit
        self.state = state
        self.rules = checker.Constraints(fit.exact)
        self.stage = stage_of(fit, state)
        self.cells: dict[int, list[Cell]] = {}
        for cell in fit.cells[state]:
            self.cells.setdefault(cell.profile, []).append(cell)

    def all(self) -> Iterator[Constraint]:
        """Give every constraint of the state but coherence."""
        yield from self.promises()
        for i in self.rules.players():
            yield from self.lies(i)
            yield from self.after_truth(i)
            yield from self.payments(i)

    def promises(self) -> Iterator[Constraint]:
        """Give promise keeping for both players, those who commit too."""
        game = self.fit.exact
        for i, promised in enumerate(self.fit.mechanism.states[self.state].payoff):
            expected = ZERO
            for t, cells in self.cells.items():
                own = game.types(t)[i]
                worth = sum((self.worth(i, own, c, checker.COMPLY) for c in cells), ZERO)
                expected += game.at(game.prior, t) * worth
            place = Place(self.state, game.players[i])
            yield place.equal(Name.PROMISE, "the plan gives what is promised", expected, promised)

    def lies(self, i: int) -> Iterator[Constraint]:
        """Give the constraints of reports, and of what a player may do after a lie."""
        game, form = self.fit.exact, self.fit.game.off_schedule
        for own, open_to in enumerate(game.reports[i]):
            truth = self.expected(i, own, own, self._complying(i))
            for report in open_to:
                place = self._place(i, own, report)
                says = f"reporting {place.report} does not pay"
                lie = truth
                if report != own:
                    lie = self.expected(i, own, report, self._unseen(i))
                    yield place.incentive(Name.IC, says, truth, lie)
                if not self._sees_any(i, own, report):
                    continue
                if form == "interim":
                    right = self.expected(i, own, report, self._deviating(i))
                    yield place.incentive(Name.IR, self._planned(i, place), truth, right)
                elif form == "joint" and report != own:
                    right = self.expected(i, own, report, self._best(i))
                    claim = f"{says}, with an observed deviation where that is better"
                    made = place.incentive if right > lie else place.vacuous
                    yield made(Name.IR, claim, truth, right)

    def after_truth(self, i: int) -> Iterator[Constraint]:
        """Give the constraints of deviations after true reports, block by block."""
        game = self.fit.exact
        for t, cells in self.cells.items():
            own = game.types(t)[i]
            for cell in cells:
                place = self._at(i, cell)
                for choice in self.rules.after_truth(i, t, cell.block):
                    observed = choice == checker.OBSERVED
                    name = Name.IR if observed else Name.OBEDIENCE
                    claim = "an observed deviation does not pay"
                    if isinstance(choice, int):
                        claim = f"playing {self._action(i, choice)} unobserved does not pay"
                    sides = [
                        self.per_unit(self.worth(i, own, cell, one), cell)
                        for one in (checker.COMPLY, choice)
                    ]
                    made = place.incentive if cell.share else place.vacuous
                    yield made(name, claim, *sides)

    def payments(self, i: int) -> Iterator[Constraint]:
        """Give for payments after the signal the constraints that they are made."""
        fit, game = self.fit, self.fit.exact
        if not game.pays_after:
            return
        punished = fit.punishment[i] or ZERO
        for cells in self.cells.values():
            for cell in cells:
                for signal, entry in cell.entries.items():
                    place = replace(self._at(i, cell), signal=signal_of(fit, signal))
                    owed = entry.payments.sent[i] + entry.payments.burned[i]
                    later = self.stage.values["w", cell.profile, cell.block, signal, i]
                    left = game.delta * self.per_unit(later, cell)
                    right = (1 - game.delta) * owed + game.delta * punished
                    made = place.incentive if cell.share else place.vacuous
                    yield made(Name.PAYMENT, "refusing to pay does not pay", left, right)

    def worth(self, i: int, own: int, cell: Cell, choice: str | int) -> Fraction:
        """Return what a choice gives a type in a block, times the weight of the block."""
        return self.stage.at(self.rules.value(i, own, cell.profile, cell.block, choice))

    def per_unit(self, value: Fraction, cell: Cell) -> Fraction:
        """Return a value of a block per unit of its weight; 0 if it has none."""
        return value / cell.share if cell.share else ZERO

    def expected(self, i: int, own: int, report: int, worth: Choose) -> Fraction:
        """Return what a type expects from a report if he then gets something in each block."""
        whole = ZERO
        for other, chance in self.rules.others(i, own):
            t = self.fit.exact.profile(i, report, other)
            whole += chance * sum((worth(own, t, cell) for cell in self.cells[t]), ZERO)
        return whole

    def _complying(self, i: int) -> Choose:
        return lambda own, t, cell: self.worth(i, own, cell, checker.COMPLY)

    def _deviating(self, i: int) -> Choose:
        """Return the choice to deviate wherever that is seen and open."""

        def worth(own: int, t: int, cell: Cell) -> Fraction:
            seen = self.rules.sees(i, t, cell.block)
            return self.worth(i, own, cell, checker.OBSERVED if seen else checker.COMPLY)

        return worth

    def _unseen(self, i: int) -> Choose:
        """Return the best choice among those that nobody sees."""
        return self._greatest(i, observed=False)

    def _best(self, i: int) -> Choose:
        """Return the best choice of all."""
        return self._greatest(i, observed=True)

    def _greatest(self, i: int, *, observed: bool) -> Choose:
        def worth(own: int, t: int, cell: Cell) -> Fraction:
            choices = self.rules.choices(i, t, cell.block, observed=observed)
            return max(self.worth(i, own, cell, one) for one in (checker.COMPLY, *choices))

        return worth

    def _sees_any(self, i: int, own: int, report: int) -> bool:
        game = self.fit.exact
        profiles = [game.profile(i, report, other) for other, _ in self.rules.others(i, own)]
        return any(self.rules.sees(i, t, cell.block) for t in profiles for cell in self.cells[t])

    def _place(self, i: int, own: int, report: int) -> Place:
        fit = self.fit
        names = fit.type_name(i, own), fit.type_name(i, report)
        return Place(self.state, fit.exact.players[i], *names)

    def _at(self, i: int, cell: Cell) -> Place:
        fit, own = self.fit, self.fit.exact.types(cell.profile)[i]
        place = self._place(i, own, own)
        decision = decision_of(fit, cell)
        return replace(place, reports=fit.reports(cell.profile), decision=decision)

    def _planned(self, i: int, place: Place) -> str:
        """Say what `interim` deters."""
        first = f"reporting {place.report} and then" if place.report is not None else "always"
        return f"{first} an observed deviation does not pay, whatever the other reports"

    def _action(self, i: int, decision: int) -> str:
        name = self.fit.game.decisions[decision]
        return name if isinstance(name, str) else name[i]
