"""Linear systems: dense where they are small, sparse where they are large."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_LARGE = 150


def solve(system: Floats, right: Floats) -> Floats | None:
    """Return x with system x = right; ``None`` if there is no finite one.

    Parameters
    ----------
    system
        Shape (n, n), mostly zeros where n is large.
    right
        Shape (n,) or (n, k).

    Examples
    --------
    >>> solve(np.array([[2.0]]), np.array([1.0])).tolist()
    [0.5]
    """
    try:
        found = _sparse(system, right) if len(system) > _LARGE else np.linalg.solve(system, right)
    except (np.linalg.LinAlgError, RuntimeError):
        return None
    return np.asarray(found, dtype=np.float64) if np.isfinite(found).all() else None


def solve_nearly(system: Floats, right: Floats) -> Floats:
    """Return x with system x = right; the least x that misses it least if there is not one."""
    found = solve(system, right) if system.shape[0] == system.shape[1] else None
    if found is not None:
        return found
    return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0], dtype=np.float64)


def fixed_point(matrix: Floats, constant: Floats) -> Floats | None:
    """Return x with x = matrix x + constant; ``None`` if there is no finite one.

    Parameters
    ----------
    matrix
        Shape (n, n), mostly zeros where n is large.
    constant
        Shape (n,).

    Examples
    --------
    >>> fixed_point(np.array([[0.5]]), np.array([1.0])).tolist()
    [2.0]
    """
    return solve(np.eye(len(matrix)) - matrix, constant)


def _sparse(system: Floats, right: Floats) -> Floats:
    # Imported here: small cases do without it, and it costs a quarter of a second.
    from scipy.sparse import csc_matrix
    from scipy.sparse.csgraph import structural_rank
    from scipy.sparse.linalg import splu

    matrix = csc_matrix(system)
    # SuperLU prints to standard output where zeros alone make a matrix singular.
    if structural_rank(matrix) < len(system):
        raise np.linalg.LinAlgError("Singular matrix")
    return np.asarray(splu(matrix).solve(right), dtype=np.float64)
