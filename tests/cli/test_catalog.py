from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from apsgen.catalog import listed

ROOT = Path(__file__).parents[2]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "catalog", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_cases_are_listed_as_text_and_as_json(tmp_path: Path) -> None:
    text, found = run(tmp_path), run(tmp_path, "--json")
    assert (text.returncode, found.returncode) == (0, 0)
    names = [case.name for case in listed()]
    assert [line for line in text.stdout.splitlines() if not line.startswith(" ")] == names
    assert max(map(len, text.stdout.splitlines())) <= 80
    printed = json.loads(found.stdout)
    assert printed["format"] == "apsgen-catalog/1"
    assert [case["name"] for case in printed["cases"]] == names


def test_a_copy_runs(tmp_path: Path) -> None:
    copied = run(tmp_path, "copy", "luce_raiffa_1957", "--to", str(tmp_path))
    assert copied.stdout.split() == [
        str(tmp_path / "luce_raiffa_1957.toml"),
        str(tmp_path / "luce_raiffa_1957.nfg"),
    ]
    again = run(tmp_path, "copy", "luce_raiffa_1957")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == (
        "apsgen: luce_raiffa_1957.toml: exists already; name another folder with --to\n"
    )
