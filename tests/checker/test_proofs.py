"""Certificates of cases of every kind are accepted, by the command, where nothing is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import apsgen
from apsgen import checker
from apsgen.polygon import Polygon
from tests.checker.proofs import PROOFS, ROOT, proof, write


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the checker with no package in reach but apsgen's own files."""
    command = [sys.executable, "-S", "-E", "-m", "apsgen.checker", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_is_accepted(tmp_path: Path, name: str) -> None:
    found = proof(name)
    file = write(tmp_path / "proof.json", found.certificate)
    lines = checker.check(found.case, file, found.delta, {})
    assert lines[0].startswith("Accepted: proved for ")
    assert ("V* is empty." in lines) == name.startswith(("empty", "hidden costs, empty"))
    assert len(lines) == (4 if found.outer else 2)


@pytest.mark.parametrize("name", PROOFS)
def test_what_is_proved_is_what_apsgen_finds(name: str) -> None:
    """The fine sets of apsgen lie between the coarse ones that are proved."""
    found = proof(name)
    result = apsgen.iterate(apsgen.load(found.case, delta=found.delta), tolerance=1e-3)
    assert (result.status == "empty") == (not found.outer)
    if found.outer:
        outer = Polygon.hull([(float(x), float(y)) for x, y in found.outer])
        assert result.inner_set.excess(outer) < 1e-8
        inner = Polygon.hull([(float(x), float(y)) for x, y in found.inner])
        assert inner.excess(result.outer_set) < 1e-8


def test_the_command_accepts_and_says_what_is_proved(tmp_path: Path) -> None:
    found = proof("hidden costs, division")
    file = write(tmp_path / "proof.json", found.certificate)
    status, out, err = run(str(found.case), str(file), "--delta", "9/10")
    assert (status, err) == (0, "")
    assert out.startswith(
        "Accepted: proved for athey_bagwell_2001.toml at delta = 9/10.\nV* contains"
    )


def test_the_command_rejects_another_delta_parameter_and_case(tmp_path: Path) -> None:
    found = proof("hidden costs, division")
    file = write(tmp_path / "proof.json", found.certificate)
    status, out, _ = run(str(found.case), str(file))
    assert status == 1
    assert out.startswith("Rejected: certificate.case.delta: the discount factor is 4/5")
    status, out, _ = run(str(found.case), str(file), "--delta", "9/10", "--set", "r=3")
    assert status == 1
    assert "certificate.case.parameters" in out
    other = ROOT / "cases" / "athey_bagwell_2001_interim.toml"
    status, out, _ = run(str(other), str(file), "--delta", "9/10")
    assert status == 1
    assert "another case file" in out


def test_the_command_accepts_a_parameter_that_was_set(tmp_path: Path) -> None:
    found = proof("hidden costs, division")
    file = write(tmp_path / "proof.json", found.certificate)
    assert run(str(found.case), str(file), "--delta=0.9", "--set", "r = 5 / 2")[0] == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"format": "apsgen-certif', "no JSON"),
        (b"\xff\xfe", "no UTF-8"),
    ],
)
def test_a_file_that_is_no_json_is_unreadable(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "proof.json"
    file.write_bytes(content)
    status, out, err = run(str(ROOT / "cases" / "stahl_1991.toml"), str(file))
    assert (status, out) == (2, "")
    assert reason in err
    assert "Traceback" not in err


def test_files_that_are_not_there_are_unreadable(tmp_path: Path) -> None:
    file = write(tmp_path / "proof.json", {})
    assert run(str(tmp_path / "none.toml"), str(file))[0] == 2
    assert run(str(ROOT / "cases" / "stahl_1991.toml"), str(tmp_path))[0] == 2
    assert run("one")[0] == 2


def test_a_bad_case_is_unreadable(tmp_path: Path) -> None:
    found = proof("perfect monitoring")
    file = write(tmp_path / "proof.json", found.certificate)
    case = tmp_path / "case.toml"
    case.write_text(
        found.case.read_text(encoding="utf-8") + "\n[players.third]\n", encoding="utf-8"
    )
    status, _, err = run(str(case), str(file))
    assert status == 2
    assert "found 3 players" in err


def test_a_certificate_is_no_longer_than_it_needs_to_be() -> None:
    assert len(json.dumps(proof("perfect monitoring").certificate)) < 20_000
