"""``apsgen design`` and ``apsgen check`` of dynamic mechanisms, as users run them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from apsgen.cli.main import main
from tests.cli.terminal import APSGEN, ROOT
from tests.dynamic.cases import FOLDER

CASES = ROOT / "cases" / "environments"
TICKETS = str(CASES / "courty_li_2000_airline.toml")
BANDIT = str(CASES / "bergemann_valimaki_2010_bandit.toml")
TRADE = str(CASES / "athey_segal_2013.toml")
REPEATED = str(CASES / "athey_segal_2013_repeated.toml")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*APSGEN, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_mechanism_is_built_written_and_checked(tmp_path: Path) -> None:
    file = tmp_path / "pivot.json"
    built = run("design", BANDIT, "--mechanism", "pivot", "-o", str(file))
    assert (built.returncode, built.stderr) == (0, "")
    assert "efficient total   153/20" in built.stdout
    checked = run("check", BANDIT, str(file))
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "The mechanism holds: 12 constraints, 4 of which bind." in checked.stdout
    assert run("check", BANDIT, str(file), "--claim", "budget balance").returncode == 1


def test_without_a_file_the_mechanism_is_printed() -> None:
    printed = run("design", BANDIT, "--mechanism", "pivot", "--set", "a=9/10")
    assert printed.returncode == 0
    data = json.loads(printed.stdout)
    assert data["rules"][0]["payments"] == ["9/20", "0"]


def test_a_claim_that_fails_is_exit_status_one(tmp_path: Path) -> None:
    file = tmp_path / "agv.json"
    built = run("design", TRADE, "--mechanism", "agv", "-o", str(file))
    assert built.returncode == 1
    assert "The mechanism does not hold: 2 of 17" in " ".join(built.stdout.split())
    checked = run("check", TRADE, str(file), "--json")
    assert checked.returncode == 1
    assert json.loads(checked.stdout)["constraints"][0]["slack"] == "-7/4"


def test_constants_and_self_enforcement(tmp_path: Path) -> None:
    file = tmp_path / "team.json"
    words = ("design", REPEATED, "--mechanism", "balanced-team", "--self-enforcing")
    built = run(*words, "-o", str(file))
    assert built.returncode == 0
    assert "delta = 32/57 = 0.5614035088 some do" in " ".join(built.stdout.split())
    assert "Bayesian IC, budget balance, self-enforcement" in built.stdout
    assert run("check", REPEATED, str(file)).returncode == 0
    failed = run(*words, "--delta", "1/2")
    assert failed.returncode == 1
    assert "no constants make the mechanism self-enforcing at delta = 1/2" in failed.stderr
    shifted = run("design", TRADE, "--mechanism", "balanced-team", "--constant", "seller=35/8")
    assert json.loads(shifted.stdout)["rules"][0]["payments"][0] == "7/8"


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("sequential-screening", 0, "revenue 2/3 agent"),
        ("sequential-screening", 0, "leisure 3/2 0 business"),
        ("virtual-surplus", 1, "The mechanism does not hold: 5 of 67 constraints fail."),
    ],
)
def test_what_earns_most(tmp_path: Path, kind: str, status: int, said: str) -> None:
    file, figure = tmp_path / "tickets.json", tmp_path / "losses.svg"
    words = ("design", TICKETS, "--mechanism", kind, "-o", str(file))
    built = run(*words, "--plot-distortions", str(figure))
    assert (built.returncode, built.stderr) == (status, "")
    assert said in " ".join(built.stdout.split())
    assert "expected loss of surplus" in figure.read_text(encoding="utf-8")
    assert run("check", TICKETS, str(file)).returncode == status


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("design", BANDIT, "--mechanism", "sequential-screening"),
            "no last period; this mechanism is built for a given number of periods",
        ),
        (
            ("design", TICKETS, "--mechanism", "pivot", "--plot-distortions", "losses.doc"),
            "--plot-distortions losses.doc: figures end in",
        ),
        (("design", BANDIT), "Missing option '--mechanism'"),
        (("design", BANDIT, "--mechanism", "vcg"), "'vcg' is not one of 'pivot', 'team'"),
        (
            ("design", BANDIT, "--mechanism", "pivot", "--constant", "bob=1"),
            "bob is no agent of the environment; known: safe, risky",
        ),
        (
            ("design", BANDIT, "--mechanism", "pivot", "--constant", "safe=x"),
            "the constant of safe: unknown parameter x",
        ),
        (("design", BANDIT, "--mechanism", "agv"), "change from period to period"),
        (("iterate", BANDIT), "apsgen design builds mechanisms for it"),
        (
            ("design", str(ROOT / "cases" / "stahl_1991.toml"), "--mechanism", "pivot"),
            'kind: missing; kind = "dynamic" is accepted here',
        ),
        (
            ("check", str(ROOT / "cases" / "stahl_1991.toml"), BANDIT, "--claim", "Bayesian IC"),
            "--claim is about dynamic mechanisms; leave it out here",
        ),
        (("check", BANDIT, BANDIT), "not JSON"),
        (("design", TRADE, "--mechanism", "team", "--self-enforcing"), "there is a last period"),
    ],
)
def test_what_is_wrong_is_told(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err


def test_a_mechanism_of_another_discount_factor_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pivot.json"
    run("design", BANDIT, "--mechanism", "pivot", "-o", str(file))
    seen = run("check", BANDIT, str(file), "--delta", "1/2")
    assert seen.returncode == 2
    assert "delta: found 9/10, but the environment has 1/2" in seen.stderr
    assert "Traceback" not in seen.stderr


def test_what_constants_cost_is_not_laid_on_the_mechanism(tmp_path: Path) -> None:
    output = str(tmp_path / "ticket.json")
    words = [str(FOLDER / "courty_li_2000_airline.toml"), "--mechanism", "sequential-screening"]
    process = run("design", *words, "--constant", "traveller=1/10", "-o", output)
    assert "Without constants it earns 2/3, and:" in process.stdout
    assert "lots" not in process.stdout


def test_where_there_are_no_payments_the_evidence_is_told(tmp_path: Path) -> None:
    text = (FOLDER / "liu_2018.toml").read_text(encoding="utf-8")
    path = tmp_path / "redrawn.toml"
    path.write_text(text.replace('transition = { high = "high" }', 'transition = "redrawn"'))
    process = run("design", str(path), "--mechanism", "contingent", "-o", str(tmp_path / "m.json"))
    assert process.returncode == 1
    assert "convex independence\nholds at" in process.stdout
    assert "spanning fails" in process.stderr
    assert not (tmp_path / "m.json").exists()


def test_first_types_that_are_left_out_are_told(tmp_path: Path) -> None:
    words = [str(FOLDER / "courty_li_2000_uniform.toml"), "--mechanism", "sequential-screening"]
    figure = tmp_path / "losses.svg"
    more = ["--set", "n=14", "--plot-distortions", str(figure), "-o", str(tmp_path / "m.json")]
    process = run("design", *words, *more)
    assert process.returncode == 0
    assert f"{figure} shows 11 of 14 first types: 1/14, " in process.stderr
