from __future__ import annotations

from fractions import Fraction

import pytest

from apsgen.game import Game
from apsgen.report.decimals import Decimals
from apsgen.report.facts import caveats, claim, delta, dimension, look_equal
from apsgen.result import Status
from tests.sample_results import game, result

EMPTY = result(outer=[], inner=[], status=Status.EMPTY, punishment=(None, None))


def test_claims_say_no_more_than_is_known() -> None:
    assert claim(result()).startswith("V* lies within the outer set and contains the inner set;")
    assert claim(EMPTY).startswith("V* is empty: no payoffs can be supported;")
    open_end = claim(result(inner=[], status=Status.STOPPED))
    assert open_end.startswith("Stopped after 7 applications of T in 0.21 s: the outer set contain")
    assert "no inner set was found yet" in open_end
    half_way = claim(result(inner=[(1, 1)], status=Status.STOPPED))
    assert "before the gap closed: V* lies within the outer set and contains" in half_way
    for words in (claim(result()), claim(EMPTY), open_end, half_way):
        assert words.endswith("computed in floating point, not proved exactly.")


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (game(exact=False), "uses sqrt, exp or log"),
        (game(fixed=(Fraction(0), None)), "fixed punishment is taken as given"),
        (game(), "do not mix privately"),
    ],
)
def test_caveats_stand_where_they_apply_only(of: object, words: str) -> None:
    plain = result(of=game(with_actions=False))
    assert caveats(plain) == ""
    assert isinstance(of, Game)
    assert words in caveats(result(of=of))


def test_dimension_in_words() -> None:
    assert dimension(result()) == "The inner and the outer set are each an area."
    mixed = result(outer=[(0, 0), (1, 1)], inner=[(0, 0)])
    assert dimension(mixed) == "The inner set is a point, the outer set a segment."
    assert dimension(result(inner=[])) == "The inner set is empty, the outer set an area."


def test_sets_look_equal_when_every_vertex_does() -> None:
    near = result(outer=[(0, 0), (2, 0), (0, 2 + 1e-12)])
    assert look_equal(near, Decimals.of(near))
    far = result(outer=[(0, 0), (2, 0), (0, 2 + 1e-8)])
    assert not look_equal(far, Decimals.of(far))
    more = result(outer=[(0, 0), (2, 0), (2, 2), (0, 2)])
    assert not look_equal(more, Decimals.of(more))


def test_a_discount_factor_is_written_twice_where_that_helps() -> None:
    assert delta(result()) == "4/5 = 0.8"
    assert delta(result(of=game(delta=Fraction(1, 3)))) == "1/3 = 0.3333333333"
