"""Tests of what makes certificates; a package, so that they share random games."""
