"""Options of commands that draw: figures' files, and how a figure is set."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from apsgen.cli.options import positive
from apsgen.cli.sections import Section
from apsgen.errors import UsageError

FIGURES = (".pdf", ".png", ".svg", ".tex")
"""Suffixes of the figures that can be drawn."""

INCHES = {"": 1.0, "in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72.27, "bp": 1 / 72}
"""Units of length, LaTeX's own."""

_LENGTH = re.compile(r"\s*(\d+\.?\d*|\.\d+)\s*([a-z]*)\s*", re.ASCII)


def check_figures(option: str, paths: Sequence[Path]) -> None:
    """Refuse figures of other formats than those that can be drawn.

    Raises
    ------
    UsageError
        If a suffix is another one.
    """
    for path in paths:
        if path.suffix.lower() not in FIGURES:
            raise UsageError(
                f"{option} {path}: figures end in {', '.join(FIGURES)}; the ending sets the format"
            )


def inches(context: click.Context, parameter: click.Parameter, text: str) -> float:
    """Return a length in inches; it may be given in inches, cm, mm or points.

    Examples
    --------
    >>> round(inches(None, None, "8.636cm"), 3)
    3.4
    """
    found = _LENGTH.fullmatch(text)
    if found is None or found[2] not in INCHES:
        units = ", ".join(unit for unit in INCHES if unit)
        raise click.BadParameter(
            f"{text!r} is not a length; write one such as 3.4in or 86mm (units: {units})"
        )
    return float(found[1]) * INCHES[found[2]]


def size_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for the width and the letters, named as the fields of `figures.Paper`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


_SIZE = Section("Size and letters", "apsgen plot case.toml --width 8.6cm --font-size 8 -o set.pdf")
_OPTIONS = (
    _SIZE.option(
        "--width",
        metavar="LENGTH",
        default="3.4in",
        show_default=True,
        callback=inches,
        help="The width of the whole figure, in in, cm, mm, pt or bp.",
    ),
    _SIZE.option(
        "--font",
        metavar="NAME",
        default="serif",
        show_default=True,
        help="serif (like Times), sans, or an installed font; .tex takes the document's.",
    ),
    _SIZE.option(
        "--font-size",
        "size",
        metavar="POINTS",
        type=float,
        default=9.0,
        show_default=True,
        callback=positive,
        help="The size of letters.",
    ),
)
