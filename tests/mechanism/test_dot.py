from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from apsgen.case import load
from apsgen.mechanism import Arrow, Automaton, Node, automaton_of, dot_text
from tests.mechanism.schemes import two_states

MARKET = load(Path(__file__).parents[2] / "cases" / "athey_bagwell_2001.toml")
ONE = Fraction(1)


def test_the_scheme_of_two_states() -> None:
    lines = dot_text(automaton_of(MARKET, two_states(MARKET.delta, Fraction(9, 10)))).splitlines()
    assert lines[0] == "digraph mechanism {"
    assert r'  s0 -> s1 [label="(L, H)\nprobability 6/25"];' in lines
    assert r'  s1 -> s0 [label="(H, L)\nprobability 6/25"];' in lines
    assert r'  punishment [label="punishment\n(0.24, 0.24)", style=dashed];' in lines
    assert r'  s1 -> punishment [label="firm1 or firm2 deviates", style=dashed];' in lines
    assert sum(" -> " in line for line in lines) == 7


def test_names_have_no_meaning_of_their_own() -> None:
    node = Node(0, (ONE, None), ('play "this"\\n' + chr(7),))
    text = dot_text(Automaton('a "game"', 0, (node,), (Arrow(0, -2, ("x",), ONE, False),)))
    assert r'label="a \"game\"";' in text
    assert r's0 [label="state 0\n(1, none)\nplay \"this\"\\n?"];' in text
    assert "s0 -> sminus2 [" in text
