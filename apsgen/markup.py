"""Small tables and pictures for notebooks, as HTML and SVG, made without any library."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Points = Sequence[Sequence[float]]

SIDE = 220.0
"""The longer side of the drawing, in pixels."""

SLENDER = 0.5
"""The shorter side is at least this part of the longer one."""

MARGIN = 0.08
LEFT = 62.0
BELOW = 34.0
DOT = 4.0
"""Space around the drawing; the size below which a shape is drawn as a dot."""

ROUNDING = 1e-12
"""What is this much smaller than what stands beside it is shown as 0."""

MAGNIFIED = 20.0
"""What is this many times smaller than its surroundings is shown larger, without them."""


def escaped(text: str) -> str:
    """Return a text that HTML and XML show as it is; control characters as question marks.

    Examples
    --------
    >>> escaped("a < b" + chr(7))
    'a &lt; b?'
    """
    return html.escape("".join(c if c.isprintable() else "?" for c in text))


def short(value: float, reach: float) -> str:
    """Write a number in six digits; what is rounding beside one as large as `reach` is 0.

    Examples
    --------
    >>> short(2 / 3, 1.0), short(-1e-16, 1.0)
    ('0.666667', '0')
    """
    return f"{value:.6g}" if abs(value) > ROUNDING * reach else "0"


def heading(*lines: str) -> str:
    """Return lines of text, the first in bold; empty ones are left out."""
    first, *others = (escaped(line) for line in lines if line)
    return "<div>" + "<br>".join([f"<strong>{first}</strong>", *others]) + "</div>"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return a table of labels and what there is to say of each."""
    cell = '<td style="text-align:left">'
    body = "".join(
        f"<tr>{cell}{escaped(label)}</td>{cell}{escaped(fact)}</td></tr>" for label, fact in rows
    )
    return f"<table><tbody>{body}</tbody></table>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table; its first row is the header.

    Examples
    --------
    >>> table([["x"], ["1"]])
    '<table><thead><tr><th>x</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    """
    header, *body = rows
    head = "".join(f"<th>{escaped(cell)}</th>" for cell in header)
    lines = ("".join(f"<td>{escaped(cell)}</td>" for cell in row) for row in body)
    listed = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{listed}</tbody></table>"


def beside(*parts: str) -> str:
    """Return pieces of HTML next to one another, where the page is wide enough."""
    style = "display:flex;flex-wrap:wrap;gap:1.5em;align-items:flex-start"
    return f'<div style="{style}">' + "".join(f"<div>{part}</div>" for part in parts) + "</div>"


@dataclass(frozen=True, slots=True)
class Shape:
    """The hull of some points in a picture: a polygon, a segment or a dot.

    Attributes
    ----------
    points
        Pairs, in the order of the boundary; none draws nothing.
    fill, stroke
        Colours; ``none`` for none. A segment or a dot has the colour of the stroke.
    """

    points: Points
    fill: str
    stroke: str


def picture(shapes: Sequence[Shape], focus: Points, names: tuple[str, str], title: str) -> str:
    """Return shapes in the plane as an SVG image.

    Parameters
    ----------
    shapes
        Drawn in their order; what lies out of the frame is cut off.
    focus
        Points that the frame holds; their least and greatest coordinates label the axes.
    names
        What the two axes show.
    title
        What the image says to those who cannot see it.
    """
    frame = _Frame.around(focus)
    width, height = frame.width + LEFT + 8.0, frame.height + BELOW + 8.0
    drawn = "".join(_drawn(shape, frame) for shape in shapes)
    size = f'width="{frame.width:.1f}" height="{frame.height:.1f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.1f} {height:.1f}" role="img" font-family="sans-serif" '
        f'font-size="10"><title>{escaped(title)}</title>'
        f'<svg x="{LEFT}" y="8" {size} overflow="hidden">'
        f'<rect {size} fill="white"/>{drawn}'
        f'<rect {size} fill="none" stroke="#808080"/></svg>{_axes(frame, focus, names)}</svg>'
    )


def focus_of(inner: Points, outer: Points) -> Points:
    """Return what a picture is about: all of `outer`, unless it would dwarf `inner`."""
    if not inner or not outer or _extent(outer) <= MAGNIFIED * _extent(inner):
        return [*outer, *inner]
    return outer if _extent(inner) == 0.0 else inner


@dataclass(frozen=True, slots=True)
class _Frame:
    """A rectangle of the plane, and the pixels in one unit of it."""

    left: float
    top: float
    width: float
    height: float
    scale: float

    @classmethod
    def around(cls, points: Points) -> _Frame:
        (left, right), (bottom, top) = _spans(points)
        longest = _extent(points) or 0.1 * max(abs(left), abs(bottom)) or 1.0
        across, up = (max(side, SLENDER * longest) for side in (right - left, top - bottom))
        margin = MARGIN * longest
        scale = SIDE / (longest + 2 * margin)
        return cls(
            (left + right) / 2 - across / 2 - margin,
            (bottom + top) / 2 + up / 2 + margin,
            scale * (across + 2 * margin),
            scale * (up + 2 * margin),
            scale,
        )

    def place(self, point: Sequence[float]) -> tuple[float, float]:
        """Return where a point is drawn, in pixels from the upper left."""
        return self.scale * (point[0] - self.left), self.scale * (self.top - point[1])


def _spans(points: Points) -> list[tuple[float, float]]:
    return [(min(side), max(side)) for side in zip(*points, strict=True)] or [(0.0, 1.0)] * 2


def _extent(points: Points) -> float:
    return max(high - low for low, high in _spans(points))


def _drawn(shape: Shape, frame: _Frame) -> str:
    places = [frame.place(point) for point in shape.points]
    if not places:
        return ""
    if _extent(places) < DOT:
        x, y = places[0]
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{DOT}" fill="{shape.stroke}"/>'
    corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
    stroke = f'stroke="{shape.stroke}" stroke-width="1.5" stroke-linejoin="round"'
    return f'<polygon points="{corners}" fill="{shape.fill}" {stroke}/>'


def _axes(frame: _Frame, focus: Points, names: tuple[str, str]) -> str:
    """Label the least and the greatest coordinates, and the axes."""
    (left, right), (bottom, top) = _spans(focus)
    reach = max(map(abs, (left, right, bottom, top)))
    under, middle = frame.height + 8.0, LEFT + frame.width / 2
    words = [
        _word(middle, under + 28.0, "middle", names[0]),
        _word(12.0, 8.0 + frame.height / 2, "middle", names[1], upright=True),
    ]
    for value in dict.fromkeys((left, right)):
        x = LEFT + frame.place((value, top))[0]
        words.append(_word(x, under + 13.0, "middle", short(value, reach)))
    for value in dict.fromkeys((bottom, top)):
        y = 8.0 + frame.place((left, value))[1] + 3.5
        words.append(_word(LEFT - 4.0, y, "end", short(value, reach)))
    return "".join(words)


def _word(x: float, y: float, anchor: str, text: str, *, upright: bool = False) -> str:
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if upright else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turn}>{escaped(text)}</text>'
