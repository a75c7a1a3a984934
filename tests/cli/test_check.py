"""``apsgen check`` through real processes: mechanisms, certificates, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.cli.main import main
from tests.mechanism.schemes import two_states

ROOT = Path(__file__).parents[2]
CASE = str(ROOT / "cases" / "athey_bagwell_2001.toml")
SCHEME = str(ROOT / "cases" / "athey_bagwell_2001.two_states.json")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apsgen", "check", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    """The scheme of two states for another discount factor, at which it fails."""
    path = tmp_path / "scheme.json"
    path.write_text(two_states(Fraction(3, 4), Fraction(9, 10)).to_json(), encoding="utf-8")
    return path


def test_a_mechanism_that_holds() -> None:
    process = run(CASE, SCHEME)
    assert (process.returncode, process.stderr) == (0, "")
    assert "The mechanism holds: 76 constraints" in process.stdout


def test_a_mechanism_that_fails(scheme: Path) -> None:
    process = run(CASE, str(scheme), "--delta", "3/4", "--json")
    assert (process.returncode, process.stderr) == (1, "")
    found = json.loads(process.stdout)
    assert (found["holds"], found["counts"]["fails"]) == (False, 4)
    assert found["constraints"][0]["claim"] == "an observed deviation does not pay"


def test_every_constraint_can_be_listed(scheme: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", CASE, str(scheme), "--delta", "3/4", "--all"]) == 1
    lines = capsys.readouterr().out.splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("status"))
    assert len(lines) - head - 1 == 76


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (["--delta", "9/10"], "delta: the mechanism was made for 4/5, and the case has 9/10"),
        (["--set", "eta=1/2"], "punishment[0]: the mechanism was made for 6/25"),
        (["--set", "s=1"], "unknown parameter s"),
    ],
)
def test_a_file_for_another_game_is_refused(
    changes: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", CASE, SCHEME, *changes]) == 2
    printed = capsys.readouterr()
    assert (printed.out, said in printed.err) == ("", True)


def test_parameters_in_the_file_are_held_to_the_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scheme.json"
    values = {"r": "5/2", "theta_L": 1, "theta_H": 2, "eta": "3/5", "nash": "6/25"}
    path.write_text(json.dumps(json.loads(Path(SCHEME).read_text()) | {"parameters": values}))
    assert main(["check", CASE, str(path)]) == 0
    assert main(["check", CASE, str(path), "--set", "r=3"]) == 2
    assert "made for 5/2, and the case has 3; --set r=5/2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "format: missing"),
        ("nonsense", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"format": "apsgen-result/1"}', 'found "apsgen-result/1"'),
    ],
)
def test_a_bad_file_is_refused(
    tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    assert main(["check", CASE, str(path)]) == 2
    printed = capsys.readouterr()
    assert (printed.out, "Traceback" in printed.err) == ("", False)
    assert str(path) in printed.err
    assert said in printed.err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", CASE, "nowhere.json"]) == 2
    assert main(["check", "nowhere.toml", SCHEME]) == 2
    assert "nowhere.toml: cannot be read" in capsys.readouterr().err


DILEMMA = """\
title = "A dilemma"
delta = "1/2"
[players.row]
actions = ["C", "D"]
[players.column]
actions = ["C", "D"]
[payoffs]
row = [[9, 1], [10, 3]]
column = [[9, 10], [1, 3]]
"""


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """A case, and a certificate that the payoffs of the static equilibrium are in V*."""
    import hashlib

    (tmp_path / "case.toml").write_text(DILEMMA, encoding="utf-8")
    block = {"weights": [[3, "1"]], "continuation": [[[0, "1"]]], "payments": []}
    about = {
        "sha256": hashlib.sha256(DILEMMA.encode()).hexdigest(),
        "files": {},
        "delta": "1/2",
        "parameters": {},
        "rounded": [],
    }
    certificate = {
        "format": "apsgen-certificate/1",
        "case": about,
        "claim": {"status": "bounded", "gap": None},
        "inner": {"vertices": [["3", "3"]], "mechanisms": [[{"blocks": [block]}]]},
        "outer": None,
    }
    (tmp_path / "proof.json").write_text(json.dumps(certificate), encoding="utf-8")
    return tmp_path


def test_a_certificate_is_checked_too(proof: Path) -> None:
    case, certificate = str(proof / "case.toml"), str(proof / "proof.json")
    process = run(case, certificate)
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.splitlines() == [
        "Accepted: proved for case.toml at delta = 1/2.",
        "V* contains the hull of the 1 inner vertices.",
    ]
    rejected = run(case, certificate, "--delta", "1/3")
    assert (rejected.returncode, rejected.stderr) == (1, "")
    assert rejected.stdout.startswith("Rejected: certificate.case.delta: ")


def test_a_certificate_as_json(proof: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(proof / "case.toml"), str(proof / "proof.json"), "--json"]
    assert main(["check", *words]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["accepted"]) == ("apsgen-certificate-check/1", True)
    assert len(found["lines"]) == 2


def test_a_certificate_of_no_case(proof: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (proof / "case.toml").write_text("title = 3", encoding="utf-8")
    assert main(["check", str(proof / "case.toml"), str(proof / "proof.json")]) == 2
    assert capsys.readouterr().out == ""
