"""What the constraints that bind say of a critical discount factor in a bracket."""

from __future__ import annotations

from dataclasses import replace

from apsgen.critical.answer import Critical
from apsgen.critical.deciding import Answer, Question
from apsgen.critical.derivatives import derivatives
from apsgen.critical.minimum import exactly
from apsgen.critical.naming import binding
from apsgen.critical.polishing import polished
from apsgen.critical.polynomials import ONE
from apsgen.critical.roots import root
from apsgen.critical.system import DELTA


def explained(question: Question, above: Answer, answer: Critical) -> Critical:
    """Return an answer with what binds, if what binds has its solution in the bracket."""
    solved = polished(question, above, max(answer.hi, above.delta))
    if solved is None:
        return answer
    model, found = solved
    place = model.system.variables.index(DELTA)
    value, exact = float(found.point[place]), exactly(model.system, found)
    closed = None
    if exact is not None:
        value, closed = exact[place] / ONE, root(exact[place])
    if not float(answer.lo) <= value <= float(answer.hi):
        return answer
    return replace(
        answer,
        value=value,
        binding=binding(model, found),
        root=closed,
        derivatives=derivatives(model, found),
    )
