"""The 80-column weapon serial number record of the US Army: fixed columns, a padded serial, a date as YYDDD."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np

from reclaim.model.problem import Problem
from reclaim.model.register import Column, Fate
from reclaim.store.registers import encoding, words
from reclaim.store.registers.grid import Batch, Held, letter, where

_CARD = re.compile(rb".{56}[0-9A-Z&?*/ .-]{11}.{8}(?:\d{5}| {5})", re.DOTALL)
_PADDED = re.compile(rb".{56}[0&][0-9A-Z&]{10}.{8}\d{2}(?:[0-2]\d{2}|3[0-6]\d)", re.DOTALL)
ORDER = "YYDDD"


@cache
def layout() -> list[tuple[str, int, int, str]]:
    """Header, first and last column (from 1) and what it becomes, of each field."""
    return [(c["header"], c["first"], c["last"], c.get("became", "")) for c in words.table("army80")["column"]]


def is_one(sample: bytes) -> bool:
    """Whether nearly all lines have eighty characters, and are known records or have a padded serial and a date."""
    lines = _lines(sample)[:400]
    cards = [line for line in lines if len(line) == 80]
    if len(cards) == 0 or len(cards) < 0.9 * len(lines):
        return False
    known = tuple(i.encode() for i in words.table("army80")["identifiers"])
    fits = [line for line in cards if _PADDED.fullmatch(line) or (line.startswith(known) and _CARD.fullmatch(line))]
    return len(fits) >= 0.9 * len(cards)


def read(path: Path, name: str) -> list[Held]:
    """The file as one grid, whose header is the layout's."""
    import pyarrow as pa

    data = path.read_bytes()
    text, _ = encoding.to_utf8(data, encoding.sniff(data[:1 << 20]).name)
    lines = [line.decode("utf-8", "replace") for line in _lines(text)]
    numbers = np.array([n for n, line in enumerate(lines, start=1) if line.strip() != ""], np.int64)
    odd = [n for n in numbers.tolist() if len(lines[n - 1]) != 80]
    problems = [Problem(where(name, "", row=odd[0]), "card_length",
                        f"{len(odd):,} records do not have 80 columns; they are read as far as they go",
                        "were spaces cut off?")] if len(odd) > 0 else []
    kept = [lines[n - 1].ljust(80) for n in numbers.tolist()]
    columns = tuple(pa.array([line[first - 1:last].strip(" ") if header != "Serial number" else line[first - 1:last]
                              for line in kept], pa.string()) for header, first, last, _ in layout())
    return [Held(name, "", [Batch(numbers, columns)] if len(kept) > 0 else [], problems=problems,
                 header=tuple(header for header, *_ in layout()))]


def columns() -> list[Column]:
    """What each field becomes."""
    return [Column(header, f"{letter(place)}", Fate.BECAME if became != "" else Fate.KEPT, became or header,
                   order=ORDER if became == "date" else "", why=f"columns {first} to {last} of the record")
            for place, (header, first, last, became) in enumerate(layout())]


def unpadded(serial: str) -> str:
    """The serial of a record without its padding: zeros and spaces before it go, a leading `&` is a real zero."""
    bare = serial.lstrip("0 ").rstrip(" ")
    return f"0{bare[1:]}" if bare.startswith("&") else bare


def _lines(data: bytes) -> list[bytes]:
    """The records: lines, or eighty characters each where there are no line ends."""
    if b"\n" not in data and b"\r" not in data and len(data) > 80:
        return [data[i:i + 80] for i in range(0, len(data), 80)]
    return data.removesuffix(b"\x1a").splitlines()
