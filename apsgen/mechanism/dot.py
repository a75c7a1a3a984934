"""An automaton in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from apsgen.mechanism.automaton import Arrow, Automaton, Node
from apsgen.mechanism.spelling import brief, rounded


def dot_text(automaton: Automaton) -> str:
    r"""Return an automaton as DOT text: the same for the same automaton, no newline at the end.

    Examples
    --------
    >>> one = Fraction(1)
    >>> node = Node(0, (one, one), ("(C, C)",))
    >>> print(dot_text(Automaton("A game", 0, (node,), (Arrow(0, 0, ("always",), one, False),))))
    digraph mechanism {
      label="A game";
      rankdir=LR;
      node [shape=ellipse];
      start [shape=point];
      start -> s0;
      s0 [label="state 0\n(1, 1)\n(C, C)"];
      s0 -> s0 [label="always"];
    }
    """
    lines = [
        f"label={_quoted([automaton.title])};",
        "rankdir=LR;",
        "node [shape=ellipse];",
        "start [shape=point];",
        f"start -> {_name(automaton.start)};",
        *(_node(node) for node in automaton.nodes),
        *(_arrow(arrow) for arrow in automaton.arrows),
    ]
    return "\n".join(["digraph mechanism {", *(f"  {line}" for line in lines), "}"])


def payoffs(node: Node, digits: int = 6) -> str:
    """Return what a node promises, rounded."""
    numbers = ("none" if x is None else rounded(x, digits) for x in node.payoff)
    return f"({', '.join(numbers)})"


def heading(node: Node) -> str:
    """Return what a node is called."""
    return "punishment" if node.number is None else f"state {node.number}"


def chance(arrow: Arrow) -> str:
    """Return how likely an arrow is, if that is worth telling."""
    if arrow.after_deviation or arrow.probability == Fraction(1):
        return ""
    return f"probability {brief(arrow.probability)}"


def _node(node: Node) -> str:
    label = _quoted([heading(node), payoffs(node), *node.plays])
    style = ", style=dashed" if node.number is None else ""
    return f"{_name(node.number)} [label={label}{style}];"


def _arrow(arrow: Arrow) -> str:
    label = _quoted(filter(None, [*arrow.events, chance(arrow)]))
    style = ", style=dashed" if arrow.after_deviation else ""
    return f"{_name(arrow.source)} -> {_name(arrow.target)} [label={label}{style}];"


def _name(number: int | None) -> str:
    """Return a name that DOT reads; a state that does not exist may have any number."""
    return "punishment" if number is None else f"s{number}".replace("-", "minus")


def _quoted(lines: Iterable[str]) -> str:
    """Return lines as one quoted text of DOT, in which no letter has a meaning of its own."""
    plain = ("".join(c if c.isprintable() else "?" for c in line) for line in lines)
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"') for line in plain)
    return '"' + "\\n".join(escaped) + '"'
