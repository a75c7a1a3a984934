"""A number known to many digits as a root of a short polynomial."""

from __future__ import annotations

import math

from flint import fmpz_mat

from apsgen.critical.answer import Root
from apsgen.critical.polynomials import BITS

_BITS = 220
_LOST = 20
_DEGREES = range(1, 7)
_SHARE = 0.4
"""What the coefficients may take of the digits that are known: the rest speaks for the root."""


def root(value: int) -> Root | None:
    """Return a closed form of a number in (0, 1); ``None`` if no short polynomial has it.

    A polynomial is accepted if it needs far fewer digits to be written than it agrees with: that
    is not a proof, but chance would not do it.

    Parameters
    ----------
    value
        In fixed point, good for `_BITS` binary digits at least.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from apsgen.critical.polynomials import fixed
    >>> print(root(fixed(Fraction(25, 38))))
    25/38
    >>> print(root(math.isqrt((125 << 2 * BITS) // 254)))
    sqrt(125/254)
    """
    powers = [1 << BITS]
    for degree in _DEGREES:
        powers.append(powers[-1] * value >> BITS)
        coefficients = _short(powers)
        height = max(map(abs, coefficients))
        if (degree + 1) * height.bit_length() > _SHARE * _BITS:
            continue
        missed = abs(sum(c * power for c, power in zip(coefficients, powers, strict=True)))
        slope = abs(sum(k * c * powers[k - 1] for k, c in enumerate(coefficients) if k))
        # The root itself must be as near, not the value of the polynomial alone.
        if missed <= slope >> (_BITS - _LOST):
            return _named(coefficients, value)
    return None


def _short(powers: list[int]) -> list[int]:
    """Return small integers, the last positive, that make the powers all but cancel."""
    rows = [
        [int(j == k) for j in range(len(powers))] + [power >> (BITS - _BITS)]
        for k, power in enumerate(powers)
    ]
    reduced = fmpz_mat(rows).lll()
    found = [int(reduced[0, j]) for j in range(len(powers))]
    sign = next((c for c in reversed(found) if c), 1)
    return found if sign > 0 else [-c for c in found]


def _named(coefficients: list[int], value: int) -> Root:
    digits = math.floor(_BITS * math.log10(2))
    polynomial = tuple(coefficients)
    if len(coefficients) == 2:
        return Root(f"{_ratio(-coefficients[0], coefficients[1])}", polynomial, digits)
    if len(coefficients) == 3:
        return Root(_quadratic(coefficients, value), polynomial, digits)
    near = f"{value / (1 << BITS):.9f}"
    return Root(f"the root near {near} of {_written(coefficients)} = 0", polynomial, digits)


def _ratio(above: int, below: int) -> str:
    return f"{above}/{below}" if below != 1 else str(above)


def _quadratic(coefficients: list[int], value: int) -> str:
    """Return the root of a x^2 + b x + c that the value is."""
    c, b, a = coefficients
    if b == 0:
        return f"sqrt({_ratio(-c, a)})"
    inside, outside = b * b - 4 * a * c, 1
    for factor in range(2, 1000):
        while inside % factor**2 == 0:
            inside, outside = inside // factor**2, outside * factor
    shared = math.gcd(b, outside, 2 * a)
    first, times, below = -b // shared, outside // shared, 2 * a // shared
    sign = "+" if 2 * a * value > -b << BITS else "-"
    surd = f"{times}*sqrt({inside})" if times > 1 else f"sqrt({inside})"
    return f"({first} {sign} {surd})/{below}" if below > 1 else f"{first} {sign} {surd}"


def _written(coefficients: list[int]) -> str:
    """Return a polynomial in x as text."""
    words = ""
    for power in range(len(coefficients) - 1, -1, -1):
        factor = coefficients[power]
        if not factor:
            continue
        sign = (" - " if factor < 0 else " + ") if words else ("-" if factor < 0 else "")
        name = {0: "", 1: "x"}.get(power, f"x^{power}")
        size = "" if abs(factor) == 1 and power else str(abs(factor))
        words += sign + " ".join(filter(None, (size, name)))
    return words
