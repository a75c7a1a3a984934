"""Values of options: what a command accepts, and the cure when it does not."""

from __future__ import annotations

import math
from collections.abc import Sequence

import click


def positive(
    context: click.Context, parameter: click.Parameter, value: float | None
) -> float | None:
    """Return a finite number above zero, or None if the option was left out."""
    if value is None or (math.isfinite(value) and value > 0):
        return value
    raise click.BadParameter(f"{value} is not a number above 0; write one such as 0.001")


def settings(
    context: click.Context, parameter: click.Parameter, words: Sequence[str]
) -> dict[str, str]:
    """Return the parameters that ``--set name=value`` names, each at most once."""
    chosen: dict[str, str] = {}
    for word in words:
        name, _, value = (part.strip() for part in word.partition("="))
        if not (name and value):
            raise click.BadParameter(f"{word!r} is not NAME=VALUE; write for example r=5/2")
        if name in chosen:
            raise click.BadParameter(f"{name!r} is set twice; leave one of the two out")
        chosen[name] = value
    return chosen
