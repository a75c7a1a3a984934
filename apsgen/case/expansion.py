"""The parts of a case read in their order, and the game that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apsgen.case.actor import Actor
from apsgen.case.constants import Constants, read_constants, read_delta
from apsgen.case.evaluator import Evaluator
from apsgen.case.expression import Number
from apsgen.case.faults import Faults
from apsgen.case.kind import check_is_game
from apsgen.case.monitoring import read_monitoring
from apsgen.case.payoffs import Setting, read_decisions, read_setting, read_stage
from apsgen.case.players import read_players
from apsgen.case.positions import Document
from apsgen.case.prior import read_prior
from apsgen.case.scope import Scope
from apsgen.case.section import Section, shown
from apsgen.case.stage import Pair, Stage
from apsgen.case.terms import check_words, read_off_schedule, read_punishment, read_transfers
from apsgen.game import Game, OffSchedule, Timing, Transfers


def expand(
    document: Document, delta: str | None, settings: Mapping[str, str]
) -> tuple[Game, Mapping[str, str]]:
    """Return the game that a document describes, and the texts of the files that it names.

    Parameters
    ----------
    document
        The case.
    delta, settings
        Expressions in place of the discount factor and of parameters, as in `load`.

    Raises
    ------
    CaseError, UsageError
        As in `load`.
    """
    faults = Faults(document)
    case = Section(faults, (), document.data)
    check_is_game(case)
    check_words(case)
    constants = read_constants(case, settings)
    early = Evaluator(faults, _scope(faults, constants), constants.exact)
    discount = read_delta(case, delta, constants, early)
    heading = _heading(case, discount)
    decisions = read_decisions(case)
    players = read_players(case, early)
    if players is None:
        raise faults.error()
    setting = read_setting(case, decisions, players)
    actors = [player.actor for player in setting.players]
    exact = early.exact and (discount is None or discount.exact)
    evaluator = Evaluator(faults, _scope(faults, constants, actors), exact)
    evaluator.scope.check_intermediates()
    return _game(case, heading, setting, early, evaluator), setting.files


@dataclass(frozen=True, slots=True)
class _Heading:
    """What no other part of the file bears on."""

    title: str
    reference: str
    delta: Number | None
    transfers: Transfers
    timing: Timing
    off_schedule: OffSchedule


def _heading(case: Section, discount: Number | None) -> _Heading:
    if "title" not in case:
        case.missing("title", "a text in quotes is accepted")
    title, reference = case.text("title") or "", case.text("reference") or ""
    transfers, timing = read_transfers(case)
    return _Heading(title, reference, discount, transfers, timing, read_off_schedule(case))


def _scope(faults: Faults, constants: Constants, actors: Sequence[Actor] = ()) -> Scope:
    return Scope(
        faults,
        constants.parameters,
        constants.intermediates,
        actors,
        complete=constants.complete,
    )


GREATEST = 10**300
"""Payoffs are at most so large: what is computed in doubles needs some room below 1.8e308."""


def _in_doubles(case: Section, players: Pair, stage: Stage) -> Stage | None:
    """Return what was read of the stage game; ``None`` after a payoff that is no double."""
    fits = True
    for player, *tables in zip(players, stage.payoff, stage.deviation, strict=True):
        if any(abs(x) > GREATEST for table in tables for x in table.flat if x is not None):
            name, fits = player.actor.name, False
            places = (("payoffs", name), ("players", name, "payoff"), ("stage",))
            key = next((one for one in places if _has(case.data, one)), ("decisions",))
            found = f"found a payoff of {shown(name)} beyond 1e300; one up to that is accepted"
            case.faults.at_key(key, f"{found}: choose a larger unit")
    return stage if fits else None


def _has(data: Mapping[str, object], key: Sequence[str]) -> bool:
    first, *rest = key
    inside = data.get(first)
    return first in data and (not rest or (isinstance(inside, Mapping) and _has(inside, rest)))


def _game(
    case: Section,
    heading: _Heading,
    setting: Setting,
    constant: Evaluator,
    evaluator: Evaluator,
) -> Game:
    faults = case.faults
    first, second = setting.players
    stage = read_stage(case, setting, evaluator)
    prior = read_prior(case, setting.players, constant)
    monitoring = read_monitoring(case, setting.decisions, setting.players, evaluator)
    punishment = read_punishment(case, setting.players, constant)
    stage = None if stage is None else _in_doubles(case, setting.players, stage)
    stage, prior = faults.settle(stage), faults.settle(prior)
    types = (faults.settle(first.types), faults.settle(second.types))
    return Game(
        title=heading.title,
        reference=heading.reference,
        delta=faults.settle(heading.delta).value,
        players=(first.actor.name, second.actor.name),
        types=(types[0].alternatives.names, types[1].alternatives.names),
        prior=prior.joint,
        beliefs=prior.beliefs,
        reports=(types[0].reports, types[1].reports),
        actions=stage.actions,
        decisions=stage.decisions,
        mixing=setting.decisions.mixing,
        payoff=stage.payoff,
        deviation=stage.deviation,
        allowed=stage.allowed,
        monitoring=faults.settle(monitoring),
        transfers=heading.transfers,
        timing=heading.timing,
        punishment=faults.settle(punishment),
        off_schedule=heading.off_schedule,
        commits=(first.commits, second.commits),
        exact=constant.exact and evaluator.exact,
    )
