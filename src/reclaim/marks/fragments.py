"""Runs: the codes and short letter groups of a cell that stand together, parted into fragments.

``AI 06927`` is one fragment, ``VYY649 AABK010`` two, ``12345 D`` one. A run ends where words, brackets or commas
end it; ``parting`` says where one run holds two marks.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from reclaim.marks.atoms import Atom, Atoms, Shape
from reclaim.marks.elsewhere import set_aside_numbers
from reclaim.marks.parting import part
from reclaim.marks.places import Fragments
from reclaim.marks.words import Concepts
from reclaim.model.mark import StrippedAs

MOST_LETTERS_IN_GROUP: Final = 5
"""A group of letters longer than this, standing alone, is a word (``KIPROX 123`` is not)."""

MOST_LETTERS_BEHIND: Final = 3

_SEPARATORS: Final = frozenset("-./'_~")
_WEIGHTLESS: Final = frozenset({"number_sign"})


def fragments_of(cell: Atoms) -> Fragments:
    """The fragments of a cell."""
    result = Fragments()
    set_aside_numbers(cell.atoms, result.aside)
    place = 0
    while place < len(cell.atoms):
        run = _run_from(cell, place, result.aside)
        if len(run) == 0:
            place += 1
            continue
        place = run[-1] + 1
        run = _trimmed(cell, run, result.aside)
        if any(cell.atoms[i].shape in (Shape.CODE, Shape.RUN) for i in run):
            part(cell, run, result)
    return result


def _run_from(cell: Atoms, start: int, aside: dict[int, StrippedAs]) -> list[int]:
    """The longest run of codes, letter groups and the separators between them that begins at ``start``."""
    if not _may_belong(cell, start, aside):
        return []
    run = [start]
    place = start + 1
    while place < len(cell.atoms):
        ahead = place
        while ahead < len(cell.atoms) and ahead - place < 3 and _separates(cell.atoms, ahead):
            ahead += 1
        if ahead == len(cell.atoms):
            break
        if _announces(cell, ahead) or _is_lone_query(cell, run, ahead):
            break
        if not _may_belong(cell, ahead, aside):
            if not _is_list_comma(cell.atoms, ahead) or not _may_belong(cell, ahead + 1, aside):
                break
            ahead += 1
        run.append(ahead)
        place = ahead + 1
    return run


def _is_lone_query(cell: Atoms, run: list[int], place: int) -> bool:
    """``D417203 ?``: one query behind a whole word doubts it; it is no further place."""
    atom = cell.atoms[place]
    if atom.text != "?" or not atom.gap or len(run) > 1 or len(cell.atoms[run[0]].text) < 4:
        return False
    return cell.text.count("?") == 1 and not any(char.isalnum() for char in cell.text[atom.end :])


def _announces(cell: Atoms, place: int) -> bool:
    """A label between numbers, set off by white space or a slash: ``14 / SN 71882``."""
    atom = cell.atoms[place]
    if not atom.is_word or not atom.has("number") or len(atom.text) < 2:
        return False
    set_off = atom.gap or cell.text[atom.start - 1] == "/"
    return set_off and place + 1 < len(cell.atoms) and cell.atoms[place + 1].gap


def _separates(atoms: list[Atom], place: int) -> bool:
    """Dashes, dots and slashes; a colon only inside a word (``AO:142503``)."""
    if atoms[place].text in _SEPARATORS:
        return True
    if atoms[place].text != ":" or atoms[place].gap or place + 1 == len(atoms) or atoms[place + 1].gap:
        return False
    before = atoms[place - 1]
    return before.is_code or (before.is_word and len(before.concepts) == 0)


def _may_belong(cell: Atoms, place: int, aside: dict[int, StrippedAs]) -> bool:
    if place >= len(cell.atoms) or place in aside:
        return False
    atom = cell.atoms[place]
    if atom.is_code:
        return True
    if atom.shape is Shape.RUN:
        return not _beside_a_word(cell, place)
    return atom.is_word and is_letter_group(cell, atom)


def _beside_a_word(cell: Atoms, place: int) -> bool:
    """Whether an ellipsis only trails off a sentence."""
    before = cell.atoms[place - 1] if place > 0 else None
    if before is not None and before.is_word and not is_letter_group(cell, before):
        return True
    after = cell.atoms[place + 1] if place + 1 < len(cell.atoms) else None
    touches_code = (before is not None and not cell.atoms[place].gap and (before.is_code or before.is_word)) or (
        after is not None and not after.gap and (after.is_code or after.is_word)
    )
    return not touches_code


def is_letter_group(cell: Atoms, atom: Atom) -> bool:
    """Whether a word may be the letters of a serial: short, in capitals, and no word that speaks of marks."""
    text = atom.text
    meaning = atom.concepts - _WEIGHTLESS
    if len(text) > MOST_LETTERS_IN_GROUP or not text.isalpha():
        return False
    if len(text) > 2 and len(meaning) > 0 and not _is_prefix_all_the_same(cell, atom, meaning):
        return False
    if text.isupper():
        return True
    if text.lower() == text.upper():
        return len(text) <= 2 and len(meaning) == 0
    if cell.text.lower() == cell.text:
        return len(text) <= 4 and (len(text) == 1 or len(meaning) == 0)
    if set(text) <= {"x", "X"}:
        return True
    return text.istitle() and len(text) > 2 and atom is cell.atoms[0]


ANNOUNCING: Final = frozenset(
    {"number", "number_sign", "lot_number", "rack_or_ownership", "import_mark", "national_mark", "registry_serial"}
    | {"make", "model", "model_word", "calibre", "owner", "seal", "frame", "receiver", "slide", "barrel"}
)
"""What a short word in front of a number may say of it, so that it is no part of it: "LOT-12", "BOLT 12"."""
_SPEAKING: Final = ANNOUNCING | {
    "removed", "altered", "restored", "partial", "rest", "only", "starts", "ends", "not_recorded", "never_marked",
    "note", "worn", "doubt", "information", "placeholder",
}  # fmt: skip
_ATTACHED: Final = re.compile(r"[-./'][0-9?*]")


def _is_prefix_all_the_same(cell: Atoms, atom: Atom, meaning: Concepts) -> bool:
    """Whether a word of three or four capitals opens a serial although some language has such a word.

    ``SUA-0001`` and a cell that holds nothing but ``SUA 0001``: the prefix is not dropped for meaning "his".
    """
    if len(atom.text) > 4 or not atom.text.isupper():
        return False
    if _ATTACHED.match(cell.text, atom.end) is not None:
        return meaning.isdisjoint(ANNOUNCING)
    alone = sum(other.is_word for other in cell.atoms) == 1
    return alone and atom is cell.atoms[0] and meaning.isdisjoint(_SPEAKING)


def _is_list_comma(atoms: list[Atom], place: int) -> bool:
    """A comma between single characters (1,2,7) or in front of three digits (1,234,567)."""
    if atoms[place].text != "," or place + 1 >= len(atoms) or place == 0:
        return False
    before, after = atoms[place - 1], atoms[place + 1]
    if not (before.is_code and after.is_code):
        return False
    singles = len(before.text) == 1 and len(after.text) == 1
    thousands = before.text.isdigit() and len(before.text) <= 3 and after.text.isdigit() and len(after.text) == 3
    return singles or (thousands and not after.gap)


# Trimming what is a word after all


def _trimmed(cell: Atoms, run: list[int], aside: dict[int, StrippedAs]) -> list[int]:
    run = list(run)
    while len(run) > 1 and cell.atoms[run[0]].is_word and _is_word_in_front(cell, run):
        aside[run[0]] = StrippedAs.LABEL
        del run[0]
    while len(run) > 0 and cell.atoms[run[-1]].is_word and _is_word_behind(cell, run):
        del run[-1]
    return run


def _is_word_in_front(cell: Atoms, run: list[int]) -> bool:
    first, second = cell.atoms[run[0]], cell.atoms[run[1]]
    between = cell.text[first.end : second.start]
    if first.has("number") and len(first.text) > 1 and between.strip(". ") == "" and between != "":
        return not (between == "." and first.text.isupper() is False)
    if first.text in ("N", "n") and between.startswith(".") and second.gap:
        return True
    before = cell.atoms[run[0] - 1] if run[0] > 0 else None
    if before is None or not before.is_word or is_letter_group(cell, before) or not first.gap:
        return _letters_in_front(cell, run) > MOST_LETTERS_IN_GROUP + 1
    if first.text.isupper() and not before.text.isupper():
        return False  # small words, and then capitals: they open the serial
    return len(first.concepts - _WEIGHTLESS) > 0 and (len(first.text) == 2 or first.text.islower())


def _letters_in_front(cell: Atoms, run: list[int]) -> int:
    """How many letters stand before the first code, as far as it matters."""
    groups = takewhile(lambda i: cell.atoms[i].is_word, run[: MOST_LETTERS_IN_GROUP + 2])
    return sum(len(cell.atoms[i].text) for i in groups)


def _is_word_behind(cell: Atoms, run: list[int]) -> bool:
    last = cell.atoms[run[-1]]
    if len(run) > 1 and len(last.text) > 1 and set(last.text) <= {"x", "X"}:
        return False
    if len(last.text) > MOST_LETTERS_BEHIND or len(run) == 1:
        return len(run) > 1 or not _touches_run(cell, run[-1])
    following = cell.atoms[run[-1] + 1] if run[-1] + 1 < len(cell.atoms) else None
    meaning = last.concepts - _WEIGHTLESS
    if following is not None and following.is_word and len(meaning) > 0:
        return True
    if len(last.text) == 2 and len(meaning) > 0:
        return True
    coded = [cell.atoms[i].text for i in run if cell.atoms[i].is_code]
    return last.text.islower() and any(text.upper() != text.lower() and text.isupper() for text in coded)


def _touches_run(cell: Atoms, place: int) -> bool:
    return place + 1 < len(cell.atoms) and cell.atoms[place + 1].shape is Shape.RUN
