"""`python -m benchmarks.claims_at_scale [SIZE ...]`: seconds of one processor for each fold, by size."""

from __future__ import annotations

import sys
import time
from itertools import pairwise

from benchmarks.claims_at_scale.case import records
from reclaim.accounting.assemble import assemble
from reclaim.accounting.claims.fold import verdicts
from reclaim.accounting.retrieval.fold import retrieval


def main() -> None:
    sizes = [int(a) for a in sys.argv[1:]] or [1_000, 3_000, 10_000]
    verdicts(assemble(records(200)))
    print(f"{'records':>8} {'claims':>7} {'bearing':>8} {'assemble s':>11} {'verdicts s':>11} {'retrieval s':>12}")
    for size in sizes:
        rows = records(size)
        times = [time.process_time()]
        now = assemble(rows)
        times.append(time.process_time())
        found = verdicts(now, why=False)
        times.append(time.process_time())
        retrieval(now)
        times.append(time.process_time())
        bearing = sum(v.bearing for v in found)
        print(f"{len(rows):>8,} {len(now.claims):>7,} {bearing:>8,} "
              + " ".join(f"{b - a:>11.2f}" for a, b in pairwise(times)))


if __name__ == "__main__":
    main()
