"""Every tolerance of the floating-point part, named and justified.

Payoffs are normalised before anything is solved: each player's stage payoffs span [0, 1]. All
numbers below are in these units, so that shifting or scaling a game changes nothing.
"""

from __future__ import annotations

from fractions import Fraction

GAP = 1e-6
"""The default gap between the outer and the inner set, relative to the size of the set."""

FEASIBILITY = 1e-10
"""How far a linear program may violate a row: the least that the solver accepts."""

PRICING = 1e-11
"""A column or a transfer whose reduced gain is below this cannot move a bound that matters."""

SEPARATION = 2e-10
"""A deviation that gains less than this is not added as a row; twice FEASIBILITY, or a row that
the solver holds to its own tolerance would be added again and again."""

EMPTINESS = 1e-8
"""T(V) is taken to be empty when every mechanism violates a weighted sum of constraints by more
than this; anything nearer is treated as holding, so that weak inequalities at an exact
threshold are kept."""

FLOOR = 1e-10
"""How far below a floor a continuation payoff may lie: rounding in an intersection."""

VERTEX = 1e-10
"""A vertex that stands out of the hull of the others by less than this is not kept."""

LEVEL = 1e-12
"""Levels of an outer set that fall by less than this are not a step forward; each is rounded
outwards by as much."""

ROUNDING = 1e-14
"""Twice what a map of levels may be off: a sum of some fifty doubles below 1."""

RESIDUAL = 1e-11
"""An inner set is taken to be self-generating when each vertex is within this of its own
generated point."""

SETTLED = 1e-10
"""An outer set is settled when an application of T lowers no level by more than this."""

RESOLUTION = 1e-9
"""Sets whose extent is below this are points: no floating-point answer can tell more."""

MARGIN = 1e-10
"""By how much, relative to its distance from the centre, a vertex of an inner set aims to lie
inside what the set generates: well above the rounding of a program's answer."""

AGREEMENT = 1e-8
"""Two runs contradict each other when the inner set of one stands out of the outer set of the other
by more than this, relative to the size of the feasible set: ten times RESOLUTION, as each of the
two sets is known to no more than that."""

PROVED = 1e-8
"""Sets that are proved to lie within this of each other meet, however small they are: levels are
rounded outwards by RESOLUTION and less, but over and over again where players are patient."""

BINDING = 1e-9
"""A constraint whose slack in a solution in floats is below this is taken to bind when the solution
is made exact: ten times FEASIBILITY."""

RELAXED = 1e-7
"""Constraints are relaxed by this to be priced: far above FEASIBILITY, so that multipliers do not
depend on which of many bases is found, and below what moves an optimum."""

PRICE = 1e-6
"""A multiplier below this is no price: those of constraints that are relaxed differ from prices by
a few times RELAXED, and an edge of V whose ends are known up to rounding is turned by less."""

RANK = 1e-12
"""What is left of equations, rows equilibrated, when elimination has used up all but rounding."""

NARROW = 1e-7
"""Directions, as angles, that are nearer to each other than this are one: their levels say the same
up to RESOLUTION, and nothing is known of where their lines meet."""

NOUGHT = 1e-12
"""A basic column of a mechanism below this is zero: a thousandth of what a solver may be off, and
far below any probability that matters."""

MISSED = 1e-10
"""A mechanism that misses its payoff by more than this does not give it; the exact solution near it
has to make up for the rest."""

BEYOND = 1e-9
"""A payoff is asked for so far beyond itself first: farther than MISSED and FEASIBILITY, so that
all columns that the payoff itself needs are there."""

SLACK = 1e-9
"""What is told apart of levels and bounds in floats before the checker decides: ten times
FEASIBILITY."""

OUTWARD = (2e-11, 2e-9)
"""How far levels are rounded outwards before the checker sees them: what a few sums of doubles are
off, and a hundred times that if it refuses the former."""

AROUND = (0.0, 1e-10, 1e-9, 1e-8)
"""How far an outer set is widened until rational corners hold it: not at all if they can, and no
more than PROVED."""

MULTIPLIER = 1e-13
"""A multiplier below this is left out of a certificate, which loosens a bound by less than
LEVEL."""

SLOPE = Fraction(1, 10**8)
"""An edge whose slope is so near to a simple number has that slope: RESOLUTION over an edge of a
tenth of the set."""

LEAST_ROOM = 5e-9
"""The least by which T must reach beyond a vertex for a set to have room: more than the margins by
which exact mechanisms hold, the greatest of which is 2e-9."""

ON_LINE = 1e-9
"""A segment whose ends are so near to a line of short numbers lies on it: RESOLUTION."""

TIED = 1e-9
"""Edges at which a payoff lies equally near, relative to the set: it is their vertex."""

OUTSIDE = 1e-7
"""How far beyond the outer set, relative to its size, rounding may put a payoff that is in it: a
user types six or seven digits."""

ON_FACE = 1e-7
"""Corners so near to the farthest in a direction are on one face with it, though the set was
computed to a finer tolerance."""
