"""BibTeX of apsgen and of the paper that a case names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apsgen import __version__
from apsgen.tex import ascii_words, escape

_MOST_IN_KEY = 3
_DASH = "[-\u2013\u2014]+"
_QUOTES = "\"'`\u2018\u2019\u201c\u201d ,."
_HEAD = re.compile(r"(?P<authors>[^()]+?) \((?P<year>\d{4})(?P<letter>[a-z]?)\)[,.:]? (?P<rest>.+)")
_TAIL = re.compile(
    r"(?P<where>.+?),? (?P<volume>\d+) ?(?:\((?P<number>[^()]+)\))?[,:] ?"
    rf"(?:pp?\. ?)?(?P<pages>[A-Za-z]?\d+(?:{_DASH}[A-Za-z]?\d+)?)\.?"
)
_JOURNAL = re.compile(
    r"(?:^|, )((?:\w+ ){0,3}(?:Annals|Bulletin|Journal|Proceedings|Quarterly|Review|Transactions) "
    r"of [^.]+)$"
)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.[ -]?)+")
_NAME = re.compile(r"(?!(?:[JS]r\b|I+\b))[^\W\d_][\w'\u2019 .-]*[\w.]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of BibTeX.

    Attributes
    ----------
    kind
        ``article`` or ``misc``.
    key
        The name to cite it by.
    fields
        Names and values; the values are LaTeX.

    Examples
    --------
    >>> print(Entry("misc", "doe_2001", {"note": "By hand", "year": "2001"}))
    @misc{doe_2001,
      note = {By hand},
      year = {2001},
    }
    """

    kind: str
    key: str
    fields: dict[str, str]

    def __str__(self) -> str:
        width = max(map(len, self.fields))
        lines = [f"  {name:<{width}} = {{{value}}}," for name, value in self.fields.items()]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])


def of_apsgen() -> Entry:
    """Return the entry of apsgen itself; CITATION.cff says the same.

    Examples
    --------
    >>> of_apsgen().key
    'apsgen'
    """
    return Entry(
        "misc",
        "apsgen",
        {
            "author": "{the apsgen developers}",
            "title": "{apsgen}: verified payoff sets of repeated games",
            "howpublished": "Computer software",
            "note": f"Version {__version__}",
        },
    )


def of_reference(reference: str) -> Entry:
    """Return the entry of a paper.

    Parameters
    ----------
    reference
        A citation in words. "Authors (year), title, journal volume, pages" is an article; the
        title may be left out.

    Returns
    -------
    Entry
        An article where all parts are told apart; else what is certain, and the rest as a note.

    Examples
    --------
    >>> print(of_reference("Doe, J. and Roe, R. (2001), Price wars, Econometrica 69, 1-20"))
    @article{doe_roe_2001,
      author  = {Doe, J. and Roe, R.},
      title   = {Price wars},
      journal = {Econometrica},
      year    = {2001},
      volume  = {69},
      pages   = {1--20},
    }
    >>> print(of_reference("Notes of a lecture"))
    @misc{notes_of_a_lecture,
      key  = {notes_of_a_lecture},
      note = {Notes of a lecture},
    }
    """
    words = " ".join(reference.split())
    head = _HEAD.fullmatch(words)
    names = _names(head["authors"]) if head else []
    if head is None or not names:
        key = _key(" ".join(words.split()[:4]))
        return Entry("misc", key, {"key": key, "note": escape(words)})
    key = _key(f"{_families(names)} {head['year']}{head['letter']}")
    who = {"author": escape(" and ".join(names))}
    article = _article(head["rest"])
    if article is None:
        return Entry("misc", key, {**who, "year": head["year"], "note": escape(head["rest"])})
    title, journal, volume = article
    return Entry("article", key, {**who, **title, **journal, "year": head["year"], **volume})


def bibliography(reference: str) -> str:
    """Return BibTeX of apsgen and, if there is a reference, of that paper.

    Each entry of a paper stands under the words that it was made from, for comparison.
    """
    entries = [str(of_apsgen())]
    if reference.strip():
        # BibTeX passes over text between entries, up to the next at sign.
        source = " ".join(reference.split()).replace("@", "(at)")
        entries.append(f"% {source}\n{of_reference(reference)}")
    return "\n\n".join(entries)


Fields = dict[str, str]


def _article(words: str) -> tuple[Fields, Fields, Fields] | None:
    """Return title, journal, and volume with pages; None if they cannot be told apart."""
    tail = _TAIL.fullmatch(words)
    if tail is None:
        return None
    where = tail["where"]
    named = _JOURNAL.search(where)
    journal = named[1] if named else where.rpartition(", ")[2]
    title = where.removesuffix(journal).removesuffix(", ").strip(_QUOTES)
    # A full stop before the journal, as some styles have it, leaves open where the title ends.
    if not journal[0].isupper() or (not title and ". " in journal):
        return None
    number = {"number": escape(tail["number"])} if tail["number"] else {}
    pages = re.sub(_DASH, "--", tail["pages"])
    return (
        {"title": _keeping_capitals(title)} if title else {},
        {"journal": escape(journal)},
        {"volume": tail["volume"], **number, "pages": pages},
    )


def _keeping_capitals(title: str) -> str:
    """Brace words with capitals, which BibTeX would make small, apart from the first letter."""
    words = []
    for place, word in enumerate(title.split(" ")):
        has_capitals = any(letter.isupper() for letter in word[place == 0 :])
        words.append(f"{{{escape(word)}}}" if has_capitals else escape(word))
    return " ".join(words)


def _names(authors: str) -> list[str]:
    """Return authors as BibTeX has them, family name first; none if that is uncertain."""
    listed = re.sub(r",? et al\.?$", " and others", authors)
    pieces = [_with_initials(piece.split(", ")) for piece in re.split(r",? (?:and|&) ", listed)]
    plain = not any("," in name for piece in pieces for name in piece)
    if plain and len(pieces[-1]) == 2 and all(len(piece) % 2 == 0 for piece in pieces):
        pieces = [_with_given_names(piece) for piece in pieces]
    names = [name for piece in pieces for name in piece]
    return names if all(_NAME.fullmatch(name.replace(", ", " ")) for name in names) else []


def _with_initials(words: list[str]) -> list[str]:
    """Join initials to the family name before them: Judd, K. L., Yeltekin, S."""
    names: list[str] = []
    for word in words:
        if names and _INITIALS.fullmatch(word) and "," not in names[-1]:
            names[-1] = f"{names[-1]}, {word}"
        else:
            names.append(word)
    return names


def _with_given_names(words: list[str]) -> list[str]:
    """Join what stands in pairs: Abreu, Dilip."""
    return [f"{family}, {given}" for family, given in zip(words[::2], words[1::2], strict=True)]


def _families(names: list[str]) -> str:
    """Return the family names, or the first of many, for a key; hyphens are left out."""
    family = [name.partition(",")[0] if "," in name else name.split()[-1] for name in names]
    shown = family if len(family) <= _MOST_IN_KEY else [family[0], "others"]
    return re.sub(r"['\u2019-]", "", " ".join(shown))


def _key(words: str) -> str:
    return "_".join(ascii_words(words)) or "reference"
