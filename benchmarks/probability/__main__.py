"""How sure is sure: probability measured against truth, on noise and registers that nothing was fitted to.

    python -m benchmarks.probability --quick      # minutes: registers of 500 and 50,000, one thread
    python -m benchmarks.probability              # hours: up to 10 million, and the peers at a million
    python -m benchmarks.probability --only grid|balanced|batches|recall|guard
    python -m benchmarks.probability --kept DIR --minutes 10     # in parts: the same command again goes on

Every number is of this run on this machine. The worst cell is printed beside the mean. SYNTHETIC data throughout.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.probability import beside, curve, guard
from benchmarks.probability.grid import grid
from benchmarks.probability.kept import Kept, OutOfTime

SEED = 30_703


def main() -> int:
    """Run what is asked and print it as tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="small registers")
    options.add_argument("--only", choices=("guard", "grid", "balanced", "batches", "recall"), action="append")
    options.add_argument("--sizes", help="register sizes of the grid, with commas")
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--kept", type=Path, help="a folder in which results are kept, to go on with")
    options.add_argument("--minutes", type=float, default=float("inf"), help="begin nothing new after so many; exit 3")
    options.add_argument("--curve", type=Path, help="draw how sure was how true into this SVG")
    asked = options.parse_args()
    wanted = asked.only or ["guard", "grid", "balanced", "recall"]
    sizes = [int(float(s)) for s in asked.sizes.split(",")] if asked.sizes else (
        [500, 50_000] if asked.quick else [500, 50_000, 10_000_000])
    kept = Kept(asked.kept, asked.minutes)
    try:
        if "guard" in wanted:
            guard.run()
        cells = grid(sizes, asked.seed, kept) if "grid" in wanted else []
        told = {}
        if "balanced" in wanted:
            told = beside.balanced(50_000 if asked.quick else 1_000_000, 1000 if asked.quick else 4000, asked.seed, kept)
        if "batches" in wanted:
            beside.batches(50_000 if asked.quick else 1_000_000, 1000, asked.seed + 1000, kept)
        if "recall" in wanted:
            beside.recall(50_000 if asked.quick else 10_000_000, 1000, asked.seed, kept)
    except OutOfTime:
        print(f"stopped after {asked.minutes:g} minutes; the same command goes on")
        return 3
    if asked.curve is not None:
        asked.curve.write_text(curve.drawn(cells, told), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
