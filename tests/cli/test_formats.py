from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from apsgen.cli.formats import FORMATS, agreed, of_file, rendered
from apsgen.cli.main import main
from apsgen.errors import UsageError
from apsgen.report import csv_text, latex_text, text
from apsgen.serialise import json_text
from tests.cli.terminal import DILEMMA, seen
from tests.sample_results import result

STARTS = {"text": "A dilemma\n", "json": "{", "csv": "set,index,row,", "latex": "% apsgen "}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.toml"
    path.write_text(DILEMMA)
    return path


@pytest.mark.parametrize(
    ("chosen", "as_json", "form"),
    [(None, False, "text"), (None, True, "json"), ("json", True, "json"), ("csv", False, "csv")],
)
def test_the_two_options_agree(chosen: str | None, as_json: bool, form: str) -> None:
    assert agreed(chosen, as_json) == form


@pytest.mark.parametrize("chosen", ["text", "csv", "latex"])
def test_two_formats_are_refused(chosen: str) -> None:
    with pytest.raises(UsageError, match=f"--json and --format {chosen} ask for two formats; "):
        agreed(chosen, as_json=True)


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("a.TEX", "latex"), ("a.json", "json"), ("a.txt", "json"), ("tex", "json")],
)
def test_the_ending_says_the_format_of_a_file(name: str, form: str) -> None:
    assert of_file(Path(name)) == form


def test_each_format_is_what_its_module_writes() -> None:
    written = [rendered(result(), "case.toml", form) for form in FORMATS]
    assert written == [
        text(result(), "case.toml"),
        json_text(result(), "case.toml"),
        csv_text(result()),
        latex_text(result(), "case.toml"),
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_through_a_process(case: Path, form: str) -> None:
    shown = seen("iterate", case, "--format", form, on=())
    assert (shown.status, shown.stderr) == (0, "")
    assert shown.stdout.startswith(STARTS[form])
    assert shown.stdout.endswith("\n")
    assert not shown.stdout.endswith("\n\n")


def test_numbers_are_the_same_in_json_and_csv(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["iterate", str(case), "--json", "-o", str(tmp_path / "set.csv")]) == 0
    found = json.loads(capsys.readouterr().out)
    with (tmp_path / "set.csv").open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    for name in ("outer", "inner"):
        rows = [row for row in table if row["set"] == name]
        assert [[float(row["row"]), float(row["column"])] for row in rows] == found[name]
        assert [int(row["index"]) for row in rows] == list(range(1, len(rows) + 1))


def test_a_table_is_written_beside_the_text(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["iterate", str(case), "-o", str(tmp_path / "table.tex")]) == 0
    assert capsys.readouterr().out.startswith("A dilemma\n")
    written = (tmp_path / "table.tex").read_text(encoding="utf-8")
    assert written.startswith("% apsgen ")
    assert written.endswith("\\end{table}\n")


def test_two_formats_end_before_any_work(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["iterate", str(case), "--json", "--format", "csv", "-o", str(tmp_path / "a.json")]
    assert main(words) == 2
    assert capsys.readouterr() == (
        "",
        "apsgen: --json and --format csv ask for two formats; leave one out\n",
    )
    assert list(tmp_path.iterdir()) == [case]


def test_a_format_that_is_not_known(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["iterate", str(case), "--format", "xml"]) == 2
    assert "'xml' is not one of 'text', 'json', 'csv', 'latex'" in capsys.readouterr().err
