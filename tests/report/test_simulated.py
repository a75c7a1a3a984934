from __future__ import annotations

import csv
from fractions import Fraction
from io import StringIO
from pathlib import Path

from apsgen.case import load
from apsgen.mechanism import Deviation, Simulation, simulate
from apsgen.report.simulated import simulation_text, write_paths
from tests.mechanism.schemes import bonus, cooperation, two_states

CASES = Path(__file__).parents[2] / "cases"


def market(periods: int, paths: int, *deviations: Deviation) -> Simulation:
    case = load(CASES / "athey_bagwell_2001.toml")
    scheme = two_states(case.delta, Fraction(9, 10))
    return simulate(case, scheme, periods=periods, paths=paths, seed=1, deviations=deviations)


def test_means_stand_beside_promises() -> None:
    text = simulation_text(market(40, 50), "case.toml", "scheme.json")
    assert "mechanism         scheme.json, 2 states; play begins in state 0" in text
    assert "paths             50 of 40 periods, seed 1" in text
    promised = next(line for line in text.splitlines() if line.startswith("  promised"))
    assert promised.split() == ["promised", "0.757671", "0.582329"]
    assert "(weight 0.00013)" in text
    assert "the first path, periods 0 to 11" in text
    assert text.isascii()


def test_a_punishment_unfolds() -> None:
    deviation = Deviation("firm1", 10, report="L", action="best")
    lines = simulation_text(market(40, 1, deviation), "c", "m").splitlines()
    assert "deviation         firm1 in period 10: report L, action best" in lines
    assert "the path, periods 8 to 19" in lines
    rows = [line.split() for line in lines if line.startswith("  ")]
    by_period = {row[0]: row for row in rows}
    assert by_period["10"][-3:] == ["not", "known", "firm1"]
    assert by_period["11"][1] == "punishment"
    assert by_period["11"][-2:] == ["0.24", "0.24"]


def test_a_game_without_types_shows_none() -> None:
    case = load(CASES / "stahl_1991.toml")
    text = simulation_text(simulate(case, cooperation(case.delta), periods=2), "c", "m")
    assert "types" not in text
    assert "the path\n" in text
    assert "(cooperate, cooperate)" in text
    assert "standard error      not known" in text


def test_signals_and_payments_are_shown_where_there_are_some() -> None:
    case = load(CASES / "macleod_malcomson_1989_bonus.toml")
    text = simulation_text(simulate(case, bonus(case.delta), periods=1), "c", "m")
    assert "sent worker" in text
    assert "burned" not in text
    row = next(line.split() for line in text.splitlines() if line.startswith("  0 "))
    assert row == ["0", "0", "work", "0", "1", "0", "3"]


def test_all_paths_are_in_the_table() -> None:
    found = market(4, 3)
    file = StringIO()
    write_paths(found, file)
    rows = list(csv.reader(StringIO(file.getvalue())))
    assert rows[0][:5] == ["path", "period", "state", "type_firm1", "report_firm1"]
    assert len(rows) == 1 + 4 * 3
    payoff = rows[0].index("payoff_firm2")
    assert [float(row[payoff]) for row in rows[1:]] == found.payoff[1].ravel().tolist()
