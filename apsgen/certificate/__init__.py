"""From floats to proofs: certificates that anyone can check in exact arithmetic."""

from __future__ import annotations

from apsgen.certificate.proof import Certificate, prove

__all__ = ["Certificate", "prove"]
