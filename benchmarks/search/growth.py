"""Ours alone: how it grows with the register, and the hardest register."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from benchmarks import registers
from benchmarks.search.gather import limit
from benchmarks.search.measure import peak_mb, readings_of, serials_of
from reclaim.marks.lookalike import symbol
from reclaim.trace import SerialIndex

CHECKED = 40
"""Readings whose pairs are compared with brute force over look-alike classes."""


def grown(rows: int, folder: Path) -> dict[str, Any]:
    """Build, speeds, memory, opening, the gather limit, and pairs missed, of one register."""
    serials = serials_of(folder, rows)
    return everything(serials, readings_of(folder, rows).column("reading"), rows)


def sparse(rows: int) -> dict[str, Any]:
    """The same for a register of random serials without lots."""
    serials = registers.sparse_serials(rows, seed=5)
    readings = registers.make_readings(serials, 4_000, seed=6).column("reading")
    return everything(serials, readings, rows) | {"engine": "SparseRegister", "title": "sparse random register"}


def everything(serials: pa.ChunkedArray, readings: pa.ChunkedArray, rows: int) -> dict[str, Any]:
    """All figures of one register."""
    SerialIndex.build(serials.slice(0, 1000), threads=1).search(["ABC12345", "41079"], threads=1)
    before, wall, start = peak_mb(), time.perf_counter(), time.process_time()
    index = SerialIndex.build(serials, threads=2)
    build_wall, build_cpu, peak = time.perf_counter() - wall, time.process_time() - start, peak_mb()
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    result = {
        "engine": "Growth", "title": f"{rows:,} rows", "rows": rows, "marks": index.mark_count,
        "bytes_per_serial": index.nbytes / index.mark_count, "build_s": build_wall, "build_cpu_s": build_cpu,
        "peak_mb": peak, "data_mb": before, "readings": len(readings),
        "per_s": speed(lambda part: index.search(part, threads=1, affixes=False), readings),
        "progressive_per_s": speed(
            lambda part: index.search(part, threads=1, affixes=False, progressive=True), readings),
        "affixes_per_s": speed(lambda part: index.search(part, threads=1), readings),
        "counts_per_s": speed(lambda part: index.counts(part, threads=1), readings),
        "one_reading_us": latency(index, readings.slice(0, 200).to_pylist()),
    }  # fmt: skip
    result |= limit(index, readings.slice(0, 2000))
    result |= opened(index, readings)
    return result | missed(index, serials, readings)


def speed(ask: Any, readings: pa.ChunkedArray) -> float:
    """Readings a second."""
    ask(readings.slice(0, 500))
    start = time.process_time()
    ask(readings)
    return len(readings) / (time.process_time() - start)


def latency(index: SerialIndex, readings: list[str]) -> float:
    """Microseconds for one reading at a time, as a process that holds the index open answers: the median."""
    times = []
    for reading in readings:
        start = time.perf_counter()
        index.search([reading])
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2] * 1e6


def opened(index: SerialIndex, readings: pa.ChunkedArray) -> dict[str, float]:
    """Milliseconds to open the saved index; speed of a search in the mapped files."""
    with tempfile.TemporaryDirectory() as folder:
        index.save(folder)
        start = time.perf_counter()
        mapped = SerialIndex.open(folder)
        opening = (time.perf_counter() - start) * 1000
        mapped.search(readings, threads=1, affixes=False)
        return {"open_ms": opening, "mapped_per_s": speed(
            lambda part: mapped.search(part, threads=1, affixes=False), readings)}  # fmt: skip


def missed(index: SerialIndex, serials: pa.ChunkedArray, readings: pa.ChunkedArray) -> dict[str, int]:
    """Pairs of the first readings beside brute force: missed, too many, of a wrong distance."""
    sample = readings.slice(0, CHECKED).to_pylist()
    wanted: dict[tuple[int, str], int] = {}
    for chunk in serials.chunks:
        folded = [fold(text) for text in chunk.to_pylist()]
        for place, reading in enumerate(sample):
            asked = fold(reading).replace("?", "\ue000")
            distance = process.cdist([asked], folded, scorer=OSA.distance, score_cutoff=2, workers=1)[0]
            for at in (distance <= 2).nonzero()[0].tolist():
                wanted[place, chunk[at].as_py()] = int(distance[at])
    pairs = index.matches(sample, threads=1)
    texts = serials.take(pairs.column("record")).to_pylist()
    found = dict(
        zip(
            zip(pairs.column("reading").to_pylist(), texts, strict=True), pairs.column("edits").to_pylist(), strict=True
        )
    )
    return {
        "checked_pairs": len(wanted),
        "missed": len(wanted.keys() - found.keys()),
        "extra": len(found.keys() - wanted.keys()),
        "wrong": sum(found[pair] != wanted[pair] for pair in wanted.keys() & found.keys()),
    }


_FOLDED = str.maketrans({letter: symbol(letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})


def fold(text: str) -> str:
    """Look-alike classes of a text of Latin letters and digits."""
    return text.translate(_FOLDED)
