"""What the legend calls each set: what tells it from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from apsgen.figures.picture import Picture
from apsgen.figures.words import Math, Words, joined, parameter

_ROUNDING = 1e-9
_COARSEST = 1e-3
_WRITTEN = 100


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Pictures of one and the same set, drawn once.

    Attributes
    ----------
    picture
        The first of them.
    words
        The names of all.
    place
        Its place in the legend.
    """

    picture: Picture
    words: Words
    place: int


def grouped(pictures: Sequence[Picture], names: Sequence[Words]) -> tuple[Group, ...]:
    """Gather pictures whose sets are the same as far as is known, each group with its names."""
    groups: list[Group] = []
    scale = max(max(one.feasible.diameter, one.outer.diameter) for one in pictures)
    for picture, words in zip(pictures, names, strict=True):
        same = [group for group in groups if _are_same(group.picture, picture, scale)]
        if same:
            place = same[0].place
            groups[place] = Group(same[0].picture, joined((same[0].words, words), "; "), place)
        else:
            groups.append(Group(picture, words, len(groups)))
    return tuple(groups)


def told_apart(pictures: Sequence[Picture]) -> tuple[Words, tuple[Words, ...]]:
    """Return what holds for all pictures, and a name for each that tells what differs.

    Titles, parameters and discount factors are named where they differ; a discount factor
    that all have in common is what holds for all.
    """
    names = [_own(picture, pictures) for picture in pictures]
    deltas = [(delta_of(picture.delta),) for picture in pictures]
    if len(set(deltas)) == 1 and len(set(names)) > 1:
        return deltas[0], tuple(names)
    pairs = zip(names, deltas, strict=True)
    return (), tuple(joined(filter(None, pair)) for pair in pairs)


def _own(picture: Picture, pictures: Sequence[Picture]) -> Words:
    """Return the title and the parameters of a picture, as far as others have different ones."""
    titled = len({other.title for other in pictures}) > 1
    chosen = [
        (parameter(key), f" = {value}")
        for key, value in picture.settings.items()
        if any(other.settings.get(key) != value for other in pictures)
    ]
    return joined([*([(picture.title,)] if titled else []), *chosen])


def delta_of(delta: Fraction) -> Math:
    r"""Return a discount factor as on paper; one with many digits as a decimal; 1 is the limit.

    Examples
    --------
    >>> delta_of(Fraction(4, 5)).tex
    '\\delta = 4/5'
    >>> delta_of(Fraction(1)).tex
    '\\delta \\rightarrow 1'
    """
    # pgfplots has a \to of its own in legends.
    if delta == 1:
        return Math(r"\delta \rightarrow 1")
    written = str(delta) if delta.denominator <= _WRITTEN else f"{float(delta):.8g}"
    return Math(rf"\delta = {written}")


def _are_same(first: Picture, second: Picture, scale: float) -> bool:
    least = min(first.gap + second.gap, _COARSEST * scale) + _ROUNDING * scale
    return (
        first.outer.hausdorff(second.outer) <= least
        and first.inner.hausdorff(second.inner) <= least
    )
