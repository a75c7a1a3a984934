"""What the players see: the actions themselves, or a public signal of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from apsgen.case.distribution import ROUNDED, normalised, outside
from apsgen.case.evaluator import Evaluator
from apsgen.case.matrix import fill, read_matrix
from apsgen.case.payoffs import Decisions
from apsgen.case.schema import MOST_CELLS, MOST_HIDDEN, MonitoringKind
from apsgen.case.scope import ACTIONS, BY_ACTIONS
from apsgen.case.section import Section, quoted, shown
from apsgen.case.source import read_source
from apsgen.case.stage import Pair, by_action
from apsgen.game import Mixing, Monitoring, Rationals

Hidden = tuple[tuple[int, ...], ...]


def read_monitoring(
    case: Section, decisions: Decisions, players: Pair, evaluator: Evaluator
) -> Monitoring | None:
    """Read ``[monitoring]``; ``None`` after a fault."""
    section = case.table("monitoring")
    if section is None:
        return None
    kind = section.choice("kind", MonitoringKind.PERFECT)
    if kind is MonitoringKind.PUBLIC:
        return _public(section, decisions, players, evaluator)
    if section.data.get("kind", "perfect") == "perfect":
        for name in ("signals", "probability"):
            if name in section:
                found = f'found {name}, but kind is "perfect": the actions themselves are seen'
                section.faults.at_key(
                    section.at(name), f'{found}; give kind = "public", or leave it out'
                )
    sizes = evaluator.sizes()
    if sizes is None:
        return None
    return perfect(len(decisions.names) or sizes[0] * sizes[1])


def perfect(count: int) -> Monitoring:
    """Return perfect monitoring of a number of decisions."""
    sure: Rationals = np.full((count, 1), Fraction(1), dtype=object)
    return Monitoring((), sure, (((),) * count, ((),) * count))


def _public(
    section: Section, decisions: Decisions, players: Pair, evaluator: Evaluator
) -> Monitoring | None:
    """Read the public signals; ``None`` after a fault."""
    if decisions.names:
        found = 'found "public" with named decisions; signals need actions to depend on'
        section.faults.at_value(section.at("kind"), f"{found}; perfect monitoring is accepted")
        return None
    if decisions.mixing is Mixing.DIVISION:
        found = 'found "public" with mixing = "division": all decisions are carried out at once, '
        cure = 'so no single profile gives the signal; mixing = "lottery" is accepted'
        section.faults.at_value(section.at("kind"), f"{found}{cure}")
    return _by_signal(section, players, evaluator)


def _by_signal(section: Section, players: Pair, evaluator: Evaluator) -> Monitoring | None:
    if "signals" not in section:
        section.missing("signals", 'public monitoring has signals, such as ["high", "low"]')
        return None
    signals = section.names("signals", "names of signals")
    given = section.table("probability")
    if signals is None or given is None:
        return None
    given.only(signals, "signal")
    sizes = evaluator.sizes()
    if sizes is not None and not _affordable(section, sizes, len(signals)):
        return None
    tables = {name: _table(given, name, players, evaluator) for name in signals if name in given}
    whole = {name: table for name, table in tables.items() if table is not None}
    if not _one_left_out(given, signals) or sizes is None or len(whole) < len(tables):
        return None
    probability = _probability(given, signals, whole, sizes, evaluator)
    if probability is None:
        return None
    return Monitoring(signals, probability, _hidden(sizes[0], sizes[1]))


def _affordable(section: Section, sizes: Sequence[int], signals: int) -> bool:
    profiles = sizes[0] * sizes[1]
    if profiles * signals > MOST_CELLS:
        found = f"found {profiles:,} action profiles with {signals:,} signals"
        most = f"at most {MOST_CELLS:,} combinations are accepted"
    elif profiles * (sizes[0] + sizes[1] - 2) > MOST_HIDDEN:
        found = f"found {sizes[0]:,} x {sizes[1]:,} actions under public monitoring"
        most = f"at most {MOST_HIDDEN:,} unobserved deviations are accepted"
    else:
        return True
    section.faults.at_key(section.at("signals"), f"{found}; {most}")
    return False


def _table(given: Section, name: str, players: Pair, evaluator: Evaluator) -> Rationals | None:
    """Return the probability of a signal, an array of the axes of `Evaluator.table`."""
    key, value = given.at(name), given.data[name]
    if isinstance(value, list | np.ndarray):
        matrix = read_matrix(given.faults, key, value, by_action(players))
        return fill(matrix, BY_ACTIONS, evaluator)
    return evaluator.table(read_source(given.faults, key, value), BY_ACTIONS)


def _one_left_out(given: Section, signals: Sequence[str]) -> bool:
    left_out = [name for name in signals if name not in given]
    if len(left_out) > 1 and set(given) <= set(signals):
        found = f"no probability for {quoted(map(shown, left_out))}"
        given.faults.at_key(given.key, f"{found}; one signal may be left out and gets the rest")
    return len(left_out) <= 1


def _probability(
    given: Section,
    signals: Sequence[str],
    tables: dict[str, Rationals],
    sizes: tuple[int, ...],
    evaluator: Evaluator,
) -> Rationals | None:
    """Return the probabilities, shape (D, Y); ``None`` after a fault."""
    full = {name: np.broadcast_to(table[:, :, 0, 0], sizes[:2]) for name, table in tables.items()}
    good = [_within(given, name, table, evaluator) for name, table in full.items()]
    if not all(good):
        return None
    listed = [full[name] for name in signals if name in full]
    taken: Rationals = np.full(sizes[:2], Fraction(0), dtype=object) + sum(listed)
    rest = 1 - taken
    if len(full) < len(signals):
        full[next(name for name in signals if name not in full)] = rest
        wrong = np.argwhere(rest < (0 if evaluator.exact else -ROUNDED))
    else:
        wrong = np.argwhere(abs(rest) > (0 if evaluator.exact else ROUNDED))
    for first, second in wrong[:1]:
        index = (int(first), int(second), 0, 0)
        total = shown(str(taken[index[:2]]))
        found = f"the probabilities sum to {total} for {evaluator.where(index, ACTIONS)}"
        most = "at most" if len(full) > len(tables) else "exactly"
        given.faults.at_key(given.key, f"{found}; {most} 1 is accepted")
        return None
    stacked = np.stack([full[name].reshape(-1) for name in signals], axis=1)
    # The rest of rounded probabilities may be a rounding below 0.
    rows = [normalised([max(value, Fraction(0)) for value in row]) for row in stacked.tolist()]
    return np.array(rows, dtype=object)


def _within(given: Section, name: str, table: Rationals, evaluator: Evaluator) -> bool:
    """Report the first probability of a signal that is none."""
    for (first, second), value in np.ndenumerate(table):
        fault = outside(value)
        if fault:
            where = evaluator.where((first, second, 0, 0), ACTIONS)
            matrix = isinstance(given.data[name], list | np.ndarray)
            key = (*given.at(name), first, second) if matrix else given.at(name)
            given.faults.at_value(key, f"{fault} (for {where})")
            return False
    return True


def _hidden(rows: int, columns: int) -> tuple[Hidden, Hidden]:
    """Return the decisions into which each player can turn a decision unobserved."""
    profiles = list(np.ndindex(rows, columns))
    by_row = tuple(
        tuple(other * columns + column for other in range(rows) if other != row)
        for row, column in profiles
    )
    by_column = tuple(
        tuple(row * columns + other for other in range(columns) if other != column)
        for row, column in profiles
    )
    return by_row, by_column
