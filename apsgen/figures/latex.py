"""Words as LaTeX that compiles with any engine, whatever the letters of a name."""

from __future__ import annotations

import re

from apsgen.figures.words import Math, Words
from apsgen.tex import escape

_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=,)(?=,)|(?<=[!?])(?=`)")


def latex(words: Words) -> str:
    r"""Return words for LaTeX: text shows as it is, formulas stand between dollars.

    Examples
    --------
    >>> latex(("R&D_1: ", Math(r"\delta")))
    'R\\&D\\_1: $\\delta$'
    """
    return "".join(f"${part.tex}$" if isinstance(part, Math) else escaped(part) for part in words)


def escaped(text: str) -> str:
    r"""Return text as LaTeX that shows it; each line break becomes ``\\``.

    A letter that pdfLaTeX cannot set shows there as its number; LuaLaTeX and XeLaTeX take the
    letter itself from the document's font.

    Examples
    --------
    >>> escaped("50% of a--b")
    '50\\% of a-{}-b'
    """
    lines = ("{}".join(map(escape, _LIGATURE.split(line))) for line in text.split("\n"))
    return "".join(map(_settable, r"\\".join(lines)))


def _settable(character: str) -> str:
    if character.isascii():
        return character
    return rf"\ifdefined\Umathchar {character}\else[U+{ord(character):04X}]\fi{{}}"
