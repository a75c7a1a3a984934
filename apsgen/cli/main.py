"""The group of commands; each is imported only when it is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

import click

from apsgen import __version__
from apsgen.cli.exits import guarded
from apsgen.cli.output import emit

COMMANDS = (
    "iterate",
    "plot",
    "limit",
    "critical",
    "mechanism",
    "explain",
    "check",
    "simulate",
    "automaton",
    "design",
    "replicate",
    "catalog",
    "init",
    "completion",
)
"""A command's name is the name of its module and of its function there."""


EPILOG = """\b
Examples:
  apsgen init
  apsgen iterate case.toml
  apsgen iterate case.toml --delta 9/10 --json
  apsgen iterate case.toml --format latex > table.tex
  apsgen plot case.toml --delta 1/2,3/5,4/5 -o sets.pdf
  apsgen mechanism case.toml --maximise 1,1 -o mechanism.json
  apsgen check case.toml mechanism.json
  apsgen iterate --help
  apsgen --cite

\b
Exit status of all commands:
  0    done (an empty set is an answer)
  1    a check that was asked for does not hold
  2    wrong usage or a bad file
  3    a tolerance was not reached, or a question stays undecided
  130  interrupted
"""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"apsgen.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


def _cite(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from apsgen.citation import of_apsgen

    emit(str(of_apsgen()))
    context.exit()


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    "--cite",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_cite,
    help="Show BibTeX of apsgen and exit.",
)
def apsgen() -> None:
    """Find the equilibrium payoffs of a repeated game of two players."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments
        The words after the program's name; those of the process if left out.

    Returns
    -------
    int
        The exit status.
    """
    _one_thread()
    _escape_what_cannot_be_printed()
    words = None if arguments is None else list(arguments)
    return guarded(lambda: apsgen.main(words, prog_name="apsgen", standalone_mode=False))


def _one_thread() -> None:
    """Pin linear algebra to one thread: on small matrices two are many times slower."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _escape_what_cannot_be_printed() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
