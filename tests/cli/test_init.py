from __future__ import annotations

from pathlib import Path

import pytest

from apsgen.cli.main import main


def test_the_template_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    assert capsys.readouterr().out == (
        "case.toml: written; run it with: apsgen iterate case.toml\n"
    )
    assert main(["iterate", "case.toml", "--quiet"]) == 0
    assert "greatest total    18" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("case.txt", "case.txt: case files end in .toml; name one such as case.toml"),
        ("old.toml", "old.toml: exists already; name another file"),
        ("no/case.toml", "no/case.toml: there is no folder no; create it first"),
    ],
)
def test_other_files_are_refused(
    name: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.toml").write_text("mine")
    assert main(["init", name]) == 2
    assert capsys.readouterr().err == f"apsgen: {said}\n"
    assert (tmp_path / "old.toml").read_text() == "mine"
