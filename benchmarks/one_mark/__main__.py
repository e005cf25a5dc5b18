"""How long one mark takes against a case with a large register: at the command line, and where the case is held open.

    python -m benchmarks.one_mark [--rows 10000000] [--rounds 5] [--folder F]

SYNTHETIC: the register is made up. The first call compiles (Python and kernels), groups and indexes the rows and keeps all
of it; it is told apart.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv

from benchmarks import registers
from reclaim.desk import register
from reclaim.desk.case import Case
from reclaim.desk.new import new
from reclaim.desk.readings import given
from reclaim.desk.trace import prepare, trace, whole


def made(folder: Path, rows: int) -> tuple[Case, str]:
    """A case with one register of that size, and a mark of it with its last symbol unread."""
    serials = registers.make_serials(rows, seed=5)
    makes = pa.array(["Colt", "FN", "Glock"]).take(pa.array([n % 3 for n in range(rows)]))
    csv.write_csv(pa.table({"Serial No": serials, "Make": makes}), folder / "register.csv")
    case = new(folder / "case", owner="Benchmark (SYNTHETIC)", synthetic=True)
    register.add(case, [folder / "register.csv"], register.Asked(name="register", kind="shipped"))
    return case, str(serials[rows // 8])[:-1] + "?"


def seconds(act: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def yardstick() -> int:
    """Something that takes as long on a machine whatever Reclaim does: how quick it is just now."""
    return sum(n * n for n in range(5_000_000))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.one_mark", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = asked.folder or Path(work)
        folder.mkdir(parents=True, exist_ok=True)
        case, mark = made(folder, asked.rows)
        command = [sys.executable, "-m", "reclaim", "trace", str(case.path), mark, "--make", "Colt"]
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        call = lambda: subprocess.run(command, check=True, capture_output=True, env=kept)  # noqa: E731
        print(f"{asked.rows:,} rows, mark {mark}; SYNTHETIC")
        print(f"command line, the first call: {seconds(call):.1f} s")
        told, beside = [], []
        for _ in range(asked.rounds):
            beside.append(seconds(yardstick))
            told.append(seconds(call))
        print(f"command line, {asked.rounds} calls after it: median {statistics.median(told):.2f} s, "
              f"{min(told):.2f} to {max(told):.2f}; beside each, five million squares summed in plain Python: median "
              f"{statistics.median(beside):.2f} s")
        ready, reading = prepare(case), given([mark], {"make": "Colt"}, None)
        answer = lambda: whole(trace(ready, reading))  # noqa: E731
        answer()
        told = [seconds(answer) for _ in range(50)]
        print(f"case held open, the answer with probabilities and reasons: median {1000 * statistics.median(told):.1f} ms")
        search = lambda: ready.searched.finder.search([mark], threads=1)  # noqa: E731
        search()
        told = [seconds(search) for _ in range(200)]
        print(f"case held open, the search alone, costs and all: median {1000 * statistics.median(told):.2f} ms")


if __name__ == "__main__":
    main()
