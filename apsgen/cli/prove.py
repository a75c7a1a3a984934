"""A result proved, and its certificate written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from apsgen.cli.output import replacing
from apsgen.cli.progress import progress

if TYPE_CHECKING:
    from apsgen.fixedpoint import Limits
    from apsgen.result import Result


def proved(result: Result, tolerance: float, limits: Limits, quiet: bool, file: Path) -> Result:
    """Return the result that a certificate proves, when that is written."""
    from apsgen.certificate import prove

    with progress(quiet) as show:
        certificate = prove(result, tolerance=tolerance, limits=limits, report=show)
    with replacing(file) as draft:
        draft.write_text(certificate.to_json() + "\n", encoding="utf-8")
    return certificate.result
