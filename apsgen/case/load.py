"""From a case file to the game that it describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from apsgen.case.expansion import expand
from apsgen.case.files import read_exact
from apsgen.case.positions import parse
from apsgen.game import Game, Source, with_source


def load(
    path: str | Path, *, delta: str | None = None, settings: Mapping[str, str] | None = None
) -> Game:
    """Read a case file.

    Parameters
    ----------
    path
        The file.
    delta
        An expression that takes the place of the file's discount factor.
    settings
        Expressions that take the place of those of ``[parameters]``, by name. Each may use
        the parameters above its own.

    Returns
    -------
    Game
        The expanded game, all numbers exact rationals.

    Raises
    ------
    CaseError
        With every fault of the file.
    UsageError
        When a setting names no parameter, or it or `delta` is no acceptable number.
    """
    exact = read_exact(Path(path))
    return _read(Source(str(path), exact, {}, delta, dict(settings or {})), None)


def reload(source: Source) -> Game:
    """Read a game again from the texts that it was read from, whatever the files say now.

    Raises
    ------
    CaseError, UsageError
        As in `load`.
    """
    return _read(source, source.files)


def _read(source: Source, files: Mapping[str, str] | None) -> Game:
    document = parse(Path(source.path), source.text, files)
    game, read = expand(document, source.delta, source.settings)
    return with_source(game, replace(source, files=read))
