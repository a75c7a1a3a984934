"""The payments of dynamic mechanisms as figures."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from apsgen.dynamic import balanced_team, contingent, environment_of, pivot
from apsgen.errors import UsageError
from apsgen.figures import Paper, draw_payments, plot_payments
from apsgen.figures.payments import _apart, situations
from tests.dynamic.cases import case

LIU = case("liu_2018")
BANDIT = case("bergemann_valimaki_2010_bandit")
REPEATED = case("athey_segal_2013_repeated")
TEX = [path for path in [shutil.which("pdflatex")] if path]


@pytest.mark.parametrize("form", ["pdf", "png", "svg", "tex"])
def test_the_same_mechanism_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    one, other = tmp_path / f"one.{form}", tmp_path / f"other.{form}"
    for path in (one, other):
        draw_payments(LIU, contingent(LIU), path)
    assert one.read_bytes() == other.read_bytes()
    assert one.stat().st_size > 1000


def test_a_row_for_each_situation() -> None:
    rows = situations(LIU, contingent(LIU))
    assert len(rows) == 20
    assert (rows[4].name, rows[4].payments) == ("low, low, after (low, low)", (0, 20 / 9))


def test_rows_of_the_same_name_are_all_drawn() -> None:
    text = """
kind = "dynamic"
title = "Names"
delta = "1/2"
[agents.ann]
types = { "a" = { v = 1, probability = "1/2" }, "a, b" = { v = 3, probability = "1/2" } }
utility = "v if allocation.to == 1 else 0"
[agents."one with a name that is longer than a line of a legend can be"]
types = { "b, c" = { v = 0, probability = "1/2" }, "c" = { v = 2, probability = "1/2" } }
utility = "v if allocation.to == 2 else 0"
[allocations]
one = { to = 1 }
two = { to = 2 }
"""
    environment = environment_of(Path("names.toml"), text)
    rows = situations(environment, pivot(environment))
    assert [row.name for row in rows] == ["a, 'b, c'", "a, c", "'a, b', 'b, c'", "'a, b', c"]


@pytest.mark.parametrize("count", range(1, 9))
def test_marks_stay_in_their_rows(count: int) -> None:
    places = [_apart(agent, count) for agent in range(count)]
    assert max(map(abs, places)) < 0.45
    assert all(np.diff(places) > 0)


def test_a_memory_that_does_not_matter_is_not_told() -> None:
    rows = situations(REPEATED, balanced_team(REPEATED))
    assert [row.name for row in rows] == [
        "high_cost, low",
        "high_cost, high",
        "low_cost, low",
        "low_cost, high",
    ]


def test_periods_are_told() -> None:
    trade = case("athey_segal_2013")
    names = [row.name for row in situations(trade, balanced_team(trade))]
    assert names[0] == "1: high_cost, low"
    assert "2: high_cost, low, after (high_cost, low)" in names


def test_rows_and_agents_bear_their_names(tmp_path: Path) -> None:
    path = tmp_path / "payments.svg"
    draw_payments(BANDIT, pivot(BANDIT), path, Paper(title="Two arms", width=5))
    text = path.read_text(encoding="utf-8")
    for words in ("unknown", "good", "bad", "safe", "risky", "Two arms", "payment (below 0"):
        assert words in text


def test_on_axes_of_ones_own() -> None:
    axes = Figure().add_subplot()
    plot_payments(BANDIT, pivot(BANDIT), axes)
    series = {line.get_label(): np.asarray(line.get_xdata()).tolist() for line in axes.lines[1:]}
    assert series == {"safe": [0.0, 0.0, 0.0], "risky": [0.7, 0.7, 0.0]}


@pytest.mark.parametrize("pdflatex", TEX)
def test_tex_compiles(pdflatex: str, tmp_path: Path) -> None:
    draw_payments(LIU, contingent(LIU), tmp_path / "liu.tex", Paper(title="50 % of $x_1$"))
    words = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "liu.tex"]
    process = subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert process.returncode == 0, process.stdout[-500:]


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    many = case("bergemann_valimaki_2010_scheduling")
    with pytest.raises(UsageError, match="64 situations; at most 60"):
        draw_payments(many, pivot(many), tmp_path / "many.pdf")
