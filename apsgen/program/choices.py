"""What a player may do against a plan: comply, deviate where it is seen, deviate unseen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from apsgen.program.stage import Floats, Integers, Stage

COMPLY = 0
DEVIATE = 1


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What a player may do in a block: 0 comply, 1 deviate observed, 2 and up unobserved.

    Attributes
    ----------
    weights
        Shape (S, types, T, D): coefficients of p(d | t), by true type.
    punished
        Shape (S, D): coefficients of p0 * p(d | t).
    continuations
        Shape (S, blocks, Y): coefficients of the player's W.
    payments
        Shape (S, blocks, payment signals, kinds).
    is_open
        Shape (S, T, blocks): whether the choice exists.
    """

    weights: Floats
    punished: Floats
    continuations: Floats
    payments: Floats
    is_open: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, stage: Stage, player: int) -> Choices:
        """List the choices of a player."""
        hidden = stage.game.monitoring.hidden[player]
        count = max((len(row) for row in hidden), default=0)
        table = _hidden_table(hidden, count)
        payoff = stage.payoff[player]
        deviation = np.where(np.isnan(stage.deviation[player]), payoff, stage.deviation[player])
        tables = [payoff, deviation, *(payoff[column] for column in table)]
        signals = [stage.signal, np.zeros_like(stage.signal), *(stage.signal[c] for c in table)]
        blocks = stage.blocks
        is_open = np.ones((2 + count, stage.profiles, blocks), dtype=bool)
        is_open[DEVIATE] = _observed(stage, player)
        punished = np.zeros((2 + count, stage.decisions))
        punished[DEVIATE] = stage.delta
        return cls(
            weights=np.stack([_by_own_type(stage, player, t) for t in tables]) * (1 - stage.delta),
            punished=punished,
            continuations=stage.delta * np.stack([_block_signal(stage, s) for s in signals]),
            payments=np.stack(
                [
                    _net(stage, player, s, _block_signal(stage, signal))
                    for s, signal in enumerate(signals)
                ]
            ),
            is_open=is_open,
        )


def _hidden_table(hidden: tuple[tuple[int, ...], ...], count: int) -> Integers:
    """Shape (count, D): the decision that each unobserved deviation leads to."""
    return np.array(hidden, dtype=np.int64).reshape(len(hidden), count).T


def _by_own_type(stage: Stage, player: int, table: Floats) -> Floats:
    own = range(stage.sizes[player])
    return np.stack([stage.by_profile(player, table, a) for a in own])


def _block_signal(stage: Stage, signal: Floats) -> Floats:
    """Signal probabilities by block; a division has one block, in which nothing is hidden."""
    return signal[:1] if stage.is_division else signal


def _observed(stage: Stage, player: int) -> npt.NDArray[np.bool_]:
    """Where an observed deviation is open, (T, blocks): in a division, in some allowed decision."""
    if stage.game.monitoring.is_public and not stage.pays_with_actions:
        return np.zeros((stage.profiles, stage.blocks), dtype=bool)
    listed = ~np.isnan(stage.deviation[player]).all(axis=(1, 2))
    if stage.is_division:
        return np.asarray((stage.allowed & listed).any(axis=1, keepdims=True))
    return np.broadcast_to(listed, (stage.profiles, stage.decisions))


def _net(stage: Stage, player: int, choice: int, signal: Floats) -> Floats:
    """Coefficients of the payments in a choice: what comes in less what goes out."""
    incoming = np.zeros(stage.payments)
    outgoing = np.zeros(stage.payments)
    incoming[1 - player : 2 : 2] = 1.0
    outgoing[player::2] = 1.0
    shape = (stage.blocks, stage.payment_signals, stage.payments)
    if choice == DEVIATE:
        received = incoming if stage.pays_with_actions else np.zeros_like(incoming)
        return np.broadcast_to((1 - stage.delta) * received, shape).copy()
    chance = signal if stage.payment_signals > 1 else np.ones((stage.blocks, 1))
    return (1 - stage.delta) * chance[:, :, None] * (incoming - outgoing)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Where a player's types stand among the profiles.

    Attributes
    ----------
    profiles
        Shape (types, other's types): the profile of each pair.
    truthful
        Shape (types, T): profiles in which the type reports the truth.
    likely
        Shape (types, T): those of them that the type holds possible.
    lies
        Shape (types, types): reports open to a type other than its own.
    """

    profiles: Integers
    truthful: npt.NDArray[np.bool_]
    likely: npt.NDArray[np.bool_]
    lies: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, stage: Stage, player: int) -> Tables:
        """Return the tables of a player."""
        types = stage.sizes[player]
        profiles = np.stack([stage.profile(player, own) for own in range(types)])
        lies = np.zeros((types, types), dtype=bool)
        for own, reports in enumerate(stage.game.reports[player]):
            lies[own, list(reports)] = True
        np.fill_diagonal(lies, False)
        truthful = stage.own_type(player) == np.arange(types)[:, None]
        likely = truthful & (stage.beliefs[player][:, stage.own_type(1 - player)] > 0)
        return cls(profiles, truthful, likely, lies)
