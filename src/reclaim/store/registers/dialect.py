"""How a delimited text file separates its cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from math import log

_LOOK = 1 << 16
DELIMITERS = (",", ";", "\t", "|")
# Cells of any length are taken; the standard library's own limit is 131,072 characters.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True, slots=True)
class Dialect:
    """`width` is the number of cells of the widest row seen; a lone column has the delimiter of its ending."""

    delimiter: str
    width: int


def sniff(text: str, ending: str) -> Dialect:
    """The dialect of the first lines of a file: where most rows have the same number of cells, and more than one."""
    text = _lines(text)
    stated = text[:8].lower()
    if stated.startswith("sep=") and len(text) > 4:
        return _measure(text, text[4])[1]
    usual = "\t" if ending in (".tsv", ".tab") else ","
    best = max((_measure(text, d) for d in DELIMITERS), key=lambda m: (m[0], m[1].delimiter == usual))
    return best[1] if best[0] > 0 else Dialect(usual, 1)


def _lines(text: str) -> str:
    """The first lines of a text, whole; at least one, however long."""
    end = text.rfind("\n", 0, _LOOK)
    return text[:end + 1] if end >= 0 else text[:text.find("\n") + 1] or text


def rows(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    """The rows of a text, and whether every quotation mark in it is closed; if not, every line is a row."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)), True
    except csv.Error:
        return by_lines(text, delimiter), False


def by_lines(text: str, delimiter: str) -> list[list[str]]:
    """Every line a row of its own, whatever its quotation marks."""
    found = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n"):
        closed = line.count('"') % 2 == 0
        found.append(next(csv.reader([line], delimiter=delimiter), []) if closed else line.split(delimiter))
    return found


def _measure(text: str, delimiter: str) -> tuple[float, Dialect]:
    """How well a delimiter fits: the share of rows with the commonest number of cells, more cells weighing more."""
    lines = [row for row in rows(text, delimiter)[0][:400] if any(cell.strip() != "" for cell in row)]
    counts = Counter(len(row) for row in lines)
    if len(counts) == 0:
        return 0.0, Dialect(delimiter, 1)
    width, times = max(counts.items(), key=lambda c: (c[1] * log(c[0]) if c[0] > 1 else 0.0, c[1]))
    fit = times / len(lines) * log(width) if width > 1 else 0.0
    return fit, Dialect(delimiter, max(c for c, n in counts.items() if c <= width or n > max(2, len(lines) / 20)))
