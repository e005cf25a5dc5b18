"""Symbols as small numbers for scoring: the search has an alphabet of its own (`alphabet`), made for looking up.

Codes 0 to 9 are the digits, 10 to 35 A to Z, 62 is `?`, 63 is `*`; 36 to 61 are other letters as an alphabet meets
them, 61 shared by all that no longer fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa

from reclaim.marks.lookalike import symbol

PLAIN: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COUNT: Final = 64
UNREAD: Final = 62
RUN: Final = 63
FOREIGN: Final = 61
RUN_WRITTEN: Final = "…*"

DIGIT, LETTER, OTHER = 0, 1, 2
KIND_OF: Final = np.array([DIGIT] * 10 + [LETTER] * 26 + [OTHER] * 28, np.uint8)

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Symbols:
    """An alphabet: `letters[i]` is the letter of code i, up to 61 of them."""

    letters: str = PLAIN

    @classmethod
    def of(cls, texts: Iterable[str]) -> Symbols:
        """The alphabet of canonical texts; further letters in the order of their code points."""
        seen: set[str] = set().union(*map(set, texts)) if texts else set()
        others = sorted(seen - set(PLAIN) - set("?" + RUN_WRITTEN))
        return cls(PLAIN + "".join(others[: FOREIGN - len(PLAIN)]))

    @cached_property
    def _codes(self) -> Any:
        table = np.full(0x110000, FOREIGN, np.uint8)
        for code, letter in enumerate(self.letters):
            table[ord(letter)] = code
        table[ord("?")] = UNREAD
        for run in RUN_WRITTEN:
            table[ord(run)] = RUN
        return table

    def encode(self, texts: Any) -> tuple[Any, Any]:
        """Codes of a column of canonical texts, one after the other (uint8), and where each begins (int64, one more
        than texts). Null is no symbol at all."""
        column = texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([pa.array(texts, pa.large_string())])
        codes, lengths = [np.zeros(0, np.uint8)], [np.zeros(1, np.int64)]
        for chunk in column.chunks:
            for at in range(0, len(chunk), _BLOCK):
                cells = chunk.slice(at, _BLOCK).fill_null("").to_pylist()
                points = np.frombuffer("".join(cells).encode("utf-32-le"), np.uint32)
                codes.append(self._codes[points])
                lengths.append(np.fromiter(map(len, cells), np.int64, len(cells)))
        return np.concatenate(codes), np.cumsum(np.concatenate(lengths))

    def text(self, codes: Any) -> str:
        """Codes as text."""
        return "".join(self.letter(int(code)) for code in codes)

    def letter(self, code: int) -> str:
        """The letter of a code; `?` and `*` for what was not read, `¤` for a letter outside the alphabet."""
        if code == UNREAD:
            return "?"
        if code == RUN:
            return "*"
        return self.letters[code] if code < len(self.letters) else "¤"


def look_alike(one: str, other: str) -> bool:
    """Whether two letters share a shape in whatever script."""
    return symbol(one) != "" and symbol(one) == symbol(other)
