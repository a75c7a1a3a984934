"""The environments of the literature."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from apsgen.dynamic import Environment, load_environment

FOLDER = Path(__file__).parents[2] / "cases" / "environments"
FILES = sorted(FOLDER.glob("*.toml"))


def case(name: str, settings: Mapping[str, str] | None = None, **options: str) -> Environment:
    return load_environment(FOLDER / f"{name}.toml", settings=settings, **options)


def state_of(environment: Environment, *names: str) -> int:
    """Return the state of an environment without a public one, by the names of types."""
    pairs = zip(environment.types, names, strict=True)
    return environment.number(0, [own.index(name) for own, name in pairs])
