"""``apsgen iterate --prove``: what is printed, what is written, and what the checker says of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT / "cases"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def iterate(*arguments: object) -> subprocess.CompletedProcess[str]:
    return run("-m", "apsgen", "iterate", *arguments)


def check(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Check a certificate with nothing but Python, as somebody without apsgen would."""
    return run("-I", "-S", ROOT / "apsgen" / "checker.py", *arguments)


def test_both_sets_are_proved(tmp_path: Path) -> None:
    case, file = CASES / "athey_miller_2007.toml", tmp_path / "certificate.json"
    done = iterate(case, "--prove", file, "--json")
    assert done.returncode == 0, done.stderr
    fields = json.loads(done.stdout)
    stated = json.loads(file.read_text(encoding="utf-8"))
    assert fields["proved"] == {
        "inner": True,
        "outer": True,
        "gap": stated["claim"]["gap"],
        "rounded": False,
    }
    checked = check(case, file)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.startswith("Accepted: proved for athey_miller_2007.toml")


def test_the_claim_says_what_was_proved(tmp_path: Path) -> None:
    case, file = CASES / "stahl_1991.toml", tmp_path / "certificate.json"
    plain, proved = iterate(case), iterate(case, "--prove", file)
    before, after = (" ".join(done.stdout.split()) for done in (plain, proved))
    assert "computed in floating point, not proved exactly." in before
    assert "both are proved in exact arithmetic." in after
    assert "floating point" not in after


def test_emptiness_is_proved(tmp_path: Path) -> None:
    case, file = CASES / "von_neumann_1928.toml", tmp_path / "certificate.json"
    done = iterate(case, "--prove", file)
    assert done.returncode == 0
    assert "V* is empty: no payoffs can be supported; proved in exact arithmetic." in done.stdout
    assert "V* is empty." in check(case, file).stdout


def test_another_discount_factor_is_refused(tmp_path: Path) -> None:
    case, file = CASES / "stahl_1991.toml", tmp_path / "certificate.json"
    assert iterate(case, "--delta", "4/5", "--prove", file).returncode == 0
    assert check(case, file, "--delta", "4/5").returncode == 0
    refused = check(case, file, "--delta", "9/10")
    assert refused.returncode == 1
    assert "certificate.case.delta: the discount factor is 9/10, not 4/5" in refused.stdout


def test_rounded_numbers_are_named(tmp_path: Path) -> None:
    case, file = tmp_path / "case.toml", tmp_path / "certificate.json"
    text = (CASES / "stahl_1991.toml").read_text(encoding="utf-8")
    case.write_text(text + '\n[define]\nunused = "1"\n', encoding="utf-8")
    done = iterate(case, "--delta", "sqrt(2) / 2", "--prove", file)
    assert done.returncode == 0, done.stderr
    assert "for the rationals" in done.stdout
    checked = check(case, file, "--delta", "sqrt(2) / 2")
    assert checked.returncode == 0, checked.stdout
    assert "Proved for the rationals to which the case's numbers were rounded." in checked.stdout


def test_a_time_limit_leaves_a_weaker_claim(tmp_path: Path) -> None:
    case, file = CASES / "athey_bagwell_2001.toml", tmp_path / "certificate.json"
    done = iterate(case, "--prove", file, "--time-limit", "0.2")
    assert done.returncode == 3
    checked = check(case, file)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "V* lies in the hull of" in checked.stdout
    assert "V* contains" not in checked.stdout


@pytest.mark.parametrize("name", ["case.toml", "missing/certificate.json"])
def test_where_it_cannot_be_written(tmp_path: Path, name: str) -> None:
    case = tmp_path / "case.toml"
    case.write_bytes((CASES / "stahl_1991.toml").read_bytes())
    done = iterate(case, "--prove", tmp_path / name)
    assert done.returncode == 2
    assert done.stdout == ""
    assert case.read_bytes() == (CASES / "stahl_1991.toml").read_bytes()
