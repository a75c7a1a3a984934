from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import shapely
from matplotlib import pyplot
from matplotlib.figure import Figure
from shapely.geometry.base import BaseGeometry

from apsgen.case import game_from_arrays, load
from apsgen.fixedpoint import iterate
from apsgen.game import Outline
from apsgen.provenance import versions
from apsgen.result import Bounds, Result, Status, Step
from tests.brute.games import random_game
from tests.figures.results import kinds
from tests.sample_results import game, result

CASES = Path(__file__).parents[1] / "cases"
SMALL = game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
KINDS = kinds()


@pytest.mark.parametrize("of", KINDS.values(), ids=KINDS)
def test_the_sets_are_geometries_and_arrays(of: Result) -> None:
    for geometry, polygon in (
        (of.outer, of.outer_set),
        (of.inner, of.inner_set),
        (of.feasible, of.feasible_set),
    ):
        assert isinstance(geometry, BaseGeometry)
        assert geometry.is_empty == polygon.is_empty
        assert geometry.is_valid
        points = {tuple(point) for point in shapely.get_coordinates(geometry)}
        assert points == {tuple(vertex) for vertex in polygon.vertices}
    assert of.vertices is of.inner_set.vertices
    assert of.vertices.shape[1] == 2


@pytest.mark.parametrize(
    ("points", "kind"),
    [([], "Polygon"), ([(1, 1)], "Point"), ([(0, 0), (1, 1)], "LineString")],
)
def test_small_sets_are_geometries_of_their_own_kind(
    points: list[tuple[float, float]], kind: str
) -> None:
    of = result(outer=points, inner=points)
    assert of.inner.geom_type == of.outer.geom_type == kind
    assert shapely.area(of.inner) == 0.0


def test_a_step_has_its_sets_too() -> None:
    steps = iterate(SMALL).trace
    assert steps
    for step in steps:
        assert isinstance(step, Bounds)
        assert step.outer.area >= step.inner.area - 1e-9
        assert step.vertices.shape[1] == 2


@pytest.mark.parametrize("seed", range(6))
def test_every_result_knows_how_it_came_about(seed: int) -> None:
    """Whatever path a game takes through the computation."""
    found = iterate(random_game(Random(seed)), tolerance=0.1)
    assert found.provenance is not None
    assert found.provenance.versions == versions()
    assert found.provenance.started.endswith("Z")
    assert found.case is None


def test_a_result_knows_its_case() -> None:
    path = CASES / "stahl_1991.toml"
    assert iterate(load(path), tolerance=0.1).case == str(path)
    outline = Outline("", "", SMALL.delta, ("a", "b"), "old.toml", None)
    assert replace(result(), game=outline).case == "old.toml"


def test_representations_say_what_is_known() -> None:
    of = result(inner=[(0, 0), (1, 0), (0, 1)])
    assert repr(of) == (
        "<Result of 'Price war', delta = 4/5: converged, 3 outer and 3 inner vertices, gap 1>"
    )
    stopped = result(inner=[], status=Status.STOPPED)
    assert repr(stopped).endswith("stopped, 3 outer vertices, no inner set>")
    empty = result(outer=[], inner=[], status=Status.EMPTY)
    assert repr(empty).endswith("delta = 4/5: empty, no payoffs>")
    step = Step(of.outer_set, of.inner_set, 1.0, 8, 3, 12, 0.25)
    assert repr(step) == "<Step 3, 0.25 s: 3 outer and 3 inner vertices, gap 1>"


@pytest.mark.parametrize("of", KINDS.values(), ids=KINDS)
def test_every_kind_of_result_can_be_shown(of: Result) -> None:
    assert "\n" not in repr(of)
    assert of._repr_svg_().startswith("<svg ")
    assert of._repr_svg_() in of._repr_html_()


def test_plot_draws_on_the_axes_given() -> None:
    axes = Figure().add_subplot()
    assert result().plot(axes) is axes
    assert axes.get_xlabel() == "average payoff of firm1"
    assert axes.get_legend() is not None


def test_plot_makes_axes_of_its_own() -> None:
    pyplot.switch_backend("Agg")
    axes = result().plot()
    try:
        assert pyplot.gcf() is axes.get_figure()
        assert axes.get_legend() is not None
    finally:
        pyplot.close("all")


def test_a_result_can_be_pickled() -> None:
    of = iterate(SMALL)
    back = pickle.loads(pickle.dumps(of))
    assert back.to_json() == of.to_json()
    assert np.array_equal(back.vertices, of.vertices)


def test_names_are_not_markup() -> None:
    shown = result(of=game(title="<b>"))._repr_html_()
    assert "<b>" not in shown
