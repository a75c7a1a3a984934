"""Options in groups on the page of ``--help``, each group with an example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Section:
    """A group of options.

    Attributes
    ----------
    title
        What the group is about.
    example
        A command that uses it.
    """

    title: str
    example: str

    def option(self, *words: str, **attributes: Any) -> Callable[[Command], Command]:
        """Return what `click.option` does, for an option of this group."""
        return click.option(*words, cls=SectionOption, section=self, **attributes)


class SectionOption(click.Option):
    """An option that knows its group."""

    def __init__(self, *words: Any, section: Section, **attributes: Any) -> None:
        super().__init__(*words, **attributes)
        self.section = section


class SectionCommand(click.Command):
    """A command whose help shows options by group, those without a group last."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups in the order of their first options."""
        groups: dict[Section, list[tuple[str, str]]] = {}
        others = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None or isinstance(parameter, click.Argument):
                continue
            if isinstance(parameter, SectionOption):
                groups.setdefault(parameter.section, []).append(record)
            else:
                others.append(record)
        for section, records in groups.items():
            with formatter.section(section.title):
                formatter.write_dl(records)
            formatter.write(f"  Example: {section.example}\n")
        with formatter.section("Other options"):
            formatter.write_dl(others)
