"""Tests of the checker; a package, so that they share what writes cases and certificates."""
