"""What an answer says of itself."""

from __future__ import annotations

import json

from matplotlib import pyplot

from apsgen.limit import limit
from tests.limit.games import case


def test_json() -> None:
    found = limit(case("fudenberg_levine_maskin_1994"), directions=[(1, 1)])
    told = json.loads(found.to_json())
    assert list(told)[:4] == ["format", "case", "title", "players"]
    assert told["format"] == "apsgen-limit/1"
    assert told["scores"][0] == {"direction": [1, 1], "score": 3.5, "exact": "7/2"}
    assert told["vertices"][1] == ["1428/601", "224/601"]
    assert told["outer"] == told["inner"]
    assert told["outer"][2] == [1.75, 1.75]
    assert told["is_limit"]
    assert told["folk_theorem"]["profiles"][0] == {
        "actions": ["cooperate", "cooperate"],
        "enforceable": True,
        "individual_full_rank": [True, True],
        "pairwise_full_rank": False,
    }


def test_json_where_there_is_no_number() -> None:
    money = limit(case("athey_miller_2007"), directions=[(1, 2)]).asked[0]
    assert money.to_object() == {"direction": [1, 2], "score": None, "exact": "infinity"}
    empty = json.loads(limit(case("von_neumann_1928")).to_json())
    assert (empty["status"], empty["outer"], empty["least"]) == ("empty", [], [None, None])


def test_a_limit_set_shows_itself() -> None:
    found = limit(case("stahl_1991"))
    assert repr(found) == (
        '<LimitSet of "Prisoners\' dilemma": converged; (3, 3), (39/4, 3), (9, 9), (3, 39/4)>'
    )
    axes = found.plot()
    assert axes.get_xlabel() == "average payoff of row"
    pyplot.close("all")
