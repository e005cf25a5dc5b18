"""Registers as CSV files: synthetic rows around synthetic serials, in the shapes that keepers send."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from benchmarks.registers import make_register

BLOCK = 1_000_000


def write(path: Path, rows: int, seed: int, *, quoted: bool = False, repeated: float = 0.01,
          messy: float = 0.02) -> None:
    """Write a shipping list of `rows` rows.

    `repeated` is the share of rows that repeat an earlier serial, `messy` that of cells which hold more or less than a
    serial; `quoted` puts every cell in quotation marks.
    """
    style = "all_valid" if quoted else "needed"
    with path.open("wb") as out:
        for start in range(0, rows, BLOCK):
            table = _block(min(BLOCK, rows - start), seed + start // BLOCK, start, repeated, messy)
            csv.write_csv(table, out, csv.WriteOptions(include_header=start == 0, quoting_style=style))


def _block(rows: int, seed: int, start: int, repeated: float, messy: float) -> pa.Table:
    random = np.random.default_rng(seed)
    base = make_register(rows, seed)
    serial = _again(base.column("serial").combine_chunks(), repeated, random)
    days = np.datetime64("2005-01-01") + random.integers(0, 5800, rows)
    numbers = pa.array(np.arange(start, start + rows)).cast(pa.string())
    return pa.table({
        "Serial Number": _messed(serial, messy, random), "Manufacturer": base.column("make"),
        "Model": base.column("model"), "Caliber": base.column("calibre"), "Country of Origin": base.column("country"),
        "NSN": _of([f"1005-01-{i:03d}-{7 * i % 10_000:04d}" for i in range(100, 140)], rows, random),
        "Date Shipped": pa.array(days).cast(pa.string()),
        "Consignee": _of([f"Depot {i}, Province {i % 34}" for i in range(400)], rows, random),
        "Document Number": pc.binary_join_element_wise("W45G19", numbers, ""),
        "Remarks": _of(["", "", "", "", "", "", "", "new", "with spare parts", "crate opened, counted"], rows, random)})


def _of(words: list[str], rows: int, random: np.random.Generator) -> pa.Array:
    return pa.array(words).take(pa.array(random.integers(0, len(words), rows)))


def _again(serials: pa.Array, share: float, random: np.random.Generator) -> pa.Array:
    """Some serials twice, as lists have them."""
    places = np.arange(len(serials))
    some = random.random(len(serials)) < share
    places[some] = random.integers(0, len(serials), int(some.sum()))
    return serials.take(pa.array(places))


def _messed(serials: pa.Array, share: float, random: np.random.Generator) -> pa.Array:
    """Some cells with notes, without a serial, or with unread characters."""
    forms = ["{} (found on barrel and slide)", "S/N", "", "?{}", "{} - restored", "not stated"]
    places = np.flatnonzero(random.random(len(serials)) < share)
    cells = serials.take(pa.array(places)).to_pylist()
    made = [forms[i % len(forms)].format(cell) for i, cell in enumerate(cells)]
    mask = np.zeros(len(serials), bool)
    mask[places] = True
    return pc.replace_with_mask(serials, pa.array(mask), pa.array(made, pa.string()))
