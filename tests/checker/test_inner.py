"""The check of inner sets: each kind of constraint is missed when it alone is violated."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from apsgen import checker
from apsgen.checker import Constraints, Form, Game, Mechanism, Part, Point
from tests.brute.games import random_game
from tests.checker.program import Linear, Program, Row, exact, plans
from tests.checker.proofs import sure
from tests.checker.written import written

ZERO, ONE = Fraction(0), Fraction(1)
ROOM = Fraction(1, 1000)
KINDS = ("obey", "lie", "cell", "refuse", "pay")


def read(tmp_path: Path, seed: int) -> Game:
    path = tmp_path / "case.toml"
    path.write_text(written(random_game(Random(seed))), encoding="utf-8")
    return checker.read_case(path.read_bytes(), path.parent, None, {}, sure)


def corners(seed: int) -> list[Point]:
    random = Random(seed)
    drawn = [(random.randint(-6, 10), random.randint(-6, 10)) for _ in range(4)]
    return checker.convex_hull([(Fraction(x), Fraction(y)) for x, y in drawn])


def broken_by(game: Game, program: Program, values: Linear) -> list[str]:
    """Return what the checker says of a mechanism."""
    part = Part(plans(program, values), "plan")
    mechanism = checker.read_mechanism(part, game, program.points, tuple(program.punishment))
    return list(checker.broken_constraints(mechanism, Constraints(game)))


def solved(program: Program, objective: Linear) -> tuple[float, Linear] | None:
    """Return the greatest value of an objective, and an exact mechanism near that of the floats."""
    tight = dataclasses.replace(
        program,
        least=[(row, form | {("room",): -ONE}) for row, form in program.least],
        equal=[*program.equal, ({("room",): ONE}, ROOM)],
    )
    found = tight.maximise(objective)
    if found is None:
        return None
    values = {key: value for key, value in found.values.items() if key != ("room",)}
    return found.value, exact(program.equal, values)


def without(program: Program, row: Row) -> tuple[Program, Linear]:
    """Return the program without one constraint, and the form that it says is >= 0."""
    listed = [(other, form) for other, form in program.least if other is not row]
    form = next(form for other, form in program.least if other is row)
    if row[0] in ("lie", "cell"):
        # The lie complies everywhere, or but for one cell: its slips are taken out of it.
        listed = [(o, f) for o, f in listed if o[0] not in ("lie", "cell") or o[1:4] != row[1:4]]
        lie = next(f for o, f in program.least if o[0] == "lie" and o[1:4] == row[1:4])
        merged = Form(dict(lie))
        if row[0] == "cell":
            # Complying after the lie gains nothing, so that only the choice in the cell does.
            plain = {key: value for key, value in lie.items() if key[0] != "s"}
            listed.append((["lie", *row[1:4]], plain))
            checker.add(merged, Form(form))
        form = {key: value for key, value in merged.items() if key[0] != "s"}
    return dataclasses.replace(program, least=listed), form


@pytest.mark.parametrize("seed", range(40))
def test_what_meets_all_constraints_is_accepted_and_what_violates_one_is_not(
    tmp_path: Path, seed: int
) -> None:
    game = read(tmp_path, seed)
    program = Program.over(game, corners(seed))
    good = solved(program, program.payoff((ONE, ONE)))
    assert good is None or broken_by(game, program, good[1]) == []
    for row, _ in Random(seed).sample(program.least, min(8, len(program.least))):
        rest, form = without(program, row)
        worst = solved(rest, {key: -value for key, value in form.items()})
        if worst is not None and worst[0] > 0.01:
            assert broken_by(game, program, worst[1]) != [], row


def test_every_kind_of_constraint_is_among_those_that_are_violated(tmp_path: Path) -> None:
    seen = set()
    for seed in range(40):
        program = Program.over(read(tmp_path, seed), corners(seed))
        seen |= {row[0] for row, _ in program.least}
    assert seen == set(KINDS)


def test_a_mechanism_is_evaluated_by_its_forms() -> None:
    mechanism = Mechanism({("p", 0, 1): Fraction(1, 2)}, {0: [1]}, (Fraction(3), None))
    form = Form({("p", 0, 1): Fraction(4), ("q", 0, 1, 0): Fraction(-1), ("p", 0, 0): ONE})
    assert mechanism.at(form) == Fraction(1, 2)
