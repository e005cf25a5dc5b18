"""Whether two words for a make, model, calibre or country agree: equal, similar or different.

Words are compared without case, spaces and signs. Two are *similar* if one may be a shorter or longer way to write
the other: one begins the other (M4, M4A1), they share a word of four or more letters that is no common one (MAUSER,
FABRIK MAUSER), or they differ by one letter of five or more. Calibres are compared by their numbers: 5.56 and 5.56x45
mm are similar, 9x18 and 9x19 different.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

EQUAL, SIMILAR, DIFFERENT = 3, 4, 5

LEAST_BEGINNING: Final = 2
LEAST_WORD: Final = 4
_COMMON_WORDS: Final = (
    "arms army armory arsenal company corp defence defense fabrica factory fabrik firearms guns industries "
    "manufacturing model national pistol plant rifle state weapons works"
)
COMMON: Final = frozenset(_COMMON_WORDS.split(" "))
"""Words that many makers' names hold."""

LEAST_SPELLING: Final = 5
MANY: Final = 3000
"""More words than this in a vocabulary are compared only for equality when weapons are joined."""

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Vocabulary:
    """The words of a field as written: code n stands for `words[n - 1]`, code 0 for an empty cell."""

    field: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, field: str, column: pa.ChunkedArray) -> tuple[Vocabulary, Any]:
        """The vocabulary of a column, words in order, and the codes of its cells (int32)."""
        cells = pc.utf8_trim_whitespace(column)
        words = sorted(w for w in pc.unique(cells).to_pylist() if w)
        codes = pc.index_in(cells, pa.array(words, cells.type)).to_numpy()
        return cls(field, tuple(words)), np.where(np.isnan(codes), 0, codes + 1).astype(np.int32)

    def word(self, code: int) -> str:
        """The word of a code."""
        return "" if code == 0 else self.words[code - 1]

    @cached_property
    def _plain(self) -> list[str]:
        return [plain(w) for w in self.words]

    def agreeing(self) -> Any:
        """bool[words + 1, words + 1]: which codes do not speak against one weapon."""
        size = len(self.words) + 1
        found = np.eye(size, dtype=bool)
        found[0, :] = found[:, 0] = True
        if size > MANY:
            return found
        for a in range(1, size):
            for b in range(1, a):
                found[a, b] = found[b, a] = compare(self.field, self.words[a - 1], self.words[b - 1]) != DIFFERENT
        return found

    def against(self, words: list[str]) -> Any:
        """int8[words given, own words + 1]: how each word given compares with each own word; 0 for no word."""
        found = np.zeros((len(words), len(self.words) + 1), np.int8)
        for row, word in enumerate(words):
            if word.strip() != "":
                found[row, 1:] = [compare(self.field, word, own) for own in self.words]
        return found


def compare(field: str, one: str, other: str) -> int:
    """EQUAL, SIMILAR or DIFFERENT, for two words of a field, neither empty."""
    a, b = plain(one), plain(other)
    if a == b:
        return EQUAL
    if field == "calibre":
        return _calibres(one, other)
    if field == "country":
        return SIMILAR if min(len(a), len(b)) >= LEAST_SPELLING and _one_letter(a, b) else DIFFERENT
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= LEAST_BEGINNING and longer.startswith(shorter):
        return SIMILAR
    if len(_words(one) & _words(other)) > 0:
        return SIMILAR
    return SIMILAR if len(shorter) >= LEAST_SPELLING and _one_letter(a, b) else DIFFERENT


def plain(word: str) -> str:
    """Letters and digits only, without case."""
    return "".join(c for c in word.casefold() if c.isalnum())


def _words(text: str) -> set[str]:
    return {w for w in re.split(r"[\W_]+", text.casefold()) if len(w) >= LEAST_WORD} - COMMON


def _calibres(one: str, other: str) -> int:
    a, b = (_NUMBER.findall(text.replace(",", ".")) for text in (one, other))
    if len(a) == 0 or len(b) == 0:
        return SIMILAR if len(_words(one) & _words(other)) > 0 else DIFFERENT
    shared = min(len(a), len(b))
    if [float(n) for n in a[:shared]] != [float(n) for n in b[:shared]]:
        return DIFFERENT
    return EQUAL if len(a) == len(b) else SIMILAR


def _one_letter(a: str, b: str) -> bool:
    """Whether two texts differ by one letter changed, missing or too many."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    return rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]
