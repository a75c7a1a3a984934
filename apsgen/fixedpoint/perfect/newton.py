"""Newton's method on the vertices of V*.

While the places of the vertices of V stay (`Image`), the image of V is a smooth function of the
vertices, and a fixed point of it is found in a few steps where applying T takes thousands.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from apsgen import tolerances
from apsgen.fixedpoint.perfect.image import Image, image
from apsgen.fixedpoint.perfect.motion import linearised
from apsgen.fixedpoint.perfect.profiles import Profiles
from apsgen.hull import hull_indices
from apsgen.polygon import Floats, Polygon

_IMAGES = 12
_STEPS = 4
_FAR = 1.0
_BESIDE = 1e-9


def fixed_point(profiles: Profiles, polygon: Polygon, pause: Callable[[], None]) -> Polygon | None:
    """Return a set that is its own image up to `RESIDUAL`; ``None`` if none is found.

    Parameters
    ----------
    profiles
        The decisions.
    polygon
        Where to begin: a set not empty that contains V*, the nearer the better.
    pause
        Called before each application; may raise to end the run.
    """
    best, least = None, tolerances.RESIDUAL
    for _ in range(_IMAGES):
        pause()
        found = image(profiles, polygon)
        if found.polygon.is_empty:
            break
        residual = _distance(found.polygon, polygon)
        if residual <= least:
            best, least = polygon, residual
        if residual <= tolerances.LEVEL:
            break
        polygon = refined(profiles, found)
    return best


def _distance(first: Polygon, second: Polygon) -> float:
    """Return the Hausdorff distance, or a bound of it where that tells enough."""
    if first.vertices.shape == second.vertices.shape:
        apart = float(np.abs(first.vertices - second.vertices).max())
        if apart <= tolerances.LEVEL:
            return apart
    least = np.abs(first.vertices.min(axis=0) - second.vertices.min(axis=0)).max()
    return float(least) if least > tolerances.RESIDUAL else first.hausdorff(second)


def refined(profiles: Profiles, found: Image) -> Polygon:
    """Return the fixed point of an image whose vertices keep their places, as far as it has one."""
    if found.polygon.is_empty:
        return found.polygon
    low = found.polygon.vertices.min(axis=0) - _BESIDE
    high = found.polygon.vertices.max(axis=0) + _BESIDE
    for _ in range(_STEPS):
        before = found.polygon.vertices
        moved = _moved(profiles, found)
        if moved is None:
            break
        inside = np.flatnonzero(((low <= moved) & (moved <= high)).all(axis=1))
        kept = inside[hull_indices(moved[inside], tolerances.LEVEL)]
        if len(kept) == 0:
            break
        found = found.at(moved, kept)
        if len(kept) < len(moved) or np.abs(moved - before).max() <= tolerances.LEVEL:
            break
    return found.polygon


def _moved(profiles: Profiles, found: Image) -> Floats | None:
    """Return the vertices that solve X = G(X) to first order; ``None`` if there are none near."""
    vertices = found.polygon.vertices
    values, slopes = linearised(profiles, found)
    size = vertices.size
    try:
        step = np.linalg.solve(np.eye(size) - slopes, (values - vertices).reshape(-1))
    except np.linalg.LinAlgError:
        return None
    if not np.abs(step).max() <= _FAR:
        return None
    return np.asarray(vertices + step.reshape(-1, 2))
