from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

import apsgen
from apsgen.errors import UsageError
from apsgen.sweep import CriticalMap, Local, Outcome, Point, Task, vary
from apsgen.sweep.task import attempt
from apsgen.sweep.vary import critical_point
from tests.sweep.points import DILEMMA

CASES = Path(__file__).parents[2] / "cases"
CLOSED = "tests.sweep.points:liquidity_point"


class Here:
    """Does points in this process, the first ones only."""

    def __init__(self, most: int = 1000) -> None:
        self.most = most
        self.tasks: list[Task] = []

    def run(
        self, tasks: Sequence[Task], stop: Callable[[], bool]
    ) -> Iterator[tuple[Task, Outcome]]:
        self.tasks += tasks
        for task in tasks[: self.most]:
            yield task, attempt(task.function, task.arguments)


@pytest.fixture
def game(tmp_path: Path) -> apsgen.Game:
    path = tmp_path / "case.toml"
    path.write_text(DILEMMA)
    return apsgen.load(path)


def star(gain: Fraction) -> Fraction:
    """Cooperation needs 2 gain of liquidity, and offers 4 less the punishments' 0."""
    return 2 * gain / (2 * gain + 4)


def test_a_curve_is_the_closed_form(game: apsgen.Game) -> None:
    found = vary(game, ["gain=1/2:2:4"], function=CLOSED, crew=Here())
    gains = [Fraction(k, 2) for k in (1, 2, 3, 4)]
    assert [point.values for point in found.points] == [(gain,) for gain in gains]
    assert [point.hi for point in found.points] == [star(gain) for gain in gains]
    assert found.is_complete
    assert found.to_csv().splitlines()[1] == "1/2,bracketed,1/5,1/5,True,0.2,1/5,liquidity,"
    fields = json.loads(found.to_json())
    assert fields["format"] == "apsgen-critical-map/1"
    assert fields["vary"] == {"gain": ["1/2", "1", "3/2", "2"]}
    assert fields["points"][1]["lo"] == "1/3"


def test_a_map_has_the_last_parameter_running_fastest(game: apsgen.Game) -> None:
    found = vary(game, ["gain=1:2:2", "loss=3:5:3"], function=CLOSED, crew=Here())
    assert [tuple(map(int, point.values)) for point in found.points] == [
        (1, 3),
        (1, 4),
        (1, 5),
        (2, 3),
        (2, 4),
        (2, 5),
    ]
    assert {point.hi for point in found.points} == {star(Fraction(1)), star(Fraction(2))}


def test_points_travel_without_the_file(game: apsgen.Game, tmp_path: Path) -> None:
    (tmp_path / "case.toml").unlink()
    found = vary(game, ["gain=1:2:2"], function=CLOSED, crew=Local(2))
    assert found.is_complete
    assert "folder" not in json.dumps(found.to_json())


def test_everything_that_the_answer_rests_on_is_in_the_key(
    game: apsgen.Game, tmp_path: Path
) -> None:
    def keys(case: apsgen.Game, wanted: str = "first-best", tolerance: float = 1e-6) -> set[str]:
        crew = Here(0)
        vary(case, ["gain=1:2:2"], wanted, tolerance=tolerance, function=CLOSED, crew=crew)
        return {task.key for task in crew.tasks}

    path = tmp_path / "case.toml"
    others = [
        keys(game, "non-empty"),
        keys(game, tolerance=1e-3),
        keys(apsgen.load(path, settings={"loss": "9"})),
    ]
    path.write_text(DILEMMA + "\n# changed\n")
    others.append(keys(apsgen.load(path)))
    first = keys(game)
    assert len(first) == 2
    assert all(first.isdisjoint(other) for other in others)
    # Where the file lies, and the discount factor that it was read with, do not matter.
    moved = tmp_path / "other" / "case.toml"
    moved.parent.mkdir()
    moved.write_text(DILEMMA)
    assert keys(apsgen.load(moved, delta="1/7")) == first


def test_a_point_that_makes_no_case_is_told_and_the_others_are_done(game: apsgen.Game) -> None:
    found = vary(game, ["size=0:2:3"], function=CLOSED, crew=Here())
    assert [point.status for point in found.points] == ["error", "bracketed", "bracketed"]
    assert "zero" in found.points[0].error
    assert not found.is_complete
    assert "zero" in found.to_csv()


def test_points_that_were_not_reached_are_missing(game: apsgen.Game) -> None:
    found = vary(game, ["gain=1:2:4"], function=CLOSED, crew=Here(1))
    assert [point.status for point in found.points] == ["bracketed", *["missing"] * 3]
    assert json.loads(found.to_json())["points"][3]["lo"] is None


def test_a_name_that_is_no_parameter_is_refused_once(game: apsgen.Game) -> None:
    crew = Here()
    with pytest.raises(UsageError, match="gian"):
        vary(game, ["gian=1:2:2"], function=CLOSED, crew=crew)
    assert not crew.tasks


def test_a_game_built_in_python_is_refused() -> None:
    built = apsgen.game_from_arrays([[9, 1], [10, 3]], [[9, 10], [1, 3]], delta=0.8)
    with pytest.raises(UsageError, match="case file"):
        vary(built, ["gain=1:2:2"])


@pytest.mark.parametrize(
    ("status", "lo", "hi", "proved", "decided"),
    [
        ("bracketed", "1/3", "0.33334", True, True),
        ("bracketed", "1/3", "0.33334", False, False),
        ("bracketed", "1/3", "0.34", True, False),
        ("never", "0.9999", "1", True, True),
        ("always", "0", "0", True, True),
    ],
)
def test_a_map_is_complete_when_every_point_is_proved_and_narrow(
    status: str, lo: str, hi: str, proved: bool, decided: bool
) -> None:
    outcome = Outcome({"status": status, "lo": lo, "hi": hi, "proved": proved})
    points = (Point.of((Fraction(1),), outcome),)
    assert CriticalMap("", "", 1e-4, (), points).is_complete is decided


def test_a_point_is_done_from_the_text_of_its_case() -> None:
    text = (CASES / "macleod_malcomson_1989_bonus.toml").read_text(encoding="utf-8")
    found = critical_point("bonus.toml", text, {}, {"y": "5"}, "first-best", 1e-5)
    assert isinstance(found, dict)
    assert found["proved"] is True
    assert Fraction(str(found["lo"])) < Fraction(1, 5) <= Fraction(str(found["hi"]))
