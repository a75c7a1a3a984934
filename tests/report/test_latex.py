from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from apsgen.report.latex import ROWS, latex_text
from apsgen.report.plain import text
from apsgen.result import Result, Status
from tests.sample_results import game, result

HOSTILE = "\\end{table} 100% of $x_1 & #2~^<>|\"'`{ é Möbius δ Γ – “q” × ∞\n\nnew"
SEGMENT = ((-1.0, 1.0), (1.0, -1.0))
MANY = [(k / 64, (k / 64) ** 2) for k in range(40)]
LESS = [(x, y + 1 / 64) for x, y in MANY[2:-2]]

KINDS = {
    "area": result(),
    "apart": result(inner=[(0, 0), (1.5, 0), (0, 1.25)]),
    "point": result(outer=[(1, 1)], inner=[(1, 1)]),
    "segment": result(outer=SEGMENT, inner=SEGMENT, feasible=SEGMENT),
    "many": result(outer=MANY, inner=LESS),
    "empty": result(outer=[], inner=[], status=Status.EMPTY, punishment=(None, None)),
    "no inner set": result(inner=[], status=Status.STOPPED),
    "fixed": result(of=game(fixed=(Fraction(-1, 4), None)), punishment=(-0.25, None)),
    "hostile": result(
        of=replace(game(HOSTILE, exact=False), players=("R&D_1", "{50%} $~é"), reference=HOSTILE)
    ),
    "bare": result(of=replace(game(title=""), reference="")),
}


def table(of: Result) -> list[list[str]]:
    """Return the cells of the rows, and check that each row fills the five columns."""
    body = latex_text(of, "case.toml")
    inside = body[body.index(r"\toprule") : body.index(r"\bottomrule")]
    found = []
    for row in re.findall(r"^    (.*) \\\\$", inside, re.MULTILINE):
        cells = re.split(r"(?<!\\) ?& ?", row)
        spans = [int(span) for span in re.findall(r"\\multicolumn\{(\d)\}", row)]
        assert len(cells) + sum(spans) - len(spans) == 5
        found.append(cells)
    return found


def numbers(of: Result) -> list[str]:
    return ["".join(cells[1:3]) for cells in table(of) if not cells[1].startswith("\\")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_is_sound(kind: str) -> None:
    written = latex_text(KINDS[kind], "case.toml")
    assert table(KINDS[kind])
    bare = re.sub(r"\\.", "", written)
    depth = 0
    for brace in re.findall("[{}]", bare):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert bare.count("$") % 2 == 0
    assert written.isascii()
    assert "\n\n" not in written
    opened = re.findall(r"\\begin\{(\w+)\}", written)
    assert opened == ["table", "tabular", "minipage"]
    assert re.findall(r"\\end\{(\w+)\}", written) == ["tabular", "minipage", "table"]


def test_the_whole_table() -> None:
    small = result(
        outer=[(0.25, 1.25), (1.25, -0.25)],
        inner=[(0.25, 1.25), (1.25, -0.25)],
        of=game(with_actions=False),
        punishment=(0.25, -0.25),
        first_best=1.5,
    )
    assert latex_text(small, "case.toml") == (
        r"""% apsgen 0.1.0, case.toml; needs \usepackage{booktabs}
\begin{table}[htbp]
  \centering
  \caption{Price war: extreme points of the payoff set $V^{*}$}
  \label{tab:price-war}
  \par\smallskip
  \begin{tabular}{lr@{}lr@{}l}
    \toprule
     & \multicolumn{2}{c}{firm1} & \multicolumn{2}{c}{firm2} \\
    \midrule
    Extreme points & 0 & .25 & 1 & .25 \\
     & 1 & .25 & $-$0 & .25 \\
    \midrule
    Least payoff & 0 & .25 & $-$0 & .25 \\
    Punishment (worst) & 0 & .25 & $-$0 & .25 \\
    \midrule
    Greatest total & \multicolumn{4}{c}{1.5} \\
    First-best total & \multicolumn{4}{c}{1.5} \\
    \bottomrule
  \end{tabular}
  \par\medskip
  \begin{minipage}{\linewidth}
    \footnotesize
    \emph{Notes.}
    $V^{*}$ lies within the outer set and contains the inner set; computed in floating point, """
        r"""not proved exactly.
    The inner and the outer set are each a segment.
    The first-best total is reached.
    The gap between the two sets is 0 (0 of the outer set's size; asked for $10^{-6}$).
    Payoffs are averages per period.
    The discount factor is $4/5 = 0.8$.
    The game: Doe (2001).
    Computed with apsgen 0.1.0.
  \end{minipage}
\end{table}"""
    )


@pytest.mark.parametrize("kind", ["area", "point", "segment"])
def test_numbers_are_those_of_the_text_report(kind: str) -> None:
    plain = text(KINDS[kind], "case.toml").splitlines()
    first = next(n for n, words in enumerate(plain) if words.startswith("extreme points")) + 2
    last = plain.index("", first)
    listed = [words.split()[0].replace("-", "$-$") for words in plain[first:last]]
    assert numbers(KINDS[kind])[: len(listed)] == listed


def test_both_sets_are_listed_when_they_look_different() -> None:
    labels = [cells[0] for cells in table(KINDS["apart"]) if cells[0]]
    assert labels[:2] == ["Inner set", "Outer set"]
    without = [cells[0] for cells in table(KINDS["no inner set"]) if cells[0]]
    assert without[:1] == ["Outer set"]


def test_a_long_list_is_cut_and_says_so() -> None:
    more = [cells[1] for cells in table(KINDS["many"]) if "more" in cells[1]]
    counts = [
        len(polygon.vertices) for polygon in (KINDS["many"].inner_set, KINDS["many"].outer_set)
    ]
    assert more == [rf"\multicolumn{{4}}{{c}}{{\dots{{}} and {n - ROWS} more}}" for n in counts]


def test_intervals_and_words_stand_across_their_columns() -> None:
    lacking = [cells for cells in table(KINDS["no inner set"]) if cells[0] == "Least payoff"]
    assert lacking == [["Least payoff", *[r"\multicolumn{2}{c}{at least 0}"] * 2]]
    (fixed,) = [cells for cells in table(KINDS["fixed"]) if cells[0] == "Punishment (fixed)"]
    assert fixed[1:] == ["$-$0", ".25", r"\multicolumn{2}{c}{never punished}"]


def test_an_empty_set_has_a_table() -> None:
    assert [cells[0] for cells in table(KINDS["empty"])] == ["", "Extreme points"]
    assert "$V^{*}$ is empty: no payoffs can be supported;" in latex_text(KINDS["empty"], "c")


def test_what_the_case_says_is_escaped() -> None:
    written = latex_text(KINDS["hostile"], "a\nb.toml")
    assert written.startswith("% apsgen 0.1.0, a?b.toml; ")
    assert r"\textbackslash{}end\textbraceleft{}table\textbraceright{} 100\% of \$x\_1" in written
    assert r"\label{tab:end-table-100-of-x-1-2-e-mobius-q-new}" in written


def test_a_game_without_words() -> None:
    written = latex_text(KINDS["bare"], "c")
    assert r"\caption{Extreme points of the payoff set $V^{*}$}" in written
    assert r"\label{tab:apsgen}" in written
    assert "The game" not in written


@pytest.mark.parametrize("engine", [name for name in ("pdflatex",) if shutil.which(name)])
def test_the_table_compiles(engine: str, tmp_path: Path) -> None:
    tables = "\n".join(latex_text(of, "case.toml") + "\n\\clearpage" for of in KINDS.values())
    (tmp_path / "all.tex").write_text(
        "\\documentclass{article}\\usepackage{booktabs}\\begin{document}\n"
        f"{tables}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    command = [engine, "-halt-on-error", "-interaction=nonstopmode", "-draftmode", "all.tex"]
    process = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    said = process.stdout.decode("utf-8", errors="replace")
    assert process.returncode == 0, said
    assert "Overfull" not in said
    assert "Float too large" not in said
