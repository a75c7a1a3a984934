"""A game from arrays of payoffs, or from the game objects of other libraries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypedDict, Unpack

import numpy as np
import numpy.typing as npt

from apsgen.case.mapping import game_from_mapping
from apsgen.errors import UsageError
from apsgen.game import Game

Number = float | str | Fraction
"""A number in Python: a float is the decimal that it prints as, a text an expression."""

Array = npt.ArrayLike | Sequence[Sequence[Number]]
"""Numbers by row and column: whatever numpy reads, or lists that hold fractions or texts too."""

Types = Mapping[str, Number | Mapping[str, object] | None]
"""Types by name: the probability, or a mapping as in a case file; ``None`` with a prior."""


class Terms(TypedDict, total=False):
    """What a game has besides payoffs; see `game_from_arrays`."""

    delta: Number
    title: str
    reference: str
    players: tuple[str, str]
    actions: tuple[Sequence[str] | None, Sequence[str] | None] | None
    types: tuple[Types | None, Types | None]
    prior: Array | None
    signals: Mapping[str, Array | None] | None
    transfers: str
    timing: str
    punishment: tuple[Number | None, Number | None] | None
    on_path: bool
    off_schedule: str
    mixing: str
    commits: tuple[bool, bool]


def game_from_arrays(
    first: Array,
    second: Array,
    *,
    delta: Number,
    title: str = "A game of two players",
    reference: str = "",
    players: tuple[str, str] = ("row", "column"),
    actions: tuple[Sequence[str] | None, Sequence[str] | None] | None = None,
    types: tuple[Types | None, Types | None] = (None, None),
    prior: Array | None = None,
    signals: Mapping[str, Array | None] | None = None,
    transfers: str = "none",
    timing: str = "with-actions",
    punishment: tuple[Number | None, Number | None] | None = None,
    on_path: bool = False,
    off_schedule: str = "joint",
    mixing: str = "lottery",
    commits: tuple[bool, bool] = (False, False),
) -> Game:
    """Return the repeated game with these stage payoffs.

    Every number becomes the rational that it spells: a float is the shortest decimal that Python
    prints for it (``0.1`` is 1/10), so give ``Fraction(1, 3)`` or ``"1/3"`` for a third. Words
    are those of the case file.

    Parameters
    ----------
    first, second
        Stage payoffs of the two players, shape (actions 1, actions 2): rows are the first
        player's actions. With types, shape (actions 1, actions 2, types 1, types 2).
    delta
        The discount factor, 0 < delta < 1.
    title, reference, players
        For reports and figures.
    actions
        Names of each player's actions; ``"1"``, ``"2"``, ... if left out. ``None`` for a player
        who has no choice.
    types
        For each player the probability of each type, as in ``{"L": 0.6, "H": 0.4}``; ``None``
        for a player without types.
    prior
        Shape (types 1, types 2): joint probabilities of types that are correlated; the types
        then have ``None`` for a probability.
    signals
        Imperfect public monitoring: for each signal its probability by action profile, shape
        (actions 1, actions 2), or one number; one signal may have ``None`` and gets the rest.
        Actions are seen if left out.
    transfers, timing
        ``none``, ``balanced`` or ``burning``; ``with-actions`` or ``after-signals``.
    punishment
        Fixed average payoffs after a deviation that is seen; the worst of the set if left out.
    on_path
        Whether play on the path may go to the punishment too.
    off_schedule
        ``joint``, ``ex-post`` or ``interim``.
    mixing
        ``lottery`` or ``division``.
    commits
        Which players have no incentive constraints.

    Returns
    -------
    Game
        The game, as `load` gives it for a case file with these numbers.

    Raises
    ------
    CaseError
        With every fault, each by its key in a case file.

    Examples
    --------
    >>> import numpy as np
    >>> payoffs = np.array([[9, 1], [10, 3]])
    >>> game = game_from_arrays(payoffs, payoffs.T, delta=0.8, actions=("CD", "CD"))
    >>> game.delta, game.decisions[1], str(game.payoff[0, 1, 0, 0])
    (Fraction(4, 5), ('C', 'D'), '1')
    """
    if len(players) != 2 or players[0] == players[1]:
        raise UsageError(f"players: found {players!r}; two different names are accepted")
    _check_pairs(types=types, commits=commits, actions=actions, punishment=punishment)
    names = actions or _numbered(first)
    tables = [
        {"actions": own and list(own), "types": _types(kinds), "commits": free}
        for own, kinds, free in zip(names, types, commits, strict=True)
    ]
    case: dict[str, object] = {
        "title": title,
        "reference": reference,
        "delta": delta,
        "players": dict(zip(players, tables, strict=True)),
        "payoffs": {players[0]: first, players[1]: second},
        "decisions": {"mixing": mixing},
        "transfers": {"kind": transfers, "timing": timing},
        "constraints": {"off_schedule": off_schedule},
        "punishment": _punishment(players, punishment, on_path),
    }
    if prior is not None:
        case["prior"] = {"joint": prior}
    if signals is not None:
        case["monitoring"] = {"kind": "public", **_signals(signals)}
    return game_from_mapping(case)


def game_from_normal_form(game: Any, **terms: Unpack[Terms]) -> Game:
    """Return the repeated game of a stage game that another library made.

    Parameters
    ----------
    game
        A ``NormalFormGame`` or a ``RepeatedGame`` of QuantEcon.py, or a ``Game`` of nashpy, of
        two players. Neither library is imported.
    terms
        As in `game_from_arrays`; ``delta`` may be left out for a ``RepeatedGame``.

    Raises
    ------
    UsageError
        When it is no such game.
    CaseError
        With every fault, each by its key in a case file.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> stage = SimpleNamespace(payoff_matrices=([[9, 1], [10, 3]], [[9, 10], [1, 3]]))
    >>> game_from_normal_form(stage, delta="4/5").decisions[1]
    ('1', '2')
    """
    if hasattr(game, "sg") and hasattr(game, "delta"):
        terms.setdefault("delta", float(game.delta))
        game = game.sg
    if "delta" not in terms:
        raise UsageError("delta: missing; a discount factor such as delta=0.8 is accepted")
    first, second = _matrices(game)
    return game_from_arrays(first, second, **terms)


def _matrices(game: Any) -> tuple[Array, Array]:
    """Return the payoffs of both players, rows for the first player's actions."""
    # QuantEcon gives each player's payoffs with his own actions along the rows.
    for name, turned in (("payoff_matrices", False), ("payoff_arrays", True)):
        arrays = getattr(game, name, None)
        if arrays is None:
            continue
        if len(arrays) != 2:
            raise UsageError(f"found a game of {len(arrays)} players; exactly two are accepted")
        return arrays[0], np.asarray(arrays[1]).T if turned else arrays[1]
    raise UsageError(
        f"found a {type(game).__name__}; a game of QuantEcon.py or of nashpy is accepted; "
        "for matrices there is game_from_arrays"
    )


def _check_pairs(**pairs: Sequence[object] | None) -> None:
    for name, pair in pairs.items():
        if pair is not None and len(pair) != 2:
            raise UsageError(f"{name}: found {pair!r}; a pair is accepted, one for each player")


def _signals(signals: Mapping[str, Array | None]) -> dict[str, object]:
    if not isinstance(signals, Mapping):
        accepted = 'probabilities by name such as {"high": ..., "low": ...} are accepted'
        raise UsageError(f"signals: found a {type(signals).__name__}; {accepted}")
    return {"signals": list(signals), "probability": dict(signals)}


def _numbered(payoffs: Array) -> Sequence[Sequence[str] | None]:
    """Return numbers as the names of actions; none for what is no matrix, a fault by itself."""
    try:
        rows, columns = np.array(payoffs, dtype=object).shape[:2]
    except ValueError:
        return None, None
    return [[str(place + 1) for place in range(count)] for count in (rows, columns)]


def _types(types: Types | None) -> object:
    if not isinstance(types, Mapping):
        return types
    return {
        name: one if isinstance(one, Mapping) else {"probability": one}
        for name, one in types.items()
    }


def _punishment(
    players: tuple[str, str], values: tuple[Number | None, Number | None] | None, on_path: bool
) -> dict[str, object]:
    if values is None:
        return {"on_path": on_path}
    fixed = dict(zip(players, values, strict=True))
    return {"kind": "fixed", "values": fixed, "on_path": on_path}
