"""The text of a source that is held, and what was taken from where in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from reclaim.desk.case import Case, open_case
from reclaim.desk.read import text_of
from reclaim.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class SourceText:
    """A held document: the SHA-256 of its bytes, the name that it came under, and its canonical text."""

    sha256: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text, from the character `start` on, and the keys of the records that were taken from it."""

    start: int
    text: str
    keys: tuple[str, ...]


def source_text(case: Case, word: str) -> SourceText:
    """The text of a held source, by the beginning of its hash (8 digits at least).

    Raises UsageError (no document of the case, or several), InputError (its bytes are not there or hold no text).
    """
    held = {Path(f.path).name: f.name for f in case.files() if Path(f.path).parent.name == "sources"}
    found = [sha for sha in held if len(word) >= 8 and sha.startswith(word)]
    if len(found) != 1:
        raise UsageError(f"'{word}' is no document that the case holds",
                         mend="give the beginning of its hash, as the list of sources has it")
    return SourceText(found[0], held[found[0]], kept_text(case.path, found[0], held[found[0]]))


@lru_cache(maxsize=8)
def kept_text(path: Path, source: str, name: str) -> str:
    """The canonical text of a source: its bytes never change, so a process that stays open makes it once."""
    return text_of(open_case(path), source, name)


def pieces(text: str, spans: Sequence[tuple[int, int, str]], first: int = 0, last: int | None = None) -> list[Piece]:
    """A text from `first` to `last` cut at the ends of spans (start, end, key); spans may overlap."""
    last = len(text) if last is None else min(last, len(text))
    own = [(max(a, first), min(b, last), key) for a, b, key in spans if a < last and b > first]
    edges = sorted({first, last, *(n for a, b, _ in own for n in (a, b))})
    return [Piece(a, text[a:b], tuple(key for c, d, key in own if c <= a and b <= d)) for a, b in pairwise(edges)]


def spans_of(case: Case, source: str) -> list[tuple[int, int, str]]:
    """Where the records of a source are anchored in its text, as (start, end, key)."""
    found = [(ends, r.key) for r in case.records()
             if r.anchor.source == source and (ends := r.anchor.span_ends()) is not None]
    return sorted((a, b, key) for (a, b), key in found)

