from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apsgen.case.expression import (
    DEPTH,
    Expression,
    ExpressionError,
    Number,
    Truth,
    is_name,
    parse,
)
from apsgen.case.number import BITS
from apsgen.case.tokens import LENGTH

Result = Number | Truth
Method = Callable[[Expression, Mapping[str, Number]], Result]

VALUES = {"x": Fraction(3, 2), "y": Fraction(-2), "firm1.q": Fraction(7), "θ": Fraction(1, 3)}
NAMES = {name: Number(value) for name, value in VALUES.items()}


def value(text: str) -> Fraction:
    result = parse(text).evaluate(NAMES)
    assert result.exact
    return result.value


def holds(text: str) -> bool:
    result = parse(text).evaluate_truth(NAMES)
    assert result.exact
    return result.holds


def refused(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text).evaluate(NAMES)
    assert 0 <= caught.value.offset <= len(text)
    assert str(caught.value) == caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("1_000", 1000),
        ("1e-3", Fraction(1, 1000)),
        ("2.5E+2", 250),
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^-1", Fraction(1, 2)),
        ("2^3^2", 512),
        ("2**3**2", 512),
        ("-2^-2", Fraction(-1, 4)),
        ("2^-2^2", Fraction(1, 16)),
        ("0^0", 1),
        ("0^999999999", 0),
        ("1^-999999999", 1),
        ("(-1)^-999999999", -1),
        ("(-1)^999999998", 1),
        ("(1/2)^3", Fraction(1, 8)),
        ("10-4-3", 3),
        ("8/2/2", 2),
        ("2+3*4", 14),
        ("2*-3", -6),
        ("--3", 3),
        ("-+3", -3),
        ("2*x - firm1.q/θ", -18),
        ("min(3)", 3),
        ("min(3, x, y)", -2),
        ("max(3, x, firm1.q)", 7),
        ("abs(y)", 2),
        ("1 if x > 1 else 1/0", 1),
        ("1/0 if x < 1 else 2", 2),
        ("1 if x < 1 else 2 if x < 2 else 3", 2),
        ("1 if x < 1 else 2 if x < 1 else 3", 3),
        ("(1 if x < 1 else 2) + 1", 3),
        ("1 + 1 if x < 1 else 2 + 2", 4),
        (" ( 1 +\n\t2 ) ", 3),
        ("1e0004", 10000),
    ],
)
def test_arithmetic_is_exact_and_binds_as_on_paper(text: str, expected: Fraction) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x == 3/2", True),
        ("x != 3/2", False),
        ("1 < x <= 1.5", True),
        ("1 < x < 1.5", False),
        ("3 > x >= 2", False),
        ("1 == 1 and 2 == 3", False),
        ("1 == 1 or 1/0 == 1", True),
        ("1 == 2 and 1/0 == 1", False),
        ("1 == 2 or 2 == 2", True),
        ("not 1 == 2", True),
        ("not 1 == 1 or 1 == 1", True),
        ("not (1 == 1 or 1 == 1)", False),
        ("1 == 2 and 1 == 2 or 1 == 1", True),
        ("x == 1 if y > 0 else x > 1", True),
        ("x == 1 if y < 0 else x > 1", False),
    ],
)
def test_conditions_hold_or_fail(text: str, expected: bool) -> None:
    assert holds(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("sqrt(4)", 2.0), ("sqrt(2)", math.sqrt(2)), ("exp(1)", math.e), ("log(2)", math.log(2))],
)
def test_sqrt_exp_log_round_to_a_double(text: str, expected: float) -> None:
    result = parse(text).evaluate({})
    assert result == Number(Fraction(expected), exact=False)


@pytest.mark.parametrize(
    "text",
    [
        "0 * sqrt(2)",
        "1 + x - sqrt(4)",
        "-log(2)",
        "abs(log(2))",
        "min(0, sqrt(2))",
        "max(9, sqrt(2))",
        "2 ^ sqrt(4)",
        "sqrt(4) ^ 2",
        "exp(0) / 3",
        "1 if sqrt(2) > 1 else 2",
        "1 if sqrt(2) < 1 else 2",
        "1 if 1 == 2 or exp(0) == 1 else 2",
        "1 if not exp(0) == 1 else 2",
        "r",
    ],
)
def test_what_comes_from_a_rounded_number_is_inexact(text: str) -> None:
    assert not parse(text).evaluate({**NAMES, "r": Number(Fraction(1), exact=False)}).exact


def test_a_rounded_number_that_is_not_used_leaves_the_result_exact() -> None:
    assert parse("1 if 1 < 2 else sqrt(2)").evaluate({}).exact
    assert parse("1 < 2 or sqrt(2) > 1").evaluate_truth({}).exact


def test_truths_say_whether_they_are_exact() -> None:
    assert not parse("sqrt(2) > 1").evaluate_truth({}).exact
    assert not parse("1 > 2 if exp(0) == 1 else 1 < 2").evaluate_truth({}).exact
    assert bool(parse("sqrt(2) > 1").evaluate_truth({}))
    assert not bool(parse("sqrt(2) < 1").evaluate_truth({}))


@pytest.mark.parametrize(
    ("text", "offset", "says"),
    [
        ("", 0, "found the end"),
        ("1 +", 3, "found the end"),
        ("1 + * 2", 4, "found '*'"),
        ("(1", 2, "closing parenthesis"),
        ("max(1, 2", 8, "closing parenthesis"),
        ("1)", 1, "found ')'"),
        ("2 (3)", 2, "written with *"),
        ("2 x", 2, "operator"),
        ("2x", 1, "operator"),
        ("1 else 2", 2, "found 'else'"),
        ("1 if x > 1", 10, "A if C else B"),
        ("1 if x else 2", 5, "condition is needed"),
        ("(x > 1) + 1", 3, "number is needed"),
        ("-(x > 1)", 4, "number is needed"),
        ("(x > 1) ^ 2", 3, "number is needed"),
        ("max(x > 1)", 6, "number is needed"),
        ("1 if x > 1 else x > 2", 0, "condition is needed"),
        ("not x", 4, "condition is needed"),
        ("x and x > 1", 0, "condition is needed"),
        ("x > 1", 2, "number is needed"),
        ("x = 1", 2, "== compares"),
        ('"x"', 0, "strings"),
        ("x[0]", 1, "subscripts"),
        ("x % 2", 2, "found '%'"),
        ("x // 2", 3, "found '/'"),
        ("3 \N{MINUS SIGN} 2", 2, "minus sign"),
        ("x.real.imag", 0, "attribute of an attribute"),
        ("x . y", 2, "found '.'"),
        ("f(1)", 0, "f is not a function"),
        ("__import__('os')", 11, "strings"),
        ("(lambda)(1)", 8, "written with *"),
        ("max", 3, "max is a function"),
        ("abs(1, 2)", 0, "takes one number"),
        ("min()", 4, "found ')'"),
        ("1, 2", 1, "found ','"),
        ("z + 1", 0, "z is not defined"),
        ("1 + firm2.q", 4, "firm2.q is not defined"),
        ("1 + 2/0", 5, "division by zero"),
        ("1 + 0^-1", 5, "division by zero"),
        ("1 + sqrt(-1)", 4, "sqrt of -1"),
        ("log(0)", 0, "log of 0"),
        ("log(-1/3)", 0, "log of -1/3"),
        ("exp(1000)", 0, "beyond a double"),
        ("sqrt(10^400)", 0, "beyond a double"),
        ("log(10^-400)", 0, "beyond a double"),
        ("2^(1/2)", 1, "exponent is 1/2"),
        ("2^(1/10^40)", 1, "exponent is about 1e-40"),
        ("sqrt(-10^400)", 0, "a number beyond a double"),
        ("9^9^9", 1, "too long"),
        ("2^5000", 1, "too long"),
        ("3^4000", 1, "too long"),
        ("(1/3)^99999999999", 5, "too long"),
        ("2^4000 * 2^4000", 7, "too long"),
        ("1e999999999", 0, "too long"),
        ("1 + 1e-999999999", 4, "too long"),
        ("1e5000", 0, "too long"),
        ("1" * 1300, 0, "too long"),
        ("1." + "1" * 5000, 0, "too long"),
        ("x" * (LENGTH + 1), LENGTH, "at most"),
        ("(" * (DEPTH + 1) + "1" + ")" * (DEPTH + 1), DEPTH, "nested too deep"),
        ("(" * 1000 + "1" + ")" * 1000, DEPTH, "nested too deep"),
        ("-" * 1000 + "1", DEPTH, "nested too deep"),
        ("2^" * 1000 + "1", 2 * DEPTH, "nested too deep"),
        ("not " * 1000 + "1", 4 * DEPTH, "nested too deep"),
        ("abs(" * 1000 + "1", 4 * DEPTH, "nested too deep"),
    ],
)
def test_a_fault_says_what_and_where(text: str, offset: int, says: str) -> None:
    error = refused(text)
    assert says in error.message
    assert error.offset == offset
    assert len(error.message) < 300


def test_a_number_is_no_condition() -> None:
    with pytest.raises(ExpressionError, match="condition is needed"):
        parse("x + 1").evaluate_truth(NAMES)


def test_choices_of_conditions_want_conditions() -> None:
    with pytest.raises(ExpressionError, match="condition is needed"):
        parse("x if y > 0 else x > 1")


def test_long_chains_need_no_depth() -> None:
    assert value("1" + "+1" * 4000) == 4001
    assert value("1 if 1 > 2 else " * 500 + "7") == 7
    assert holds(" and ".join(["x > 1"] * 1000))


@pytest.mark.parametrize(
    ("opening", "closing", "levels", "expected"),
    [
        ("(", ")", DEPTH - 1, 1),
        ("abs(0 if ", " * 1 + 0 < 2 and 1 < 2 or 1 < 0 else 1)", DEPTH - 3, 0),
        ("(1 * 2 + (0 if 1 < 2 and not 3 < 2 else 1) + ", ")", DEPTH // 2 - 3, 2 * DEPTH // 2 - 5),
    ],
)
def test_the_deepest_expressions_are_evaluated(
    opening: str, closing: str, levels: int, expected: int
) -> None:
    assert value(opening * levels + "1" + closing * levels) == expected


def test_uses_of_names_have_their_offsets() -> None:
    expression = parse("q * (P - firm2.q) + q")
    assert expression.uses == (("q", 0), ("P", 5), ("firm2.q", 9), ("q", 20))
    assert expression.names == {"q", "P", "firm2.q"}
    assert expression.offset("q") == 0
    assert expression.offset("firm2.q") == 9
    with pytest.raises(KeyError):
        expression.offset("c")


def test_functions_and_words_are_no_names() -> None:
    assert parse("max(1, 2) if 1 < 2 or 1 > 2 else abs(3)").names == frozenset()
    assert is_name("theta_H")
    assert is_name("θ")
    assert not any(map(is_name, ("max", "if", "2q", "firm-1", "", "a.b", "a ", "a\n")))


def test_only_the_chosen_branch_looks_names_up() -> None:
    assert parse("1 if 1 < 2 else unknown").evaluate({}).value == 1


PIECES = st.sampled_from(
    sorted(
        {"x", "y", "firm1.q", "9", "0", "1e9", "99999", "**", "==", "if", " else ", " and ", "or "}
        | {"not ", "max(", "sqrt(", "exp("}
        | set("()+-*/^<, .")
    )
)


def attempted(text: str, method: Method, names: Mapping[str, Number]) -> Result | ExpressionError:
    begun = time.process_time()
    try:
        return method(parse(text), names)
    except ExpressionError as error:
        return error
    finally:
        assert time.process_time() - begun < 1


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_an_expression_or_an_error(text: str) -> None:
    for method in (Expression.evaluate, Expression.evaluate_truth):
        result = attempted(text, method, NAMES)
        if isinstance(result, ExpressionError):
            assert 0 <= result.offset <= len(text)
            assert result.message.isprintable()
        else:
            assert isinstance(result.exact, bool)


@pytest.mark.parametrize(
    "text",
    [
        "*".join(["(2^4000/3^2000)"] * 600),
        "+".join(f"1/{n}" for n in range(1, 1400)),
        "9^9^9^9^9^9",
        "x^" * 2000 + "2",
        "(" * 5000 + ")" * 5000,
        "max(" + "1," * 4900 + "1)",
        "1_" * 4000 + "1",
    ],
)
def test_no_size_of_number_or_text_can_hang_the_reader(text: str) -> None:
    result = attempted(text, Expression.evaluate, {"x": Number(Fraction(9**900))})
    if isinstance(result, Number):
        sizes = (result.value.numerator.bit_length(), result.value.denominator.bit_length())
        assert max(sizes) <= BITS
    else:
        assert isinstance(result, ExpressionError)
        assert 0 <= result.offset <= len(text)
