"""What is said of mechanisms that are built for revenue."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from contextlib import suppress

from apsgen.dynamic import DirectMechanism, Environment
from apsgen.dynamic.contracts import Contract, contracts
from apsgen.dynamic.courses import revenue
from apsgen.dynamic.news import revenue_if_observed
from apsgen.dynamic.screening import best_screening
from apsgen.dynamic.virtual import Relaxed
from apsgen.errors import UsageError
from apsgen.mechanism.spelling import brief
from apsgen.report.facts import printable
from apsgen.report.plain import WIDTH
from apsgen.report.tables import table

RELAXED = (
    "The revenue is that of the relaxed problem, in which no type may gain by reporting the next "
    "worse one. It is earned if the mechanism holds"
)
BOUND = "; better types have better futures, so that no mechanism earns more."
NO_BOUND = "; it bounds nothing, as a better type may have a worse future."


def revenue_remarks(environment: Environment, mechanism: DirectMechanism) -> list[str]:
    """Return what there is to say of a mechanism that was built for revenue.

    Parameters
    ----------
    environment, mechanism
        The mechanism, ``sequential-screening`` or ``virtual-surplus``, and its environment.
    """
    if mechanism.kind == "virtual-surplus":
        told = RELAXED + (BOUND if Relaxed(environment).is_bound else NO_BOUND)
        return [textwrap.fill(told, WIDTH)]
    best = best_screening(environment)
    words = []
    if best.revenue > revenue(environment, mechanism):
        earned = brief(best.revenue)
        words.append(f"With lots drawn the best mechanism earns {earned}; the rules draw none.")
    with suppress(UsageError):
        # Shocks may be too many where reports are not.
        seen = revenue_if_observed(environment)
        more = f"{brief(seen)} would" if seen != best.revenue else "no more would"
        words.append(f"If the shocks that move types were observed, {more} be earned.")
    with suppress(UsageError):
        # There are no contracts but in two periods.
        words.insert(0, contracts_text(contracts(environment, mechanism)))
    return words


def contracts_text(menu: Sequence[Contract]) -> str:
    """Return contracts as a table: what is paid at once, and then for each allocation.

    Examples
    --------
    >>> from fractions import Fraction
    >>> prices = {"stay": Fraction(0), "fly": Fraction(1)}
    >>> print(contracts_text([Contract("business", Fraction(3, 4), prices)]))
    contract   at once   for stay   for fly
    business   3/4       0          1
    """
    names = [*dict.fromkeys(name for one in menu for name in one.prices)]
    rows = [["contract", "at once", *(f"for {printable(name)}" for name in names)]]
    for one in menu:
        prices = (brief(one.prices[name]) if name in one.prices else "" for name in names)
        rows.append([printable(one.type), brief(one.fee), *prices])
    return "\n".join(table(rows))
