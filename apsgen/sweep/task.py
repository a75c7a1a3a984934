"""One point of a sweep: words and numbers alone, so that it can be done on any machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from apsgen import __version__
from apsgen.errors import ApsgenError, UsageError
from apsgen.portable import Json, object_digest


@dataclass(frozen=True)
class Task:
    """A question that stands for itself: it names no file and no object of this process.

    Attributes
    ----------
    function
        ``module:name`` of a function that takes the arguments by name and returns JSON values.
    arguments
        JSON values. All that bears on the answer stands in them.

    Examples
    --------
    >>> task = Task("math:comb", {})
    >>> task.key == Task("math:comb", {}).key != Task("math:comb", {"n": 2}).key
    True
    """

    function: str
    arguments: Mapping[str, Json]

    @cached_property
    def key(self) -> str:
        """The digest of the task and of the version of apsgen."""
        told = {"function": self.function, "arguments": dict(self.arguments)}
        return object_digest({**told, "version": __version__})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task.

    Attributes
    ----------
    value
        What the function returned; ``None`` if it raised an error.
    error
        The text of an error of the case or of the question; empty if there was none.
    is_lost
        Whether the process that had the task was lost: to try again may give an answer.
    """

    value: Json
    error: str = ""
    is_lost: bool = False


def attempt(function: str, arguments: Mapping[str, Json], version: str = __version__) -> Outcome:
    """Do a task.

    Parameters
    ----------
    function, arguments
        As in `Task`.
    version
        The version of apsgen that asks.

    Raises
    ------
    UsageError
        If the apsgen here is another version: answers of two must not be mixed.

    Examples
    --------
    >>> attempt("math:isqrt", {})
    Traceback (most recent call last):
        ...
    TypeError: math.isqrt() takes exactly one argument (0 given)
    """
    if version != __version__:
        raise UsageError(
            f"found apsgen {__version__} at work and {version} that asks; "
            "install the same version on every machine"
        )
    module, _, name = function.partition(":")
    work = getattr(import_module(module), name)
    try:
        return Outcome(work(**arguments))
    except ApsgenError as error:
        return Outcome(None, str(error))
