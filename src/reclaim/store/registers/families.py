"""Families of serials: which shapes they have, `A` standing for a letter and `9` for a digit."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

TOP = 12
_ROWS = 1 << 19


@dataclass(frozen=True, slots=True)
class Shape:
    """A family of serials, an example of it, and the commonest makes in it."""

    shape: str
    rows: int
    example: str
    makes: tuple[str, ...]


def families(path: Path, top: int = TOP) -> tuple[Shape, ...]:
    """The commonest shapes of the serials that can be traced, in a file of RegisterRows."""
    import pyarrow as pa
    from pyarrow import parquet

    rows: Counter[str] = Counter()
    makes: dict[str, Counter[str]] = defaultdict(Counter)
    example: dict[str, str] = {}
    for batch in parquet.ParquetFile(path).iter_batches(_ROWS, columns=["canonical", "make", "traceable"]):
        table = pa.table(batch.filter(batch.column("traceable")))
        shaped = table.append_column("shape", shapes(table.column("canonical").combine_chunks()))
        found = shaped.group_by(["shape", "make"]).aggregate([("canonical", "count"), ("canonical", "min")])
        for shape, make, count, first in zip(*(found.column(n).to_pylist() for n in (
                "shape", "make", "canonical_count", "canonical_min")), strict=True):
            rows[shape] += count
            example[shape] = min(first, example.get(shape, first))
            if make:
                makes[shape][make] += count
    return tuple(Shape(shape, count, example[shape], tuple(_commonest(makes[shape], 3)))
                 for shape, count in sorted(rows.items(), key=lambda r: (-r[1], r[0]))[:top])


def shapes(serials: pa.Array) -> pa.Array:
    """The shape of each serial: letters and digits of every alphabet."""
    import pyarrow as pa

    if isinstance(serials, pa.ChunkedArray):
        serials = serials.chunk(0) if serials.num_chunks == 1 else pa.array([], pa.string())
    if len(serials) == 0:
        return pa.array([], pa.string())
    _, offsets, data = serials.buffers()
    plain = pa.Array.from_buffers(pa.string(), len(serials), [None, offsets, pa.py_buffer(
        _SHAPE[np.frombuffer(data, np.uint8)].tobytes())], offset=serials.offset)
    coded = plain.dictionary_encode()
    return pa.array([_every_alphabet(s) for s in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)


def _letters_and_digits() -> np.ndarray:
    table = np.arange(256, dtype=np.uint8)
    table[[*range(65, 91), *range(97, 123)]] = ord("A")
    table[48:58] = ord("9")
    return table


# By byte: other alphabets are of more bytes than one, which stay as they are and are seen to afterwards.
_SHAPE = _letters_and_digits()


def _every_alphabet(shape: str) -> str:
    if shape.isascii():
        return shape
    return "".join("A" if c.isalpha() else "9" if c.isdecimal() else c for c in shape)


def _commonest(counts: Counter[str], number: int) -> list[str]:
    return [name for name, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:number]]
