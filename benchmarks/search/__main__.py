"""Serial search beside the libraries that a user would pick instead: `python -m benchmarks.search`.

One run: the same register, the same readings, one core, answers compared, ten marks out. Needs the `bench` group of
dependencies; PostgreSQL is measured where its server programs are. With `--hundred` also 100 million rows (ours
alone: 20 minutes, up to 8 GB). Tables go to standard output, figures to `--out`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import registers
from benchmarks.search import engines, measure, report

SIZES: Final = {"100k": 100_000, "1M": 1_000_000, "3M": 3_000_000, "10M": 10_000_000, "30M": 30_000_000,
                "100M": 100_000_000}  # fmt: skip
READINGS: Final = 20_000


def main() -> None:
    """Measure and print."""
    options = read_options()
    if options.engine is not None:
        print(json.dumps(one(options.engine, options.rows, Path(options.folder))))
        return
    with tempfile.TemporaryDirectory(prefix="serials-") as temporary:
        folder = Path(options.folder or temporary)
        results = [result for size in options.sizes for result in beside_peers(SIZES[size], folder)]
        results += [alone("SparseRegister", SIZES[options.sparse], folder)] if options.sparse else []
        growth = [alone("Growth", SIZES[size], folder) for size in options.growth]
    text = report.tables(results, growth)
    print(text)
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "RESULTS.md").write_text(text)
    if len(growth) > 1:
        (out / "growth.svg").write_text(report.growth_figure(growth))


def read_options() -> argparse.Namespace:
    """The command line."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=["1M", "10M"], choices=SIZES, help="registers beside the peers")
    parser.add_argument(
        "--sparse", default="10M", choices=[*SIZES, ""], help="a random register without lots, ours alone"
    )
    parser.add_argument("--growth", nargs="*", default=["1M", "3M", "10M", "30M"], choices=SIZES, help="ours alone")
    parser.add_argument("--hundred", action="store_true", help="growth up to 100 million")
    parser.add_argument("--out", default=str(here), help="where RESULTS.md and growth.svg go")
    parser.add_argument("--folder", help="where registers are kept (a temporary folder)")
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.hundred:
        options.growth = [*options.growth, "100M"]
    return options


def beside_peers(rows: int, folder: Path) -> list[dict[str, Any]]:
    """All engines over one register; the truth first."""
    make(rows, folder)
    names = [engine.__name__ for engine in engines.PEERS + engines.OURS if engine.most >= rows]
    if engines.postgres_programs() is None:
        names.remove("Trigrams")
    return [alone(name, rows, folder) for name in names]


def make(rows: int, folder: Path) -> None:
    """The register and its readings, on disk."""
    register = folder / f"register-{rows}.arrow"
    if register.exists():
        return
    serials = registers.make_serials(rows, seed=1)
    readings = registers.make_readings(serials, READINGS, seed=2)
    order = np.random.default_rng(3).permutation(readings.num_rows)
    pq.write_table(readings.take(pa.array(order)), folder / f"readings-{rows}.parquet")
    table = pa.table({"serial": serials})
    with pa.OSFile(str(register), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def alone(name: str, rows: int, folder: Path) -> dict[str, Any]:
    """One measurement in a process of its own."""
    print(f"{name} at {rows:,} rows ...", file=sys.stderr, flush=True)
    if name == "Growth":
        make(rows, folder)
    command = [
        sys.executable,
        "-m",
        "benchmarks.search",
        "--engine",
        name,
        "--rows",
        str(rows),
        "--folder",
        str(folder),
    ]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode != 0:
        return {"engine": name, "title": name, "rows": rows, "note": f"failed (exit {run.returncode})"}
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    print(f"    {result.get('per_s', 0):,.0f} readings/s", file=sys.stderr, flush=True)
    return result


def one(name: str, rows: int, folder: Path) -> dict[str, Any]:
    """The measurement itself, in this process."""
    from benchmarks.search import growth

    if name == "Growth":
        return growth.grown(rows, folder)
    if name == "SparseRegister":
        return growth.sparse(rows)
    return measure.measure(name, rows, folder)


if __name__ == "__main__":
    main()
