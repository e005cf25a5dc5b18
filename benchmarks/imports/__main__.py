"""python -m benchmarks.imports [--rows 10000000] [--rounds 3] [--seed 1] [--folder DIR]

Adds a CSV of synthetic rows as a register, and lets DuckDB turn the same file into Parquet: each in a process of its
own, in turn, after a small warm-up. `reclaim` is everything that `reclaim register add` does: encoding, header and
columns recognised, every cell as written, key (SHA-256) with ordinal, totals looked for, persons looked for, dates and
quantities read, and the marks read in the serial cells; `unread` is the same without these last, the marks. Then the
answers are compared: every cell of every row, the keys of a sample against the standard library's own hash, and that
no key stands twice. Prints one line a run.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

TARGET = 1 / 3
TOOLS = ("duckdb", "reclaim", "unread")


@dataclass(frozen=True)
class Run:
    """Wall-clock and processor seconds of one run, and the most memory it held."""

    wall: float
    processor: float
    peak_mb: float


def main() -> int:
    """Measure and compare; 1 if an answer is wrong or the target is missed."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__.splitlines()[2])
    words.add_argument("--rows", type=int, default=10_000_000)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--quoted", action="store_true", help="every cell in quotation marks")
    words.add_argument("--folder", default=None, help="where to put files of some gigabytes")
    words.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.run is not None:
        return _run(*asked.run)
    with tempfile.TemporaryDirectory(dir=asked.folder) as place:
        return _measure(Path(place), asked)


def _measure(place: Path, asked: argparse.Namespace) -> int:
    from benchmarks.imports import files

    path, small = place / "list.csv", place / "small.csv"
    files.write(path, asked.rows, asked.seed, quoted=asked.quoted)
    files.write(small, 10_000, asked.seed)
    print(f"{asked.rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB of CSV, ten columns", flush=True)
    for tool in TOOLS:
        _child(tool, small, place / f"warm-{tool}")
    runs: dict[str, list[Run]] = {tool: [] for tool in TOOLS}
    for number in range(asked.rounds):
        for tool, found in runs.items():
            run = _child(tool, path, place / f"{tool}-{number}")
            found.append(run)
            print(f"{tool:8} {run.wall:7.1f} s wall {run.processor:7.1f} s processor {run.peak_mb:7.0f} MB peak",
                  flush=True)
    for tool in ("reclaim", "unread"):
        print(f"{tool:8} beside DuckDB: {_ratio(runs, tool, 'wall'):.2f} of its speed by the wall clock, "
              f"{_ratio(runs, tool, 'processor'):.2f} by processor time (target {TARGET:.2f}, the key included)")
    wrong = _compare(path, place / "reclaim-0", asked.rows)
    return 1 if wrong > 0 or _ratio(runs, "reclaim", "wall") < TARGET else 0


def _ratio(runs: dict[str, list[Run]], tool: str, name: str) -> float:
    """Seconds of DuckDB over those of `tool`, by medians."""
    return median(getattr(r, name) for r in runs["duckdb"]) / median(getattr(r, name) for r in runs[tool])


def _child(tool: str, path: Path, out: Path) -> Run:
    ended = subprocess.run([sys.executable, "-m", "benchmarks.imports", "--run", tool, str(path), str(out)],
                           check=True, capture_output=True, text=True)
    return Run(**json.loads(ended.stdout))


def _run(tool: str, path: str, out: str) -> int:
    """One run, in a process of its own; start of the process and imports are not counted for either."""
    if tool == "duckdb":
        import duckdb

        start = time.perf_counter(), time.process_time()
        duckdb.execute(f"copy (select * from read_csv('{path}')) to '{out}' (format parquet)")
    else:
        import duckdb
        import pyarrow.parquet  # noqa: F401

        from reclaim import marks
        from reclaim.model.register import RegisterKind
        from reclaim.store.registers.adding import Request, add

        if tool == "unread":
            marks.parse_column = _unread  # type: ignore[assignment]
        start = time.perf_counter(), time.process_time()
        add(Path(out), [Path(path)], Request("list", RegisterKind.SHIPPED))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps({"wall": time.perf_counter() - start[0], "processor": time.process_time() - start[1],
                      "peak_mb": peak}))
    return 0


def _unread(column: pa.Array, columns: tuple[str, ...]) -> pa.Table:
    """In place of the reading of marks: nothing is read."""
    import pyarrow as pa

    return pa.table({n: pa.nulls(len(column), pa.bool_() if n == "traceable" else pa.string()) for n in columns})


def _compare(path: Path, registers: Path, rows: int) -> int:
    """How many cells are not as written, keys stand twice, and keys of a sample are not what they must be."""
    import duckdb

    from reclaim.store.registers import folder, keys

    register = folder.load(registers, "list")
    parquet = folder.parquet(registers, register.snapshots[0])
    own = {c.header: f"extra['{c.target}']" if c.extra else f'"{c.target}"' for c in register.mapping.columns}
    cells = " + ".join(f"(coalesce(c.\"{h}\", '') is distinct from coalesce(r.{t}, ''))::int" for h, t in own.items())
    with duckdb.connect() as db:
        ((wrong, count),) = db.execute(
            f"select sum({cells})::bigint, count(*) from (select * from read_csv('{path}', all_varchar = true)) c "
            f"positional join read_parquet('{parquet}') r").fetchall()
        ((twice,),) = db.execute(f"select count(*) - count(distinct key) from '{parquet}'").fetchall()
        sample = db.sql(f"select * from '{parquet}' using sample 2000 rows (reservoir, 7)").to_arrow_table().to_pylist()
    off = 0
    for row in sample:
        cell = {**row, **dict(row["extra"] or {})}
        start = int.from_bytes(keys.of_cells([cell.get(n) or "" for n in register.identity]), "big")
        off += not 0 <= int.from_bytes(row["key"], "big") - start < 1000
    print(f"answers: {count:,} rows, {wrong} cells not as written, {twice} keys twice, {off} of {len(sample)} keys "
          "not the hash of their cells")
    return int(wrong) + int(twice) + off + int(count != rows)


if __name__ == "__main__":
    sys.exit(main())
