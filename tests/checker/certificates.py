"""Certificates of small games: exact numbers from answers in floats."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from apsgen import checker
from apsgen.checker import Bound, Directions, Game, Part, Point
from tests.checker.program import TIGHT, Answer, Linear, Program, exact, rounded

Json = dict[str, Any]
ZERO, ONE = Fraction(0), Fraction(1)
ROUNDS = 12
STEPS = 400


def certificate(
    case: Path, game: Game, inner: Json | None, outer: Json | None, gap: Fraction | None
) -> Json:
    """Return a certificate; the status follows from the outer part."""
    empty = outer is not None and not outer["vertices"]
    return {
        "format": "apsgen-certificate/1",
        "case": {
            "sha256": hashlib.sha256(case.read_bytes()).hexdigest(),
            "files": {n: hashlib.sha256(text).hexdigest() for n, text in game.files.items()},
            "delta": str(game.delta),
            "parameters": {name: str(value) for name, value in game.parameters.items()},
            "rounded": [],
        },
        "claim": {
            "status": "empty" if empty else "bounded",
            "gap": None if gap is None else str(gap),
        },
        "inner": inner,
        "outer": outer,
    }


def write(path: Path, proof: object) -> Path:
    """Write a certificate."""
    path.write_text(json.dumps(proof), encoding="utf-8")
    return path


# Inner sets


def inner_part(game: Game, vertices: Sequence[Point]) -> Json:
    """Return the proof that a set generates itself; fails with an AssertionError if it does not."""
    program = Program.over(game, vertices)
    mechanisms = [_mechanism(program, vertex) for vertex in vertices]
    return {"vertices": [_texts(vertex) for vertex in vertices], "mechanisms": mechanisms}


def _mechanism(program: Program, vertex: Point) -> list[Json]:
    """Return a mechanism with the payoffs of a vertex, as far inside its constraints as can be."""
    promises = [
        (program.payoff((ONE, ZERO)), vertex[0]),
        (program.payoff((ZERO, ONE)), vertex[1]),
    ]
    slack = ("slack",)
    tightened = [(row, form | {slack: -ONE}) for row, form in program.least]
    limit: Linear = {slack: ONE, ("room",): ONE}
    equal = [*program.equal, *promises, (limit, ONE)]
    tight = Program(program.game, program.points, program.punishment, equal, tightened)
    found = tight.maximise({slack: ONE})
    assert found is not None, f"{vertex} is not generated"
    binding = [
        (form, ZERO)
        for _, form in program.least
        if abs(sum(float(v) * found.values.get(k, 0.0) for k, v in form.items())) < TIGHT
    ]
    known = {key: value for key, value in found.values.items() if key not in (slack, ("room",))}
    return plans(program, exact([*program.equal, *promises, *binding], known))


def plans(program: Program, values: Linear) -> list[Json]:
    """Return a mechanism as a certificate states it."""
    game, listed = program.game, []
    for t in game.profiles:
        blocks = []
        for b in game.blocks(t):
            weights = [(d, values.get(("p", t, d), ZERO)) for d in game.within(t, b)]
            share = sum((weight for _, weight in weights), ZERO)
            if not share:
                continue
            signals = len(game.chances(b))
            means = [
                [
                    [name, str(values[key] / share)]
                    for name in program.points
                    if values.get(key := ("c", t, b, y, name), ZERO)
                ]
                for y in range(signals)
            ]
            sent = signals if game.pays_after else min(game.payments, 1)
            payments = [
                [str(values.get(("m", t, b, y, k), ZERO) / share) for k in range(game.payments)]
                for y in range(sent)
            ]
            blocks.append(
                {
                    "weights": [[d, str(weight)] for d, weight in weights if weight],
                    "continuation": means,
                    "payments": payments,
                }
            )
        listed.append({"blocks": blocks})
    return listed


# Outer sets


def outer_part(game: Game, directions: Sequence[Point], rounds: int = ROUNDS) -> Json:
    """Return the proof of an outer set in some directions."""
    ordered = sorted(set(directions), key=_angle)
    texts = [_texts(direction) for direction in ordered]
    around = Directions.read(Part(texts, "directions"))
    start = start_levels(game, around)
    proof: Json = {"directions": texts, "steps": [], "vertices": []}
    if start is None:
        return proof | {"start": ["0"] * len(ordered)}
    known = checker.Outer(game, checker.Constraints(game), around, list(start), set())
    for _ in range(rounds):
        before = list(known.levels)
        steps = _round(known)
        proof["steps"] += steps
        if steps[-1]["rule"] == "empty":
            return proof | {"start": [str(level) for level in start]}
        if max(b - c for b, c in zip(before, known.levels, strict=True)) < Fraction(1, 10**9):
            break
    corners = checker.convex_hull(checker.clipped(around, known.levels))
    proof["vertices"] = [_texts(corner) for corner in corners]
    return proof | {"start": [str(level) for level in start]}


def start_levels(game: Game, directions: Directions) -> list[Fraction] | None:
    """Return the least levels that the checker accepts."""
    points = checker.start_points(Part(None, "start"), game)
    if game.transfers != "none" and not points:
        return None
    result = []
    for direction in directions.listed:
        reach = [direction[0] * x + direction[1] * y for x, y in points]
        plans = [checker.feasible(game, direction)] if game.transfers == "none" else []
        result.append(max(*reach, *plans) if len(reach) + len(plans) > 1 else [*reach, *plans][0])
    return result


def _round(known: checker.Outer) -> list[Json]:
    """Apply T, and the lemma with the same multipliers; the levels become known."""
    corners = checker.convex_hull(checker.clipped(known.directions, known.levels))
    if not corners:
        return [_empty(known, Program.over(known.game, [(ZERO, ZERO)]))]
    program = Program.over(known.game, corners)
    bounds = []
    found: dict[int, tuple[list[Any], Bound]] = {}
    for k, direction in enumerate(known.directions.listed):
        answer = program.maximise(program.payoff(direction))
        if answer is None:
            return [_empty(known, program)]
        rows = certificate_rows(program, answer, direction)
        found[k] = rows, known.bound(Part(rows, "rows"), direction)
        level = min(known.levels[k], _above(checker.bound_at(found[k][1], known.levels)))
        if level < known.levels[k]:
            bounds.append({"direction": k, "rows": rows, "level": str(level)})
    step = {"rule": "application", "bounds": bounds}
    checker.check_step(Part(step, "step"), known)
    lemma = _lemma(known, found)
    return [step] if lemma is None else [step, lemma]


def _empty(known: checker.Outer, program: Program) -> Json:
    """Return the step that shows that nothing is generated."""
    answer = program.maximise({}, relaxed=True)
    assert answer is not None
    rows = certificate_rows(program, answer, (ZERO, ZERO))
    step = {"rule": "empty", "rows": rows}
    assert checker.check_step(Part(step, "step"), known)
    return step


def certificate_rows(program: Program, answer: Answer, direction: Point) -> list[Any]:
    """Return the multipliers of an answer, rounded, as rows; money adds exactly nothing."""
    guess = {(k,): max(value, 0.0) for k, value in enumerate(answer.multipliers)}
    values = exact(_money(program, direction, guess), guess)
    lies: dict[Any, Any] = {}
    rows: list[Any] = []
    for k, (row, _) in enumerate(program.least):
        weight = values.get((k,), ZERO)
        if row[0] == "lie":
            lies[tuple(row[1:])] = [*row, str(weight), []]
        elif row[0] == "cell" and weight:
            lies[tuple(row[1:4])][5].append([*row[4:], str(weight)])
        elif weight:
            rows.append([*row, str(weight)])
    return [*rows, *(row for row in lies.values() if row[4] != "0")]


def _money(
    program: Program, direction: Point, guess: dict[Any, float]
) -> list[tuple[Linear, Fraction]]:
    """Return the equations of multipliers that keep money, and slips, from adding to a bound."""
    money: dict[Any, Linear] = {}
    for key, value in program.payoff(direction).items():
        if key[0] == "m":
            money.setdefault(key, {})[()] = value
    for k, (_, form) in enumerate(program.least):
        for key, value in form.items():
            if key[0] in "ms":
                money.setdefault(key, {})[k,] = value
    equations = []
    for form in money.values():
        gain = sum(float(v) * guess.get(k, 1.0) for k, v in form.items())
        if abs(gain) < TIGHT:
            left = {k: v for k, v in form.items() if k}
            equations.append((left, -form.get((), ZERO)))
    return equations


def _lemma(known: checker.Outer, found: dict[int, Any]) -> Json | None:
    """Return a step by the lemma, if the bounds contract; the levels become known."""
    upper = [float(level) for level in known.levels]
    bounds = {k: _floats(bound) for k, (_, bound) in found.items()}
    free, weights, lower = set(bounds), [0.0] * len(upper), list(upper)
    room = 1e-9 * max(1.0, *map(abs, upper))
    for _ in range(5):
        lower = _fixed_point(bounds, upper, free)
        solved = _weights(bounds, upper, lower, free)
        if solved is None:
            return None
        weights = solved
        kept = {k for k in free if lower[k] + 2 * room * weights[k] < upper[k]}
        if kept == free:
            break
        free = kept
    if not free:
        return None
    entries = [
        {
            "direction": k,
            "rows": found[k][0],
            "level": str(_above(Fraction(lower[k] + room * weights[k]))),
            "weight": str(rounded(weights[k])),
        }
        for k in sorted(free)
    ]
    step = {"rule": "fixed point", "bounds": entries}
    try:
        checker.check_step(Part(step, "step"), known)
    except checker.RejectedError:
        return None
    return step


Cell = tuple[float, dict[int, float], list[tuple[dict[int, float], float]]]


def _floats(bound: Bound) -> list[list[Cell]]:
    return [
        [
            (
                float(one.constant),
                {k: float(v) for k, v in one.slopes.items()},
                [({k: float(v) for k, v in lin.items()}, float(c)) for lin, c in one.maxima],
            )
            for one in profile
        ]
        for profile in bound
    ]


def _dot(linear: dict[int, float], levels: Sequence[float]) -> float:
    return sum(value * levels[k] for k, value in linear.items())


def _worth(cell: Cell, levels: Sequence[float]) -> float:
    constant, slopes, maxima = cell
    return constant + _dot(slopes, levels) + sum(max(_dot(m, levels), c) for m, c in maxima)


def _fixed_point(bounds: Any, upper: list[float], free: set[int]) -> list[float]:
    levels = list(upper)
    for _ in range(STEPS):
        image = {
            k: sum(max(_worth(cell, levels) for cell in profile) for profile in bounds[k])
            for k in free
        }
        after = [min(upper[k], image[k]) if k in free else upper[k] for k in range(len(upper))]
        moved = max(abs(a - b) for a, b in zip(after, levels, strict=True))
        levels = after
        if moved < 1e-13:
            break
    return levels


def _weights(
    bounds: Any, upper: list[float], lower: list[float], free: set[int]
) -> list[float] | None:
    weights = [1.0 if k in free else 0.0 for k in range(len(upper))]
    competing = {
        k: [
            [
                cell
                for cell in profile
                if _worth(cell, upper) >= max(_worth(c, lower) for c in profile) - 1e-9
            ]
            for profile in bounds[k]
        ]
        for k in free
    }
    for _ in range(STEPS):
        after = list(weights)
        for k in free:
            after[k] = 1.0 + sum(
                max(_dot(s, weights) + sum(_dot(m, weights) for m, _ in x) for _, s, x in profile)
                for profile in competing[k]
            )
        moved = max(abs(a - b) for a, b in zip(after, weights, strict=True))
        weights = after
        if moved < 1e-3:
            return weights
        if max(weights) > 1e6:
            break
    return None


def _angle(direction: Point) -> Any:
    return functools.cmp_to_key(checker.turn)(direction)


def _above(value: Fraction) -> Fraction:
    """Return a short rational not below a number."""
    simple = Fraction(value).limit_denominator(10_000)
    if simple >= value and simple - value < Fraction(1, 10**11):
        return simple
    scale = 2**40
    return Fraction(-((-value * scale) // 1), scale)


def _texts(point: Point) -> list[str]:
    return [str(point[0]), str(point[1])]
