"""Fragments: the stretches of a cell that may be a mark, put together from its codes and short letter groups.

``AI 06927`` is one fragment, ``VYY649 AABK010`` two, ``12345 D`` one. Separators never change a serial, so a
fragment ends only where words, brackets or commas end it, or where both sides could each be a whole serial.
Nothing inside a code is ever split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from reclaim.marks.atoms import FILLER, SIGNS, Atom, Atoms, Shape
from reclaim.marks.words import Concepts
from reclaim.model.mark import RUN_AS_WRITTEN, UNREAD, StrippedAs

MOST_LETTERS_IN_GROUP: Final = 5
"""A group of letters longer than this, standing alone, is a word (``KIPRO 123`` is not)."""

MOST_LETTERS_BEHIND: Final = 3

FARTHEST: Final = 24
"""How many atoms on each side are looked at to tell whether two marks stand side by side."""

_SEPARATORS: Final = frozenset("-./'_~")
_JOINING: Final = frozenset({"or", "and"})
_WEIGHTLESS: Final = frozenset({"country", "force", "number_sign"})


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


def fragments_of(cell: Atoms) -> Fragments:
    """The fragments of a cell."""
    result = Fragments()
    _set_aside_numbers(cell.atoms, result.aside)
    place = 0
    while place < len(cell.atoms):
        run = _run_from(cell, place, result.aside)
        if len(run) == 0:
            place += 1
            continue
        place = run[-1] + 1
        run = _trimmed(cell, run, result.aside)
        if any(cell.atoms[i].shape in (Shape.CODE, Shape.RUN) for i in run):
            _split(cell, run, result)
    return result


def letters_fragment(cell: Atoms, places: list[int], is_name: bool = False) -> Fragment:
    """Groups of letters as a fragment of their own (``only the letters ACS``)."""
    return Fragment(places[0], places[-1], _places(cell, places), is_name=is_name)


# Numbers that count or point at something else


def _set_aside_numbers(atoms: list[Atom], aside: dict[int, StrippedAs]) -> None:
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
        near = range(max(0, place - FARTHEST), min(len(atoms), place + FARTHEST))
        others = any(atoms[i].is_code and len(atoms[i].text) >= 4 for i in near if i != place)
        if before.has("year") or (others and before.has("other", "stop") and not before.has("number")):
            return StrippedAs.NOTE
    if len(text) <= 2 and place + 1 < len(atoms) and atoms[place + 1].text == "°":
        return StrippedAs.NOTE
    return None


_TIMES: Final = re.compile(r"[xX][0-9]{1,2}|[0-9]{1,2}[xX]")


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


# Runs of atoms that may be one fragment


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
        if _announces(cell, ahead):
            break
        if not _may_belong(cell, ahead, aside):
            if not _is_list_comma(cell.atoms, ahead) or not _may_belong(cell, ahead + 1, aside):
                break
            ahead += 1
        run.append(ahead)
        place = ahead + 1
    return run


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


# Splitting a run into fragments


_MODEL_AND_LOT: Final = re.compile(r"[A-Za-z]{1,2}[ -]?[\d?*]{3,4} ?- ?[\d?*xX]{2}(?= )")
_LABELS_ONE_NUMBER: Final = ("lot_number", "rack_or_ownership", "model_word", "make")


def _split(cell: Atoms, run: list[int], result: Fragments) -> None:
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
            result.found.append(Fragment(kept[0], kept[-1], _places(cell, kept), joint, real_zero))


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
    one, other = Fragment(0, 0, _places(cell, left)), Fragment(0, 0, _places(cell, right))
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
    rest = Fragment(0, 0, _places(cell, kept))
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


# The places of a fragment


_TWO_RUNS: Final = (RUN_AS_WRITTEN, RUN_AS_WRITTEN)
_PADDED: Final = re.compile(r"0*&")


def _places(cell: Atoms, run: list[int]) -> list[Place]:
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
