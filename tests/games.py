"""Are two games the same, field by field?"""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

import numpy as np

from apsgen.game import Game, Monitoring


def assert_same(found: object, expected: object) -> None:
    """Fail unless two games, or parts of games, are equal in every field but the source."""
    assert type(found) is type(expected)
    if isinstance(found, Game | Monitoring):
        for field in fields(found):
            if field.name != "source":
                assert_same(getattr(found, field.name), getattr(expected, field.name))
    elif isinstance(found, np.ndarray):
        assert isinstance(expected, np.ndarray)
        assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
        assert (found == expected).all()
        kinds = {type(entry) for entry in found.reshape(-1).tolist()}
        assert kinds <= {Fraction, bool, type(None)}
    elif isinstance(found, tuple) and any(isinstance(part, np.ndarray) for part in found):
        assert isinstance(expected, tuple)
        for part, other in zip(found, expected, strict=True):
            assert_same(part, other)
    else:
        assert found == expected
