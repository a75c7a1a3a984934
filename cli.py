"""Run apsgen from a clone: ``python cli.py iterate CASE.toml``."""

from __future__ import annotations

import sys

from apsgen.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
