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
        ("{a}~^\\", r"\{a\}\textasciitilde{}\textasciicircum{}\textbackslash{}"),
        ("a < b > c | d", r"a \textless{} b \textgreater{} c \textbar{} d"),
        ('say "x"', r"say \char34{}x\char34{}"),
        ("two\nlines", r"two\\lines"),
        ("a--b, ''c''", "a-{}-b, '{}'c'{}'"),
        ("Müller, Çelik, Ångström", r"M\"{u}ller, \c{C}elik, \r{A}ngstr\"{o}m"),
        ("Straße, Łódź, œuvre, \u0131g", r"Stra\ss{}e, \L{}\'{o}d\'{z}, \oe{}uvre, \i{}g"),
        ("δ Σ \u0391 λ Λ \u03bf ς", r"$\delta$ $\Sigma$ A $\lambda$ $\Lambda$ o $\varsigma$"),
        ("1–2 … −3 × 4", r"1--2 \ldots{} $-$3 $\times$ 4"),
        ("企", r"\ifdefined\Umathchar 企\else[U+4F01]\fi{}"),
        ("ἀ", r"\ifdefined\Umathchar ἀ\else[U+1F00]\fi{}"),
        ("a\x07b", "a[U+0007]b"),
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
        assert (bare == "~") == (letter == "\xa0"), letter
        assert bare.count("{") == bare.count("}"), letter
        assert bare.count("$") % 2 == 0, letter
