from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from apsgen.case import load
from apsgen.errors import UsageError
from apsgen.figures import Paper, draw_automaton, plot_automaton
from apsgen.figures.page import settings
from apsgen.mechanism import Arrow, Automaton, Node, automaton_of
from tests.mechanism.schemes import two_states

MARKET = load(Path(__file__).parents[2] / "cases" / "athey_bagwell_2001.toml")
FOUND = automaton_of(MARKET, two_states(MARKET.delta, Fraction(9, 10)))
ODD = Automaton(
    "50 % & more",
    0,
    (Node(0, (Fraction(1), None), ()),),
    (Arrow(0, 0, ("$x_1$ & {", "δ"), Fraction(1, 2), False),),
)

CROWDED = Automaton(
    "Keys",
    0,
    (Node(0, (Fraction(1), Fraction(1)), ()), Node(1, (Fraction(1), Fraction(1)), ())),
    tuple(
        Arrow(k, (k + step) % 2, (*(f"event {n}" for n in range(6)), f"{k}"), Fraction(1, 2), False)
        for k in (0, 1)
        for step in (0, 1)
    ),
)

TEX = [path for path in [shutil.which("pdflatex")] if path]


@pytest.mark.parametrize("form", ["pdf", "png", "svg", "tex"])
def test_the_same_automaton_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    one, other = tmp_path / f"one.{form}", tmp_path / f"other.{form}"
    draw_automaton(FOUND, one)
    draw_automaton(FOUND, other)
    assert one.read_bytes() == other.read_bytes()
    assert one.stat().st_size > 1000


def test_states_and_arrows_bear_their_words(tmp_path: Path) -> None:
    path = tmp_path / "automaton.svg"
    draw_automaton(FOUND, path, Paper(title="Two states"))
    text = path.read_text(encoding="utf-8")
    for words in (
        "(0.758, 0.582)",
        "probability 6/25",
        "punishment",
        "dashed: after",
        "Two states",
    ):
        assert words in text


def test_the_note_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "automaton.svg"
    draw_automaton(FOUND, path, Paper(legend=False))
    assert "dashed" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("automaton", [FOUND, ODD], ids=["market", "odd"])
def test_tex_has_every_arrow(tmp_path: Path, automaton: Automaton) -> None:
    draw_automaton(automaton, tmp_path / "a.tex", Paper(title=automaton.title))
    text = (tmp_path / "a.tex").read_text(encoding="utf-8")
    assert text.count(r"\draw") == len(automaton.nodes) + len(automaton.arrows) + 1


def test_tex_has_keys_and_their_table(tmp_path: Path) -> None:
    draw_automaton(CROWDED, tmp_path / "a.tex")
    text = (tmp_path / "a.tex").read_text(encoding="utf-8")
    assert text.count("circle, fill=white") == len(CROWDED.arrows)
    assert "{probability 1/2: event 0; event 1;" in text


@pytest.mark.parametrize("pdflatex", TEX)
def test_tex_compiles(pdflatex: str, tmp_path: Path) -> None:
    for name, automaton in (("market", FOUND), ("odd", ODD), ("keys", CROWDED)):
        draw_automaton(automaton, tmp_path / f"{name}.tex", Paper(title=automaton.title))
        words = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"]
        process = subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=60, check=False)
        assert process.returncode == 0, process.stdout[-500:]


def test_odd_names_are_drawn(tmp_path: Path) -> None:
    draw_automaton(ODD, tmp_path / "odd.svg", Paper(title=ODD.title))
    assert "$x_1$ &amp; {" in (tmp_path / "odd.svg").read_text(encoding="utf-8")


def test_on_axes_of_ones_own() -> None:
    axes = Figure(figsize=(5, 4)).add_subplot()
    plot_automaton(FOUND, axes)
    assert len(axes.patches) == len(FOUND.nodes) + len(FOUND.arrows) + 1
    assert "probability 6/25" in "\n".join(text.get_text() for text in axes.texts)


@pytest.mark.parametrize("font", ["serif", "sans"])
@pytest.mark.parametrize("automaton", [FOUND, CROWDED], ids=["words", "keys"])
def test_words_do_not_overlap_as_they_are_set(automaton: Automaton, font: str) -> None:
    with settings(Paper(font=font)):
        figure = Figure(figsize=(5, 6))
        axes = figure.add_axes((0, 0, 1, 1))
        plot_automaton(automaton, axes)
        figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) >= 2 * len(automaton.nodes) + 4
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert max(box.x1 for box in boxes) <= figure.bbox.x1


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"not as \.gif"):
        draw_automaton(FOUND, tmp_path / "a.gif")
    with pytest.raises(UsageError, match="cannot be written"):
        draw_automaton(FOUND, tmp_path / "no" / "a.pdf")
