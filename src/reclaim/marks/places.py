"""Places and fragments: a stretch of a cell that may be a mark, one canonical character for each place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from reclaim.marks.atoms import FILLER, SIGNS, Atom, Atoms, Shape
from reclaim.model.mark import RUN_AS_WRITTEN, UNREAD, StrippedAs


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a fragment: its canonical character (``?`` unread, ``…`` a run) and index in the plain text."""

    text: str
    at: int | None


@dataclass(slots=True)
class Fragment:
    """A possible mark: atoms ``first`` to ``last``, its places, and how it was joined to the one before."""

    first: int
    last: int
    places: list[Place]
    joined_by: str = ""
    """"or", "and", "slash" or "" if words or punctuation stand between."""
    real_zero: bool = False
    """Whether its leading zero is written ``&``, so that it is no filling."""
    is_name: bool = False
    """Whether it is an importer's name: letters that are all of the mark."""

    @property
    def text(self) -> str:
        return "".join(place.text for place in self.places)

    @property
    def signs(self) -> int:
        return sum(place.text.isdigit() or place.text == UNREAD for place in self.places)

    @property
    def seen(self) -> int:
        """Places, read or not, without runs."""
        return sum(place.text != RUN_AS_WRITTEN for place in self.places)

    @property
    def read(self) -> int:
        return sum(place.text not in (UNREAD, RUN_AS_WRITTEN) for place in self.places)


@dataclass(slots=True)
class Fragments:
    """All fragments in order, and for atoms that are no part of any, why they were set aside."""

    found: list[Fragment] = field(default_factory=list)
    aside: dict[int, StrippedAs] = field(default_factory=dict)


def letters_fragment(cell: Atoms, places: list[int], is_name: bool = False) -> Fragment:
    """Groups of letters as a fragment of their own (``only the letters ACS``)."""
    return Fragment(places[0], places[-1], places_of(cell, places), is_name=is_name)


_TWO_RUNS: Final = (RUN_AS_WRITTEN, RUN_AS_WRITTEN)
_PADDED: Final = re.compile(r"0*&")


def places_of(cell: Atoms, run: list[int]) -> list[Place]:
    """The places that a run of atoms stands for, in canonical characters."""
    chars = [(char, at) for i in run for char, at in _characters(cell.atoms[i]) if char != FILLER]
    chars = [pair for i, pair in enumerate(chars) if i == 0 or (pair[0], chars[i - 1][0]) != _TWO_RUNS]
    crosses = _crosses("".join(char for char, _ in chars))
    return [Place(UNREAD if i in crosses else _canonical(char), at) for i, (char, at) in enumerate(chars)]


def _characters(atom: Atom) -> list[tuple[str, int]]:
    """The characters of an atom with their indexes; zeros that fill the field before a real zero left out."""
    if atom.shape is Shape.RUN:
        return [(RUN_AS_WRITTEN, atom.start)]
    padding = _PADDED.match(atom.text) if "&" in atom.text else None
    start = 0 if padding is None else padding.end() - 1
    return [(char, atom.start + index) for index, char in enumerate(atom.text) if index >= start]


def _canonical(char: str) -> str:
    if char in SIGNS:
        return UNREAD
    if char == "&":
        return "0"
    upper = char.upper()
    return upper if len(upper) == 1 else char


_CROSSES: Final = re.compile(r"[xX]+")


def _crosses(text: str) -> set[int]:
    """Indexes of crosses set for unread characters.

    Three or more in a row (``KVJXXXXX``), two after a digit (``1131xx``), small ones among capitals
    (``xJX209xx``). A mark with crosses behind counts those in front too (``XX685XX``).
    """
    if "x" not in text and "X" not in text:
        return set()
    found: set[int] = set()
    upper = any(char.isupper() and char != "X" for char in text)
    spans = [match.span() for match in _CROSSES.finditer(text)]
    behind = any(end - start > 1 and any(map(str.isdigit, text[:start])) for start, end in spans)
    for start, end in spans:
        small = upper and text[start:end].islower()
        if small or (end - start >= 3 and end - start < len(text)) or (end - start > 1 and behind):
            found.update(range(start, end))
    return found
