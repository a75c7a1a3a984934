"""The stage game in normalised floats, laid out as the variables of the generating program.

A report profile t = (t1, t2) is one index, t1 * n2 + t2. A *block* b is what one continuation
belongs to: a decision in a lottery, all decisions at once in a division.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from apsgen.game import Game, Mixing, Rationals, Timing, Transfers

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Units:
    """The affine map between the case's payoffs and normalised ones.

    Attributes
    ----------
    shift, scale
        Normalised payoff of i = (payoff - shift[i]) / scale[i]. Money passes between players,
        so with transfers both scales are equal.
    """

    shift: tuple[Fraction, Fraction]
    scale: tuple[Fraction, Fraction]

    @classmethod
    def of(cls, game: Game) -> Units:
        """Return the units in which the stage payoffs of `game` span [0, 1]."""
        low = [min(game.payoff[i].flat) for i in range(2)]
        spread = [max(game.payoff[i].flat) - low[i] for i in range(2)]
        if game.transfers is not Transfers.NONE:
            spread = [max(spread)] * 2
        scale = [value if value > 0 else Fraction(1) for value in spread]
        return cls((low[0], low[1]), (scale[0], scale[1]))

    def normalise(self, player: int, values: Rationals) -> Floats:
        """Return payoffs of a player in normalised units; ``None`` becomes nan."""
        (above, below), (over, under) = (
            number.as_integer_ratio() for number in (self.shift[player], self.scale[player])
        )

        def normalised(value: Fraction | None) -> float:
            # One division of integers rounds once, as a Fraction would, in a tenth of the time.
            if value is None:
                return np.nan
            p, q = value.as_integer_ratio()
            return under * (p * below - above * q) / (q * below * over)

        flat = [normalised(value) for value in values.reshape(-1).tolist()]
        return np.array(flat, dtype=np.float64).reshape(values.shape)

    def lengths(self, points: Floats) -> Floats:
        """Return normalised points, shape (n, 2), in the case's units but without the shift."""
        return np.asarray(points * np.array([float(s) for s in self.scale]))

    def payoffs(self, points: Floats) -> Floats:
        """Return normalised points, shape (n, 2), as payoffs of the case."""
        shift = np.array([float(s) for s in self.shift])
        return np.asarray(self.lengths(points) + shift)


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Normalised float arrays of a game.

    Attributes
    ----------
    delta
        The discount factor.
    sizes
        (n1, n2): numbers of types.
    prior
        Shape (T,).
    beliefs
        For each player shape (own type, other's type).
    payoff
        Shape (2, D, n1, n2), normalised.
    deviation
        Shape (2, D, n1, n2), normalised; nan where no observed deviation is open.
    allowed
        Shape (T, D).
    signal
        Shape (D, Y): rho(y | d).
    blocks
        Number of blocks of a report profile: D or 1.
    payments
        Number of kinds of payment: 0; 2 (from the first, from the second player); or 4 (and
        money that each throws away).
    payment_signals
        Signals that payments may depend on: Y after signals, else 1.
    greatest_payment
        A payment that no incentive-compatible plan needs to exceed, normalised.
    """

    game: Game
    units: Units
    delta: float
    sizes: tuple[int, int]
    prior: Floats
    beliefs: tuple[Floats, Floats]
    payoff: Floats
    deviation: Floats
    allowed: npt.NDArray[np.bool_]
    signal: Floats
    blocks: int
    payments: int
    payment_signals: int
    greatest_payment: float

    @classmethod
    def of(cls, game: Game) -> Stage:
        """Expand `game` into normalised arrays."""
        units = Units.of(game)
        decisions = len(game.decisions)
        signal = game.monitoring.probability.astype(np.float64)
        division = game.mixing is Mixing.DIVISION
        kinds = {Transfers.NONE: 0, Transfers.BALANCED: 2, Transfers.BURNING: 4}
        after = game.timing is Timing.AFTER_SIGNALS
        deviation = np.stack([units.normalise(i, game.deviation[i]) for i in range(2)])
        return cls(
            game=game,
            units=units,
            delta=float(game.delta),
            sizes=(len(game.types[0]), len(game.types[1])),
            prior=game.prior.astype(np.float64).reshape(-1),
            beliefs=(game.beliefs[0].astype(np.float64), game.beliefs[1].astype(np.float64)),
            payoff=np.stack([units.normalise(i, game.payoff[i]) for i in range(2)]),
            deviation=deviation,
            allowed=game.allowed.reshape(decisions, -1).T.copy(),
            signal=signal,
            blocks=1 if division else decisions,
            payments=kinds[game.transfers],
            payment_signals=signal.shape[1] if after and not division else 1,
            greatest_payment=_greatest_payment(game, units, deviation),
        )

    @property
    def profiles(self) -> int:
        """Number of report profiles T."""
        return len(self.prior)

    @property
    def decisions(self) -> int:
        """Number of decisions D."""
        return int(self.payoff.shape[1])

    @property
    def signals(self) -> int:
        """Number of signals Y (1 under perfect monitoring)."""
        return int(self.signal.shape[1])

    @property
    def is_division(self) -> bool:
        """Whether all decisions of a plan are carried out together."""
        return self.game.mixing is Mixing.DIVISION

    @property
    def pays_after_signals(self) -> bool:
        """Whether transfers are sent after the signal."""
        return self.payments > 0 and self.game.timing is Timing.AFTER_SIGNALS

    @property
    def pays_with_actions(self) -> bool:
        """Whether transfers are sent together with the actions."""
        return self.payments > 0 and self.game.timing is Timing.WITH_ACTIONS

    def own_type(self, player: int) -> Integers:
        """Shape (T,): the player's type in each profile."""
        first, second = np.divmod(np.arange(self.profiles), self.sizes[1])
        return first if player == 0 else second

    def profile(self, player: int, own: int) -> Integers:
        """Shape (other's types,): the profiles in which the player has (reports) type `own`."""
        n1, n2 = self.sizes
        return own * n2 + np.arange(n2) if player == 0 else np.arange(n1) * n2 + own

    def by_profile(self, player: int, table: Floats, own: int) -> Floats:
        """Reorder payoffs at true own type: shape (T, D), the other's type as in the profile.

        `table` has shape (D, n1, n2). Entry (t, d) is the value when the player's true type is
        `own` and the other's type is the other's in t, whatever the player reports in t.
        """
        others = self.own_type(1 - player)
        values = table[:, own, others] if player == 0 else table[:, others, own]
        return values.T


def _greatest_payment(game: Game, units: Units, deviation: Floats) -> float:
    """Bound payments.

    What a player may be made to pay is at most what he would lose by refusing, in expectation: a
    period's payoff and, discounted, the difference between continuation and punishment payoffs.
    Both are as deep as deviations and fixed punishments.
    """
    values = game.punishment.values or (None, None)
    maps = zip(values, units.shift, units.scale, strict=True)
    fixed = max((abs(float((v - s) / c)) for v, s, c in maps if v is not None), default=0.0)
    depth = float(np.nan_to_num(-deviation).max(initial=fixed))
    prior = game.prior.astype(np.float64)
    likely = prior[prior > 0].min()
    return float(16.0 * (1.0 + depth) / ((1.0 - float(game.delta)) * likely))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where p, W and the payments stand in a vector of variables, and where each part ends.

    The vector is [p (T, D), W (T, blocks, Y, 2), payments (T, blocks, payment signals, kinds)].
    """

    weights: tuple[int, int]
    continuations: tuple[int, int, int, int]
    payments: tuple[int, int, int, int]
    ends: tuple[int, int, int]

    @classmethod
    def of(cls, stage: Stage) -> Layout:
        """Return the layout for a stage game."""
        profiles, blocks = stage.profiles, stage.blocks
        signals = 1 if stage.is_division else stage.signals
        weights = (profiles, stage.decisions)
        continuations = (profiles, blocks, signals, 2)
        payments = (profiles, blocks, stage.payment_signals, stage.payments)
        sizes = np.cumsum([np.prod(weights), np.prod(continuations), np.prod(payments)])
        first, second, last = sizes.tolist()
        return cls(weights, continuations, payments, (first, second, last))

    @property
    def size(self) -> int:
        """Number of variables."""
        return self.ends[2]

    def zeros(self) -> Floats:
        """Return a vector of zeros."""
        return np.zeros(self.size)

    def split(self, vector: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the three parts in their shapes; views of a vector, (..., size) for many.

        What stands behind the variables (slips) is left out.
        """
        first, second, last = self.ends
        many = vector.shape[:-1]
        return (
            vector[..., :first].reshape(*many, *self.weights),
            vector[..., first:second].reshape(*many, *self.continuations),
            vector[..., second:last].reshape(*many, *self.payments),
        )
