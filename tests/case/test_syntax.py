from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.case.expression import Number, parse

NAMED = {"x": Fraction(3, 2), "y": Fraction(-2), "firm1.q": Fraction(7), "θ": Fraction(1, 3)}


def value(text: str) -> Fraction:
    result = parse(text).evaluate({name: Number(value) for name, value in NAMED.items()})
    assert result.exact
    return result.value


@dataclass(frozen=True)
class Tree:
    """A generated expression: its text, its value by Python's own fractions, if it has one."""

    text: str
    value: Fraction | None


def small(value: Fraction | None) -> Fraction | None:
    return value if value is not None and abs(value.numerator) + value.denominator < 2**64 else None


def spaced(text: str, spaces: tuple[str, str]) -> str:
    return f"{spaces[0]}{text}{spaces[1]}"


SPACES = st.tuples(*[st.sampled_from(["", "", " ", "\n\t"])] * 2)
NUMBERS = st.one_of(
    st.integers(0, 30).map(lambda n: Tree(str(n), Fraction(n))),
    st.decimals(0, 9, places=3).map(lambda d: Tree(f"{d:f}", Fraction(d))),
    st.sampled_from(sorted(NAMED)).map(lambda name: Tree(name, NAMED[name])),
)


def combined(left: Tree, sign: str, right: Tree, spaces: tuple[str, str]) -> Tree:
    text = f"({left.text}){spaced(sign, spaces)}({right.text})"
    if left.value is None or right.value is None:
        return Tree(text, None)
    if sign in ("^", "**"):
        return Tree(text, powered(left.value, right.value))
    if sign == "/":
        return Tree(text, small(left.value / right.value) if right.value else None)
    results = {
        "+": left.value + right.value,
        "-": left.value - right.value,
        "*": left.value * right.value,
    }
    return Tree(text, small(results[sign]))


def powered(base: Fraction, exponent: Fraction) -> Fraction | None:
    if exponent.denominator != 1 or abs(exponent) > 8 or (not base and exponent < 0):
        return None
    return small(Fraction(base**exponent.numerator))


def chosen(yes: Tree, left: Tree, right: Tree, no: Tree) -> Tree:
    text = f"({yes.text}) if ({left.text}) < ({right.text}) else ({no.text})"
    if left.value is None or right.value is None:
        return Tree(text, None)
    return Tree(text, yes.value if left.value < right.value else no.value)


def called(name: str, trees: list[Tree]) -> Tree:
    text = f"{name}({', '.join(tree.text for tree in trees)})"
    values = [tree.value for tree in trees if tree.value is not None]
    if len(values) < len(trees):
        return Tree(text, None)
    return Tree(text, min(values) if name == "min" else max(values))


TREES = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.builds(combined, inner, st.sampled_from(["+", "-", "*", "/", "^", "**"]), inner, SPACES),
        st.builds(chosen, inner, inner, inner, inner),
        st.builds(called, st.sampled_from(["min", "max"]), st.lists(inner, min_size=1, max_size=4)),
        inner.map(
            lambda tree: Tree(f"-({tree.text})", None if tree.value is None else -tree.value)
        ),
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(TREES)
def test_arithmetic_agrees_with_fractions(tree: Tree) -> None:
    if tree.value is None:
        return
    assert value(tree.text) == tree.value


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("+-*/"), st.integers(1, 9)), min_size=1, max_size=12))
def test_chains_without_parentheses_agree_with_python(steps: list[tuple[str, int]]) -> None:
    text = "5" + "".join(f" {sign} {operand}" for sign, operand in steps)
    product, total = Fraction(5), Fraction(0)
    for sign, operand in steps:
        if sign in "+-":
            total, product = total + product, Fraction(operand if sign == "+" else -operand)
        else:
            product = product * operand if sign == "*" else product / operand
    assert value(text) == total + product
