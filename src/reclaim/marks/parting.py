"""Parting a run of codes and letter groups into fragments: one mark or two, and what in front is no part of it.

Separators never change a serial, so a run is parted only where a word joins two readings or marks, or where both
sides could each be a whole serial. Nothing inside a code is ever split.
"""

from __future__ import annotations

import re
from typing import Final

from reclaim.marks.atoms import Atoms
from reclaim.marks.places import Fragment, Fragments, places_of
from reclaim.model.mark import StrippedAs

FARTHEST: Final = 24
"""How many atoms on each side are looked at to tell whether two marks stand side by side."""

_JOINING: Final = frozenset({"or", "and"})
_MODEL_AND_LOT: Final = re.compile(r"[A-Za-z]{1,2}[ -]?[\d?*]{3,4} ?- ?[\d?*xX]{2}(?= )")


def part(cell: Atoms, run: list[int], result: Fragments) -> None:
    run = _without_model_and_lot(cell, run, result.aside)
    pieces: list[list[int]] = [[]]
    joints: list[str] = [""]
    for position, place in enumerate(run):
        joint = _joint(cell, run, position)
        if joint != "":
            ahead = position + (joint in ("or", "and"))
            right = run[ahead : ahead + FARTHEST]
            if _both_stand_alone(cell, pieces[-1][-FARTHEST:], _until_next_joint(cell, right), joint):
                pieces.append([])
                joints.append(joint)
                if joint in ("or", "and"):
                    continue
        pieces[-1].append(place)
    for piece, joint in zip(pieces, joints, strict=True):
        kept = _without_owner(cell, piece, result.aside)
        if len(kept) > 0:
            real_zero = "&" in cell.atoms[kept[0]].text
            result.found.append(Fragment(kept[0], kept[-1], places_of(cell, kept), joint, real_zero))


def _joint(cell: Atoms, run: list[int], position: int) -> str:
    """What joins the atom at this position to the one before: "" if nothing that could part two marks."""
    if position == 0:
        return ""
    atom = cell.atoms[run[position]]
    between = cell.text[cell.atoms[run[position - 1]].end : atom.start]
    if atom.is_word and atom.has(*_JOINING) and 0 < position < len(run) - 1:
        return "or" if atom.has("or") else "and"
    if "/" in between:
        return "slash"
    if between.startswith(" ") and between.endswith(" ") and "-" in between:
        return "dash"
    return "space" if between.isspace() else ""


def _until_next_joint(cell: Atoms, run: list[int]) -> list[int]:
    run = run[:FARTHEST]
    for position in range(1, len(run)):
        joint = _joint(cell, run, position)
        if joint in ("or", "and", "slash", "dash"):
            return run[:position]
    return run


def _both_stand_alone(cell: Atoms, left: list[int], right: list[int], joint: str) -> bool:
    if len(left) == 0 or len(right) == 0:
        return False
    one, other = Fragment(0, 0, places_of(cell, left)), Fragment(0, 0, places_of(cell, right))
    if joint == "or":
        word = cell.atoms[right[0] - 1].text
        return len(one.text) >= 3 and (len(word) > 1 or (one.signs >= 3 and other.signs >= 3))
    if joint == "space":
        return _opens_with_letters(one) and _opens_with_letters(other)
    if joint == "slash" and one.text[:2] in ("19", "20") and len(one.text) == 4 and len(other.text) >= 6:
        return False  # a year and a file's number
    if joint == "slash" and _same_shape(one.text, other.text):
        return True
    least = 5 if joint == "dash" else 4
    if joint == "and" and one.text.isdigit() and other.text.isdigit():
        least = 5
    return min(len(one.text), len(other.text)) >= least and min(one.signs, other.signs) >= 3


def _same_shape(one: str, other: str) -> bool:
    """``APP35`` and ``APP36``: letters and digits in the same places, both present."""
    shape = "".join("9" if char.isdigit() else "A" for char in one)
    return len(one) >= 4 and len(set(shape)) == 2 and shape == "".join("9" if c.isdigit() else "A" for c in other)


def _opens_with_letters(fragment: Fragment) -> bool:
    text = fragment.text
    return len(text) >= 6 and text[0].isalpha() and fragment.signs >= 3 and text[-1] in "0123456789?"


def _without_model_and_lot(cell: Atoms, run: list[int], aside: dict[int, StrippedAs]) -> list[int]:
    """Drop a model and lot code, a model name, or one number that a word in front claims (``LOT 16 AI06927``)."""
    start = cell.atoms[run[0]].start
    match = _MODEL_AND_LOT.match(cell.text, start)
    before = cell.atoms[run[0] - 1] if run[0] > 0 else None
    if match is not None:
        return _drop_front(cell, run, match.end(), StrippedAs.MODEL_AND_LOT, aside)
    first = cell.atoms[run[0]]
    if first.has("model"):
        return _drop_front(cell, run, first.end, StrippedAs.MODEL, aside)
    if before is not None and before.has("make", "model_word"):
        for place in run[:-1][:3]:
            if len(cell.atoms[place].text) <= 4:
                run = _drop_front(cell, run, cell.atoms[place].end, StrippedAs.MODEL, aside)
    return run


def _drop_front(cell: Atoms, run: list[int], end: int, why: StrippedAs, aside: dict[int, StrippedAs]) -> list[int]:
    dropped = [place for place in run if cell.atoms[place].start < end]
    kept = run[len(dropped) :]
    if len(kept) == 0 or not cell.atoms[kept[0]].gap:
        return run
    rest = Fragment(0, 0, places_of(cell, kept))
    if len(rest.text) < 4 or rest.signs < 3:
        return run
    aside.update(dict.fromkeys(dropped, why))
    return kept


def _without_owner(cell: Atoms, piece: list[int], aside: dict[int, StrippedAs]) -> list[int]:
    """Drop an owner's letters behind a slash: ``12345/ABCD``."""
    kept = list(piece)
    while len(kept) > 1 and cell.atoms[kept[-1]].is_word:
        last = cell.atoms[kept[-1]]
        between = cell.text[cell.atoms[kept[-2]].end : last.start]
        if not ("/" in between and (len(last.text) >= 4 or last.has("owner"))):
            break
        aside[kept.pop()] = StrippedAs.OWNER
    return kept
