"""Games as case files, so that those who read only files can read any game."""

from __future__ import annotations

from itertools import product
from random import Random

from apsgen.game import Game, Mixing, Rationals
from tests.brute.games import random_game


def random_case(random: Random) -> str:
    """Return a random game of any kind as a case file."""
    return written(random_game(random))


def written(game: Game) -> str:
    """Return a game as a case file; types have an attribute t, their number."""
    lines = [f'title = "{game.title}"', f'delta = "{game.delta}"']
    for i, name in enumerate(game.players):
        lines += [f"[players.{name}]", f"commits = {str(game.commits[i]).lower()}"]
        if game.actions is not None:
            lines.append(f"actions = {list(game.actions[i])}")
        if game.types[i] != ("",):
            lines.append(f"[players.{name}.types]")
            for own, word in enumerate(game.types[i]):
                reports = [game.types[i][report] for report in game.reports[i][own]]
                lines.append(f"{word} = {{ t = {own}, reports = {reports} }}")
    rows = [", ".join(f'"{chance}"' for chance in row) for row in game.prior.tolist()]
    lines += ["[prior]", f"joint = [{', '.join(f'[{row}]' for row in rows)}]"]
    lines += _named(game) if game.actions is None else _strategic(game)
    lines += ["[transfers]", f'kind = "{game.transfers}"']
    if game.transfers != "none":
        lines.append(f'timing = "{game.timing}"')
    lines += _punishment(game)
    return "\n".join([*lines, "[constraints]", f'off_schedule = "{game.off_schedule}"', ""])


def _named(game: Game) -> list[str]:
    lines = ["[decisions]", f'mixing = "{game.mixing}"']
    for d, name in enumerate(game.decisions):
        lines.append(f"[decisions.{name}]")
        for word, table in (("payoff", game.payoff), ("deviation", game.deviation)):
            given = [
                f'{player} = "{_by_types(game, table[i, d])}"'
                for i, player in enumerate(game.players)
                if table[i, d, 0, 0] is not None
            ]
            if given:
                lines.append(f"{word} = {{ {', '.join(given)} }}")
        if not game.allowed[d].all():
            allowed = game.allowed[d].astype(int).astype(object)
            lines.append(f'allowed = "({_by_types(game, allowed)}) == 1"')
    return lines


def _strategic(game: Game) -> list[str]:
    assert game.actions is not None
    rows, columns = (len(names) for names in game.actions)
    lines = ["[payoffs]"]
    for i, name in enumerate(game.players):
        entries = [f'"{_by_types(game, table)}"' for table in game.payoff[i]]
        lines.append(f"{name} = {_matrix(entries, rows, columns)}")
    if game.mixing is Mixing.DIVISION:
        lines += ["[decisions]", 'mixing = "division"']
    if game.monitoring.is_public:
        signals = game.monitoring.signals
        lines += ["[monitoring]", 'kind = "public"', f"signals = {list(signals)}"]
        lines.append("[monitoring.probability]")
        for y, name in enumerate(signals):
            entries = [f'"{chance}"' for chance in game.monitoring.probability[:, y]]
            lines.append(f"{name} = {_matrix(entries, rows, columns)}")
    return lines


def _punishment(game: Game) -> list[str]:
    values = game.punishment.values
    lines = ["[punishment]", f"on_path = {str(game.punishment.on_path).lower()}"]
    if values is None:
        return lines
    given = [f'{name} = "{v}"' for name, v in zip(game.players, values, strict=True)]
    return [*lines, 'kind = "fixed"', f"values = {{ {', '.join(given)} }}"]


def _matrix(entries: list[str], rows: int, columns: int) -> str:
    lines = (", ".join(entries[columns * r : columns * (r + 1)]) for r in range(rows))
    return f"[{', '.join(f'[{line}]' for line in lines)}]"


def _by_types(game: Game, table: Rationals) -> str:
    """Return an expression with the value of a table at each profile of types."""
    *cases, last = product(*(range(len(names)) for names in game.types))
    first, second = game.players
    text = ""
    for a, b in cases:
        tests = [f"{first}.t == {a}"] * (len(game.types[0]) > 1)
        tests += [f"{second}.t == {b}"] * (len(game.types[1]) > 1)
        text += f"{table[a, b]} if {' and '.join(tests)} else "
    return f"{text}{table[last]}"
