"""A saved index: a folder with `index.json` and one file a segment, mapped into memory when opened.

Mapped pages are shared by all processes that have the index open. A segment file is its arrays one after the
other, each at a multiple of 64 bytes; where they are, `index.json` says.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from reclaim.model.errors import InputError, WriteError
from reclaim.trace.segment import Segment

FORMAT: Final = "reclaim serial index 1"
"""Changes with every change of `layout`: an index of another format is built anew, never guessed at."""

INDEX_FILE: Final = "index.json"
ALIGNMENT: Final = 64


def save(folder: Path, symbols: str, segments: list[Segment]) -> None:
    """Write an index; what was there before stays whole until the last step."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        described = [write_segment(folder, segment) for segment in segments]
        text = json.dumps({"format": FORMAT, "symbols": symbols, "segments": described}, indent=1)
        write_whole(folder / INDEX_FILE, [text.encode()])
        drop_others(folder, {entry["file"] for entry in described})
    except OSError as error:
        raise WriteError(f"the index cannot be written: {error.strerror}", where=str(folder)) from error


def write_segment(folder: Path, segment: Segment) -> dict[str, Any]:
    """Write one segment under the name of its SHA-256; what `index.json` says of it."""
    digest, places, at = hashlib.sha256(), {}, 0
    for name, array in segment.arrays():
        places[name] = {"at": at, "type": array.dtype.str, "shape": list(array.shape)}
        for piece in padded(array):
            digest.update(piece)
            at += len(piece)
    file = f"segment-{digest.hexdigest()[:16]}.bin"
    if not (folder / file).exists():
        write_whole(folder / file, (piece for _, array in segment.arrays() for piece in padded(array)))
    return {
        "file": file, "bytes": at, "sha256": digest.hexdigest(), "arrays": places,
        "first_row": segment.first_row, "row_count": segment.row_count,
        "blank": segment.blank, "too_long": segment.too_long,
    }  # fmt: skip


def padded(array: np.ndarray) -> Iterator[Any]:
    """The bytes of an array, then zeros up to the alignment."""
    whole: Any = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    yield memoryview(whole)
    yield bytes(-array.nbytes % ALIGNMENT)


def write_whole(path: Path, pieces: Any) -> None:
    """Write a file beside its place and move it there."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def drop_others(folder: Path, kept: set[str]) -> None:
    """Remove segments that the index no longer names."""
    for path in sorted(folder.glob("segment-*.bin")):
        if path.name not in kept:
            path.unlink()


def load(folder: Path) -> tuple[str, list[Segment]]:
    """Map an index: its symbols and segments."""
    described = read_index_file(folder)
    return described["symbols"], [map_segment(folder, entry) for entry in described["segments"]]


def read_index_file(folder: Path) -> dict[str, Any]:
    """`index.json`, checked as far as its first look goes."""
    path = folder / INDEX_FILE
    try:
        described: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise InputError("there is no serial index", where=str(folder)) from error
    except (OSError, ValueError) as error:
        raise InputError("the serial index cannot be read", where=str(path), mend="build it anew") from error
    if described.get("format") != FORMAT:
        raise InputError("the serial index is of another version", where=str(path), mend="build it anew")
    return described


def map_segment(folder: Path, entry: dict[str, Any]) -> Segment:
    """One segment, mapped and not read."""
    path = folder / entry["file"]
    try:
        size = path.stat().st_size
        held = np.memmap(path, np.uint8, "r") if size > 0 else np.empty(0, np.uint8)
    except OSError as error:
        raise InputError("a part of the serial index is missing", where=str(path), mend="build it anew") from error
    if size != entry["bytes"]:
        raise InputError("a part of the serial index is cut short", where=str(path), mend="build it anew")
    held = held.view(np.ndarray)
    arrays = {name: view(held, place) for name, place in entry["arrays"].items()}
    return Segment.of(
        arrays, first_row=entry["first_row"], row_count=entry["row_count"],
        blank=entry["blank"], too_long=entry["too_long"],
    )  # fmt: skip


def view(held: np.ndarray, place: dict[str, Any]) -> np.ndarray:
    """One array of a mapped file."""
    kind, shape = np.dtype(place["type"]), tuple(place["shape"])
    size = kind.itemsize * int(np.prod(shape, dtype=np.int64))
    if size == 0:
        return np.empty(shape, kind)
    found: np.ndarray = held[place["at"] : place["at"] + size].view(kind).reshape(shape)
    return found


def damaged(folder: Path) -> list[str]:
    """Names of the files of a saved index whose bytes are not those that were written."""
    wrong = []
    for entry in read_index_file(folder)["segments"]:
        path = folder / entry["file"]
        if not path.exists() or digest_of(path) != entry["sha256"]:
            wrong.append(entry["file"])
    return wrong


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
