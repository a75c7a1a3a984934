"""Words of a figure: plain text, which is shown as it is, and formulas."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

FOLDS = (60, 40, 32, 26, 20, 15, 11, 8, 5)
"""Letters of a line that are tried in turn, until the lines fit."""

LINES = 3
"""A text of more lines than this is cut short."""


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in the part of LaTeX that matplotlib reads as well, without dollars."""

    tex: str


V = Math("V^*")
"""The name of the largest self-generating set."""

Words = tuple[str | Math, ...]
"""Text and formulas in turn. Names of players and titles are text, never read as a formula."""


GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|"
    "upsilon|phi|chi|psi|omega"
)
"""Letters that are spelled out."""


def parameter(name: str) -> str | Math:
    r"""Return the name of a parameter as on paper: a letter, Greek where it is spelled out.

    Examples
    --------
    >>> parameter("theta_H"), parameter("r"), parameter("eta_low"), parameter("gain")
    (Math(tex='\\theta_{H}'), Math(tex='r'), Math(tex='\\eta_{\\mathrm{low}}'), 'gain')
    """
    letter, _, index = name.partition("_")
    is_greek = GREEK.fullmatch(letter)
    if not (is_greek or len(letter) == 1) or not (index.isalnum() or letter == name):
        return name
    tex = rf"\{letter}" if is_greek else letter
    if not index:
        return Math(tex)
    return Math(f"{tex}_{{{index}}}" if len(index) == 1 else rf"{tex}_{{\mathrm{{{index}}}}}")


def mathtext(words: Words) -> str:
    r"""Return words as matplotlib reads them.

    Examples
    --------
    >>> mathtext(("cost of 5 $, ", Math(r"\delta = 1/2")))
    'cost of 5 \\$, $\\delta = 1/2$'
    """
    return "".join(
        f"${part.tex}$" if isinstance(part, Math) else part.replace("$", r"\$") for part in words
    )


def joined(parts: Iterable[Words], separator: str = ", ") -> Words:
    """Return several words as one, with a separator between.

    Examples
    --------
    >>> joined([("a",), ("b", Math("c"))])
    ('a', ', ', 'b', Math(tex='c'))
    """
    every = list(parts)
    return tuple(
        piece
        for number, part in enumerate(every)
        for piece in ((separator,) if number else ()) + part
    )


def folded(words: Words, width: int) -> Words:
    r"""Return words whose text is broken into lines of at most `width` characters.

    A text of more than three lines ends in an ellipsis; formulas stay whole.

    Examples
    --------
    >>> folded(("average payoff of the firm",), 16)
    ('average payoff\nof the firm',)
    """
    return tuple(part if isinstance(part, Math) else _folded(part, width) for part in words)


def _folded(text: str, width: int) -> str:
    """Fold a text; the spaces towards its neighbours stay."""
    lines = textwrap.wrap(
        text.strip(), width, max_lines=LINES, placeholder=" …", break_on_hyphens=False
    )
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and lines else ""
    return before + "\n".join(lines) + after
