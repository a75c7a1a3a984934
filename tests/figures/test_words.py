"""Text is shown as it is, formulas as formulas."""

from __future__ import annotations

import pytest
from matplotlib.mathtext import MathTextParser

from apsgen.figures.words import LINES, Math, folded, joined, mathtext

DELTA = Math(r"\delta = 1/2")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("plain",), "plain"),
        (("5 $ or 6 $",), r"5 \$ or 6 \$"),
        (("at ", DELTA), r"at $\delta = 1/2$"),
        (("5 $, ", DELTA, " & more_"), r"5 \$, $\delta = 1/2$ & more_"),
        ((), ""),
    ],
)
def test_dollars_of_names_are_no_formulas(words: tuple[str | Math, ...], shown: str) -> None:
    assert mathtext(words) == shown
    MathTextParser("path").parse(mathtext(words))


def test_joined_words_keep_their_parts() -> None:
    assert joined([("a",), (DELTA,), ("b", "c")], "; ") == ("a", "; ", DELTA, "; ", "b", "c")
    assert joined([]) == ()


def test_folded_text_keeps_to_the_width() -> None:
    (text,) = folded(("one two three four five six",), 10)
    assert isinstance(text, str)
    assert text.splitlines() == ["one two", "three four", "five six"]


def test_a_text_that_is_too_long_ends_in_an_ellipsis() -> None:
    (text,) = folded(("word " * 50,), 20)
    assert isinstance(text, str)
    assert len(text.splitlines()) == LINES
    assert text.endswith(" … ")


def test_a_word_that_is_too_long_is_broken() -> None:
    (text,) = folded(("x" * 25,), 10)
    assert text == "x" * 10 + "\n" + "x" * 10 + "\n" + "x" * 5


def test_formulas_stay_whole_and_apart_from_text() -> None:
    assert folded(("at least ", DELTA, " or so"), 5) == ("at\nleast ", DELTA, " or so")
