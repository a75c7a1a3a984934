"""What the build adds to the pages: figures, help texts, contents, and a check of the reference.

A page asks for a figure or for the help texts by a marker, a comment that a reader of plain
Markdown does not see. The table of contents is the list of links of the index.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

ROOT = Path(__file__).parents[1]
FIGURES = "docs/_build/figures"
INDEX = "docs/index"

TOLERANCE = 1e-3
"""The gap of the sets in figures: no eye sees a smaller one."""

FIGURE = re.compile(r"^<!-- figure: (.+) -->$", re.MULTILINE)
PAYMENTS = re.compile(r"^<!-- payments: (\S+) (\S+) -->$", re.MULTILINE)
DISTORTIONS = re.compile(r"^<!-- distortions: (\S+) (\S+) -->$", re.MULTILINE)
MAP = re.compile(r"^<!-- map: (\S+) -->$", re.MULTILINE)
COMMANDS = "<!-- commands -->"
SECTION = re.compile(r"^\*\*(.+?)\*\*", re.MULTILINE)
ALIAS = re.compile(r"TypeAliasForwardRef\('(\w+)'\)")
PAGE = re.compile(r"\[([^]]+)\]\(([^)\s:#]+)\.md\)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure that a page asks for.

    Attributes
    ----------
    case
        The case file, from the top of the tree.
    deltas
        The discount factors in place of the case's, a set for each; none for the case's own.
    """

    case: str
    deltas: tuple[str, ...]

    @classmethod
    def of(cls, words: str) -> Picture:
        """Read what a marker says: a case file, and perhaps ``--delta`` with its values."""
        case, *options = shlex.split(words)
        if options and (len(options) != 2 or options[0] != "--delta"):
            raise ValueError(f"figure: {words}: write CASE, or CASE --delta VALUE,VALUE")
        return cls(case, tuple(options[1].split(",")) if options else ())

    @property
    def file(self) -> str:
        """The name of the figure's file."""
        deltas = "".join(f"-{delta.replace('/', '_')}" for delta in self.deltas)
        return f"{Path(self.case).stem}{deltas}.svg"

    def drawn(self, folder: Path) -> str:
        """Draw the figure into a folder; return the Markdown that shows it in the pages."""
        from apsgen import iterate, load
        from apsgen.figures import draw_sets

        games = [load(ROOT / self.case, delta=delta) for delta in self.deltas or (None,)]
        draw_sets([iterate(game, tolerance=TOLERANCE) for game in games], folder / self.file)
        deltas = ", ".join(str(game.delta) for game in games)
        lines = [f"```{{figure}} /{FIGURES}/{self.file}", f":alt: V* of {self.case}", ""]
        return "\n".join([*lines, f"{games[0].title}, δ = {deltas} (`{self.case}`)", "```"])


def payments_drawn(case: str, kind: str, folder: Path) -> str:
    """Draw the payments of a dynamic mechanism; return the Markdown that shows the figure."""
    from apsgen.dynamic import design, load_environment
    from apsgen.figures import draw_payments

    environment = load_environment(ROOT / case)
    file = f"{Path(case).stem}-{kind}.svg"
    draw_payments(environment, design(environment, kind), folder / file)
    lines = [f"```{{figure}} /{FIGURES}/{file}", f":alt: payments of {case}, {kind}", ""]
    return "\n".join([*lines, f"{environment.title}: {kind} (`{case}`)", "```"])


def distortions_drawn(case: str, kind: str, folder: Path) -> str:
    """Draw the losses of a dynamic mechanism; return the Markdown that shows the figure."""
    from apsgen.dynamic import design, distortions, load_environment
    from apsgen.figures import draw_distortions

    environment = load_environment(ROOT / case)
    agent = next(i for i, own in enumerate(environment.types) if len(own) > 1)
    file = f"{Path(case).stem}-{kind}-losses.svg"
    draw_distortions(distortions(environment, design(environment, kind), agent), folder / file)
    lines = [f"```{{figure}} /{FIGURES}/{file}", f":alt: losses of {case}, {kind}", ""]
    return "\n".join([*lines, f"{environment.title}: {kind} (`{case}`)", "```"])


def map_drawn(path: str, folder: Path) -> str:
    """Draw stored critical discount factors; return the Markdown that shows the figure."""
    from apsgen.figures import draw_critical
    from apsgen.sweep import read_map

    found = read_map(ROOT / path)
    file = f"{Path(path).stem}.svg"
    draw_critical(found, folder / file)
    names = " and ".join(axis.name for axis in found.axes)
    lines = [f"```{{figure}} /{FIGURES}/{file}", f":alt: critical discount factors, {path}", ""]
    return "\n".join([*lines, f"{found.title}: {found.wanted} by {names} (`{path}`)", "```"])


def help_texts() -> str:
    """Return a section for each command, with what ``--help`` prints."""
    from click import Command, Context

    main = import_module("apsgen.cli.main")
    sections = []
    outer = Context(main.apsgen, info_name="apsgen", terminal_width=80)
    for name in main.COMMANDS:
        command = main.apsgen.get_command(outer, name)
        assert isinstance(command, Command)
        text = command.get_help(Context(command, outer, info_name=name, terminal_width=80))
        sections.append(f"## apsgen {name}\n\n```text\n{text}\n```")
    return "\n\n".join(sections)


def contents(index: str) -> Iterator[str]:
    """Yield a hidden table of contents for each part of the index."""
    _, *parts = SECTION.split(index)
    for caption, part in zip(parts[::2], parts[1::2], strict=True):
        pages = "\n".join(f"{title} <{page}>" for title, page in PAGE.findall(part))
        yield f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{pages}\n```"


def expand(app: Sphinx, page: str, source: list[str]) -> None:
    """Put figures and help texts in the place of their markers, and contents into the index."""
    folder = ROOT / FIGURES
    folder.mkdir(parents=True, exist_ok=True)
    text = FIGURE.sub(lambda marker: Picture.of(marker[1]).drawn(folder), source[0])
    text = PAYMENTS.sub(lambda marker: payments_drawn(marker[1], marker[2], folder), text)
    text = DISTORTIONS.sub(lambda marker: distortions_drawn(marker[1], marker[2], folder), text)
    text = MAP.sub(lambda marker: map_drawn(marker[1], folder), text)
    if COMMANDS in text:
        text = text.replace(COMMANDS, help_texts())
    if page == INDEX:
        text = "\n\n".join([text, *contents(text)])
    source[0] = text


def skip(app: Sphinx, what: str, name: str, value: Any, skipped: bool, options: Any) -> bool:
    """Leave out what the reference has as a name of apsgen; keep the words of enumerations."""
    import apsgen

    module = getattr(value, "__module__", "")
    home = app.env.temp_data.get("autodoc:module")
    if home not in (None, "apsgen") and name in apsgen.__all__ and module.startswith("apsgen"):
        return True
    return skipped and not isinstance(value, Enum)


def plain(
    app: Sphinx, what: str, name: str, value: Any, options: Any, signature: str, answer: str
) -> tuple[str | None, str | None]:
    """Write the aliases of array types by their names, also within other types."""
    names = [text and ALIAS.sub(r"\1", text) for text in (signature, answer)]
    return names[0], names[1]


def check_the_reference(app: Sphinx, environment: BuildEnvironment) -> None:
    """Warn of public names that the reference does not describe."""
    from sphinx.util.logging import getLogger

    import apsgen

    described = environment.domains.python_domain.objects
    for name in apsgen.__all__:
        if f"apsgen.{name}" not in described:
            getLogger(__name__).warning("the reference does not describe apsgen.%s", name)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx what to call when."""
    from pygments.lexers.special import TextLexer

    app.add_lexer("nfg", TextLexer)
    app.connect("source-read", expand)
    app.connect("autodoc-skip-member", skip)
    app.connect("autodoc-process-signature", plain, priority=900)
    app.connect("env-check-consistency", check_the_reference)
    return {"parallel_read_safe": False}
