from __future__ import annotations

import math

import click
import pytest

from apsgen.cli.options import positive, settings

OPTION = click.Option(["--any"])
CONTEXT = click.Context(click.Command("any"))


@pytest.mark.parametrize("value", [1e-300, 1.0, 1e300, None])
def test_positive_numbers_pass(value: float | None) -> None:
    assert positive(CONTEXT, OPTION, value) == value


@pytest.mark.parametrize("value", [0.0, -0.0, -1.0, math.nan, math.inf])
def test_other_numbers_are_refused_with_the_cure(value: float) -> None:
    with pytest.raises(click.BadParameter, match="is not a number above 0; write one such as"):
        positive(CONTEXT, OPTION, value)


def test_settings_are_split_at_the_first_sign() -> None:
    words = ["r=5/2", " theta_H = 2 ", "same=1 == 1"]
    assert settings(CONTEXT, OPTION, words) == {"r": "5/2", "theta_H": "2", "same": "1 == 1"}
    assert settings(CONTEXT, OPTION, []) == {}


@pytest.mark.parametrize("word", ["", "r", "r=", "=3", " = ", "r = "])
def test_other_settings_are_refused_with_the_cure(word: str) -> None:
    with pytest.raises(click.BadParameter, match="is not NAME=VALUE; write for example r=5/2"):
        settings(CONTEXT, OPTION, [word])


def test_a_parameter_is_set_once() -> None:
    with pytest.raises(click.BadParameter, match="'r' is set twice"):
        settings(CONTEXT, OPTION, ["r=1", "q=1", "r=2"])
