"""Measure what proofs cost: iterating with a certificate beside iterating alone, and the checker.

Run as ``python benchmarks/proofs.py [CASE ...]`` from the root of the project; all cases if none
is named. Times are processor times, medians of a few runs. Both runs are to the tolerance that
is asked for: the one with a certificate searches more finely, and its gap is a proved one.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import apsgen
from apsgen import checker
from apsgen.certificate import SEARCH, Certificate
from benchmarks.hidden_information import CASES, timed

TOLERANCE = 1e-6
RUNS = 3
LONG = 5.0
HEAD = (
    f"{'case':38} {'alone':>8} {'proved':>8} {'ratio':>6} {'check':>8} {'ratio':>6} {'kB':>7}  what"
)


@dataclass(frozen=True)
class Cost:
    """Seconds, and the certificate's size in bytes."""

    alone: float
    proved: float
    checked: float
    size: int
    claim: str

    def row(self, name: str) -> str:
        """Return a line of the table."""
        return (
            f"{name:38} {self.alone:8.3f} {self.proved:8.3f} {self.proved / self.alone:6.2f} "
            f"{self.checked:8.3f} {self.checked / self.alone:6.2f} {self.size / 1000:7.1f}  "
            f"{self.claim}"
        )


def median(job: Callable[[], object]) -> tuple[float, object]:
    """Return the median time of a few runs, of one that is long, and what it answered."""
    times: list[float] = []
    while len(times) < RUNS and sum(times) < LONG:
        seconds, answer = timed(job)
        times.append(seconds)
    return statistics.median(times), answer


def claimed(certificate: Certificate) -> str:
    """Say what was proved."""
    proved, result = certificate.result.proved, certificate.result
    assert proved is not None
    if proved.gap is not None:
        size = max(result.outer_set.diameter, 1e-300)
        return f"{result.status}, gap {float(proved.gap) / size:.1e} of the size"
    parts = [
        name for name, is_proved in (("inner", proved.inner), ("outer", proved.outer)) if is_proved
    ]
    return f"{result.status}, proved: {' and '.join(parts) or 'nothing'}"


def cost(path: Path) -> Cost:
    """Measure a case."""
    game = apsgen.load(path)

    def with_proof() -> Certificate:
        result = apsgen.iterate(game, tolerance=SEARCH * TOLERANCE)
        return apsgen.prove(result, tolerance=TOLERANCE)

    alone, _ = median(lambda: apsgen.iterate(game, tolerance=TOLERANCE))
    proved, certificate = median(with_proof)
    assert isinstance(certificate, Certificate)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.json"
        file.write_text(certificate.to_json(), encoding="utf-8")
        checked, _ = median(lambda: checker.check(path, file, None, {}))
        return Cost(alone, proved, checked, file.stat().st_size, claimed(certificate))


def main(names: list[str]) -> None:
    """Print the table, and the ratios over all cases."""
    paths = [CASES / f"{name}.toml" for name in names] or sorted(CASES.glob("*.toml"))
    print(HEAD)
    costs = []
    for path in paths:
        costs.append(cost(path))
        print(costs[-1].row(path.stem), flush=True)
    alone = sum(one.alone for one in costs)
    for word, times in (
        ("proved", [c.proved for c in costs]),
        ("checked", [c.checked for c in costs]),
    ):
        ratios = [time / one.alone for time, one in zip(times, costs, strict=True)]
        print(
            f"{word} over alone: median {statistics.median(ratios):.2f}, "
            f"greatest {max(ratios):.2f}, of the sums {sum(times) / alone:.2f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
