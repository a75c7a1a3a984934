from __future__ import annotations

import pytest

from apsgen.tex import ascii_words, escape


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D_1: 100 % of $x, #2", r"R\&D\_1: 100 \% of \$x, \#2"),
        (
            "{a}\\b~c^d",
            r"\textbraceleft{}a\textbraceright{}\textbackslash{}b\textasciitilde{}c"
            r"\textasciicircum{}d",
        ),
        ("<|>\"'`", r"\textless{}\textbar{}\textgreater{}'''`"),
        ("é Å š ş ő", r"{\'e} {\r A} {\v s} {\c s} {\H o}"),
        ("í \N{LATIN SMALL LETTER J WITH CIRCUMFLEX}", r"{\'\i} {\^\j}"),
        ("Straße, Øst, Łódź", r"Stra{\ss}e, {\O}st, {\L}{\'o}d{\'z}"),
        ("δ, λ, φ, ε; Γ, Λ", r"$\delta$, $\lambda$, $\varphi$, $\varepsilon$; $\Gamma$, $\Lambda$"),
        ("\N{GREEK CAPITAL LETTER RHO}", r"$\mathrm{P}$"),
        ("1–2 — 3 × “4” \N{RIGHT SINGLE QUOTATION MARK}", "1--2 --- 3 $\\times$ ``4'' '"),
        ("−1 ≤ x → ∞…", r"$-$1 $\leq$ x $\to$ $\infty$\dots{}"),
        ("a\N{NO-BREAK SPACE}b", "a~b"),
        ("one\ntwo\r\n\n\tthree", "one two three"),
        ("a\x1b[2Jb\x00", "a?[2Jb?"),
        ("", ""),
    ],
)
def test_text_becomes_latex(text: str, written: str) -> None:
    assert escape(text) == written


def test_a_decomposed_letter_is_the_letter() -> None:
    assert escape("o\N{COMBINING DIAERESIS}") == escape("ö") == r"{\"o}"


@pytest.mark.parametrize("text", ["中", "ế", "ά", "ϟ", "\N{GREEK SMALL LETTER DIGAMMA}"])
def test_what_latex_has_no_command_for_stays(text: str) -> None:
    assert escape(text) == text


def test_every_ascii_character_keeps_braces_balanced() -> None:
    for number in range(32, 127):
        written = escape(chr(number))
        assert written.count("{") == written.count("}")
        assert "\\{" not in written
        assert written.strip() or chr(number) == " "


def test_words_of_keys_are_ascii() -> None:
    assert ascii_words("d'Aspremont & Gérard-Varet: Öß_1") == [
        "d",
        "aspremont",
        "gerard",
        "varet",
        "oss",
        "1",
    ]
    assert ascii_words("中 – !") == []
