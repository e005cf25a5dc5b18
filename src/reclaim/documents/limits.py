"""How much of a document is read before the reader stops and says so. Settings, not constants of nature."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document; what lies beyond is told by a problem, never dropped in silence.

    Sizes and `memory` in bytes, `seconds` for opening the file and `reading_seconds` for the proposals, `characters` of
    canonical text and of a `paragraph` or `word` in it, `sentence` in tokens, `expansion` how many times larger than its packed size a part of an archive may become.
    """

    size: int = 200_000_000
    pages: int = 500
    characters: int = 3_000_000
    paragraph: int = 20_000
    word: int = 1_000
    sentence: int = 400
    cells: int = 200_000
    parts: int = 2_000
    part_size: int = 100_000_000
    expansion: int = 200
    depth: int = 200
    memory: int = 3_000_000_000
    seconds: float = 180.0
    reading_seconds: float = 300.0
    nesting: int = 3
