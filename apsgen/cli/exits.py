"""Errors become messages on standard error and exit statuses."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from io import StringIO

import click

from apsgen.cli.colour import BAD, painted
from apsgen.errors import ApsgenError, CaseError, ProgramError, UndecidedError, UnsupportedError

_WHAT = re.compile(r"^(?:Error:|apsgen:|\d+ faults?(?=;))", re.MULTILINE)
"""The words of a message that say that something is wrong."""


class Exit(IntEnum):
    """The exit statuses of all commands."""

    DONE = 0
    FAILED_CHECK = 1
    BAD_INPUT = 2
    UNDECIDED = 3
    INTERRUPTED = 130


def guarded(command: Callable[[], object]) -> int:
    """Run a command; return its exit status, whatever happens.

    Parameters
    ----------
    command
        Returns an exit status, or anything else for "done".

    Returns
    -------
    int
        The exit status. A fault of apsgen itself is shown with its traceback and leaves the
        question undecided, so that it is never taken for a check that failed.
    """
    try:
        outcome = command()
    except click.ClickException as error:
        _say(_shown(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("apsgen: interrupted")
        return Exit.INTERRUPTED
    except ApsgenError as error:
        _say(message(error))
        return status(error)
    except Exception:
        traceback.print_exc()
        _say("this is a fault of apsgen, not of the case; nothing is claimed")
        return Exit.UNDECIDED
    return outcome if isinstance(outcome, int) else Exit.DONE


def message(error: ApsgenError) -> str:
    """Return what a user reads of an error.

    Examples
    --------
    >>> from pathlib import Path
    >>> from apsgen.errors import CaseError, Fault
    >>> print(message(CaseError((Fault(Path("a.toml"), 2, 9, "delta", "3/2 is not below 1"),))))
    a.toml:2:9: delta: 3/2 is not below 1
    1 fault; nothing was computed
    """
    if not isinstance(error, CaseError):
        return f"apsgen: {error}"
    count = len(error.faults)
    return f"{error}\n{count} fault{'s' if count > 1 else ''}; nothing was computed"


def status(error: ApsgenError) -> Exit:
    """Return the exit status of an error.

    Examples
    --------
    >>> status(ProgramError("no optimum")).name
    'UNDECIDED'
    """
    if isinstance(error, UnsupportedError):
        return Exit.FAILED_CHECK
    undecided = isinstance(error, ProgramError | UndecidedError)
    return Exit.UNDECIDED if undecided else Exit.BAD_INPUT


def _shown(error: click.ClickException) -> str:
    page = StringIO()
    error.show(page)
    return page.getvalue().rstrip("\n")


def _say(text: str) -> None:
    """Print to standard error; nobody there to read it must not change the exit status."""
    with suppress(OSError):
        click.echo(_WHAT.sub(lambda words: painted(words[0], BAD, sys.stderr), text), err=True)
