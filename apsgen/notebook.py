"""A result in a notebook: a table and a picture, without any library for either."""

from __future__ import annotations

from apsgen import markup
from apsgen.report.decimals import Decimals
from apsgen.report.facts import claim, printable
from apsgen.result import Result, Status

ROWS = 8
"""Extreme points listed at most."""


def picture(result: Result) -> str:
    """Return the feasible, the outer and the inner set as an SVG image."""
    feasible, outer, inner = (
        polygon.vertices.tolist()
        for polygon in (result.feasible_set, result.outer_set, result.inner_set)
    )
    shapes = [
        markup.Shape(feasible, "#f4f4f4", "#a0a0a0"),
        markup.Shape(inner, "#9ecae1", "#9ecae1"),
        markup.Shape(outer, "none", "#08306b"),
    ]
    return markup.picture(
        shapes, markup.focus_of(outer, feasible), result.game.players, repr(result)
    )


def page(result: Result) -> str:
    """Return what is claimed, the extreme points and the picture as HTML."""
    heading = markup.heading(result.game.title, claim(result))
    table = markup.facts(_facts(result))
    if not result.outer_set.is_empty:
        table += markup.table(_points(result))
    return heading + markup.beside(table, picture(result))


def _facts(result: Result) -> list[tuple[str, str]]:
    facts = [("delta", str(result.game.delta)), ("status", str(result.status))]
    if result.status is not Status.EMPTY:
        known = not result.inner_set.is_empty
        facts.append(("gap", f"{result.gap:.2g}" if known else "not known without an inner set"))
    sizes = [len(one.vertices) for one in (result.inner_set, result.outer_set)]
    return [*facts, ("extreme points", f"inner set {sizes[0]}, outer set {sizes[1]}")]


def _points(result: Result) -> list[list[str]]:
    """List the extreme points of the inner set; of the outer one as long as there is none."""
    decimals = Decimals.of(result)
    name = "outer set" if result.inner_set.is_empty else "inner set"
    points = (result.outer_set if result.inner_set.is_empty else result.inner_set).vertices
    rows = [["", *(decimals(x) for x in point)] for point in points[:ROWS].tolist()]
    more = [["", "...", "..."]] if len(points) > ROWS else []
    return [[name, *(printable(player) for player in result.game.players)], *rows, *more]
