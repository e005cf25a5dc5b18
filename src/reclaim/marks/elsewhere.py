"""Numbers that count or point at something else: photo 4, two magazines, calibre 38, the year 1987."""

from __future__ import annotations

import re
from typing import Final

from reclaim.marks.atoms import Atom
from reclaim.model.mark import StrippedAs

REACH: Final = 24
"""How many atoms on each side are looked at for another number."""


def set_aside_numbers(atoms: list[Atom], aside: dict[int, StrippedAs]) -> None:
    for place, atom in enumerate(atoms):
        if not atom.is_code:
            continue
        why = _points_elsewhere(atoms, place)
        if why is not None:
            aside[place] = why


def _points_elsewhere(atoms: list[Atom], place: int) -> StrippedAs | None:
    """Why a number is no mark, by the word before or after it: photo 4, two magazines, cal. 38, year 1987."""
    text = atoms[place].text
    if _TIMES.fullmatch(text) is not None and place > 0 and atoms[place].gap and len(atoms[place - 1].text) >= 4:
        return StrippedAs.NOTE
    if not text.isdigit():
        return None
    if len(text) <= 2 and _is_list_number(atoms, place):
        return StrippedAs.NOTE
    before = _word_before(atoms, place)
    after = _neighbour(atoms, place + 1)
    short = len(text) <= 3
    if short and before is not None and before.has("calibre"):
        return StrippedAs.CALIBRE
    if short and after is not None and after.has("calibre"):
        return StrippedAs.CALIBRE
    if before is not None and before.has("seal"):
        return StrippedAs.NOTE
    if short and before is not None and before.has("note") and not before.has("stop"):
        return StrippedAs.NOTE
    if short and after is not None and after.has("quantity", "note") and not after.has("stop"):
        return StrippedAs.NOTE
    if len(text) <= 2 and after is not None and after.has("digit", "number", "last", "first"):
        return StrippedAs.LEGIBILITY
    if len(text) == 4 and text[:2] in ("18", "19", "20") and before is not None:
        near = range(max(0, place - REACH), min(len(atoms), place + REACH))
        others = any(atoms[i].is_code and len(atoms[i].text) >= 4 for i in near if i != place)
        if before.has("year") or (others and before.has("other", "stop") and not before.has("number")):
            return StrippedAs.NOTE
    if len(text) <= 2 and place + 1 < len(atoms) and atoms[place + 1].text == "°":
        return StrippedAs.NOTE
    return None


_TIMES: Final = re.compile(r"x[2-9][0-9]?|[2-9][0-9]?x")


def _is_list_number(atoms: list[Atom], place: int) -> bool:
    """``1) 4412 2) 4419``."""
    closed = place + 1 < len(atoms) and atoms[place + 1].text == ")"
    return closed and not any(atom.text == "(" for atom in atoms[max(0, place - 3) : place])


def _word_before(atoms: list[Atom], place: int) -> Atom | None:
    """The nearest word before, past dots, colons, number signs and labels."""
    for earlier in range(place - 1, max(-1, place - 5), -1):
        atom = atoms[earlier]
        if atom.is_word and not (atom.concepts and atom.concepts <= {"number", "stop"}):
            return atom
        if not atom.is_word and atom.text not in (".", ":", "#", "°", "№"):
            return None
    return None


def _neighbour(atoms: list[Atom], place: int) -> Atom | None:
    if place < len(atoms) and atoms[place].text in (".", "-"):
        place += 1
    return atoms[place] if place < len(atoms) and atoms[place].is_word else None
