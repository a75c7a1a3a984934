"""The examples in the documentation are real: cases load, commands and Python print what is shown.

Blocks of ``console`` and ``pycon`` are run, those of ``python`` too; blocks of ``sh`` are for the
reader's own machine. Links lead somewhere, and no page is out of reach.
"""

from __future__ import annotations

import doctest
import json
import re
import tomllib
from pathlib import Path

import pytest

import apsgen
from apsgen.case import load, schema
from apsgen.case.expression import DEPTH
from apsgen.case.files import LIMIT
from apsgen.case.number import BITS
from apsgen.case.tokens import LENGTH
from apsgen.dynamic import Claim, environment_of, words
from apsgen.serialise import json_object
from docs.extension import (
    DISTORTIONS,
    FIGURE,
    MAP,
    PAYMENTS,
    Picture,
    contents,
    distortions_drawn,
    help_texts,
    map_drawn,
    payments_drawn,
)
from tests.pages import PAGES, ROOT, Command, Shell, agree, blocks, is_complete, stage
from tests.sample_results import result

DOCS = ROOT / "docs"
INDEX = DOCS / "index.md"
FORMAT = DOCS / "reference" / "case_format.md"
DYNAMIC = DOCS / "reference" / "dynamic-format.md"
ENVIRONMENTS = ROOT / "cases" / "environments"
MESSAGES = ROOT / "tests" / "case" / "bad"
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")


def shown(page: Path) -> str:
    return str(page.relative_to(ROOT))


def having(language: str) -> list[Path]:
    return [page for page in PAGES if blocks(page, language)]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


TOML = [(page, text) for page in PAGES for text in blocks(page, "toml")]
CASES = [(page, text) for page, text in TOML if is_complete(text) and "faulty.toml" not in text]


def test_the_examples_are_found() -> None:
    assert sum(page == FORMAT for page, _ in CASES) >= 6
    assert any(page.name == "README.md" for page, _ in CASES)


@pytest.mark.parametrize(("page", "text"), TOML, ids=lambda value: getattr(value, "stem", ""))
def test_toml_is_toml(page: Path, text: str) -> None:
    assert tomllib.loads(text), page


@pytest.mark.parametrize(("page", "text"), CASES, ids=lambda value: getattr(value, "stem", ""))
def test_a_complete_case_is_a_case(tmp_path: Path, page: Path, text: str) -> None:
    for form in blocks(page, "nfg"):
        (tmp_path / "game.nfg").write_text(form, encoding="utf-8")
    case = tmp_path / "case.toml"
    case.write_text(text, encoding="utf-8")
    assert load(case).title == tomllib.loads(text)["title"]


def test_the_page_names_every_key() -> None:
    page = FORMAT.read_text(encoding="utf-8")
    words = {*schema.CASE, *schema.PLAYER, *schema.TYPE, *schema.GRID}
    words |= {*schema.DECISIONS, *schema.DECISION}.union(*schema.TABLES.values())
    assert {word for word in words if not re.search(rf"\b{word}\b", page)} == set()


def test_the_page_of_environments_names_every_key_limit_and_claim() -> None:
    page = DYNAMIC.read_text(encoding="utf-8")
    keys = {*words.ENVIRONMENT, *words.AGENT, *words.STATE, *words.JOINT, *words.ALLOCATION}
    keys |= {str(word) for word in (*words.Moves, *Claim)} | {*words.RESERVED}
    assert {key for key in keys if not re.search(rf"\b{key}\b", page)} == set()
    limits = {name: value for name, value in vars(words).items() if name.startswith("MOST_")}
    assert {name for name, value in limits.items() if f"{value:,}" not in page} == set()
    for text in blocks(DYNAMIC, "toml"):
        if "kind" in tomllib.loads(text):
            assert environment_of(DYNAMIC, text).title


def test_the_page_names_every_limit() -> None:
    page = FORMAT.read_text(encoding="utf-8")
    limits = {name: value for name, value in vars(schema).items() if name.startswith("MOST_")}
    limits |= {"LIMIT": LIMIT, "DEPTH": DEPTH, "BITS": BITS, "LENGTH": LENGTH}
    assert {name for name, value in limits.items() if f"{value:,}" not in page} == set()


def test_the_house_names_every_module() -> None:
    page = (DOCS / "explanation" / "architecture.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "apsgen").rglob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in page} == set()


def test_the_notation_names_what_the_code_has() -> None:
    page = (DOCS / "reference" / "notation.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("|")]
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "apsgen").rglob("*.py"))
    names = {
        name
        for row in rows
        for quoted in re.findall(r"`([^`]+)`", row[3])
        for name in re.findall(r"[A-Za-z_]\w+", quoted)
    }
    assert len(names) > 30
    assert {name for name in names if not re.search(rf"\b{name}\b", code)} == set()


def test_the_result_names_every_field() -> None:
    page = (DOCS / "reference" / "result.md").read_text(encoding="utf-8")
    shown = json.loads(next(iter(blocks(DOCS / "reference" / "result.md", "json"))))
    given = json_object(result(), "dilemma.toml")
    assert list(shown) == list(given)
    assert {name for name in given if f"`{name}`" not in page} == set()


@pytest.mark.parametrize("page", having("python"), ids=shown)
def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path) -> None:
    stage(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    for text in blocks(page, "python"):
        exec(compile(text, str(page), "exec"), {})


@pytest.mark.parametrize("page", having("pycon"), ids=shown)
def test_python_prints_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    stage(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    session = "\n".join(blocks(page, "pycon"))
    examples = doctest.DocTestParser().get_doctest(session, {}, page.name, str(page), 0)
    said: list[str] = []
    failed, tried = doctest.DocTestRunner().run(examples, out=said.append)
    assert (failed, "".join(said)) == (0, "")
    assert tried


@pytest.mark.parametrize("page", having("console"), ids=shown)
def test_commands_print_what_is_shown(tmp_path: Path, page: Path) -> None:
    folder, tools = tmp_path / "case", tmp_path / "bin"
    folder.mkdir()
    tools.mkdir()
    stage(page, folder)
    shell, status = Shell.at(folder, tools), 0
    for block in blocks(page, "console"):
        for command in Command.read(block):
            seen, status = shell.run(command.words, status)
            if command.shown or status:
                assert agree(command.shown, seen, command.tolerance), f"$ {command.words}\n{seen}"


@pytest.mark.parametrize(
    ("shown", "seen", "same"),
    [
        ("total  1.34\n", "total 1.34\n", True),
        ("total  1.34\n", "total 1.33995 to 1.34\n", True),
        ("total  1.34\n", "total 1.33 to 1.34\n", False),
        ("total  1.34\n", "total 1.35\n", False),
        ("total  1.34\n", "sum 1.34\n", False),
        ("total  1.34\n", "total 1.34\nmore\n", False),
        ("one\n...\nend\n", "one\ntwo 2\nthree\nend\n", True),
        ("one\n...\nend\n", "two\nend\n", False),
        ("gap 0 (a)\n", "gap 1e-7 (b)\n", True),
        ("0  3\n1  2\n", "1 2\n0 3\n", True),
        ("0  3\n1  2\n", "1 2\n0 2\n", False),
    ],
)
def test_what_agrees(shown: str, seen: str, same: bool) -> None:
    assert agree(shown, seen, 1e-4) is same


def test_troubleshooting_knows_every_message() -> None:
    page = (DOCS / "howto" / "troubleshoot.md").read_text(encoding="utf-8")
    patterns = {
        text: re.compile(".*".join(map(re.escape, text.split("…"))))
        for text in re.findall(r"^\| `([^`]*)` \|", page, re.MULTILINE)
    }
    said = "".join(path.read_text(encoding="utf-8") for path in MESSAGES.glob("*.txt"))
    messages = re.findall(r"^\S+?:\d+:\d+: (?:[^ :]+: )?(.*)$", said, re.MULTILINE)
    known = {text: [m for m in messages if one.fullmatch(m)] for text, one in patterns.items()}
    assert len(messages) > 100
    assert set(messages) - {message for found in known.values() for message in found} == set()
    assert [text for text, found in known.items() if not found] == []


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        goal = page.parent / target if target else page
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            lost.append(f"{target}#{anchor}")
    assert lost == []


def test_every_page_is_in_the_index() -> None:
    linked = {
        (INDEX.parent / target).resolve()
        for target, _ in LINK.findall(INDEX.read_text(encoding="utf-8"))
        if target and "://" not in target
    }
    assert [shown(page) for page in PAGES if page not in {*linked, INDEX}] == []


def test_the_index_has_all_kinds_of_pages() -> None:
    captions = re.findall(r":caption: (.*)", "\n".join(contents(INDEX.read_text(encoding="utf-8"))))
    assert captions[:5] == ["Tutorial", "How to", "Reference", "Explanation", "Gallery"]


def test_figures_are_drawn_from_cases() -> None:
    pictures = [
        Picture.of(words)
        for page in PAGES
        for words in FIGURE.findall(page.read_text(encoding="utf-8"))
    ]
    cases = {f"cases/{path.name}" for path in (ROOT / "cases").glob("*.toml")}
    assert {picture.case for picture in pictures} == cases
    for picture in pictures:
        for delta in picture.deltas or (None,):
            load(ROOT / picture.case, delta=delta)


def test_a_figure_is_drawn(tmp_path: Path) -> None:
    picture = Picture.of("cases/stahl_1991.toml --delta 1/5,3/10")
    assert "δ = 1/5, 3/10" in picture.drawn(tmp_path)
    assert (tmp_path / picture.file).read_text(encoding="utf-8").startswith("<?xml")


def test_payments_are_drawn(tmp_path: Path) -> None:
    markers = {
        marker for page in PAGES for marker in PAYMENTS.findall(page.read_text(encoding="utf-8"))
    }
    assert len(markers) >= 3
    for case, kind in markers:
        assert kind in payments_drawn(case, kind, tmp_path)
        drawn = tmp_path / f"{Path(case).stem}-{kind}.svg"
        assert drawn.read_text(encoding="utf-8").startswith("<?xml")


def test_maps_are_drawn(tmp_path: Path) -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    stored = MAP.findall(text)
    assert stored
    for path in stored:
        assert path in map_drawn(path, tmp_path)
        drawn = tmp_path / f"{Path(path).stem}.svg"
        assert drawn.read_text(encoding="utf-8").startswith("<?xml")


def test_distortions_are_drawn(tmp_path: Path) -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    markers = DISTORTIONS.findall(text)
    assert markers
    for case, kind in markers:
        assert kind in distortions_drawn(case, kind, tmp_path)
        drawn = tmp_path / f"{Path(case).stem}-{kind}-losses.svg"
        assert drawn.read_text(encoding="utf-8").startswith("<?xml")


def test_every_environment_is_in_the_gallery() -> None:
    gallery = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "gallery").glob("*.md"))
    files = [f"cases/environments/{one.name}" for one in ENVIRONMENTS.glob("*.toml")]
    assert len(files) >= 6
    assert [name for name in files if f"`{name}`" not in gallery] == []
    table = (ROOT / "cases" / "README.md").read_text(encoding="utf-8")
    assert [name for name in files if f"`{Path(name).name}`" not in table] == []


def test_a_marker_that_says_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="write CASE, or CASE --delta VALUE,VALUE"):
        Picture.of("cases/stahl_1991.toml --tol 1e-3")


def test_the_reference_of_commands_holds_their_options() -> None:
    assert "## apsgen iterate" in help_texts()
    assert "--max-iterations" in help_texts()


def test_the_reference_describes_every_public_name() -> None:
    """Autodoc describes what has a docstring; the build checks that nothing is missing."""
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    assert ".. automodule:: apsgen\n   :members:" in page
    assert [name for name in apsgen.__all__ if not getattr(apsgen, name).__doc__] == []
