"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import configparser
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import apsgen

ROOT = Path(__file__).parents[1]
FOLDERS = ("apsgen", "tests", "docs", "cases", "benchmarks", ".ci")
TEXTS = {"", ".cfg", ".cff", ".md", ".nfg", ".py", ".rst", ".toml", ".yaml"}
LINES = 400
WHOLE = {"apsgen/checker.py"}
"""Files that may be longer: the checker is read, and trusted, in one piece."""
BODY = 50

# Written so that no pattern matches itself.
FORBIDDEN = {
    "a finding switched off": r"#\s*(?:no[q]a|(?:type|mypy):\s*ignor[e])|pragma:\s*no [c]over",
    "a test switched off": r"pytest\.(?:mark\.)?(?:ski[p]|xfai[l]|importorski[p])",
    "work left for later": r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b",
    "a path of one machine": r"(?<![\w.<~-])/(?:wor[k]|tm[p]|roo[t]|hom[e]|op[t])/\w",
}


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> list[str]:
    """Return the lines of a file; a broken case file among the tests may not be UTF-8."""
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def texts() -> Iterator[Path]:
    """Yield every file that people write: those at the top and those in the folders."""
    everything = [*ROOT.iterdir(), *(path for name in FOLDERS for path in (ROOT / name).rglob("*"))]
    for path in sorted(everything):
        built = {"__pycache__", "_build"} & set(path.parts)
        if path.is_file() and path.suffix in TEXTS and not built and path.name != ".coverage":
            yield path


TEXT_FILES = tuple(texts())
SOURCES = tuple(path for path in TEXT_FILES if path.suffix == ".py")
TESTS = tuple(path for path in SOURCES if path.name.startswith("test_"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def body_lines(function: ast.FunctionDef) -> int:
    """Count the lines of a function below its docstring."""
    skipped = int(ast.get_docstring(function) is not None)
    body = function.body[skipped:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def mirrored(test: Path) -> tuple[Path, ...]:
    """Return what a test may be the test of: a module, a folder, a case, a page; or data."""
    name = test.stem.removeprefix("test_")
    folder = test.parent.relative_to(ROOT / "tests")
    inside = ROOT / "apsgen" / folder
    return (
        inside / f"{name}.py",
        inside / f"__{name}__.py",
        inside / name,
        inside.with_suffix(".py"),
        ROOT / name,
        ROOT / f"{name}.py",
        test.parent / name,
        ROOT / "cases" / f"{name}.toml",
        ROOT / "docs" / folder / f"{name}.md",
    )


def setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_the_walk_finds_the_house() -> None:
    names = {shown(path) for path in TEXT_FILES}
    assert {"setup.cfg", "Makefile", ".ci/run", "apsgen/game.py", "tests/test_house.py"} <= names


@pytest.mark.parametrize("path", TEXT_FILES, ids=shown)
def test_a_file_is_short(path: Path) -> None:
    assert len(lines(path)) <= LINES or shown(path) in WHOLE


@pytest.mark.parametrize("path", SOURCES, ids=shown)
def test_a_function_is_short(path: Path) -> None:
    long = {one.name: body_lines(one) for one in functions(path) if body_lines(one) > BODY}
    assert not long


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_nothing_is_switched_off_or_left_over(rule: str) -> None:
    pattern = re.compile(FORBIDDEN[rule])
    found = [
        f"{shown(path)}:{number}: {line.strip()}"
        for path in TEXT_FILES
        for number, line in enumerate(lines(path), start=1)
        if pattern.search(line)
    ]
    assert not found


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("a finding switched off", "x = 1  # no" + "qa: E501"),
        ("a finding switched off", "x = 1  # type: " + "ignore[attr-defined]"),
        ("a test switched off", "@pytest.mark." + "skipif(True)"),
        ("work left for later", "# TO" + "DO: more"),
        ("a path of one machine", 'open("/' + 'tmp/case.toml")'),
    ],
)
def test_the_patterns_find_what_they_forbid(rule: str, line: str) -> None:
    assert re.search(FORBIDDEN[rule], line)


@pytest.mark.parametrize("path", TESTS, ids=shown)
def test_a_test_mirrors_what_it_tests(path: Path) -> None:
    if path != Path(__file__):
        assert any(candidate.exists() for candidate in mirrored(path))


@pytest.mark.parametrize(
    "name", [".ci/run", "Makefile", "setup.cfg", "pyproject.toml", ".pre-commit-config.yaml"]
)
def test_the_gates_fetch_from_no_address(name: str) -> None:
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_every_folder_of_modules_is_installed() -> None:
    folders = {path.parent for path in SOURCES if path.is_relative_to(ROOT / "apsgen")}
    assert not [shown(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_every_document_speaks_of_the_same_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d[^]]*)\]", changes, re.MULTILINE)
    cited = re.search(r"^version: (\S+)$", citation, re.MULTILINE)
    assert newest is not None
    assert cited is not None
    assert newest[1] == cited[1] == apsgen.__version__


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    command = re.search(r'^command="(.+)"$', run, re.MULTILINE)
    assert command is not None
    assert command[1] in (ROOT / "README.md").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


DISTRIBUTIONS = {"flint": "python-flint"}


def test_what_is_imported_at_run_time_is_required_at_installation() -> None:
    required = {
        re.split(r"[<>=]", line)[0] for line in setup()["options"]["install_requires"].split()
    }
    imported = set()
    for path in SOURCES:
        if path.is_relative_to(ROOT / "apsgen"):
            imported |= set(imports(path))
    assert {DISTRIBUTIONS.get(name, name) for name in imported} == required


def imports(path: Path) -> Iterator[str]:
    """Yield the distributions beyond the standard library that a module imports."""
    standard = {*sys.stdlib_module_names, "apsgen"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from ({name.partition(".")[0] for name in names} - standard)
