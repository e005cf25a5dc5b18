"""The alphabet of one index: which characters are which symbols, and which symbols look alike.

A *symbol* is a letter or digit as an index tells marks apart: upper case, compatibility forms made plain
(NFKC), digits of every script read as 0 to 9. Two rows hold **equal** serials if their symbols are equal:
`ab-123`, `AB 123` and `AB123` are equal; `ABO` and `AB0` are not, though they look alike.
Whatever `reclaim.marks.lookalike` calls a separator is no symbol. `?` and `*` in a register are symbols that
equal nothing in a reading.

An alphabet only grows: symbols keep their numbers when rows are appended.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from reclaim.marks.lookalike import CODES, RUN, UNKNOWN, symbol
from reclaim.trace import layout

_PLAIN: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" + UNKNOWN + RUN + "&"
"""Symbols 1 to 39 of every alphabet: all that ASCII has."""

_FIRST_FREE_CLASS: Final = layout.UNREAD_IN_READING + 1


def spelled(char: str) -> str:
    """The symbol of a character, itself one character; empty for a separator."""
    if symbol(char) == "":
        return ""
    digit = unicodedata.decimal(char, None)
    upper = char.upper() if digit is None else str(digit)
    return upper if len(upper) == 1 else char


@dataclass(frozen=True)
class Alphabet:
    """`symbols[i]` is symbol i + 1 (0 is no symbol)."""

    symbols: str = _PLAIN

    def grown(self, characters: set[str]) -> Alphabet:
        """This alphabet with the symbols of more characters, new ones in the order of their code points."""
        new = {spelled(char) for char in characters} - set(self.symbols) - {""}
        return Alphabet(self.symbols + "".join(sorted(new)))

    @cached_property
    def classes(self) -> list[str]:
        """The class symbol of each class number from 32 on."""
        own = dict.fromkeys(symbol(letter) for letter in self.symbols)
        return [letter for letter in own if CODES.get(letter, 99) > layout.RUN_IN_REGISTER + 1]

    def class_number(self, letter: str) -> int:
        """Number of the class of a symbol."""
        if letter == UNKNOWN:
            return layout.UNREAD_IN_REGISTER
        if letter == RUN:
            return layout.RUN_IN_REGISTER
        shape = symbol(letter)
        code = CODES.get(shape, 99)
        return code if code < layout.UNREAD_IN_REGISTER else _FIRST_FREE_CLASS + self._own[shape]

    @cached_property
    def _own(self) -> dict[str, int]:
        return {letter: place for place, letter in enumerate(self.classes)}

    @cached_property
    def class_of(self) -> np.ndarray:
        """uint32[symbols + 1]: class of each symbol."""
        return np.array([0] + [self.class_number(letter) for letter in self.symbols], np.uint32)

    @cached_property
    def member_of(self) -> np.ndarray:
        """uint32[symbols + 1]: place of each symbol among those of its class."""
        seen: dict[int, int] = {}
        members = [0]
        for number in self.class_of[1:].tolist():
            members.append(seen.get(number, 0))
            seen[number] = members[-1] + 1
        return np.array(members, np.uint32)

    @cached_property
    def slots(self) -> np.ndarray:
        """int64[symbols + 1]: row of each symbol in a cost table."""
        fits = (self.class_of < 63) & (self.member_of < 8)
        return np.where(fits, self.class_of * 8 + self.member_of, layout.OTHER_SLOT).astype(np.int64)

    def letters(self, characters: set[str]) -> layout.Letters:
        """The tables that kernels read; `characters` are the non-ASCII ones that a text holds, all of this alphabet."""
        number = {letter: place for place, letter in enumerate(self.symbols, start=1)}

        def symbol_number(char: str) -> int:
            letter = spelled(char)
            return 0 if letter == "" else number[letter]

        others = sorted(ord(char) for char in characters if ord(char) >= 128)
        class_count = _FIRST_FREE_CLASS + len(self.classes)
        digit_of = np.full(class_count, 10, np.uint8)
        digit_of[1 : layout.DIGITS + 1] = np.arange(layout.DIGITS)
        return layout.Letters(
            ascii=_frozen(np.array([symbol_number(chr(point)) for point in range(128)], np.uint32)),
            points=_frozen(np.array(others, np.uint32)),
            point_symbols=_frozen(np.array([symbol_number(chr(point)) for point in others], np.uint32)),
            class_of=_frozen(self.class_of),
            member_of=_frozen(self.member_of),
            code_of=_frozen(self._codes(class_count)),
            digit_of=_frozen(digit_of),
        )

    def _codes(self, count: int) -> np.ndarray:
        """A fixed, well-spread 64-bit number for each class, the same in every index and on every machine."""
        names = [f"class {place}" for place in range(_FIRST_FREE_CLASS)] + self.classes
        return np.array([_spread(name) for name in names[:count]], np.uint64)


def _spread(name: str) -> int:
    """A 64-bit number from a name (FNV-1a, then a final mix)."""
    word = 0xCBF29CE484222325
    for byte in name.encode():
        word = ((word ^ byte) * 0x100000001B3) & (2**64 - 1)
    word ^= word >> 32
    return (word * 0xD6E8FEB86659FD93) & (2**64 - 1) | 1


def _frozen(array: np.ndarray) -> np.ndarray:
    """Read-only, as mapped arrays are: kernels are compiled for one kind of array only."""
    array.flags.writeable = False
    return array
