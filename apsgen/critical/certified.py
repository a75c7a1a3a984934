"""The proofs at the two ends of a bracket as certificates, which the trusted checker reads."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from apsgen.certificate.about import about, read
from apsgen.certificate.proof import FORMAT
from apsgen.critical.answer import Critical
from apsgen.critical.proving import Proof


def certificates(found: Critical) -> tuple[str | None, str | None]:
    """Return the certificates at the two ends as texts; ``None`` where there is no proof.

    A game that was not read from a case file has none either.
    """
    first, second = (
        None if proof is None else _document(found, proof) for proof in (found.below, found.above)
    )
    return first, second


def _document(found: Critical, proof: Proof) -> str | None:
    source = found.game.source
    if source is None:
        return None
    rounded: dict[tuple[str, Fraction], Fraction] = {}
    exact = read(replace(source, delta=str(proof.delta)), rounded)
    document = {
        "format": FORMAT,
        "case": about(source, exact, rounded),
        "claim": {
            "status": "has" if proof.holds else "lacks",
            "property": [found.wanted.kind.value, *map(str, found.wanted.numbers)],
        },
        "inner": proof.inner,
        "outer": proof.outer,
        "face": proof.face,
    }
    return json.dumps(document)
