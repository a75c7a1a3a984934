"""Random sales in two periods: as plain numbers, as files, and solved from the definitions.

The brute force below has a variable for every share and payment, and a row for every strategy of
reports; nothing of apsgen is used for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from random import Random

import numpy as np
from scipy.optimize import linprog

from apsgen.dynamic import Environment, environment_of

TEXT = """
kind = "dynamic"
title = "A sale"
delta = "{delta}"
horizon = 2
[agents.seller]
utility = "-{cost} if allocation.sold == 1 else 0"
[agents.buyer]
utility = "value if allocation.sold == 1 else 0"
transition = {rows}
[agents.buyer.types]
{types}
[state]
values = {{ early = {{ stage = 1, probability = 1 }}, late = {{ stage = 2 }} }}
transition = {{ early = 0, late = 1 }}
[allocations]
keep = {{ sold = 0 }}
sell = {{ sold = 1, feasible = "state.stage == 2" }}
"""

Allocation = tuple[tuple[int, ...], ...]
"""For each first type and value whether the good is sold."""


@dataclass(frozen=True)
class Sale:
    """First types and their probabilities, the values that they may learn, the cost of the good."""

    begin: tuple[Fraction, ...]
    rows: tuple[tuple[Fraction, ...], ...]
    values: tuple[int, ...]
    cost: Fraction
    delta: Fraction

    def environment(self) -> Environment:
        types = [f't{i} = {{ value = 0, probability = "{p}" }}' for i, p in enumerate(self.begin)]
        types += [f"v{k} = {{ value = {value} }}" for k, value in enumerate(self.values)]
        early, late = len(self.begin), len(self.values)
        rows = [[*["0"] * early, *map(str, row)] for row in self.rows]
        rows += [["0"] * (early + k) + ["1"] + ["0"] * (late - k - 1) for k in range(late)]
        text = TEXT.format(
            delta=self.delta, cost=self.cost, rows=rows, types="\n".join(types)
        ).replace("'", '"')
        return environment_of(Path("sale.toml"), text)

    @property
    def is_ordered(self) -> bool:
        """Whether better first types have better values."""
        tails = [[sum(row[k:]) for k in range(len(row))] for row in self.rows]
        return all(
            low <= high
            for worse, better in pairwise(tails)
            for low, high in zip(worse, better, strict=True)
        )


LOTTERY = Sale(
    (Fraction(1, 2),) * 2,
    ((Fraction(1, 3),) * 3, (Fraction(1, 2), Fraction(0), Fraction(1, 2))),
    (1, 5, 6),
    Fraction(0),
    Fraction(1),
)
"""A sale in which the best mechanism draws lots."""


def sale(seed: int) -> Sale:
    random = Random(seed)
    early = random.choice((2, 2, 3))
    values = tuple(sorted(random.sample(range(1, 7), random.choice((2, 3)))))

    def spread(size: int, least: int) -> tuple[Fraction, ...]:
        weights = [random.randint(least, 3) for _ in range(size)]
        weights[random.randrange(size)] += 1
        return tuple(Fraction(x, sum(weights)) for x in weights)

    rows = tuple(spread(len(values), 0) for _ in range(early))
    cost, delta = Fraction(random.randint(0, 4), 2), Fraction(random.choice((9, 10)), 10)
    return Sale(spread(early, 1), rows, values, cost, delta)


def ordered(seed: int) -> Sale:
    """Return the first sale from a seed on in which better types have better values."""
    return next(one for one in map(sale, range(1000 * seed, 1000 * seed + 999)) if one.is_ordered)


class Brute:
    """A linear program over shares q, fees P and prices p, by first type and value."""

    def __init__(self, sale: Sale) -> None:
        self.sale = sale
        self.early, self.late = len(sale.begin), len(sale.values)
        self.size = self.early * self.late

    def best(self) -> float:
        """Return the greatest revenue, lots included."""
        return self._solved([(0.0, 1.0)] * self.size)

    def best_without_lots(self) -> float:
        """Return the greatest revenue over all allocations without lots."""
        return max(
            self._solved([(float(x), float(x)) for x in choice])
            for choice in product((0, 1), repeat=self.size)
        )

    def _solved(self, shares: list[tuple[float, float]]) -> float:
        rows = [*self._rows()]
        free = [(-1000.0, 1000.0)] * (self.early + self.size)
        found = linprog(
            -self._revenue(),
            A_ub=-np.array(rows),
            b_ub=np.zeros(len(rows)),
            bounds=[*shares, *free],
        )
        assert found.status in (0, 2), found.message
        return -float(found.fun) if found.status == 0 else -np.inf

    def _rows(self) -> Iterator[np.ndarray[tuple[int], np.dtype[np.float64]]]:
        """Give forms that are at least 0: truth against staying away and every other strategy."""
        truth = tuple(range(self.late))
        for own in range(self.early):
            yield self._payoff(own, own, truth)
            for said in range(self.early):
                for plan in product(range(self.late), repeat=self.late):
                    if (said, plan) != (own, truth):
                        yield self._payoff(own, own, truth) - self._payoff(own, said, plan)

    def _payoff(
        self, own: int, said: int, plan: tuple[int, ...]
    ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        form = np.zeros(2 * self.size + self.early)
        form[self.size + said] = -1.0
        for value, report in enumerate(plan):
            weight = float(self.sale.delta * self.sale.rows[own][value])
            place = said * self.late + report
            form[place] += weight * self.sale.values[value]
            form[self.size + self.early + place] -= weight
        return form

    def _revenue(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        form = np.zeros(2 * self.size + self.early)
        for own, chance in enumerate(self.sale.begin):
            form[self.size + own] += float(chance)
            for value, x in enumerate(self.sale.rows[own]):
                place, weight = own * self.late + value, float(chance * x * self.sale.delta)
                form[place] -= weight * float(self.sale.cost)
                form[self.size + self.early + place] += weight
        return form


def relaxed_by_brute_force(world: Sale) -> float:
    """Return the greatest revenue if no type gains by reporting the next worse one.

    The variables are shares, rents after each report and value, and first rents.
    """
    late, size = len(world.values), len(world.begin) * len(world.values)
    bounds: list[tuple[float | None, float | None]] = [(0.0, 1.0)] * size
    for _ in world.begin:
        bounds += [(0.0, 0.0), *[(None, None)] * (late - 1)]
    bounds += [(0.0, None)] * len(world.begin)
    rows, cost = [], np.zeros(len(bounds))
    for own, (chance, chances) in enumerate(zip(world.begin, world.rows, strict=True)):
        cost[2 * size + own] = float(chance)
        for k, x in enumerate(chances):
            place = own * late + k
            cost[place] = -float(chance * world.delta * x * (world.values[k] - world.cost))
            if k:
                row = np.zeros(len(bounds))
                row[size + place], row[size + place - 1] = -1.0, 1.0
                row[place - 1] = world.values[k] - world.values[k - 1]
                rows.append(row)
        if own:
            row = np.zeros(len(bounds))
            row[2 * size + own], row[2 * size + own - 1] = -1.0, 1.0
            for k, (mine, his) in enumerate(zip(chances, world.rows[own - 1], strict=True)):
                row[size + (own - 1) * late + k] = float(world.delta * (mine - his))
            rows.append(row)
    found = linprog(cost, A_ub=np.array(rows), b_ub=np.zeros(len(rows)), bounds=bounds)
    assert found.status == 0, found.message
    return -float(found.fun)
