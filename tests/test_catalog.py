from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath

import pytest

from apsgen import catalog
from apsgen.case import load
from apsgen.errors import UsageError

CASES = Path(__file__).parents[1] / "cases"


def test_every_case_is_listed_with_its_paper() -> None:
    known = {case.name: case for case in catalog.listed()}
    for path in CASES.rglob("*.toml"):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        assert known[path.stem].title == table["title"]
        assert known[path.stem].reference == table["reference"]
    assert len(known) == len(catalog.listed())


def test_what_belongs_to_a_case_is_copied_with_it(tmp_path: Path) -> None:
    copied = catalog.copied(("luce_raiffa_1957", "athey_bagwell_2001"), tmp_path)
    assert [path.name for path in copied] == [
        "luce_raiffa_1957.toml",
        "luce_raiffa_1957.nfg",
        "athey_bagwell_2001.toml",
        "athey_bagwell_2001.map.json",
        "athey_bagwell_2001.two_states.json",
    ]
    assert load(copied[0]).title == load(CASES / "luce_raiffa_1957.toml").title
    assert all(path.read_bytes() == (CASES / path.name).read_bytes() for path in copied)


def test_nothing_is_copied_if_one_file_exists(tmp_path: Path) -> None:
    (tmp_path / "stahl_1991.toml").write_text("mine")
    with pytest.raises(UsageError, match=r"stahl_1991\.toml: exists already; name another folder"):
        catalog.copied(("friedman_1971", "stahl_1991"), tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("stahl_1919", "there is no case 'stahl_1919'; did you mean stahl_1991?"),
        ("x", "there is no case 'x'; apsgen catalog lists those that there are"),
    ],
)
def test_a_case_that_is_none_is_refused(name: str, cure: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        catalog.copied((name,), tmp_path)
    assert str(refused.value) == cure


def test_a_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere: is no folder; create it first"):
        catalog.copied(("stahl_1991",), tmp_path / "nowhere")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "stahl_1991.toml").symlink_to(tmp_path / "nowhere" / "file")
    with pytest.raises(UsageError, match="cannot be written: No such file"):
        catalog.copied(("stahl_1991",), tmp_path)


class Recorded(PurePosixPath):
    """A file in an installed package's record."""

    root_folder = Path()

    def locate(self) -> Path:
        return self.root_folder / self


def test_an_installed_package_finds_its_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "_HERE", tmp_path / "lib" / "apsgen")
    record = [Recorded("lib/apsgen/catalog.py"), Recorded("share/apsgen/cases/a.toml")]
    monkeypatch.setattr(Recorded, "root_folder", tmp_path)
    monkeypatch.setattr(catalog, "files", lambda name: record)
    assert catalog.folder() == tmp_path / "share" / "apsgen" / "cases"
    monkeypatch.setattr(catalog, "files", lambda name: None)
    with pytest.raises(UsageError, match="the cases are not installed"):
        catalog.folder()


def test_the_template_runs_and_names_every_table(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(catalog.template(), encoding="utf-8")
    assert load(path).players == ("row", "column")
    for table in ("parameters", "decisions", "monitoring", "transfers", "punishment"):
        assert f"[{table}" in catalog.template()
