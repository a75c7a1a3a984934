"""Which case a certificate is about, and that case as the checker reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from apsgen import checker
from apsgen.case import number
from apsgen.game import Source

Json = dict[str, Any]
_FUNCTIONS: dict[str, Callable[[number.Number], number.Number]] = {
    "sqrt": number.square_root,
    "exp": number.exponential,
    "log": number.logarithm,
}


def about(
    source: Source,
    game: checker.Game,
    rounded: Mapping[tuple[str, Fraction], Fraction],
) -> Json:
    """Return the part of a certificate that says of which case it is."""
    return {
        "sha256": hashlib.sha256(source.text.encode()).hexdigest(),
        "files": {name: hashlib.sha256(text).hexdigest() for name, text in game.files.items()},
        "delta": str(game.delta),
        "parameters": {name: str(value) for name, value in game.parameters.items()},
        "rounded": [[f, str(x), str(value)] for (f, x), value in rounded.items()],
    }


def read(source: Source, rounded: dict[tuple[str, Fraction], Fraction]) -> checker.Game:
    """Return a case as the checker reads it, and note each value of sqrt, exp and log."""

    def rounding(function: str, argument: Fraction) -> Fraction:
        value = _FUNCTIONS[function](number.Number(argument)).value
        rounded[function, argument] = value
        return value

    content, folder = source.text.encode(), Path(source.path).parent
    return checker.read_case(content, folder, source.delta, source.settings, rounding)
