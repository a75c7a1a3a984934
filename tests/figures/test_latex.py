"""Every name becomes LaTeX that shows it."""

from __future__ import annotations

import re

import pytest

from apsgen.figures.latex import escaped, latex
from apsgen.figures.words import Math


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain (text), 3-4", "plain (text), 3-4"),
        ("50% of $x_1 & #2", r"50\% of \$x\_1 \& \#2"),
        ("two\nlines", r"two\\lines"),
        ("a--b, ``c''", "a-{}-b, `{}`c'{}'"),
        ("Müller", r"M{\"u}ller"),
        ("δ", r"$\delta$"),
        ("1–2", "1--2"),
        ("企", r"\ifdefined\Umathchar 企\else[U+4F01]\fi{}"),
        ("ἀ", r"\ifdefined\Umathchar ἀ\else[U+1F00]\fi{}"),
        ("", ""),
    ],
)
def test_text_is_shown_as_it_is(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_formulas_stand_between_dollars() -> None:
    assert latex(("R&D at ", Math(r"\delta = 1/2"))) == r"R\&D at $\delta = 1/2$"


def test_no_printable_letter_is_left_to_chance() -> None:
    for code in range(0x20, 0x2100):
        letter = chr(code)
        shown = re.sub(r"\\ifdefined\\Umathchar .\\else", "", escaped(letter))
        assert shown.isascii(), letter
        bare = re.sub(r"\\.", "", shown)
        assert not set(bare) & set("%&#_"), letter
        assert bare.count("{") == bare.count("}"), letter
        assert bare.count("$") % 2 == 0, letter
