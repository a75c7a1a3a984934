"""Values of options: what a command accepts, and the cure when it does not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class FileEnding(click.Path):
    """A file that a shell completes by its ending; any file is accepted.

    Parameters
    ----------
    suffixes
        For example ``.toml``.
    """

    def __init__(self, *suffixes: str) -> None:
        super().__init__(path_type=Path)
        self.suffixes = suffixes

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the files that may be meant; folders are left to the shell.

        What only the shell can expand, such as ``~``, is left to it as a whole.
        """
        from click.shell_completion import CompletionItem

        if incomplete.startswith("~") or "$" in incomplete:
            return [CompletionItem(incomplete, type="file")]
        files = [CompletionItem(name) for name in self._files(incomplete)]
        return [CompletionItem(incomplete, type="dir"), *files]

    def _files(self, incomplete: str) -> Iterator[str]:
        head, slash, start = incomplete.rpartition("/")
        try:
            found = sorted(Path(head + slash or ".").iterdir())
        except OSError:
            return
        for path in found:
            hidden = path.name.startswith(".") and not start
            if path.name.startswith(start) and path.suffix in self.suffixes and not hidden:
                yield f"{head}{slash}{path.name}"


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
