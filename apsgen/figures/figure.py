"""Figures of results: on axes of one's own, or as files that are fit for a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from matplotlib.axes import Axes

from apsgen.errors import UsageError
from apsgen.figures.critical import critical_scene
from apsgen.figures.distortion import scene_of_distortions
from apsgen.figures.nested import nested_scenes
from apsgen.figures.page import METADATA, page
from apsgen.figures.paint import LEGEND, label_vertices, legend_of, paint
from apsgen.figures.paper import Paper
from apsgen.figures.payoff_set import scene_of
from apsgen.figures.picture import Picture
from apsgen.figures.scene import Scene
from apsgen.figures.tikz import tikz
from apsgen.figures.trace import scenes_of
from apsgen.figures.view import LABELLED, MARGIN
from apsgen.result import Bounds, Result
from apsgen.sweep import CriticalMap

FORMATS = (*METADATA, "tex")
"""What figures are written as."""


def plot(result: Result, axes: Axes) -> None:
    """Draw the payoff set on axes of one's own, a notebook's for instance.

    Limits, labels, aspect ratio and legend of the axes are set; fonts are left as they are.

    Parameters
    ----------
    result
        What ``iterate`` answered.
    axes
        Empty matplotlib axes.
    """
    plot_sets([result], axes)


def plot_sets(
    results: Iterable[Result | Picture],
    axes: Axes,
    *,
    labels: Sequence[str] | None = None,
    vertices: bool = False,
) -> None:
    r"""Draw several payoff sets on the same axes, nested or not.

    Larger sets lie lower and are lighter; each has a line style of its own. Feasible payoffs,
    the first-best total and the punishment are drawn where all results agree on them.

    Parameters
    ----------
    results
        What ``iterate`` answered, or pictures put together by hand.
    axes
        Empty matplotlib axes.
    labels
        What the legend says, one text for each; if left out, what tells them apart.
    vertices
        Whether payoffs are written beside the vertices, where there is room. Their places
        suit the size that the axes have now.

    Raises
    ------
    UsageError
        If there is no result, or a number of labels that is not the number of results.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from matplotlib.figure import Figure
    >>> from apsgen import Polygon
    >>> from apsgen.figures import Picture, plot_sets
    >>> small, large = (Polygon.hull([(0, 0), (size, 0), (0, size)]) for size in (1, 2))
    >>> pictures = [
    ...     Picture("A game", ("row", "column"), Fraction(delta), set_, set_, 0.0)
    ...     for delta, set_ in (("1/2", small), ("3/4", large))
    ... ]
    >>> axes = Figure().add_subplot()
    >>> plot_sets(pictures, axes)
    >>> [text.get_text() for text in axes.get_legend().get_texts()]
    ['$\\delta = 1/2$', '$\\delta = 3/4$']
    """
    scene = _scene(results, labels, vertices)
    _plot(scene, axes)
    if vertices:
        label_vertices(scene, axes)


def plot_trace(result: Result, axes: Sequence[Axes]) -> None:
    """Draw how the outer and the inner set closed in on V*, step by step.

    Parameters
    ----------
    result
        What ``iterate`` answered; it must have a trace.
    axes
        Two empty matplotlib axes: for the sets after some of the steps, the last one darkest,
        and for the gap over the applications of T, on a logarithmic scale.

    Raises
    ------
    UsageError
        If the result has no trace, or if there are not two axes.
    """
    scenes = scenes_of(result)
    if len(axes) != len(scenes):
        raise UsageError(f"found {len(axes)} axes; a trace is drawn on two: sets, gap")
    for scene, one in zip(scenes, axes, strict=True):
        _plot(scene, one)


def draw(result: Result, path: Path, paper: Paper | None = None) -> None:
    """Write the payoff set as a figure that is fit for a paper.

    The same result gives the same bytes, whatever the user's matplotlib settings are.

    Parameters
    ----------
    result
        What ``iterate`` answered.
    path
        The file; its suffix says the format: ``.pdf``, ``.png``, ``.svg``, or ``.tex`` for
        pgfplots.
    paper
        Its width, fonts and title; a journal's column if left out.

    Raises
    ------
    UsageError
        If the suffix is another one, or if the file cannot be written.
    """
    draw_sets([result], path, paper)


def draw_sets(
    results: Iterable[Result | Picture],
    path: Path,
    paper: Paper | None = None,
    *,
    labels: Sequence[str] | None = None,
) -> None:
    """Write several payoff sets as one figure; see `plot_sets` and `draw`.

    Raises
    ------
    UsageError
        As `plot_sets` and `draw` do.
    """
    form, chosen = format_of(path), paper or Paper()
    _write([_scene(results, labels, chosen.vertices)], path, form, chosen)


def draw_trace(result: Result, path: Path, paper: Paper | None = None) -> None:
    """Write how the sets closed in as one figure of two panels; see `plot_trace` and `draw`.

    Raises
    ------
    UsageError
        As `plot_trace` and `draw` do.
    """
    form = format_of(path)
    _write(scenes_of(result), path, form, paper or Paper())


def draw_nested(
    results: Sequence[Result], path: Path, paper: Paper | None = None, *, limit: Bounds
) -> None:
    """Write sets at several discount factors with their limit, and below how far each is from it.

    Parameters
    ----------
    results
        What ``iterate_deltas`` answered.
    path, paper
        As in `draw`.
    limit
        The limit set for delta -> 1.

    Raises
    ------
    UsageError
        As `plot_sets` and `draw` do.
    """
    form = format_of(path)
    _write(nested_scenes(results, limit), path, form, paper or Paper())


def draw_critical(found: CriticalMap, path: Path, paper: Paper | None = None) -> None:
    """Write critical discount factors as a curve over one parameter, or as a map over two.

    Parameters
    ----------
    found
        What ``vary`` answered.
    path, paper
        As in `draw`.

    Raises
    ------
    UsageError
        As `draw` does.
    """
    form = format_of(path)
    _write([critical_scene(found)], path, form, paper or Paper())


def format_of(path: Path) -> str:
    """Return the format that the suffix of a figure's file asks for.

    Raises
    ------
    UsageError
        If apsgen does not write that format.

    Examples
    --------
    >>> format_of(Path("set.PDF"))
    'pdf'
    """
    form = path.suffix.lower().removeprefix(".")
    if form in FORMATS:
        return form
    found = f"not as {path.suffix}" if path.suffix else "and this name has no suffix"
    accepted = f"{path.stem}.pdf, {path.stem}.png, {path.stem}.svg or {path.stem}.tex"
    raise UsageError(
        f"{path}: a figure is written as pdf, png, svg or tex, {found}; try {accepted}"
    )


def plot_distortions(losses: Mapping[str, Sequence[Fraction]], axes: Axes) -> None:
    """Draw expected losses of surplus by period on axes of one's own, a line for each first type.

    Parameters
    ----------
    losses
        What `apsgen.dynamic.distortions` gives.
    axes
        Empty matplotlib axes.

    Raises
    ------
    UsageError
        If there is nothing to draw.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from matplotlib.figure import Figure
    >>> from apsgen.figures import plot_distortions
    >>> axes = Figure().add_subplot()
    >>> plot_distortions({"low": [Fraction(1), Fraction(1, 2)], "high": [Fraction(0)] * 2}, axes)
    >>> axes.get_xlabel()
    'period'
    """
    _plot(scene_of_distortions(losses), axes)


def draw_distortions(
    losses: Mapping[str, Sequence[Fraction]], path: Path, paper: Paper | None = None
) -> None:
    """Write the same as a file; the suffix says the format: pdf, png, svg or tex.

    Raises
    ------
    UsageError
        If there is nothing to draw, the suffix is another one, or the file cannot be written.
    """
    form = format_of(path)
    _write([scene_of_distortions(losses)], path, form, paper or Paper())


def _scene(
    results: Iterable[Result | Picture], labels: Sequence[str] | None, vertices: bool
) -> Scene:
    pictures = (one if isinstance(one, Picture) else Picture.of(one) for one in results)
    return scene_of(pictures, labels, LABELLED if vertices else MARGIN)


def _plot(scene: Scene, axes: Axes) -> None:
    """Draw a scene with its legend beside it: how far labels reach below is not known yet."""
    paint(scene, axes)
    handles, words = legend_of(scene)
    legend = axes.legend(handles, words, loc="upper left", bbox_to_anchor=(1.02, 1.0), **LEGEND)
    for text in legend.get_texts():
        text.set_usetex(False)


def _write(scenes: Sequence[Scene], path: Path, form: str, paper: Paper) -> None:
    content = tikz(scenes, paper).encode() if form == "tex" else page(scenes, paper, form)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"{path}: the figure cannot be written: {error.strerror}; "
            "name a file in a folder that exists and that you may write to"
        ) from error
