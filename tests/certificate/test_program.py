"""The constraints of a program are the checker's, number by number."""

from __future__ import annotations

from pathlib import Path

import pytest

from apsgen.certificate.normal import Normal
from apsgen.certificate.program import Program, of_margin
from tests.certificate.games import game


@pytest.mark.parametrize("seed", range(30))
def test_the_table_holds_every_form(tmp_path: Path, seed: int) -> None:
    program = Program.of(Normal.of(game(tmp_path, seed)).game)
    table = program.matrix.toarray()
    assert table.shape == (len(program.rows), len(program.keys))
    for row, numbers in zip(program.rows, table.tolist(), strict=True):
        for key, place in program.keys.items():
            assert numbers[place] == float(row.form.get(key, 0))
    names = [row.name for row in program.rows]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("seed", range(30))
def test_rows_of_one_block_have_no_other_in_them(tmp_path: Path, seed: int) -> None:
    program = Program.of(Normal.of(game(tmp_path, seed)).game)
    listed = [r for rows in program.own_rows.values() for r in rows]
    assert len(listed) == len(set(listed))
    for place, rows in program.own_rows.items():
        for r in rows:
            assert all(key[1:3] == place for key, value in program.rows[r].form.items() if value)
    for row in program.rows:
        profiles = {key[1] for key in of_margin(program.game, row)}
        assert profiles == {0 if row.place is None else row.place[0]}
