"""Two registers of many rows against each other, fuzzy: how long, how much memory, and the exact part beside a hash join.

    python -m benchmarks.ledgers.large [--rows 10000000] [--growth] [--out FILE] [--plot FILE.svg]

SYNTHETIC: a shipper's list of weapons in lots, and the receipts of the one it was shipped to, who mistook 2 % of the
numbers (one or two edits), lacks 1 % of the weapons, and has 1 % that were not shipped. Each size runs in a process of
its own on two threads; `--growth` runs 1, 2, 5 and 10 million. The exact part is the opening of the books and the joining of
rows to articles; beside it stands a plain hash join of the two Parquet files on mark and make by DuckDB, written to a
table, in the same process, each twice in turn, the second counted; the pairs of rows are compared.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet as pq

from benchmarks import registers
from reclaim.columns.rows import REGISTER_ROWS
from reclaim.ledger.books import Book
from reclaim.model.register import Coverage, RegisterKind

MISREAD, LACKING, NEW = 0.02, 0.01, 0.01
SIZES = (1_000_000, 2_000_000, 5_000_000, 10_000_000)
BATCH = 1_000_000


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.ledgers.large", description=__doc__,
                                    formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, default=10_000_000)
    words.add_argument("--growth", action="store_true", help="1, 2, 5 and 10 million rows")
    words.add_argument("--out", type=Path, default=None, help="write the table there too")
    words.add_argument("--plot", type=Path, default=None, help="draw the growth as SVG")
    words.add_argument("--run", type=int, default=None, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.run is not None:
        print(json.dumps(run(asked.run)))
        return
    told = []
    for rows in SIZES if asked.growth else (asked.rows,):
        ended = subprocess.run([sys.executable, "-m", "benchmarks.ledgers.large", "--run", str(rows)], check=True,
                               capture_output=True, text=True)
        told.append(json.loads(ended.stdout))
        print(line(told[-1]), flush=True)
    text = "\n".join([HEAD, *map(line, told), "", TELL])
    print(text)
    if asked.out is not None:
        asked.out.write_text(text + "\n", "utf-8")
    if asked.plot is not None:
        draw(told, asked.plot)


HEAD = ("| rows each | fuzzy, whole | of it: rows to articles | near links | classes | peak memory | near links found / right / "
        "so | exact part / DuckDB hash join |\n|---:|---:|---:|---:|---:|---:|---:|---:|")
TELL = ("Near links found are those of .5 and more; so are the rows whose number was mistaken and is on no other weapon "
        "of the shipper.")


def line(told: dict[str, Any]) -> str:
    """One size as a row of the table."""
    return (f"| {told['rows']:,} | {told['whole']:.0f} s | {told['spread']:.0f} s | {told['near']:.0f} s | "
            f"{told['classes']:.0f} s | {told['peak']:.1f} GB | {told['found']:,} / {told['right']:,} / {told['so']:,} | "
            f"{told['exact']:.1f} s / {told['join']:.1f} s = {told['exact'] / told['join']:.2f} |")


def run(rows: int) -> dict[str, Any]:
    """One size: make the books, measure, compare."""
    from reclaim.desk.linking import linked
    from reclaim.ledger.reconcile import reconcile
    from reclaim.ledger.spread import spread

    with tempfile.TemporaryDirectory() as folder:
        books, mistaken = made(Path(folder), rows)
        exact, join = exact_part(books)
        begun = time.monotonic()
        standing = spread(books)
        spread_at = time.monotonic()
        found = linked(standing, books)
        del standing
        near_at = time.monotonic()
        reconcile(books, found.near, missing=found.missing, doubt=found.doubt)
        ended = time.monotonic()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        sure = found.near.filter(pc.and_(pc.greater_equal(found.near["probability"], 0.5), pc.equal(found.near["times"], 1)))
        pairs = list(zip(sure["left_row"].to_pylist(), sure["right_row"].to_pylist(), strict=True))
        right = sum(mistaken.get(b) == a for a, b in pairs)
        return {"rows": rows, "whole": ended - begun, "spread": spread_at - begun, "near": near_at - spread_at,
                "classes": ended - near_at, "peak": peak, "found": len(pairs), "right": right, "so": len(mistaken),
                "exact": exact, "join": join}


def made(folder: Path, rows: int) -> tuple[list[Book], dict[int, int]]:
    """Both books, and of each row of the receipts with a mistaken number the row of the shipper."""
    rng = np.random.default_rng([rows, 7])
    world = registers.make_register(int(rows * (1 + NEW)), seed=41)
    shipped, new = world.slice(0, rows), world.slice(rows)
    kept = np.flatnonzero(rng.random(rows) >= LACKING)
    received = pa.concat_tables([shipped.take(kept), new])
    origin = np.concatenate([kept, np.full(len(new), -1)])
    serials = received["serial"].combine_chunks().to_numpy(zero_copy_only=False)
    chosen = np.flatnonzero(rng.random(len(kept)) < MISREAD)
    for place in chosen.tolist():
        while (text := registers.misread(serials[place], int(rng.integers(1, 3)), rng)) == serials[place] or len(text) < 4:
            pass
        serials[place] = text
    order = rng.permutation(len(received))
    received = received.set_column(0, "serial", pa.array(serials, pa.string())).take(order)
    standing = pc.is_in(received["serial"], value_set=pc.unique(shipped["serial"].combine_chunks()))
    alone = ~standing.to_numpy(zero_copy_only=False)
    mistook = np.zeros(len(received), bool)
    mistook[chosen] = True
    mistook = mistook[order] & alone
    mistaken = {int(row) + 1: int(origin[order[row]]) + 1 for row in np.flatnonzero(mistook)}
    covers = "2019-01-01..2021-12-31"
    books = [book(folder, 1, "shipped", RegisterKind.SHIPPED, "Maker", shipped, covers),
             book(folder, 2, "received", RegisterKind.RECEIVED, "Army", received, covers)]
    return books, mistaken


def book(folder: Path, number: int, name: str, kind: RegisterKind, keeper: str, table: pa.Table, covers: str) -> Book:
    """A register as its Parquet file, part by part."""
    from reclaim import marks

    path = folder / f"{name}.parquet"
    with pq.ParquetWriter(path, REGISTER_ROWS) as out:
        for begin in range(0, len(table), BATCH):
            part = table.slice(begin, BATCH)
            read = marks.parse_column(part["serial"], columns=("canonical", "mark_kind", "part", "traceable", "reason"))
            day = pa.repeat(pa.scalar(date(2020, 5, 1 + 2 * number), pa.date32()), len(part))
            given: dict[str, Any] = {"row": np.arange(begin + 1, begin + len(part) + 1), "key": pa.repeat(
                pa.scalar(bytes(16), pa.binary(16)), len(part)), "date": pa.repeat("2020-05", len(part)), "date_lo": day,
                "date_hi": day}
            columns = []
            for field in REGISTER_ROWS:
                if field.name in given:
                    column = pa.array(given[field.name]) if isinstance(given[field.name], np.ndarray) else given[field.name]
                elif field.name in ("serial", "make", "model", "calibre"):
                    column = part[field.name].combine_chunks()
                elif field.name in read.column_names:
                    column = read[field.name].combine_chunks()
                elif field.name == "extra":
                    nothing = pa.array([], pa.string())
                    column = pa.MapArray.from_arrays(pa.array(np.zeros(len(part) + 1, np.int32)), nothing, nothing)
                else:
                    column = pa.nulls(len(part), field.type)
                columns.append(column.cast(field.type))
            out.write_table(pa.table(columns, schema=REGISTER_ROWS))
    return Book(number, name, kind, keeper, f"{name}@2021-12-31-{number:08x}", date(2021, 12, 31),
                Coverage.read(covers, "yes", None), str(path), True)


def exact_part(books: list[Book]) -> tuple[float, float]:
    """Seconds of the exact part, and of a plain hash join by DuckDB; both must make the same pairs of rows."""
    import duckdb

    from reclaim.ledger.articles import articles
    from reclaim.ledger.opened import opened

    ours = theirs = 0.0
    for _ in range(2):
        begun = time.monotonic()
        con = opened(books, only=())
        articles(con)
        ours = time.monotonic() - begun
        pairs = con.execute("SELECT count(*), sum(a.row * 31 + b.row) FROM articles a JOIN articles b USING (article) "
                            "WHERE a.book = 1 AND b.book = 2").fetchone()
        con.close()
        plain = duckdb.connect(config={"threads": 2, "memory_limit": "6GB"})
        begun = time.monotonic()
        plain.execute("CREATE TABLE pairs AS SELECT a.row AS one, b.row AS other FROM read_parquet(?) a JOIN "
                      "read_parquet(?) b ON a.canonical = b.canonical AND a.make = b.make "
                      "WHERE a.traceable AND b.traceable AND NOT regexp_matches(a.canonical, '[?*]')",
                      [b.path for b in books])
        theirs = time.monotonic() - begun
        other = plain.execute("SELECT count(*), sum(one * 31 + other) FROM pairs").fetchone()
        plain.close()
        assert pairs == other, (pairs, other)
    return ours, theirs


def draw(told: list[dict[str, Any]], path: Path) -> None:
    """Seconds and memory by size."""
    import vl_convert

    rows = [{"million rows each": t["rows"] / 1e6, "value": t[name], "what": what} for t in told
            for name, what in (("whole", "seconds"), ("peak", "GB at the peak"))]
    chart = {"data": {"values": rows}, "facet": {"column": {"field": "what", "title": None}},
             "spec": {"width": 260, "height": 180, "mark": {"type": "line", "point": True}, "encoding": {
                 "x": {"field": "million rows each", "type": "quantitative"},
                 "y": {"field": "value", "type": "quantitative", "title": None}}},
             "resolve": {"scale": {"y": "independent"}},
             "title": "Two registers, fuzzy (SYNTHETIC), 2 cores"}
    path.write_text(vl_convert.vegalite_to_svg(json.dumps(chart)), "utf-8")


if __name__ == "__main__":
    main()
