"""One engine, alone in a process, on one core: build, ask, answers. Prints one JSON line.

Times are of the process's own CPU clock, so that other work on the machine does not count (PostgreSQL, which
answers from another process, is timed by the wall). Everything is asked once before the clock starts.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.search.engines import OURS, PEERS, TOP, Engine, Reclaim

ENGINES: Final = {engine.__name__: engine for engine in PEERS + OURS}
TRUTH: Final = "RapidFuzz"


def peak_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def serials_of(folder: Path, rows: int) -> pa.ChunkedArray:
    """The register, mapped."""
    with pa.memory_map(str(folder / f"register-{rows}.arrow")) as source:
        return pa.ipc.open_file(source).read_all().column("serial")


def readings_of(folder: Path, rows: int) -> pa.Table:
    """Its readings, in no order."""
    return pq.read_table(folder / f"readings-{rows}.parquet")


def measure(name: str, rows: int, folder: Path) -> dict[str, Any]:
    """Build an engine, ask it, compare its answers with the truth if that is there."""
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    engine = ENGINES[name]()
    serials, readings = serials_of(folder, rows), readings_of(folder, rows)
    clock = time.perf_counter if getattr(engine, "wall_clock", False) else time.process_time
    if isinstance(engine, Reclaim):
        warm_up(engine, serials)
    gc.collect()
    before, start = peak_mb(), clock()
    engine.build(serials)
    built, peak = clock() - start, peak_mb()
    texts = readings.column("reading").slice(0, engine.sample.get(rows, 1000)).to_pylist()
    ask = engine.table if isinstance(engine, Reclaim) else engine.ask
    ask(texts[: max(2, len(texts) // 20)])
    start = clock()
    answers = ask(texts)
    asked = clock() - start
    result: dict[str, Any] = {
        "engine": name, "title": engine.name, "note": engine.note, "rows": rows, "build_s": built,
        "peak_mb": peak, "data_mb": before, "readings": len(texts), "per_s": len(texts) / asked,
    }  # fmt: skip
    if isinstance(engine, Reclaim):
        result["bytes_per_serial"] = engine.index.nbytes / engine.index.mark_count
        result["marks"] = engine.index.mark_count
    return result | compared(engine, rows, folder, serials, readings, answers)


def warm_up(engine: Reclaim, serials: pa.ChunkedArray) -> None:
    """Compile, or load what was compiled."""
    engine.build(serials.slice(0, 1000))
    engine.table(["ABC12345", "41079"])


def compared(
    engine: Engine, rows: int, folder: Path, serials: pa.ChunkedArray, readings: pa.Table, answers: Any
) -> dict[str, Any]:
    """Recall of the true serial, and the share of all pairs with OSA <= 2 over raw strings that came back."""
    truth_file = folder / f"truth-{rows}.json"
    full = [set(answer) for answer in answers] if not isinstance(engine, Reclaim) else None
    if engine.__class__.__name__ == TRUTH:
        truth_file.write_text(json.dumps(answers))
    if isinstance(engine, Reclaim):
        if answers.column_names[:2] != ["reading", "record"]:
            return {}
        count = len(json.loads(truth_file.read_text())) if truth_file.exists() else 0
        pairs = engine.index.matches(readings.column("reading").slice(0, count), threads=1)
        full = [set(found) for found in as_sets(pairs, serials, count)]
        first = [list(answer) for answer in as_sets(answers, serials, engine.sample[rows])]
        if answers.num_rows > TOP * engine.sample[rows]:
            first = []
    else:
        first = [answer[:TOP] for answer in answers]
    out: dict[str, Any] = recall(first, serials, readings)
    if truth_file.exists() and full is not None:
        truth = [set(answer) for answer in json.loads(truth_file.read_text())]
        both = list(zip(truth, full, strict=False))
        wanted = sum(len(there) for there, _ in both)
        out["complete"] = sum(len(there & found) for there, found in both) / max(1, wanted)
        out["missed"] = sum(len(there - found) for there, found in both)
        out["pairs"] = wanted
    return out


def as_sets(pairs: pa.Table, serials: pa.ChunkedArray, count: int) -> list[dict[str, None]]:
    """The serials of each reading, in the order of the answer."""
    out: list[dict[str, None]] = [{} for _ in range(count)]
    pairs = pairs.filter(pc.less(pairs.column("reading"), count))
    texts = serials.take(pairs.column("record")).to_pylist()
    for reading, text in zip(pairs.column("reading").to_pylist(), texts, strict=True):
        out[reading][text] = None
    return out


def recall(first: list[list[str]], serials: pa.ChunkedArray, readings: pa.Table) -> dict[str, float]:
    """Share of the readings of registered serials whose serial is first, and among the first ten."""
    part = readings.slice(0, len(first))
    known = [place for place, row in enumerate(part.column("truth").to_pylist()) if row >= 0]
    if len(known) == 0:
        return {}
    truth = serials.take(pc.take(part.column("truth"), pa.array(known))).to_pylist()
    at1 = sum(first[place][:1] == [text] for place, text in zip(known, truth, strict=True))
    at10 = sum(text in first[place] for place, text in zip(known, truth, strict=True))
    return {"r@1": at1 / len(known), "r@10": at10 / len(known)}
