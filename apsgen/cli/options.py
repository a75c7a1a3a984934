"""Options that several commands share; values of options, and the cure for bad ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from apsgen.cli.sections import Section
from apsgen.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])

APART = "The gap between outer and inner set to reach, relative to the size of the outer set."


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


def game_options(section: Section) -> Callable[[Command], Command]:
    """Return the decorator that adds ``--delta`` and ``--set``, as `delta` and `chosen`."""

    def decorate(command: Command) -> Command:
        chosen = section.option(
            "--set",
            "chosen",
            metavar="NAME=VALUE",
            multiple=True,
            callback=settings,
            help="A parameter, in place of the case's; repeatable.",
        )
        delta = section.option(
            "--delta", metavar="EXPR", help="The discount factor, in place of the case's."
        )
        return delta(chosen(command))

    return decorate


def payoff_options(section: Section) -> Callable[[Command], Command]:
    """Return the decorator that adds ``--at`` and ``--maximise``: a payoff, or a direction."""

    def decorate(command: Command) -> Command:
        maximise = section.option(
            "--maximise",
            metavar="A,B",
            help="The greatest payoff in a direction; 1,1 maximises the total.",
        )
        at = section.option(
            "--at", metavar="V1,V2", help="Average payoffs: decimals or fractions, exact."
        )
        return at(maximise(command))

    return decorate


def tolerance_option(
    section: Section, default: float, words: str = APART
) -> Callable[[Command], Command]:
    """Return the decorator that adds ``--tol``, as `tolerance`."""
    return section.option(
        "--tol",
        "tolerance",
        metavar="FLOAT",
        type=float,
        default=default,
        callback=positive,
        show_default=True,
        help=words,
    )


def json_option(section: Section | None = None) -> Callable[[Command], Command]:
    """Return the decorator that adds ``--json``, as `as_json`."""
    option = section.option if section else click.option
    words = "Print one JSON object instead of text."
    return option("--json", "as_json", is_flag=True, help=words)


def quiet_option(section: Section | None = None) -> Callable[[Command], Command]:
    """Return the decorator that adds ``--quiet``."""
    option = section.option if section else click.option
    return option("--quiet", is_flag=True, help="Show no progress on standard error.")


def two_numbers(text: str | None) -> Sequence[str] | None:
    """Return the numbers of an option such as ``1,2/3`` as they were written.

    Examples
    --------
    >>> two_numbers("1, 2/3")
    ('1', '2/3')
    """
    return None if text is None else tuple(part.strip() for part in text.split(","))


def parts(option: str, text: str) -> list[str]:
    """Split values at commas; those within parentheses belong to a value.

    Raises
    ------
    UsageError
        If a value is missing.

    Examples
    --------
    >>> parts("--set r", "2, max(1, 3)")
    ['2', 'max(1, 3)']
    """
    found, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    values = [value.strip() for value in found]
    if not all(values):
        raise UsageError(f"{option}: found {text!r}, where a value is missing; write 1/2,3/5")
    return values


def discount_factors(text: str) -> list[str]:
    """Return the values of ``--delta``: several are separated by commas, or ``from:to:points``.

    Raises
    ------
    UsageError
        If a value is missing, or a range is none.

    Examples
    --------
    >>> discount_factors("1/2, 0.6:0.8:3")
    ['1/2', '3/5', '7/10', '4/5']
    """
    found: list[str] = []
    for value in parts("--delta", text):
        found += _spread(value) if ":" in value else [value]
    return found


def _spread(value: str) -> list[str]:
    from apsgen.sweep.grid import spread

    return [str(delta) for delta in spread(value)]
