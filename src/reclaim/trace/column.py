"""Any column of strings as Arrow buffers that kernels can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reclaim.model.errors import UsageError


@dataclass(frozen=True)
class Chunk:
    """One Arrow array of strings: cell i is `data[offsets[i]:offsets[i + 1]]`, UTF-8."""

    data: np.ndarray
    offsets: np.ndarray
    validity: np.ndarray
    validity_offset: int
    rows: int
    first_row: int


def string_column(values: Any) -> pa.ChunkedArray:
    """A column of strings as Arrow; a text alone is not a column.

    Takes an Arrow array, chunked array or one-column table, whatever offers the Arrow C interface (Polars,
    pandas, DuckDB), a NumPy array or a sequence of strings and `None`.
    """
    if isinstance(values, str | bytes):
        raise UsageError("one string where a column of strings is wanted", mend="put it into a list")
    column = _as_arrow(values)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_null(column.type):
        return column.cast(pa.large_string())
    if not _is_text(column.type):
        raise UsageError(
            f"a column of {column.type} where strings are wanted", mend="a serial number is text from the start"
        )
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        column = column.cast(pa.large_string())
    return column


def _as_arrow(values: Any) -> pa.ChunkedArray:
    if isinstance(values, pa.Table):
        if values.num_columns != 1:
            raise UsageError(f"a table of {values.num_columns} columns where one column is wanted")
        return values.column(0)
    if isinstance(values, pa.ChunkedArray):
        return values
    if isinstance(values, pa.Array):
        return pa.chunked_array([values])
    if hasattr(values, "__arrow_c_stream__"):
        return pa.chunked_array(values)
    if hasattr(values, "__arrow_c_array__"):
        return pa.chunked_array([pa.array(values)])
    if isinstance(values, np.ndarray):
        values = values.tolist() if values.dtype.kind in "SUO" else values
    elif not isinstance(values, Sequence):
        values = list(values)
    return pa.chunked_array([_from_python(values)])


def _from_python(values: Any) -> pa.Array:
    try:
        array = pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise UsageError("not a column of strings", mend="a serial number is text from the start") from error
    return array.cast(pa.string()) if pa.types.is_binary(array.type) else array


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def plain(column: pa.ChunkedArray) -> tuple[list[pa.Array], set[str]]:
    """The chunks in compatibility form (NFKC) where they are not plain ASCII, and their other characters."""
    arrays: list[pa.Array] = []
    characters: set[str] = set()
    for array in column.chunks:
        if len(array) > 0 and not _is_ascii(array):
            array = pc.utf8_normalize(array, form="NFKC")
            characters |= _characters(array)
        arrays.append(array)
    return arrays, characters


def chunks(arrays: Iterable[pa.Array], first_row: int = 0) -> list[Chunk]:
    """Arrow arrays as buffers; their rows are counted on from `first_row`."""
    out = []
    for array in arrays:
        validity, _, data = array.buffers()
        out.append(
            Chunk(
                data=_bytes(data),
                offsets=_offsets(array),
                validity=_bytes(validity if array.null_count > 0 else None),
                validity_offset=array.offset,
                rows=len(array),
                first_row=first_row,
            )
        )
        first_row += len(array)
    return out


def _offsets(array: pa.Array) -> np.ndarray:
    width = np.int32 if pa.types.is_string(array.type) else np.int64
    offsets = np.zeros(1, width)
    if len(array) > 0:
        offsets = np.frombuffer(array.buffers()[1], width)[array.offset : array.offset + len(array) + 1]
    offsets.flags.writeable = False
    return offsets


def _bytes(buffer: pa.Buffer | None) -> np.ndarray:
    array = np.empty(0, np.uint8) if buffer is None else np.frombuffer(buffer, np.uint8)
    array.flags.writeable = False
    return array


def _is_ascii(array: pa.Array) -> bool:
    chunk = chunks([array])[0]
    used = chunk.data[chunk.offsets[0] : chunk.offsets[-1]]
    block = 1 << 24
    return all(used[at : at + block].max() < 128 for at in range(0, len(used), block))


def _characters(array: pa.Array) -> set[str]:
    """The characters of a column, one block of cells at a time."""
    seen: set[str] = set()
    for at in range(0, len(array), 1 << 16):
        cells = pc.unique(array.slice(at, 1 << 16).drop_null())
        seen.update(*cells.to_pylist())
    return seen
