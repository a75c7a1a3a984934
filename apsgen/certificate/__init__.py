"""From floats to proofs: certificates that anyone can check in exact arithmetic."""

from __future__ import annotations

from apsgen.certificate.proof import SEARCH, Certificate, prove

__all__ = ["SEARCH", "Certificate", "prove"]
