r"""A result as a LaTeX table, which needs ``\usepackage{booktabs}`` and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from apsgen import __version__
from apsgen.report import facts
from apsgen.report.decimals import Decimals
from apsgen.report.facts import printable
from apsgen.result import Result, Status
from apsgen.tex import ascii_words, escape

ROWS = 12
"""Extreme points of a set listed at most: two such lists and the note fit a page."""

_NUMBER = re.compile(r"(-?)(\d+)(\.\d+)?")
_POWER = re.compile(r"(\d+(?:\.\d+)?)e([+-]\d+)")
_MINUS = re.compile(r"(?<![\w.])-(?=\d)")


def latex_text(result: Result, case: str) -> str:
    r"""Return a result as a ``table`` of LaTeX.

    Parameters
    ----------
    result
        What `iterate` answered. Payoffs are averages per period.
    case
        The case file as the user named it.

    Returns
    -------
    str
        A float with caption and label, the numbers of the text report aligned at the decimal
        point, and a note that says what is claimed and whom to cite; no newline at the end.
    """
    decimals = Decimals.of(result)
    sections = [
        [_header(result.game.players)],
        *_points(result, decimals),
        [_row(kind.capitalize(), cells) for kind, *cells in facts.by_player(result, decimals)],
        _totals(result, decimals),
    ]
    rows = "\n    \\midrule\n".join(
        "\n".join(f"    {row}" for row in section) for section in sections if section
    )
    return rf"""% apsgen {__version__}, {printable(case)}; needs \usepackage{{booktabs}}
\begin{{table}}[htbp]
  \centering
  \caption{{{_caption(result.game.title)}}}
  \label{{tab:{"-".join(ascii_words(result.game.title)) or "apsgen"}}}
  \par\smallskip
  \begin{{tabular}}{{lr@{{}}lr@{{}}l}}
    \toprule
{rows}
    \bottomrule
  \end{{tabular}}
  \par\medskip
  \begin{{minipage}}{{\linewidth}}
    \footnotesize
    {_note(result, decimals)}
  \end{{minipage}}
\end{{table}}"""


def _caption(title: str) -> str:
    subject = "xtreme points of the payoff set $V^{*}$"
    return f"{escape(title)}: e{subject}" if title else f"E{subject}"


def _header(players: Sequence[str]) -> str:
    return _joined("", (_across(2, escape(name)) for name in players))


def _points(result: Result, decimals: Decimals) -> list[list[str]]:
    """List the extreme points of both sets; once if they look the same."""
    if result.outer_set.is_empty:
        return [[_joined("Extreme points", [_across(4, "none")])]]
    outer = facts.pairs(result.outer_set.vertices, decimals)
    if result.inner_set.is_empty:
        return [_listed("Outer set", outer)]
    inner = facts.pairs(result.inner_set.vertices, decimals)
    if facts.look_equal(result, decimals):
        return [_listed("Extreme points", inner)]
    return [_listed("Inner set", inner), _listed("Outer set", outer)]


def _listed(label: str, points: Sequence[Sequence[str]]) -> list[str]:
    labels = [label, *[""] * (len(points) - 1)]
    rows = [_row(*row) for row in zip(labels, points[:ROWS], strict=False)]
    left_out = len(points) - ROWS
    more = [_joined("", [_across(4, rf"\dots{{}} and {left_out} more")])] if left_out > 0 else []
    return rows + more


def _totals(result: Result, decimals: Decimals) -> list[str]:
    if result.outer_set.is_empty:
        return []
    greatest = _prose(facts.greatest_total(result, decimals))
    first_best = _prose(facts.first_best_total(result, decimals))
    return [
        _joined("Greatest total", [_across(4, greatest)]),
        _joined("First-best total", [_across(4, first_best)]),
    ]


def _row(label: str, payoffs: Iterable[str]) -> str:
    return _joined(label, (_cell(payoff) for payoff in payoffs))


def _joined(label: str, cells: Iterable[str]) -> str:
    return rf"{' & '.join([label, *cells])} \\"


def _across(columns: int, words: str) -> str:
    return rf"\multicolumn{{{columns}}}{{c}}{{{words}}}"


def _cell(payoff: str) -> str:
    """Return a number in two columns, which meet at the decimal point; words across both."""
    found = _NUMBER.fullmatch(payoff)
    if found is None:
        return _across(2, _prose(payoff))
    sign, whole, part = found.groups(default="")
    return f"{'$-$' if sign else ''}{whole} & {part}"


def _note(result: Result, decimals: Decimals) -> str:
    """Say what is claimed, what to bear in mind, and where the game is from."""
    sentences = [facts.claim(result), facts.caveats(result)]
    if not result.outer_set.is_empty:
        sentences.append(facts.dimension(result))
        sentences.append(f"The first-best total is {facts.reached(result, decimals)}.")
    if result.status is not Status.EMPTY:
        sentences.append(f"The gap between the two sets is {facts.gap(result)}.")
    sentences.append("Payoffs are averages per period.")
    reference = escape(result.game.reference).rstrip(". ")
    return "\n    ".join(
        [
            r"\emph{Notes.}",
            *map(_prose, filter(None, sentences)),
            rf"The discount factor is ${facts.delta(result)}$.",
            *([f"The game: {reference}."] if reference else []),
            f"Computed with apsgen {__version__}.",
        ]
    )


def _prose(words: str) -> str:
    r"""Return words of a report, which hold no text of the case, as LaTeX.

    Examples
    --------
    >>> print(_prose("V* stays -0.5 to 1e-06 short"))
    $V^{*}$ stays $-$0.5 to $10^{-6}$ short
    """
    escaped = _MINUS.sub("$-$", escape(words).replace("V*", "$V^{*}$"))
    return _POWER.sub(_in_powers, escaped)


def _in_powers(found: re.Match[str]) -> str:
    power = f"10^{{{int(found[2])}}}"
    return f"${power}$" if found[1] == "1" else rf"${found[1]}\times {power}$"
