from __future__ import annotations

from io import StringIO
from math import inf

import pytest

from apsgen.cli.progress import MovingLine, Silent, line
from apsgen.polygon import Polygon
from apsgen.result import Step

TRIANGLE = Polygon.hull([(0, 0), (1, 0), (0, 1)])


def step(number: int, seconds: float, inner: Polygon = TRIANGLE) -> Step:
    return Step(TRIANGLE, inner, TRIANGLE.hausdorff(inner), 8, number, 90, seconds)


def test_a_step_in_words() -> None:
    assert line(step(3, 1.26)) == (
        "step 3: gap 0, 3 outer and 3 inner vertices, 90 linear programs, 1.3 s"
    )
    without = step(3, 1.26, Polygon.hull([]))
    assert without.gap == inf
    assert line(without).startswith("step 3: no inner set yet, 3 outer and 0 inner vertices")


def test_the_line_moves_and_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    stream = StringIO()
    moving = MovingLine(stream)
    moving.show(step(1, 0.0))
    moving.show(step(2, 0.05))
    moving.show(step(3, 0.2))
    moving.clear()
    blank, *shown, wiped, end = stream.getvalue().split("\r")
    assert [words[:7] for words in shown] == ["step 1:", "step 3:"]
    assert [len(words) for words in shown] == [29, 29]
    assert (blank, wiped, end) == ("", " " * 29, "")


def test_nothing_is_wiped_where_nothing_was_shown() -> None:
    stream = StringIO()
    MovingLine(stream).clear()
    assert stream.getvalue() == ""


def test_silence(capsys: pytest.CaptureFixture[str]) -> None:
    silent = Silent()
    silent.show(step(1, 0.0))
    silent.clear()
    assert capsys.readouterr() == ("", "")
