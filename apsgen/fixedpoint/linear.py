"""Linear systems of fixed points: x = A x + b, with few entries in each row of A."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_LARGE = 200


def fixed_point(matrix: Floats, constant: Floats) -> Floats | None:
    """Return x with x = matrix x + constant; ``None`` if there is no finite one.

    Parameters
    ----------
    matrix
        Shape (K, K), sparse where K is large.
    constant
        Shape (K,).

    Examples
    --------
    >>> fixed_point(np.array([[0.5]]), np.array([1.0])).tolist()
    [2.0]
    """
    system = np.eye(len(matrix)) - matrix
    try:
        found = _sparse(system, constant) if len(matrix) > _LARGE else _dense(system, constant)
    except (np.linalg.LinAlgError, RuntimeError):
        return None
    return found if np.isfinite(found).all() else None


def _dense(system: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.solve(system, right), dtype=np.float64)


def _sparse(system: Floats, right: Floats) -> Floats:
    # Imported here: small cases do without it, and it costs a quarter of a second.
    from scipy.sparse import csc_matrix
    from scipy.sparse.linalg import splu

    return np.asarray(splu(csc_matrix(system)).solve(right), dtype=np.float64)
