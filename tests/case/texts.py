"""Good case files, one for each way of writing a game."""

from __future__ import annotations

HEAD = 'title = "a game"\ndelta = "4/5"\n'

DILEMMA = f"""{HEAD}
[players.firm1]
actions = ["C", "D"]
[players.firm2]
actions = ["C", "D"]
[payoffs]
firm1 = [[9, 1], [10, 3]]
firm2 = [[9, 10], [1, 3]]
"""

COURNOT = f"""{HEAD}
[parameters]
a = 6
c = "a / 12"
[define]
P = "max(0, a - firm1.q - firm2.q)"
profit = "q * (P - c)"
[players.firm1]
actions = {{ grid = "q", from = 0, to = "a / 2", points = 4 }}
payoff = "profit"
[players.firm2]
actions = {{ none = {{ q = 0 }}, some = {{ q = "c * 2" }} }}
payoff = "profit"
"""

MARKET = f"""{HEAD}
reference = "after a paper"
[parameters]
r = "5/2"
[define]
margin = "r - theta"
[players.firm1]
types = {{ L = {{ probability = "3/5", theta = 1 }}, H = {{ probability = "2/5", theta = 2 }} }}
[players.firm2]
types = {{ L = {{ probability = "3/5", theta = 1 }}, H = {{ probability = "2/5", theta = 2 }} }}
commits = true
[decisions]
mixing = "division"
[decisions.first]
payoff = {{ firm1 = "margin", firm2 = 0 }}
deviation = {{ firm1 = "margin", firm2 = "margin" }}
[decisions.second]
payoff = {{ firm1 = 0, firm2 = "margin" }}
allowed = "firm2.theta < 2 or firm1.theta == 2"
[transfers]
kind = "burning"
timing = "after-signals"
[punishment]
kind = "fixed"
values = {{ firm1 = "6/25" }}
[constraints]
off_schedule = "ex-post"
"""

CORRELATED = f"""{HEAD}
[players.seller]
types = {{ low = {{ s = 1, reports = ["low"] }}, high = {{ s = "5/2" }} }}
actions = ["keep", "sell"]
payoff = "s + buyer.b * b"
[players.buyer]
types = {{ a = {{ b = 3, probability = "1/2" }}, b = {{ b = 5 }}, c = {{ b = 7 }} }}
payoff = "b - seller.s"
[prior]
joint = [["1/10", "1/5", "1/10"], ["2/5", 0.1, "1/10"]]
""".replace(' * b"', '"')

NOISY = f"""{DILEMMA}
[monitoring]
kind = "public"
signals = ["high", "middle", "low"]
[monitoring.probability]
high = [["4/5", "1/2"], ["1/2", "1/5"]]
low = "1/10"
"""

GAMBIT = f"""{HEAD}
[players.anne]
[players.bob]
types = {{ x = {{ probability = 1 }} }}
[stage]
nfg = "game.nfg"
[punishment]
on_path = true
"""

NFG = 'NFG 1 R "game" { "A" "B" } { { "up" "down" } { "l" "m" "r" } }\n\n' + " ".join(
    map(str, range(12))
)

ALL = (DILEMMA, COURNOT, MARKET, CORRELATED, NOISY, GAMBIT)
