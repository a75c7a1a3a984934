from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click
import pytest

from apsgen.cli.exits import Exit, guarded
from apsgen.errors import (
    ApsgenError,
    CaseError,
    Fault,
    ProgramError,
    UnboundedError,
    UsageError,
)

ONE = Fault(Path("case.toml"), 2, 9, "delta", "3/2 is not below 1", "delta = 3/2")
OTHER = Fault(Path("case.toml"), 0, 0, "", "there is no title")


def raising(error: BaseException) -> NoReturn:
    raise error


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(Exit.DONE, 0), (Exit.UNDECIDED, 3), (Exit.INTERRUPTED, 130), (None, 0), ("words", 0)],
)
def test_a_command_says_its_own_status(outcome: object, status: int) -> None:
    assert guarded(lambda: outcome) == status


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (CaseError((ONE,)), 2, f"{ONE}\n1 fault; nothing was computed\n"),
        (CaseError((ONE, OTHER)), 2, f"{ONE}\n{OTHER}\n2 faults; nothing was computed\n"),
        (UsageError("no such figure"), 2, "apsgen: no such figure\n"),
        (UnboundedError("payoffs have no bound"), 2, "apsgen: payoffs have no bound\n"),
        (ProgramError("no optimum"), 3, "apsgen: no optimum\n"),
        (ApsgenError("something else"), 2, "apsgen: something else\n"),
        (click.BadParameter("not a number"), 2, "Error: Invalid value: not a number\n"),
        (KeyboardInterrupt(), 130, "apsgen: interrupted\n"),
        (click.Abort(), 130, "apsgen: interrupted\n"),
    ],
)
def test_an_error_is_a_message_and_a_status(
    error: BaseException, status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(lambda: raising(error)) == status
    assert capsys.readouterr() == ("", words)


def test_a_fault_of_the_program_never_looks_like_a_failed_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert guarded(lambda: raising(ZeroDivisionError("by hand"))) == 3
    said = capsys.readouterr().err
    assert "ZeroDivisionError: by hand" in said
    assert said.endswith("this is a fault of apsgen, not of the case; nothing is claimed\n")
