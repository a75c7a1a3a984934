"""What a notebook shows of a result, and the notebook of the tutorial."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from apsgen.notebook import page, picture
from apsgen.result import Result, Status
from tests.figures.results import kinds
from tests.sample_results import game, result

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
SVG = "{http://www.w3.org/2000/svg}"
KINDS = kinds()


@pytest.mark.parametrize("of", KINDS.values(), ids=KINDS)
def test_every_kind_of_result_has_a_picture(of: Result) -> None:
    image = ElementTree.fromstring(picture(of))
    shapes = [one for kind in ("polygon", "circle") for one in image.iter(f"{SVG}{kind}")]
    drawn = (of.feasible_set, of.outer_set, of.inner_set)
    assert len(shapes) == sum(not one.is_empty for one in drawn)
    assert "nan" not in picture(of)


@pytest.mark.parametrize("of", KINDS.values(), ids=KINDS)
def test_every_kind_of_result_has_a_page(of: Result) -> None:
    shown = page(of)
    assert f'<td style="text-align:left">{of.status}</td>' in shown
    assert picture(of) in shown
    assert ("inner set</th>" in shown) == (not of.inner_set.is_empty)
    assert "inf" not in re.sub("<title>.*</title>", "", shown)


def test_a_page_says_what_is_claimed_and_how_well() -> None:
    shown = page(result(inner=[(0, 0), (1.5, 0), (0, 1.25)]))
    assert "<strong>Price war</strong>" in shown
    assert "V* lies within the outer set and contains the inner set; computed in" in shown
    cells = re.findall(r">([^<]+)</t[hd]>", shown)
    assert cells[: cells.index("inner set")] == [
        *("delta", "4/5", "status", "converged", "gap", "0.75"),
        *("extreme points", "inner set 3, outer set 3"),
    ]
    assert cells[cells.index("inner set") :] == [
        *("inner set", "firm1", "firm2"),
        *("0", "0", "1.5", "0", "0", "1.25"),
    ]


def test_a_stopped_run_lists_the_outer_set() -> None:
    shown = page(result(inner=[], status=Status.STOPPED))
    assert "no inner set was found yet" in shown
    assert "outer set</th>" in shown


def test_long_lists_are_cut() -> None:
    many = [(x, x * x) for x in range(20)]
    cells = re.findall(r">([^<]+)</td>", page(result(outer=many, inner=many)))
    assert cells[-2:] == ["...", "..."]
    assert "49" in cells
    assert "64" not in cells


def test_names_are_escaped() -> None:
    shown = page(result(of=game(title="<b>&amp;")))
    assert "&lt;b&gt;&amp;amp;" in shown
    assert "<b>" not in shown


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    from matplotlib import pyplot

    pyplot.switch_backend("Agg")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    assert cells
    names: dict[str, object] = {}
    try:
        for place, cell in enumerate(cells):
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            exec(compile("".join(cell["source"]), f"{path.name}[{place}]", "exec"), names)
    finally:
        pyplot.close("all")
