"""A limit set in plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from fractions import Fraction

from apsgen.checker import Point
from apsgen.limit import LimitSet, Profile, Score
from apsgen.report.facts import could_mix, counted, printable
from apsgen.report.plain import WIDTH
from apsgen.result import Status

ROWS = 12
"""Vertices, and profiles of actions, listed at most."""

LONGEST = 24
"""Characters of a fraction that is written out."""

TOTAL = (Fraction(1), Fraction(1))


def limit_text(found: LimitSet, case: str, emphasise: Callable[[str], str] = str) -> str:
    """Return a limit set in words and tables.

    Parameters
    ----------
    found
        What `limit` answered.
    case
        The case file as the user named it.
    emphasise
        Marks the claim, for example with a colour.
    """
    blocks = [_heading(found, case), emphasise(textwrap.fill(claim(found), WIDTH))]
    blocks.append(textwrap.fill(caveats(found), WIDTH))
    if found.outer_corners:
        blocks += [_shape(found), _corners(found), _totals(found)]
    blocks += [_scores(found.asked), _folk_theorem(found), _profiles(found), _effort(found)]
    return "\n\n".join(filter(None, blocks))


def claim(found: LimitSet) -> str:
    """Return what is claimed, in words that are true as they stand."""
    if found.status is Status.EMPTY:
        return (
            "The limit set is empty, proved in exact arithmetic: patient players can support no "
            "payoffs."
        )
    stopped = "Stopped before the polygons met. " if found.status is Status.STOPPED else ""
    known = (
        "The limit set is known exactly."
        if found.is_exact
        else "The limit set lies within the outer polygon and contains the inner one; both are "
        "exact."
    )
    if found.is_limit:
        meaning = "V* converges to it as delta goes to 1."
    elif found.is_bound_only:
        meaning = (
            "V* lies within it in the limit, and may be smaller: the punishment is fixed, and "
            "reaches only some of the decisions."
        )
    elif found.is_exact:
        meaning = (
            "V* lies within it in the limit, and may be smaller: the set has no interior, and "
            "the theorem on the limit needs one."
        )
    else:
        meaning = "V* lies within it in the limit; that it has an interior is not shown yet."
    return f"{stopped}{known} {meaning}"


def caveats(found: LimitSet) -> str:
    """Return what to bear in mind about the claim; empty if there is nothing."""
    sentences = []
    if not found.game.exact:
        sentences.append("The case itself is rounded: it uses sqrt, exp or log.")
    if found.game.punishment.values is not None:
        sentences.append("The fixed punishment is taken as given, not shown to be supported.")
    if could_mix(found.game):
        sentences.append(
            "Players do not mix privately over their actions; if they did, more payoffs might "
            "be supported."
        )
    return " ".join(sentences)


def number(value: Fraction) -> str:
    """Return a fraction and, where that differs, a decimal; a long fraction as a decimal alone.

    Examples
    --------
    >>> number(Fraction(7, 2)), number(Fraction(3))
    ('7/2 = 3.5', '3')
    """
    fraction, decimal = str(value), f"{float(value):.10g}"
    if fraction == decimal or len(fraction) > LONGEST:
        return decimal
    return f"{fraction} = {decimal}"


def _heading(found: LimitSet, case: str) -> str:
    game = found.game
    titles = [printable(title) for title in (game.title, game.reference) if title]
    lines = [
        ("case", printable(case)),
        ("players", ", ".join(map(printable, game.players))),
        ("delta", "to 1"),
        ("payoffs", "averages per period (a total is the average divided by 1 - delta)"),
    ]
    return "\n".join([*titles, "", _labelled(lines)])


def _shape(found: LimitSet) -> str:
    words = ("empty", "a point", "a segment", "an area")
    outer, inner = (words[one.dimension + 1] for one in (found.outer_set, found.inner_set))
    if found.is_exact:
        return f"The limit set is {outer}."
    return f"The outer polygon is {outer}, the inner one {inner}."


def _corners(found: LimitSet) -> str:
    if found.is_exact:
        return _points("the limit set", found.outer_corners, found.game.players)
    outer = _points("the outer polygon", found.outer_corners, found.game.players)
    if not found.inner_corners:
        return outer
    inner = _points("the inner polygon", found.inner_corners, found.game.players)
    return f"{outer}\n\n{inner}"


def _points(what: str, corners: Sequence[Point], players: Sequence[str]) -> str:
    names = [printable(name) for name in players]
    rows = [names, *([number(x), number(y)] for x, y in corners[:ROWS])]
    left_out = len(corners) - ROWS
    more = [f"  ... and {left_out} more (--json lists all)"] if left_out > 0 else []
    return "\n".join([f"extreme points of {what}: {len(corners)}", *_table(rows), *more])


def _totals(found: LimitSet) -> str:
    corners = (found.inner_corners, found.outer_corners)
    ends = [number(max(x + y for x, y in points)) for points in corners if points]
    greatest = " to ".join(dict.fromkeys(ends)) if len(ends) == 2 else f"at most {ends[0]}"
    least = ("no bound" if value is None else number(value) for value in found.least)
    return _labelled(
        [
            ("greatest total", f"{greatest} (sum of the two players' payoffs)"),
            ("least payoffs", ", ".join(least)),
        ]
    )


def _scores(asked: Sequence[Score]) -> str:
    """List the scores of the directions that were asked for."""
    if not asked:
        return ""
    rows = [["direction", "score"]]
    for score in asked:
        along = ", ".join(map(str, score.direction))
        rows.append([f"({along})", _level(score)])
    return "\n".join(["scores", *_table(rows)])


def _level(score: Score) -> str:
    if isinstance(score.level, Fraction):
        return number(score.level)
    return "no bound" if score.level > 0 else "nothing can be played"


def _folk_theorem(found: LimitSet) -> str:
    known = found.conditions
    words = "The folk theorem of Fudenberg, Levine and Maskin (1994), minmax in pure actions, "
    if known.applies:
        words += "applies: every profile has pairwise full rank."
    else:
        words += f"does not apply: {'; '.join(known.reasons)}."
    if known.reached is not None and found.outer_corners:
        which = "is all" if known.reached else "is less than all"
        words += f" The limit set {which} of the feasible payoffs above the least ones."
    return textwrap.fill(words, WIDTH)


def _profiles(found: LimitSet) -> str:
    """List what each profile of actions tells, under public monitoring."""
    profiles = found.conditions.profiles
    if not profiles:
        return ""
    head = ["profile", "enforceable", "individual full rank", "pairwise full rank"]
    rows = [head, *(_profile(one, found.game.players) for one in profiles[:ROWS])]
    left_out = len(profiles) - ROWS
    more = [f"  ... and {left_out} more (--json lists all)"] if left_out > 0 else []
    return "\n".join(["profiles of actions", *_table(rows), *more])


def _profile(one: Profile, players: Sequence[str]) -> list[str]:
    for_whom = [name for name, full in zip(players, one.individual, strict=True) if full]
    individual = "yes" if len(for_whom) == 2 else ", ".join(for_whom) or "no"
    enforceable = "not asked" if one.enforceable is None else _yes(one.enforceable)
    actions = ", ".join(map(printable, filter(None, one.actions)))
    return [actions, enforceable, printable(individual), _yes(one.pairwise)]


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _effort(found: LimitSet) -> str:
    programs = counted(found.linear_programs, "linear program")
    effort = ("effort", f"{programs} in {found.seconds:.3g} s")
    if found.status is Status.EMPTY:
        return _labelled([effort])
    return _labelled([("gap", _gap(found)), effort])


def _gap(found: LimitSet) -> str:
    asked, size = f"asked for {found.tolerance:.3g}", found.outer_set.diameter
    if not found.inner_corners:
        return f"not known without an inner polygon ({asked} of the set's size)"
    if not size:
        return f"{found.gap:.2g} ({asked} of the set's size)"
    return f"{found.gap:.2g} ({found.gap / size:.2g} of the set's size; {asked})"


def _labelled(lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{label:<18}{fact}" for label, fact in lines)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return [f"  {line}" for line in lines]
