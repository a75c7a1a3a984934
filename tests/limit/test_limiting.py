"""Limit sets: numbers of the literature, V* at patience, games under other names and units."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import apsgen
from apsgen.errors import UnboundedError, UndecidedError, UsageError
from apsgen.limit import LimitSet, limit
from tests.builders import game as bimatrix
from tests.limit.games import CASES, case, noisy, small, tables

KNOWN = {
    "abreu_sannikov_2014": "0 0, 155/8 0, 21 1, 16 9, 3 13, 0 13/4",
    "athey_bagwell_2001": (
        "6/25 43/50, 43/50 6/25, 51/50 6/25, 49/50 9/25, 9/25 49/50, 6/25 51/50"
    ),
    "athey_bagwell_2001_price_wars": "6/25 6/25, 51/50 6/25, 49/50 9/25, 9/25 49/50, 6/25 51/50",
    "athey_miller_2007": "0 0, 7/8 0, 0 7/8",
    "friedman_1971": "0 1, 1 0",
    "fudenberg_levine_maskin_1994": "0 0, 1428/601 224/601, 7/4 7/4, 224/601 1428/601",
    "guo_horner_2018": "0 0, 1/2 3/2, 0 2",
    "goldluecke_kranz_2012": "0 0, 20 0, 0 20",
    "levin_2003_moral_hazard": "0 1, 1 0, 2 0, 0 2",
    "luce_raiffa_1957": "1 1, 2 1, 1 2",
    "radner_myerson_maskin_1986": "3/5 3/5, 58/55 38/55, 14/15 14/15, 38/55 58/55",
    "von_neumann_1928": "",
}


def corners(found: LimitSet) -> str:
    return ", ".join(f"{x} {y}" for x, y in found.outer_corners)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_limit_set(name: str) -> None:
    found = limit(case(name))
    assert found.is_exact
    assert corners(found) == KNOWN[name]
    assert found.gap == 0.0
    assert found.status == ("converged" if KNOWN[name] else "empty")
    assert found.is_limit == (len(found.outer_corners) > 2)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_case_has_an_answer(path: str) -> None:
    assert limit(apsgen.load(path)).is_exact


@pytest.mark.parametrize(
    ("name", "delta", "off"),
    [
        ("athey_miller_2007", "4/5", 0.175),
        ("athey_miller_2007", "19/20", 0.175 / 4),
        ("daspremont_gerard_varet_1979", "19/20", 0.0125),
        ("fudenberg_levine_maskin_1994", "4/5", 0.12),
        ("stahl_1991", "4/5", 0.0),
    ],
)
def test_v_star_grows_into_the_limit_set(name: str, delta: str, off: float) -> None:
    found = limit(case(name))
    result = apsgen.iterate(apsgen.load(CASES / f"{name}.toml", delta=delta), tolerance=1e-3)
    assert result.inner_set.excess(found.outer_set) < 1e-9
    assert found.outer_set.excess(result.outer_set) <= off + 1e-9
    assert found.outer_set.excess(result.inner_set) >= off / 2


@settings(max_examples=8, deadline=None)
@given(tables(2, 2, small), tables(2, 2, small), tables(2, 2, st.integers(1, 4)))
def test_names_and_units_do_not_matter(
    first: list[list[int]], second: list[list[int]], chances: list[list[int]]
) -> None:
    other = [[5 - entry for entry in row] for row in chances]
    plain = limit(noisy(first, second, [chances, other]))
    across = [_transposed(table) for table in (second, first, chances, other)]
    turned = limit(noisy(across[0], across[1], across[2:]))
    scaled = [[3 * entry + 2 for entry in row] for row in first]
    affine = limit(noisy(scaled, second, [chances, other]))
    if plain.is_exact and turned.is_exact and affine.is_exact:
        assert set(turned.outer_corners) == {(y, x) for x, y in plain.outer_corners}
        assert set(affine.outer_corners) == {(3 * x + 2, y) for x, y in plain.outer_corners}
    else:
        assert plain.gap <= plain.tolerance * plain.outer_set.diameter


def _transposed(table: list[list[int]]) -> list[list[int]]:
    return [list(column) for column in zip(*table, strict=True)]


def test_directions_are_taken_as_they_are_written() -> None:
    found = limit(bimatrix(), directions=[("1/3", -1), (0.1, 0.2)])
    assert [score.direction for score in found.asked] == [
        (Fraction(1, 3), -1),
        (Fraction(1, 10), Fraction(1, 5)),
    ]
    assert [score.level for score in found.asked] == [Fraction(7, 3), Fraction(27, 10)]


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ((1,), "is not a direction; give two numbers"),
        (("one", 1), "is not a direction"),
        ((0, 0), "leads nowhere"),
        (("1/0", 1), "is not a direction"),
    ],
)
def test_a_direction_that_is_none(direction: tuple[int | str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        limit(bimatrix(), directions=[direction])


def test_money_without_a_bound_is_refused() -> None:
    game = bimatrix(transfers=apsgen.game.Transfers.BALANCED, commits=(True, False))
    with pytest.raises(UnboundedError, match="commits and may send any amount of money"):
        limit(game)


def test_limits_stop_it() -> None:
    game = case("fudenberg_levine_maskin_1994")
    with pytest.raises(UndecidedError, match="give it more time"):
        limit(game, limits=apsgen.Limits(3))
    stopped = limit(game, limits=apsgen.Limits(31))
    assert stopped.status == "stopped"
    exact = limit(game)
    assert exact.outer_set.excess(stopped.outer_set) < 1e-12
    assert stopped.inner_set.excess(exact.outer_set) < 1e-12


def test_the_package_stands_for_its_function() -> None:
    assert apsgen.limit(bimatrix()).outer_corners == limit(bimatrix()).outer_corners
