"""Which case a certificate is about."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import apsgen
from apsgen.certificate.about import about, read


def test_the_case_is_named_by_its_digest_its_delta_and_its_parameters() -> None:
    path = Path("cases/athey_bagwell_2001.toml")
    source = apsgen.load(path, delta="9/10", settings={"r": "3"}).source
    assert source is not None
    rounded: dict[tuple[str, Fraction], Fraction] = {}
    part = about(source, read(source, rounded), rounded)
    assert part["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (part["delta"], part["parameters"]["r"], part["rounded"]) == ("9/10", "3", [])
