"""Run the command line: ``python -m apsgen``."""

from __future__ import annotations

import sys

from apsgen.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
