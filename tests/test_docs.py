"""The examples in the documentation are real: cases load, Python runs, links lead somewhere."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from apsgen.case import load, schema
from apsgen.case.expression import DEPTH
from apsgen.case.files import LIMIT
from apsgen.case.number import BITS
from apsgen.case.tokens import LENGTH
from apsgen.serialise import json_object
from tests.sample_results import result

ROOT = Path(__file__).parents[1]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))
FORMAT = ROOT / "docs" / "reference" / "case_format.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


def is_complete(text: str) -> bool:
    return text.startswith("title =")


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


TOML = [(page, text) for page in PAGES for text in blocks(page, "toml")]
CASES = [(page, text) for page, text in TOML if is_complete(text)]


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


def test_the_page_names_every_limit() -> None:
    page = FORMAT.read_text(encoding="utf-8")
    limits = {name: value for name, value in vars(schema).items() if name.startswith("MOST_")}
    limits |= {"LIMIT": LIMIT, "DEPTH": DEPTH, "BITS": BITS, "LENGTH": LENGTH}
    assert {name for name, value in limits.items() if f"{value:,}" not in page} == set()


def test_the_house_names_every_module() -> None:
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "apsgen").rglob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in page} == set()


def test_the_result_names_every_field() -> None:
    page = (ROOT / "docs" / "reference" / "result.md").read_text(encoding="utf-8")
    shown = json.loads(next(iter(blocks(ROOT / "docs" / "reference" / "result.md", "json"))))
    given = json_object(result(), "dilemma.toml")
    assert list(shown) == list(given)
    assert {name for name in given if f"`{name}`" not in page} == set()


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks(page, "python")], ids=lambda page: page.name
)
def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: Path) -> None:
    """The page's first complete case stands in `dilemma.toml`."""
    case = next(text for text in blocks(page, "toml") if is_complete(text))
    (tmp_path / "dilemma.toml").write_text(case, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for text in blocks(page, "python"):
        exec(compile(text, str(page), "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        goal = page.parent / target if target else page
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            lost.append(f"{target}#{anchor}")
    assert lost == []
