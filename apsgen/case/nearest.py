"""The nearest known name, for messages about names that are not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 80


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like a word.

    Parameters
    ----------
    word
        The name that was found.
    known
        The names that would be accepted.

    Returns
    -------
    str or None
        The nearest name; ``None`` when no name looks alike.

    Examples
    --------
    >>> nearest("moniroting", ["monitoring", "players"])
    'monitoring'
    >>> nearest("x", ["monitoring", "players"]) is None
    True
    """
    if len(word) > LONGEST:
        return None
    names = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in reversed(names)}
    if word.casefold() in folded:
        return folded[word.casefold()]
    matches = get_close_matches(word, names, n=1, cutoff=0.6)
    return matches[0] if matches else None
