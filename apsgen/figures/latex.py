"""Text as LaTeX, so that any name compiles, whatever its characters."""

from __future__ import annotations

import re
import unicodedata

from apsgen.figures.words import Math, Words

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char34{}",
    "\n": r"\\",
    "\N{NO-BREAK SPACE}": "~",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "\N{LATIN SMALL LETTER DOTLESS I}": r"\i{}",
    "\N{GREEK SMALL LETTER FINAL SIGMA}": r"$\varsigma$",
    "\N{GREEK SMALL LETTER OMICRON}": "o",
    "¡": "!`",
    "¿": "?`",
    "§": r"\S{}",
    "©": r"\copyright{}",
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{HORIZONTAL ELLIPSIS}": r"\ldots{}",
    "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    "\N{MINUS SIGN}": "$-$",
    "\N{MULTIPLICATION SIGN}": r"$\times$",
    "\N{MIDDLE DOT}": r"$\cdot$",
    "\N{DEGREE SIGN}": r"$^\circ$",
    "\N{PLUS-MINUS SIGN}": r"$\pm$",
}

_ACCENTS = {
    "\N{COMBINING GRAVE ACCENT}": "`",
    "\N{COMBINING ACUTE ACCENT}": "'",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "^",
    "\N{COMBINING TILDE}": "~",
    "\N{COMBINING MACRON}": "=",
    "\N{COMBINING BREVE}": "u",
    "\N{COMBINING DOT ABOVE}": ".",
    "\N{COMBINING DIAERESIS}": '"',
    "\N{COMBINING RING ABOVE}": "r",
    "\N{COMBINING DOUBLE ACUTE ACCENT}": "H",
    "\N{COMBINING CARON}": "v",
    "\N{COMBINING CEDILLA}": "c",
    "\N{COMBINING DOT BELOW}": "d",
}

_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (\w+)")
_SMALL = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lamda",
        "mu",
        "nu",
        "xi",
        "pi",
        "rho",
        "sigma",
        "tau",
        "upsilon",
        "phi",
        "chi",
        "psi",
        "omega",
    ]
)
_CAPITAL = frozenset(
    ["gamma", "delta", "theta", "lamda", "xi", "pi", "sigma", "upsilon", "phi", "psi", "omega"]
)
_LIKE_LATIN = dict(
    zip(
        [
            "alpha",
            "beta",
            "epsilon",
            "zeta",
            "eta",
            "iota",
            "kappa",
            "mu",
            "nu",
            "omicron",
            "rho",
            "tau",
            "chi",
        ],
        "ABEZHIKMNOPTX",
        strict=True,
    )
)
"""Greek capitals for which LaTeX has no command of its own."""

_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=,)(?=,)|(?<=[!?])(?=`)")


def latex(words: Words) -> str:
    r"""Return words for LaTeX: what is text shows as it is, formulas stand between dollars.

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
    >>> escaped("50% of Müller")
    '50\\% of M\\"{u}ller'
    """
    return "{}".join("".join(map(_command, part)) for part in _LIGATURE.split(text))


def _command(character: str) -> str:
    if character in _COMMANDS:
        return _COMMANDS[character]
    if not character.isprintable():
        return _number(character)
    if character.isascii():
        return character
    return _accented(character) or _greek(character) or _unknown(character)


def _accented(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    base, accent = parts[0], parts[1:]
    return rf"\{_ACCENTS[accent]}{{{base}}}" if accent in _ACCENTS and base.isascii() else ""


def _greek(character: str) -> str:
    found = _GREEK.fullmatch(unicodedata.name(character, ""))
    if not found:
        return ""
    size, name = found[1], found[2].lower()
    command = name.replace("lamda", "lambda")
    if size == "SMALL":
        return rf"$\{command}$" if name in _SMALL else ""
    return rf"$\{command.capitalize()}$" if name in _CAPITAL else _LIKE_LATIN.get(name, "")


def _unknown(character: str) -> str:
    return rf"\ifdefined\Umathchar {character}\else{_number(character)}\fi{{}}"


def _number(character: str) -> str:
    return f"[U+{ord(character):04X}]"
