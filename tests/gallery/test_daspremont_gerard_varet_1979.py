"""A public good: where the first best begins depends on who may leave, when, and with what."""

from __future__ import annotations

from pathlib import Path

import pytest

import apsgen

CASES = Path(__file__).parents[2] / "cases"
FREE = 'deviation = { first = "theta", second = "theta" }'
NOTHING = "deviation = { first = 0, second = 0 }"
INTERIM = '\n[constraints]\noff_schedule = "interim"\n'


def reading(changes: dict[str, str], more: str = "") -> str:
    """Return the text of the case with some of it changed."""
    text = (CASES / "daspremont_gerard_varet_1979.toml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text + more


READINGS = {
    "free riding, before the other's report": (reading({}, INTERIM), "159/250", "16/25"),
    "the same, no transfers": (
        reading({'kind = "balanced"': 'kind = "none"'}, INTERIM),
        "33/50",
        "67/100",
    ),
    "one free rider": (
        reading({FREE: 'deviation = { first = 0, second = "theta" }'}),
        "333/500",
        "2/3",
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_the_first_best_begins_where_the_page_says(name: str, tmp_path: Path) -> None:
    text, below, above = READINGS[name]
    case = tmp_path / "case.toml"
    case.write_text(text, encoding="utf-8")

    short, reached = (
        apsgen.iterate(apsgen.load(case, delta=delta), tolerance=1e-3) for delta in (below, above)
    )

    assert short.outer_set.support((1, 1)) < 0.2499
    assert reached.inner_set.support((1, 1)) == pytest.approx(1 / 4)


@pytest.mark.parametrize("delta", ["1/100", "1/2"])
def test_who_stops_the_good_by_leaving_stays(delta: str, tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(reading({FREE: NOTHING}), encoding="utf-8")

    result = apsgen.iterate(apsgen.load(case, delta=delta), tolerance=1e-3)

    assert result.inner_set.support((1, 1)) == pytest.approx(1 / 4)
