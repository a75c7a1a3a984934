"""The cases that come with apsgen: which there are, and copies of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from apsgen.case.nearest import nearest
from apsgen.errors import UsageError

_HERE = Path(__file__).parent
_INSTALLED = "share/apsgen/cases"


@dataclass(frozen=True, slots=True)
class Listed:
    """A case of the catalog.

    Attributes
    ----------
    name
        The name of its file, without ``.toml``.
    title
        What the case says it is.
    reference
        The paper that it comes from.
    files
        The case file first, then what belongs to it: all that bear its name.
    """

    name: str
    title: str
    reference: str
    files: tuple[Path, ...]


def folder() -> Path:
    """Return the folder of the cases: that of a checkout, or the installed one.

    Raises
    ------
    UsageError
        If the cases were not installed with the package.

    Examples
    --------
    >>> (folder() / "stahl_1991.toml").is_file()
    True
    """
    checkout = _HERE.parent
    if (checkout / "setup.cfg").is_file() and (checkout / "cases").is_dir():
        return checkout / "cases"
    for file in _installed():
        if file.parent.as_posix().endswith(_INSTALLED):
            return file.parent
    raise UsageError("the cases are not installed with this copy of apsgen; install it with pip")


def _installed() -> list[Path]:
    try:
        return [Path(file.locate()).resolve() for file in files("apsgen") or ()]
    except PackageNotFoundError:
        return []


def listed() -> tuple[Listed, ...]:
    """Return all cases, by name.

    Raises
    ------
    UsageError
        If the cases were not installed with the package.

    Examples
    --------
    >>> [case.title for case in listed() if case.name == "stahl_1991"]
    ["Prisoners' dilemma"]
    """
    return tuple(_listed(path) for path in sorted(folder().rglob("*.toml")))


def _listed(path: Path) -> Listed:
    with path.open("rb") as file:
        table = tomllib.load(file)
    others = (other for other in sorted(path.parent.glob(f"{path.stem}.*")) if other != path)
    return Listed(path.stem, table["title"], table["reference"], (path, *others))


def copied(names: tuple[str, ...], target: Path) -> list[Path]:
    """Copy cases, with all that belongs to them, into a folder.

    Parameters
    ----------
    names
        As `listed` has them.
    target
        A folder that exists; nothing in it is replaced.

    Returns
    -------
    list of Path
        The new files.

    Raises
    ------
    UsageError
        If there is no such case, no such folder, or a file of the name: nothing is copied then.
    """
    known = {case.name: case for case in listed()}
    for name in names:
        if name not in known:
            alike = nearest(name, known)
            cure = (
                f"did you mean {alike}?" if alike else "apsgen catalog lists those that there are"
            )
            raise UsageError(f"there is no case {name!r}; {cure}")
    if not target.is_dir():
        raise UsageError(f"{target}: is no folder; create it first")
    sources = [file for name in dict.fromkeys(names) for file in known[name].files]
    for file in sources:
        if (target / file.name).exists():
            raise UsageError(f"{target / file.name}: exists already; name another folder with --to")
    return [_copy(file, target / file.name) for file in sources]


def _copy(source: Path, target: Path) -> Path:
    try:
        target.write_bytes(source.read_bytes())
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror or error}") from error
    return target


def template() -> str:
    """Return a case with a comment on every part, to begin with.

    Examples
    --------
    >>> template().splitlines()[0]
    '# A case file: a stage game, played for ever, and the discount factor.'
    """
    return (_HERE / "templates" / "case.toml").read_text(encoding="utf-8")
