"""Case files that describe no game, and the exact messages for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from apsgen.case import load
from apsgen.errors import CaseError
from tests.case import texts

FOLDER = Path(__file__).parent / "bad"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


def test_every_case_has_its_message() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == NAMES
    assert len(NAMES) > 70


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", NAMES)
def test_message(name: str) -> None:
    with pytest.raises(CaseError) as caught:
        load(f"{name}.toml")
    assert f"{caught.value}\n" == (FOLDER / f"{name}.txt").read_text()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", NAMES)
def test_every_fault_has_a_place_and_stands_in_order(name: str) -> None:
    with pytest.raises(CaseError) as caught:
        load(f"{name}.toml")
    faults = caught.value.faults
    assert all(re.match(r"[a-z_]+\.(toml|nfg):\d+:\d+: ", str(fault)) for fault in faults)
    places = [(fault.line, fault.column) for fault in faults]
    assert places == sorted(places)


def refused(path: Path, text: str) -> list[str]:
    path.write_text(text)
    with pytest.raises(CaseError) as caught:
        load(path)
    return [fault.found for fault in caught.value.faults]


def test_a_file_of_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(CaseError, match="too large"):
        load(path)


def test_a_gambit_file_of_a_gigabyte(tmp_path: Path) -> None:
    with (tmp_path / "game.nfg").open("wb") as file:
        file.truncate(1 << 30)
    assert "game.nfg: too large" in refused(tmp_path / "case.toml", texts.GAMBIT)[0]


def test_a_gambit_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "game.nfg").write_bytes(b"NFG \xff")
    found = refused(tmp_path / "case.toml", texts.GAMBIT)
    assert found == ["found the byte 0xff; a text file in UTF-8 is accepted"]


def test_a_gambit_file_of_too_many_strategies(tmp_path: Path) -> None:
    payoffs = "0 " * 2002
    (tmp_path / "game.nfg").write_text(f'NFG 1 R "" {{ "A" "B" }} {{ 1001 1 }} {payoffs}')
    found = refused(tmp_path / "case.toml", texts.GAMBIT)
    assert found == ["found 1,001 strategies; at most 1,000 of a player are accepted"]


def test_a_gambit_path_that_no_system_has(tmp_path: Path) -> None:
    text = texts.GAMBIT.replace("game.nfg", "a\\u0000b")
    assert "in the folder of the case" in refused(tmp_path / "case.toml", text)[0]


def test_many_faults_are_cut_short(tmp_path: Path) -> None:
    row = "[" + ", ".join(["true"] * 20) + "]"
    matrix = "[" + ", ".join([row] * 20) + "]"
    actions = [f"a{i}" for i in range(20)]
    text = texts.DILEMMA.replace('["C", "D"]', str(actions))
    text = text.replace("[[9, 1], [10, 3]]", matrix)
    text = text.replace("[[9, 10], [1, 3]]", matrix)
    found = refused(tmp_path / "case.toml", text)
    assert len(found) == 101
    assert found[-1] == "and 700 more faults, not listed"


def test_reading_stops_after_a_thousand_faults(tmp_path: Path) -> None:
    text = texts.DILEMMA + "\n".join(f"x{i} = 1" for i in range(2000))
    assert refused(tmp_path / "case.toml", text)[-1] == "and 900 more faults, not listed"


@pytest.mark.parametrize("table", ["parameters", "define"])
def test_too_many_names(tmp_path: Path, table: str) -> None:
    names = "\n".join(f"x{i} = 1" for i in range(1001))
    found = refused(tmp_path / "case.toml", f"{texts.DILEMMA}[{table}]\n{names}\n")
    assert found == ["found 1,001 names; at most 1,000 are accepted"]


def test_too_many_types(tmp_path: Path) -> None:
    types = ", ".join(f"t{i} = {{}}" for i in range(1001))
    text = texts.DILEMMA.replace("[players.firm2]", f"types = {{ {types} }}\n[players.firm2]")
    found = refused(tmp_path / "case.toml", text)
    assert found == ["found 1,001 types; at most 1,000 are accepted"]


def test_too_many_decisions(tmp_path: Path) -> None:
    decisions = "".join(
        f"[decisions.d{i}]\npayoff = {{ seller = 1, buyer = 1 }}\n" for i in range(600)
    )
    types = ", ".join(f't{i} = {{ probability = "1/500" }}' for i in range(500))
    text = f"{texts.HEAD}[players.seller]\ntypes = {{ {types} }}\n[players.buyer]\n{decisions}"
    found = refused(tmp_path / "case.toml", text)
    assert found == [
        "found 600 decisions for 500 x 1 types; at most 250,000 combinations are accepted"
    ]


def test_too_many_signals(tmp_path: Path) -> None:
    signals = [f"y{i}" for i in range(70_000)]
    text = f'{texts.DILEMMA}[monitoring]\nkind = "public"\nsignals = {signals}\n'
    found = refused(tmp_path / "case.toml", text)
    assert found == [
        "found 4 action profiles with 70,000 signals; at most 250,000 combinations are accepted"
    ]


def test_too_many_unobserved_deviations(tmp_path: Path) -> None:
    grid = '{ grid = "q", from = 0, to = 1, points = 200 }'
    player = f'actions = {grid}\npayoff = "0"\n'
    text = f"{texts.HEAD}[players.a]\n{player}[players.b]\n{player}"
    text += '[monitoring]\nkind = "public"\nsignals = ["x"]\n'
    found = refused(tmp_path / "case.toml", text)
    assert found == [
        "found 200 x 200 actions under public monitoring; "
        "at most 5,000,000 unobserved deviations are accepted"
    ]
