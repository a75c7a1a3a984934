"""Colour, where a terminal shows it and the user has not declined it."""

from __future__ import annotations

import os
from typing import TextIO

import click

GOOD = "green"
OPEN = "yellow"
BAD = "red"


def painted(words: str, colour: str, stream: TextIO | None) -> str:
    """Return words in a colour if the stream that they go to shows colours.

    Parameters
    ----------
    words, colour
        What to show, and one of the colours above.
    stream
        Standard output or standard error; each is judged by itself.
    """
    return click.style(words, fg=colour) if shows_colour(stream) else words


def shows_colour(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal with colours, and NO_COLOR is unset or empty."""
    return is_capable(stream) and not os.environ.get("NO_COLOR")


def is_capable(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal that does more than print; a closed stream is none."""
    terminal = stream is not None and not stream.closed and stream.isatty()
    return terminal and os.environ.get("TERM") != "dumb"
