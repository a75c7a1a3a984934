from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click
import pytest

from apsgen.cli.drawing import FIGURES, check_figures, inches, size_options
from apsgen.errors import UsageError
from apsgen.figures import Paper, format_of

CONTEXT = click.Context(click.Command("plot"))
WIDTH = click.Option(["--width"])


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("3.4", 3.4),
        ("3.4in", 3.4),
        (" 10 cm ", 3.937),
        ("86mm", 3.386),
        ("72.27pt", 1.0),
        ("72bp", 1.0),
        (".5in", 0.5),
    ],
)
def test_lengths_have_latex_units(text: str, length: float) -> None:
    assert inches(CONTEXT, WIDTH, text) == pytest.approx(length, abs=1e-3)


@pytest.mark.parametrize("text", ["", "wide", "3,4in", "-3in", "3 ft", "1e2", "3in4", "٣in"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"is not a length; write one such as 3\.4in"):
        inches(CONTEXT, WIDTH, text)


def test_every_suffix_can_be_drawn() -> None:
    check_figures("-o", [Path(f"set{suffix}") for suffix in FIGURES])
    assert [f".{format_of(Path(f'set{suffix}'))}" for suffix in FIGURES] == list(FIGURES)


@pytest.mark.parametrize("name", ["set.jpg", "set", "set.json"])
def test_other_suffixes_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=rf"-o {name}: figures end in \.pdf, \.png, \.svg, \.tex"):
        check_figures("-o", [Path(name)])


def test_the_options_are_those_of_paper_with_its_defaults() -> None:
    @click.command()
    @size_options
    def command(**paper: object) -> None:
        """Do nothing."""

    chosen = command.make_context("command", []).params
    assert set(chosen) <= {field.name for field in fields(Paper)}
    assert Paper(**chosen) == Paper()
