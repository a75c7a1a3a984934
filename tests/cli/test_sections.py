from __future__ import annotations

import re
import shlex

import click
import pytest

from apsgen.cli.main import COMMANDS, apsgen
from apsgen.cli.sections import Section, SectionCommand, SectionOption
from tests.cli.terminal import seen

FIRST = Section("The first", "any --one")
SECOND = Section("The second", "any --two 2")


@click.command(cls=SectionCommand)
@FIRST.option("--one", is_flag=True, help="One.")
@SECOND.option("--two", type=int, help="Two.")
@click.option("--plain", is_flag=True, help="Of no group.")
@FIRST.option("--three", is_flag=True, help="Three.")
@SECOND.option("--secret", is_flag=True, hidden=True)
@click.argument("word")
def command(**words: object) -> None:
    """Do nothing."""


def page(name: str) -> str:
    """Return the help of a command; an empty name is that of the group."""
    context = click.Context(apsgen, info_name="apsgen", terminal_width=80)
    if not name:
        return apsgen.get_help(context)
    found = apsgen.get_command(context, name)
    assert found is not None
    return found.get_help(click.Context(found, context, name, terminal_width=80))


def examples(text: str) -> list[list[str]]:
    """Return the words of the commands on a page, without what stands behind a pipe."""
    lines = re.findall(r"(?:^ +|Example: |\$\()(apsgen [^|>)\n]*)", text, re.MULTILINE)
    return [shlex.split(line)[1:] for line in lines]


def test_options_stand_in_their_groups() -> None:
    shown = command.get_help(click.Context(command, info_name="any"))
    groups = re.split(r"\n\n(?=\S)", shown)
    titles = [group.partition(":")[0] for group in groups]
    assert titles[-3:] == ["The first", "The second", "Other options"]
    first, second, others = groups[-3:]
    assert re.findall(r"--\w+", first) == ["--one", "--three", "--one"]
    assert first.endswith("\n  Example: any --one")
    assert re.findall(r"--\w+", second) == ["--two", "--two"]
    assert re.findall(r"--\w+", others) == ["--plain", "--help"]


def test_every_option_of_a_long_command_has_a_group() -> None:
    iterate = apsgen.get_command(click.Context(apsgen), "iterate")
    assert isinstance(iterate, SectionCommand)
    for parameter in iterate.params:
        assert isinstance(parameter, SectionOption | click.Argument), parameter.name


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_page_has_examples_that_parse(name: str) -> None:
    found = examples(page(name))
    assert found
    for command_name, *words in found:
        if command_name.startswith("-") or "--help" in words:
            continue
        called = apsgen.get_command(click.Context(apsgen), command_name)
        assert called is not None
        assert called.make_context(command_name, words).params


@pytest.mark.parametrize("width", [60, 80, 200])
def test_help_on_a_terminal(width: int) -> None:
    shown = seen("iterate", "--help", width=width)
    assert shown.status == 0
    assert "\x1b" not in shown.terminal
    options = shown.terminal[: shown.terminal.index("Examples:")].splitlines()
    assert max(len(line) for line in options if "Example:" not in line) <= width
