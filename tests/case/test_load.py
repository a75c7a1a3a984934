"""Case files against games that are expanded by hand."""

from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from apsgen.case import load
from apsgen.errors import CaseError, UsageError
from apsgen.game import Game, Mixing, OffSchedule, Timing, Transfers
from tests.builders import rationals
from tests.case import texts


class Loads(Protocol):
    def __call__(
        self, text: str, delta: str | None = None, settings: dict[str, str] | None = None
    ) -> Game: ...


@pytest.fixture
def loads(tmp_path: Path) -> Loads:
    def read(text: str, delta: str | None = None, settings: dict[str, str] | None = None) -> Game:
        path = tmp_path / "case.toml"
        path.write_text(text)
        (tmp_path / "game.nfg").write_text(texts.NFG)
        return load(path, delta=delta, settings=settings)

    return read


def same(found: object, expected: object) -> bool:
    """Whether an array has the expected shape and numbers, all of them rationals."""
    numbers = np.asarray(found, dtype=object)
    expected_numbers = rationals(expected)
    rational = all(isinstance(value, Fraction) for value in numbers.reshape(-1).tolist())
    return (
        rational and numbers.shape == expected_numbers.shape and (numbers == expected_numbers).all()
    )


def test_bimatrix(loads: Loads) -> None:
    game = loads(texts.DILEMMA)
    assert (game.title, game.reference, game.delta) == ("a game", "", Fraction(4, 5))
    assert game.players == ("firm1", "firm2")
    assert game.types == (("",), ("",))
    assert game.actions == (("C", "D"), ("C", "D"))
    assert game.decisions == (("C", "C"), ("C", "D"), ("D", "C"), ("D", "D"))
    assert same(game.payoff[:, :, 0, 0], [[9, 1, 10, 3], [9, 10, 1, 3]])
    assert same(game.deviation[:, :, 0, 0], [[10, 3, 10, 3], [10, 10, 3, 3]])
    assert game.payoff.shape == game.deviation.shape == (2, 4, 1, 1)
    assert game.allowed.shape == (4, 1, 1)
    assert game.allowed.all()
    assert same(game.prior, [[1]])
    assert same(game.beliefs[0], [[1]])
    assert game.reports == (((0,),), ((0,),))
    assert game.exact


def test_defaults(loads: Loads) -> None:
    game = loads(texts.DILEMMA)
    assert game.mixing is Mixing.LOTTERY
    assert (game.transfers, game.timing) == (Transfers.NONE, Timing.WITH_ACTIONS)
    assert game.off_schedule is OffSchedule.JOINT
    assert game.punishment.values is None
    assert not game.punishment.on_path
    assert game.commits == (False, False)
    assert not game.monitoring.is_public
    assert same(game.monitoring.probability, [[1]] * 4)
    assert game.monitoring.hidden == (((),) * 4, ((),) * 4)


def test_grid_and_intermediates(loads: Loads) -> None:
    game = loads(texts.COURNOT)
    assert game.actions == (("0", "1", "2", "3"), ("none", "some"))
    # a = 6, c = 1/2; quantities 0, 1, 2, 3 against 0, 1.
    first = [[0, 0], ["9/2", "7/2"], [7, 5], ["15/2", "9/2"]]
    second = [[0, "9/2"], [0, "7/2"], [0, "5/2"], [0, "3/2"]]
    assert same(game.payoff.reshape(2, 4, 2), [first, second])
    assert same(game.deviation[0].reshape(4, 2), [["15/2", 5]] * 4)
    assert same(game.deviation[1].reshape(4, 2), [[row[1]] * 2 for row in second])


def test_grid_of_ratios_and_of_one_point(loads: Loads) -> None:
    text = texts.COURNOT.replace('to = "a / 2"', "to = 0.5").replace(
        '{ none = { q = 0 }, some = { q = "c * 2" } }',
        '{ grid = "q", from = 1, to = 1, points = "a - 5" }',
    )
    game = loads(text)
    assert game.actions == (("0", "1/6", "1/3", "1/2"), ("1",))
    assert game.payoff[0, 1, 0, 0] == Fraction(1, 6) * (6 - 1 - Fraction(1, 6) - Fraction(1, 2))


def test_named_decisions(loads: Loads) -> None:
    game = loads(texts.MARKET)
    assert game.reference == "after a paper"
    assert game.actions is None
    assert game.decisions == ("first", "second")
    assert game.mixing is Mixing.DIVISION
    assert same(game.payoff[0], [[["3/2", "3/2"], ["1/2", "1/2"]], [[0, 0], [0, 0]]])
    assert same(game.payoff[1], [[[0, 0], [0, 0]], [["3/2", "1/2"], ["3/2", "1/2"]]])
    assert same(game.deviation[0, 0], [["3/2", "3/2"], ["1/2", "1/2"]])
    assert same(game.deviation[1, 0], [["3/2", "1/2"], ["3/2", "1/2"]])
    assert game.deviation[:, 1].reshape(-1).tolist() == [None] * 8
    assert game.allowed.tolist() == [[[True, True], [True, True]], [[True, False], [True, True]]]
    assert (game.transfers, game.timing) == (Transfers.BURNING, Timing.AFTER_SIGNALS)
    assert game.punishment.values == (Fraction(6, 25), None)
    assert game.off_schedule is OffSchedule.EX_POST
    assert game.commits == (False, True)


def test_independent_types(loads: Loads) -> None:
    game = loads(texts.MARKET)
    assert game.types == (("L", "H"), ("L", "H"))
    assert same(game.prior, [["9/25", "6/25"], ["6/25", "4/25"]])
    assert same(game.beliefs[0], [["3/5", "2/5"]] * 2)
    assert same(game.beliefs[1], [["3/5", "2/5"]] * 2)
    assert game.reports == (((0, 1), (0, 1)), ((0, 1), (0, 1)))


def test_independent_types_of_unequal_number(loads: Loads) -> None:
    text = texts.MARKET.replace(
        'types = { L = { probability = "3/5", theta = 1 }, H = { probability = "2/5", theta = 2 } }'
        "\ncommits",
        'types = { L = { probability = 0.25, theta = 1 }, M = { probability = "1/4", theta = 1 },'
        ' H = { probability = "1/2", theta = 2 } }\ncommits',
    )
    game = loads(text)
    assert game.prior.shape == (2, 3)
    assert same(game.prior[0], ["3/20", "3/20", "3/10"])
    assert same(game.beliefs[0], [["1/4", "1/4", "1/2"]] * 2)
    assert same(game.beliefs[1], [["3/5", "2/5"]] * 3)


def test_correlated_and_interdependent(loads: Loads) -> None:
    game = loads(texts.CORRELATED)
    assert same(game.prior, [["1/10", "1/5", "1/10"], ["2/5", "1/10", "1/10"]])
    assert same(game.beliefs[0], [["1/4", "1/2", "1/4"], ["2/3", "1/6", "1/6"]])
    assert same(game.beliefs[1], [["1/5", "4/5"], ["2/3", "1/3"], ["1/2", "1/2"]])
    assert game.reports == (((0,), (0, 1)), ((0, 1, 2),) * 3)
    assert game.decisions == (("keep", ""), ("sell", ""))
    assert same(game.payoff[0], [[[4, 6, 8], ["11/2", "15/2", "19/2"]]] * 2)
    assert same(game.payoff[1], [[[2, 4, 6], ["1/2", "5/2", "9/2"]]] * 2)
    assert game.deviation.shape == (2, 2, 2, 3)


def test_signals(loads: Loads) -> None:
    monitoring = loads(texts.NOISY).monitoring
    assert monitoring.is_public
    assert monitoring.signals == ("high", "middle", "low")
    rows = [["4/5", "1/10", "1/10"], ["1/2", "2/5", "1/10"], ["1/2", "2/5", "1/10"]]
    assert same(monitoring.probability, [*rows, ["1/5", "7/10", "1/10"]])
    assert monitoring.hidden == (((2,), (3,), (0,), (1,)), ((1,), (0,), (3,), (2,)))


def test_signals_by_expression(loads: Loads) -> None:
    text = texts.COURNOT + (
        '[monitoring]\nkind = "public"\nsignals = ["up", "down"]\n[monitoring.probability]\n'
        'up = "(1 + firm1.q + firm2.q) / 5"\ndown = "1 - (1 + firm1.q + firm2.q) / 5"\n'
    )
    monitoring = loads(text).monitoring
    up = monitoring.probability[:, 0].reshape(4, 2)
    assert same(up, [["1/5", "2/5"], ["2/5", "3/5"], ["3/5", "4/5"], ["4/5", 1]])
    assert same(monitoring.probability.sum(axis=1), [1] * 8)
    assert monitoring.hidden[0][3] == (1, 5, 7)
    assert monitoring.hidden[1][3] == (2,)


def test_one_signal_gets_everything(loads: Loads) -> None:
    text = texts.DILEMMA + '[monitoring]\nkind = "public"\nsignals = ["on"]\n'
    assert same(loads(text).monitoring.probability, [[1]] * 4)


def test_gambit(loads: Loads) -> None:
    game = loads(texts.GAMBIT)
    assert game.players == ("anne", "bob")
    assert game.actions == (("up", "down"), ("l", "m", "r"))
    # Gambit lists profiles with the first player's strategy running fastest.
    assert same(game.payoff[0, :, 0, 0], [0, 4, 8, 2, 6, 10])
    assert same(game.payoff[1, :, 0, 0], [1, 5, 9, 3, 7, 11])
    assert same(game.deviation[0, :, 0, 0], [2, 6, 10] * 2)
    assert same(game.deviation[1, :, 0, 0], [9, 9, 9, 11, 11, 11])
    assert game.types == (("",), ("x",))
    assert game.punishment.on_path


def test_bimatrix_of_types(loads: Loads) -> None:
    text = texts.DILEMMA.replace(
        '[players.firm2]\nactions = ["C", "D"]',
        "[players.firm2]\nactions = { C = { cost = 1 }, D = { cost = 0 } }\n"
        'types = { a = { probability = "1/3", t = 2 }, b = { probability = "2/3", t = 5 } }',
    ).replace("firm2 = [[9, 10], [1, 3]]", 'firm2 = [[9, "t - cost"], [1, 3]]')
    text = text.replace("[9, 1], [10", '["firm2.t * firm2.cost", 1], [10')
    game = loads(text)
    assert same(game.payoff[0, :, 0], [[2, 5], [1, 1], [10, 10], [3, 3]])
    assert same(game.payoff[1, :, 0], [[9, 9], [2, 5], [1, 1], [3, 3]])


def test_players_without_anything(loads: Loads) -> None:
    game = loads(f"{texts.HEAD}players.b = {{ payoff = 1 }}\nplayers.a = {{ payoff = 0.5 }}\n")
    assert game.players == ("b", "a")
    assert game.actions == (("",), ("",))
    assert same(game.payoff, [[[[1]]], [[["1/2"]]]])


def test_branch_that_is_not_taken_may_divide_by_zero(loads: Loads) -> None:
    text = texts.COURNOT.replace('"q * (P - c)"', '"0 if q == 0 else 1 / inverse"').replace(
        "[define]", '[define]\ninverse = "1 / firm1.q + 1 / firm2.q"'
    )
    text = text.replace('"0 if q == 0', '"0 if firm1.q * firm2.q == 0')
    game = loads(text)
    assert same(game.payoff[0].reshape(4, 2), [[0, 0], [0, "1/2"], [0, "2/3"], [0, "3/4"]])


def test_long_chain_of_intermediates(loads: Loads) -> None:
    chain = "\n".join(f'z{i} = "z{i - 1} + q"' for i in range(1, 900))
    text = texts.COURNOT.replace("[define]", f'[define]\nz0 = "q"\n{chain}')
    game = loads(text.replace('payoff = "profit"', 'payoff = "z899"', 1))
    assert game.payoff[0, 2, 0, 0] == 900


def test_constant_intermediates_stand_where_parameters_do(loads: Loads) -> None:
    text = texts.COURNOT.replace('delta = "4/5"', 'delta = "d"')
    game = loads(text.replace("[define]", '[define]\nhalf = "1 / 2"\nd = "half + 1/c/8"\nn = 3'))
    assert game.delta == Fraction(3, 4)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        (texts.COURNOT, True),
        (texts.COURNOT.replace("a = 6", 'a = "sqrt(36)"'), False),
        (texts.COURNOT.replace('"profit"', '"exp(q)"'), False),
        (texts.COURNOT.replace("q = 0", 'q = "exp(0)"'), False),
        (texts.COURNOT.replace('"4/5"', '"sqrt(1/4)"'), False),
        (texts.MARKET.replace('"6/25"', '"log(2)"'), False),
        (texts.MARKET.replace("firm2.theta < 2", "firm2.theta < sqrt(4)"), False),
        (texts.MARKET.replace('"3/5"', '"sqrt(9/25)"').replace("2/5", "sqrt(4/25)"), False),
        (texts.NOISY.replace('"1/10"', '"sqrt(1/100)"'), False),
        (texts.CORRELATED.replace("0.1,", '"sqrt(1/100)",'), False),
    ],
)
def test_exactness(loads: Loads, text: str, exact: bool) -> None:
    game = loads(text)
    assert game.exact is exact
    assert game.prior.sum() == 1
    assert (game.monitoring.probability.sum(axis=1) == 1).all()


def test_settings_and_delta(loads: Loads) -> None:
    game = loads(texts.COURNOT, delta="a / 36", settings={"a": "2 * 6"})
    assert game.delta == Fraction(1, 3)
    assert game.actions == (("0", "2", "4", "6"), ("none", "some"))
    # c = a / 12 comes after a, so it follows: c = 1, and some is 2.
    assert same(game.payoff[0].reshape(4, 2)[1], [18, 14])
    later = loads(texts.COURNOT, settings={"c": "a / 6"})
    assert same(later.payoff[0].reshape(4, 2)[1], [4, 2])
    assert not loads(texts.DILEMMA, delta="sqrt(1/4)").exact


def test_delta_of_the_file_is_not_used_besides_another(loads: Loads) -> None:
    text = texts.COURNOT.replace('"4/5"', '"1 / (1 + c)"')
    assert loads(text, delta="1/2", settings={"c": "0"}).delta == Fraction(1, 2)


@pytest.mark.parametrize(
    ("delta", "settings", "message"),
    [
        (None, {"b": "1"}, "unknown parameter b; known: a, c"),
        (None, {"C": "1"}, "unknown parameter C; known: a, c; did you mean c?"),
        (None, {"a": "c"}, "the setting a: unknown parameter c; none is known"),
        (None, {"a": "1 +"}, "the setting a: found the end where"),
        (None, {"a": "1 / 0"}, "the setting a: division by zero (at character 3 of '1 / 0')"),
        (None, {"a": "1 > 0"}, "the setting a: found a condition"),
        ("1", {}, "delta: found 1; a discount factor with 0 < delta < 1 is accepted"),
        ("0", {}, "delta: found 0;"),
        ("x", {}, "delta: unknown parameter x; known: a, c"),
        ("", {}, "delta: found the end"),
    ],
)
def test_settings_that_make_no_sense(
    loads: Loads, delta: str | None, settings: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        loads(texts.COURNOT, delta, settings)
    assert message in str(caught.value)


def test_settings_of_faulty_parameters(loads: Loads) -> None:
    text = texts.COURNOT.replace("a = 6", 'a = "six"')
    with pytest.raises(CaseError, match="unknown name six") as caught:
        loads(text, delta="a / 7", settings={"c": "a"})
    assert len(caught.value.faults) == 1
    with pytest.raises(CaseError, match="a table is accepted"):
        loads(
            f"{texts.DILEMMA}".replace("[players.firm1]", "parameters = 1\n[players.firm1]"),
            settings={"c": "1"},
        )


def test_a_setting_mends_its_parameter(loads: Loads) -> None:
    text = texts.COURNOT.replace("a = 6", 'a = "six"')
    assert loads(text, settings={"a": "6"}).payoff.shape == (2, 8, 1, 1)


def test_large_games_load_fast(loads: Loads) -> None:
    names = [f"a{i}" for i in range(100)]
    matrix = [[f"{row}/{column + 1}" for column in range(100)] for row in range(100)]
    text = f"{texts.HEAD}[players.x]\nactions = {names}\n[players.y]\nactions = {names}\n"
    start = time.perf_counter()
    bimatrix = loads(f"{text}[payoffs]\nx = {matrix}\ny = {matrix}\n")
    expressions = loads(
        texts.COURNOT.replace("points = 4", "points = 50").replace(
            '{ none = { q = 0 }, some = { q = "c * 2" } }',
            '{ grid = "q", from = 0, to = 3, points = 50 }',
        )
    )
    assert time.perf_counter() - start < 20
    assert bimatrix.payoff.shape == (2, 10_000, 1, 1)
    assert bimatrix.payoff[1, 205, 0, 0] == Fraction(2, 6)
    assert expressions.payoff.shape == (2, 2500, 1, 1)


def test_import_is_light() -> None:
    heavy = "{'shapely', 'scipy', 'matplotlib', 'highspy'}"
    code = f"import sys, apsgen.case; sys.exit(str(sorted({heavy} & sys.modules.keys())))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"
