from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from apsgen.cli.main import main
from tests.cli.terminal import CURVED, DILEMMA


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "case.toml"
    path.write_text(DILEMMA)
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["iterate", *words])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_range_is_exact_and_the_table_has_a_line_for_each(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, case, "--delta", "0.1:0.5:3,3/4")
    assert status == 0
    for delta in ("1/10 = 0.1", "3/10 = 0.3", "1/2 = 0.5", "3/4 = 0.75"):
        assert out.count(f"\n{delta}") == 1


def test_json_is_a_list_of_results_that_are_those_of_each_alone(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, case, "--delta", "1/10,1/5", "--json")
    nested = json.loads(out)
    assert nested["format"] == "apsgen-nested/1"
    assert nested["limit"] is None
    for delta, result in zip(("1/10", "1/5"), nested["results"], strict=True):
        _, alone, _ = run(capsys, case, "--delta", delta, "--json")
        expected = json.loads(alone)
        for field in ("delta", "status", "outer", "inner", "provenance"):
            if field == "provenance":
                assert result[field]["options"] == expected[field]["options"]
            else:
                assert result[field] == expected[field]


def test_files_are_written(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, figure = tmp_path / "sets.csv", tmp_path / "sets.svg"
    words = "--delta", "1/10,1/2", "-o", str(table), "--plot", str(figure), "--format", "csv"
    status, out, _ = run(capsys, case, *words)
    assert status == 0
    assert table.read_text() == out
    assert {row["delta"] for row in csv.DictReader(StringIO(out))} == {"1/10", "1/2"}
    assert figure.read_text().startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--delta", "1/2,3/4", "--format", "latex"], "--format latex"),
        (["--delta", "1/2,3/4", "-o", "sets.tex"], "sets.tex"),
        (["--delta", "1/2,3/4", "--prove", "proof.json"], "--prove"),
        (["--delta", "1/2,3/4", "--plot-trace", "trace.pdf"], "--plot-trace"),
        (["--delta", "1/2", "--with-limit"], "several"),
        (["--delta", "1/2:3/4"], "FROM:TO:POINTS"),
        (["--delta", "1/2,,3/4"], "missing"),
        (["--delta", "1/2,3/2"], "0 < delta < 1"),
    ],
)
def test_what_makes_no_sense_is_refused(
    case: str, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, case, *words)
    assert (status, out) == (2, "")
    assert told in err


def test_a_limit_leaves_the_question_open(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(
        capsys, str(CURVED), "--delta", "3/4,4/5", "--max-iterations", "2", "--quiet"
    )
    assert status == 3
    assert out.count("stopped") == 2


def test_the_limit_comes_with_the_sets(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figure, words = tmp_path / "sets.svg", ("--delta", "1/10,9/10", "--with-limit")
    status, out, _ = run(capsys, case, *words, "--json", "--plot", str(figure))
    assert status == 0
    limit = json.loads(out)["limit"]
    # The folk theorem: all that is feasible and no worse than (3, 3) for a player.
    assert sorted(limit["outer"]) == [[3.0, 3.0], [3.0, 9.75], [9.0, 9.0], [9.75, 3.0]]
    far, near = limit["distances"]
    assert far == pytest.approx(72**0.5)
    assert near == pytest.approx(0.0, abs=1e-9)
    assert "distance to the limit" in figure.read_text()
    _, out, _ = run(capsys, case, *words)
    assert "limit set for delta -> 1: greatest total 18" in out
