"""Plain text as LaTeX that compiles with its standard encoding, and as BibTeX counts braces."""

from __future__ import annotations

import re
import unicodedata

_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
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
    '"': "''",
    "\N{NO-BREAK SPACE}": "~",
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "\N{LATIN SMALL LETTER DOTLESS I}": r"{\i}",
    "¡": "!`",
    "¿": "?`",
    "§": r"\S{}",
    "©": r"\copyright{}",
    "£": r"\pounds{}",
    "\N{EURO SIGN}": r"\texteuro{}",
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{HORIZONTAL ELLIPSIS}": r"\dots{}",
    "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    "\N{MINUS SIGN}": "$-$",
    "\N{MULTIPLICATION SIGN}": r"$\times$",
    "\N{MIDDLE DOT}": r"$\cdot$",
    "\N{PLUS-MINUS SIGN}": r"$\pm$",
    "\N{LESS-THAN OR EQUAL TO}": r"$\leq$",
    "\N{GREATER-THAN OR EQUAL TO}": r"$\geq$",
    "\N{NOT EQUAL TO}": r"$\neq$",
    "\N{INFINITY}": r"$\infty$",
    "\N{RIGHTWARDS ARROW}": r"$\to$",
    "\N{ELEMENT OF}": r"$\in$",
    "\N{PRIME}": "$'$",
    "\N{GREEK PHI SYMBOL}": r"$\phi$",
    "\N{GREEK LUNATE EPSILON SYMBOL}": r"$\epsilon$",
    "\N{GREEK SMALL LETTER FINAL SIGMA}": r"$\varsigma$",
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

_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})
"""Letters that do not come apart into an ASCII letter and an accent."""

_GREEK = re.compile(
    "GREEK (SMALL|CAPITAL) LETTER "
    "(ALPHA|BETA|GAMMA|DELTA|EPSILON|ZETA|ETA|THETA|IOTA|KAPPA|LAMDA|MU|"
    "NU|XI|OMICRON|PI|RHO|SIGMA|TAU|UPSILON|PHI|CHI|PSI|OMEGA)"
)
_SMALL = {"EPSILON": "varepsilon", "LAMDA": "lambda", "OMICRON": "mathrm{o}", "PHI": "varphi"}
_CAPITAL = {
    "ALPHA": "mathrm{A}",
    "BETA": "mathrm{B}",
    "EPSILON": "mathrm{E}",
    "ZETA": "mathrm{Z}",
    "ETA": "mathrm{H}",
    "IOTA": "mathrm{I}",
    "KAPPA": "mathrm{K}",
    "LAMDA": "Lambda",
    "MU": "mathrm{M}",
    "NU": "mathrm{N}",
    "OMICRON": "mathrm{O}",
    "RHO": "mathrm{P}",
    "TAU": "mathrm{T}",
    "CHI": "mathrm{X}",
}


def escape(text: str) -> str:
    r"""Return text as LaTeX for running text, captions and the fields of BibTeX.

    Parameters
    ----------
    text
        Any text. White space becomes one blank; a control character becomes a question mark.

    Returns
    -------
    str
        One line with balanced braces, nearly always ASCII: characters that LaTeX has no command
        for stay as they are, and need XeLaTeX or LuaLaTeX.

    Examples
    --------
    >>> print(escape("Gérard-Varet & Möbius: 5 % of δ"))
    G{\'e}rard-Varet \& M{\"o}bius: 5 \% of $\delta$
    """
    composed = unicodedata.normalize("NFC", re.sub(r"[\t-\r ]+", " ", text))
    return "".join(map(_character, composed))


def ascii_words(text: str) -> list[str]:
    """Return the words of a text in small ASCII letters and digits, for keys and labels.

    Examples
    --------
    >>> ascii_words("Möbius, Łoś (2001)")
    ['mobius', 'los', '2001']
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return re.findall(r"[a-z0-9]+", decomposed.encode("ascii", "ignore").decode().lower())


def _character(character: str) -> str:
    command = _COMMANDS.get(character)
    if command is not None:
        return command
    if character.isascii():
        return character if character.isprintable() else "?"
    return _accented(character) or _greek(character) or _printable(character)


def _accented(character: str) -> str:
    """Return a Latin letter with one accent as LaTeX; empty if it is none."""
    parts = unicodedata.normalize("NFD", character)
    letter, accent = parts[0], _ACCENTS.get(parts[1:])
    if accent is None or not letter.isascii():
        return ""
    base = rf"\{letter}" if letter in "ij" else letter
    return rf"{{\{accent}{' ' if accent.isalpha() and base == letter else ''}{base}}}"


def _greek(character: str) -> str:
    """Return a Greek letter without accents as a formula; empty if it is none."""
    found = _GREEK.fullmatch(unicodedata.name(character, ""))
    if found is None:
        return ""
    case, name = found.groups()
    command = _SMALL.get(name, name.lower())
    if case == "CAPITAL":
        command = _CAPITAL.get(name, name.title())
    return rf"$\{command}$"


def _printable(character: str) -> str:
    return character if character.isprintable() else "?"
