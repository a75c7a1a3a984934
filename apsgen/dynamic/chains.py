"""Discounted sums along a Markov chain, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

from apsgen.dynamic.environment import ZERO, Row

Vector = tuple[Fraction, ...]


def discounted_sums(
    rows: Sequence[Row], rewards: Sequence[Sequence[Fraction]], delta: Fraction
) -> list[Vector]:
    """Return x with x = rewards + delta * rows x, exactly.

    Parameters
    ----------
    rows
        For each node the next nodes and their probabilities.
    rewards
        For each node some numbers, as many for every node.
    delta
        The discount factor, below 1.

    Returns
    -------
    list of tuple
        For each node the discounted sums.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> discounted_sums([((0, half), (1, half)), ((1, Fraction(1)),)], [[1], [0]], half)
    [(Fraction(4, 3),), (Fraction(0, 1),)]
    """
    known: dict[int, Vector] = {}
    for nodes in components(rows):
        inside = {node: place for place, node in enumerate(nodes)}
        right = [_settled(rows[node], rewards[node], delta, known) for node in nodes]
        weights = [
            [(inside[to], delta * x) for to, x in rows[node] if to in inside] for node in nodes
        ]
        known.update(zip(nodes, _solved(weights, right), strict=True))
    return [known[node] for node in range(len(rows))]


def components(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Give the sets of nodes that lead to each other, each after those that it leads to."""
    found: dict[int, int] = {}
    low: dict[int, int] = {}
    path: list[int] = []
    on_path: set[int] = set()
    for root in range(len(rows)):
        if root in found:
            continue
        work = [(root, 0)]
        while work:
            node, turn = work.pop()
            if turn == 0:
                found[node] = low[node] = len(found)
                path.append(node)
                on_path.add(node)
            else:
                low[node] = min(low[node], low[rows[node][turn - 1][0]])
            turn = _next_turn(rows[node], turn, node, found, low, on_path)
            if turn < len(rows[node]):
                work += [(node, turn + 1), (rows[node][turn][0], 0)]
            elif low[node] == found[node]:
                yield _closed(node, path, on_path)


def _next_turn(
    row: Row,
    turn: int,
    node: int,
    found: dict[int, int],
    low: dict[int, int],
    on_path: set[int],
) -> int:
    """Pass over next nodes that are known; return the place of the first that is not."""
    while turn < len(row) and row[turn][0] in found:
        if row[turn][0] in on_path:
            low[node] = min(low[node], found[row[turn][0]])
        turn += 1
    return turn


def _closed(node: int, path: list[int], on_path: set[int]) -> list[int]:
    place = path.index(node)
    nodes = path[place:]
    del path[place:]
    on_path.difference_update(nodes)
    return nodes


def _settled(
    row: Row, reward: Sequence[Fraction], delta: Fraction, known: dict[int, Vector]
) -> list[Fraction]:
    """Return the reward, with what follows from nodes that are known."""
    total = list(reward)
    for to, x in row:
        if to in known:
            total = [part + delta * x * value for part, value in zip(total, known[to], strict=True)]
    return total


def _solved(weights: list[list[tuple[int, Fraction]]], right: list[list[Fraction]]) -> list[Vector]:
    size = len(weights)
    if size == 1:
        rest = 1 - sum((x for _, x in weights[0]), ZERO)
        return [tuple(value / rest for value in right[0])]
    system = fmpq_mat(size, size)
    for place, row in enumerate(weights):
        system[place, place] = fmpq(1)
        for to, x in row:
            system[place, to] -= _rational(x)
    sides = fmpq_mat([[_rational(value) for value in row] for row in right])
    found = system.solve(sides)
    return [tuple(Fraction(int(value.p), int(value.q)) for value in row) for row in found.tolist()]


def _rational(value: Fraction) -> fmpq:
    exact = Fraction(value)
    return fmpq(exact.numerator, exact.denominator)
