from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from apsgen.citation import bibliography, of_apsgen, of_reference

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "cases").glob("*.toml"))


def fields(reference: str) -> dict[str, str]:
    entry = of_reference(reference)
    return {"kind": entry.kind, **entry.fields}


def test_apsgen_is_cited_as_its_citation_file_says() -> None:
    file = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    said = dict(re.findall(r'^\s*-? ?(title|name|version): "?([^"\n]+)"?$', file, re.MULTILINE))
    entry = of_apsgen()
    plain = {name: re.sub("[{}]", "", value) for name, value in entry.fields.items()}
    assert entry.key == "apsgen"
    assert plain["title"] == said["title"]
    assert plain["author"] == said["name"]
    assert plain["note"] == f"Version {said['version']}"


def test_an_article_is_taken_apart() -> None:
    assert fields(
        "Athey, S. and Bagwell, K. (2001), Optimal collusion with private information, RAND "
        "Journal of Economics 32, 428-465"
    ) == {
        "kind": "article",
        "author": "Athey, S. and Bagwell, K.",
        "title": "Optimal collusion with private information",
        "journal": "RAND Journal of Economics",
        "year": "2001",
        "volume": "32",
        "pages": "428--465",
    }


def test_the_title_may_be_left_out() -> None:
    found = fields("Stahl (1991), Games and Economic Behavior 3, 368-384")
    assert (found["author"], found["journal"]) == ("Stahl", "Games and Economic Behavior")
    assert "title" not in found


@pytest.mark.parametrize(
    ("tail", "found"),
    [
        ("Econometrica 58(5), 1041–1063.", ("Econometrica", "58", "5", "1041--1063")),
        ("J. Econ. Theory 39, pp. 251-269", ("J. Econ. Theory", "39", None, "251--269")),
        ("Econometrica, 71: 7", ("Econometrica", "71", None, "7")),
        ("AEJ: Microeconomics 9, S1-S9", ("AEJ: Microeconomics", "9", None, "S1--S9")),
        (
            "Journal of Law, Economics, and Organization 5 (1), 1-20",
            ("Journal of Law, Economics, and Organization", "5", "1", "1--20"),
        ),
    ],
)
def test_journals_volumes_and_pages(tail: str, found: tuple[str | None, ...]) -> None:
    entry = fields(f"Doe (2001), Prices, wars, and peace, {tail}")
    assert entry["title"] == "Prices, wars, and peace"
    assert tuple(map(entry.get, ("journal", "volume", "number", "pages"))) == found


@pytest.mark.parametrize(
    ("authors", "found"),
    [
        ("Stahl", "Stahl"),
        ("Abreu, Pearce and Stacchetti", "Abreu and Pearce and Stacchetti"),
        (
            "Judd, K. L., Yeltekin, S., and Conklin, J.",
            "Judd, K. L. and Yeltekin, S. and Conklin, J.",
        ),
        ("Abreu, Dilip & Sannikov, Yuliy", "Abreu, Dilip and Sannikov, Yuliy"),
        ("Abreu, Dilip", "Abreu, Dilip"),
        ("Dilip Abreu and David Pearce", "Dilip Abreu and David Pearce"),
        ("Gérard-Varet, L.-A.", r"G{\'e}rard-Varet, L.-A."),
        ("von Neumann, J.", "von Neumann, J."),
        ("Doe et al.", "Doe and others"),
        ("Doe, J., et al", "Doe, J. and others"),
    ],
)
def test_authors(authors: str, found: str) -> None:
    assert fields(f"{authors} (2001), Econometrica 69, 1-20")["author"] == found


def test_capitals_survive_in_titles() -> None:
    assert fields("Doe (2001), Zur Theorie in the RAND game, Econometrica 1, 2-3")["title"] == (
        "Zur {Theorie} in the {RAND} game"
    )
    assert fields("Doe (2001), “eBay & Möbius”, Econometrica 1, 2-3")["title"] == (
        r"{eBay} \& {M{\"o}bius}"
    )


@pytest.mark.parametrize(
    "reference",
    [
        "By hand",
        "Doe (2001)",
        "Doe (forthcoming), Prices, Econometrica",
        "Smith, J., Jr. (1999), Prices, Econometrica 3, 4-5",
        "Levin, J, Tadelis, S (2005), Prices, Econometrica 3, 4-5",
        "50% & {@}",
    ],
)
def test_what_is_not_understood_is_a_note_word_for_word(reference: str) -> None:
    entry = of_reference(reference)
    assert entry.kind == "misc"
    assert set(entry.fields) == {"key", "note"}
    words = re.sub(
        r"\\textbrace(left|right)\{\}", lambda m: "{}"[m[1] == "right"], entry.fields["note"]
    )
    assert words.replace("\\", "") == reference


@pytest.mark.parametrize(
    "rest",
    [
        "Trading favors, working paper, Harvard University",
        "Games and Decisions, Wiley, section 5.3",
        "Discounted games. Econometrica, 58(5), 1041-1063",
        "Optimal collusion, with private information. Econometrica, 58(5), 1041-1063",
    ],
)
def test_what_is_no_article_for_certain_is_a_note(rest: str) -> None:
    assert fields(f"Doe, J. (2001), {rest}") == {
        "kind": "misc",
        "author": "Doe, J.",
        "year": "2001",
        "note": rest,
    }


@pytest.mark.parametrize(
    ("reference", "key"),
    [
        ("Möbius, M. (2001), Favors, Econometrica 1, 2-3", "mobius_2001"),
        ("d'Aspremont, C. and Gérard-Varet, L.-A. (1979), X 1, 2", "daspremont_gerardvaret_1979"),
        ("A. Doe, B. Roe, C. Poe and D. Low (2001), Econometrica 1, 2-3", "doe_others_2001"),
        ("Doe (2001b), Econometrica 1, 2-3", "doe_2001b"),
        ("Notes of a long lecture", "notes_of_a_long"),
        ("中", "reference"),
    ],
)
def test_keys(reference: str, key: str) -> None:
    assert of_reference(reference).key == key


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_cases_are_cited(case: Path) -> None:
    reference = tomllib.loads(case.read_text(encoding="utf-8"))["reference"]
    entry = of_reference(reference)
    year = re.search(r"\((\d{4})\)", reference)
    assert year is not None
    assert entry.fields["year"] == year[1]
    assert (entry.kind == "article") == bool(re.search(r"\d, \d+-\d+$", reference))
    assert str(entry).isascii()
    assert str(entry).count("{") == str(entry).count("}")


def test_a_bibliography_holds_both() -> None:
    both = bibliography("Doe @ home\n(2001)")
    assert both.startswith("@misc{apsgen,\n")
    assert "\n\n% Doe (at) home (2001)\n@misc{doe_home_2001,\n" in both
    assert bibliography(" ") == bibliography("") == str(of_apsgen())
