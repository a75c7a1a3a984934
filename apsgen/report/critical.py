"""A critical discount factor as text."""

from __future__ import annotations

import textwrap

from apsgen.critical.answer import Critical, Found, Sides, spelled
from apsgen.report.plain import WIDTH

_INDENT = 18


def critical_text(found: Critical) -> str:
    """Return what is known of a critical discount factor, for people to read."""
    head = [found.game.title, found.game.reference]
    source = found.game.source
    lines = [("case", source.path)] if source else []
    lines.append(("property", _meaning(found)))
    if found.status is Found.BRACKETED:
        lines.append(("delta*", f"more than {spelled(found.lo)}, at most {spelled(found.hi)}"))
    if found.value is not None:
        lines.append(("about", f"{found.value:.9g}"))
    if found.root is not None:
        lines.append(("closed form", f"{found.root}, read off the constraints that bind"))
    table = [_row(label, text) for label, text in lines]
    parts = ["\n".join(filter(None, head)), "\n".join(table), textwrap.fill(_claim(found), WIDTH)]
    if found.binding:
        listed = "\n".join(f"  {name}" for name in found.binding)
        parts.append(f"constraints that bind at delta*:\n{listed}")
    if found.derivatives:
        parts.append(_derivatives(found))
    return "\n\n".join(parts)


def _row(label: str, text: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=label.ljust(_INDENT),
        subsequent_indent=" " * _INDENT,
        break_on_hyphens=False,
    )


def _meaning(found: Critical) -> str:
    numbers = ", ".join(map(spelled, found.wanted.numbers))
    return {
        "first-best": "first best: the greatest total of all plans, in every period",
        "non-empty": "V* is not empty",
        "total": f"a total of at least {numbers}",
        "payoff": f"V* contains ({numbers})",
    }[found.wanted.kind]


def _claim(found: Critical) -> str:
    """Say what was proved, and what was not."""
    if found.status is Found.ALWAYS:
        return (
            "V* has the property at every discount factor: the play that shows it needs no "
            "future. Proved exactly."
        )
    if found.status is Found.NEVER:
        if found.proved and not found.lo:
            return "V* has the property nowhere: no plan at all gives it. Proved exactly."
        sure = "Proved exactly up to there." if found.proved else "Not proved."
        return (
            "V* has the property at no discount factor that was tried, up to "
            f"{spelled(found.lo)}. {sure}"
        )
    if found.hi == 1:
        return (
            f"V* lacks the property at {spelled(found.lo)}, in floating point. Whether it has it "
            "at any greater discount factor was not decided."
        )
    ends = f"V* has the property at {spelled(found.hi)} and lacks it at {spelled(found.lo)}: "
    shown = "both are proved exactly." if found.proved else _unproved(found)
    growing = (
        "As V* can only grow with the discount factor, it has the property from there on, and at "
        "none below."
        if found.monotone
        else "That V* grows with the discount factor was not shown for this game: the property may "
        "come and go elsewhere."
    )
    return f"{ends}{shown} {growing}"


def _unproved(found: Critical) -> str:
    if found.above is None and found.below is None:
        return "computed in floating point, neither is proved."
    return f"the {'first' if found.above else 'second'} is proved exactly, the other is not."


def _derivatives(found: Critical) -> str:
    width = max(len(name) for name in found.derivatives)
    lines = [f"  {name.ljust(width)}  {_sides(both)}" for name, both in found.derivatives.items()]
    return "\n".join(["d delta* / d parameter:", *lines])


def _sides(both: Sides) -> str:
    left, right = both
    if left is not None and right is not None and abs(left - right) <= 1e-6 * (1 + abs(left)):
        return f"{right:.6g}"
    shown = ["none" if value is None else f"{value:.6g}" for value in both]
    return f"{shown[0]} from below, {shown[1]} from above"
