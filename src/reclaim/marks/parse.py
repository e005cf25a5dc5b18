"""Read one cell: ``parse("TJW4???? (FOUND ON BARREL)")`` gives hypotheses of marks, or the reason why none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile
from typing import Final

from reclaim.marks.atoms import Atom, Atoms, atoms_of
from reclaim.marks.clauses import Clause, clauses_of
from reclaim.marks.fragments import fragments_of, is_letter_group
from reclaim.marks.hypotheses import Draft, draft_marks, is_long_enough, mark_of
from reclaim.marks.legible import tell
from reclaim.marks.places import Fragment, Fragments, letters_fragment
from reclaim.marks.plain import Plain, plain, word_key
from reclaim.marks.reasons import is_placeholder, reason_of
from reclaim.marks.setaside import stripped_of
from reclaim.marks.spreadsheet import is_damaged, without_additions
from reclaim.marks.words import concepts_of, lexicon
from reclaim.model.mark import (
    LEAST_READ,
    SERIAL_KINDS,
    UNREAD,
    Character,
    Legibility,
    Mark,
    MarkCell,
    MarkKind,
    MarkReading,
    Reason,
    Stripped,
    StrippedAs,
)

LONGEST: Final = 1_000
"""A cell longer than this, in characters, is a text, not a mark."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a cell from its column and row.

    ``kind``: the kind of mark that the column holds. ``make`` and ``model``: as written in the same row; kept beside
    the cell for `marks.formats`, and no reading is changed by them. ``fixed_width``: the column is right-justified
    and zero-padded (US Army 80-column records), so leading zeros are filling and ``&`` is a real one.
    """

    kind: MarkKind = MarkKind.MAKER_SERIAL
    make: str = ""
    model: str = ""
    fixed_width: bool = False


NO_CONTEXT: Final = Context()

_CLEAN: Final = re.compile(r"(?=.*[0-9])[A-Z]{0,4}[0-9?][0-9?*]{2,11}[A-Z]?")
"""The shapes of most serials, read whole or with places unread; nothing in them needs grammar."""


def parse(written: str | None, context: Context | None = None) -> MarkCell:
    """What a cell says.

    Never raises for what a cell holds; ``None`` and blank cells are not recorded.

    >>> parse("SUE48959 - RESTORED").marks[0].canonical
    'SUE48959'
    >>> parse("ground off").reason
    <Reason.OBLITERATED: 'obliterated'>
    """
    context = context or NO_CONTEXT
    if written is None:
        return MarkCell("", reason=Reason.NOT_RECORDED)
    text = written.strip()
    if text == "":
        return MarkCell(written, reason=Reason.NOT_RECORDED)
    if len(text) > LONGEST:
        return MarkCell(written, reason=Reason.OTHER_TEXT)
    clean = _CLEAN.fullmatch(text) is not None and "XXX" not in text and not is_placeholder(text)
    if clean and context is NO_CONTEXT:
        return MarkCell(written, (_clean(text, written.index(text)),))
    return _parse_with_words(written, context)


def _clean(text: str, start: int) -> Mark:
    characters = tuple(
        Character(UNREAD, Legibility.UNREAD, start + i)
        if char in "?*"
        else Character(char, Legibility.CLEAR, start + i)
        for i, char in enumerate(text)
    )
    return Mark(MarkKind.MAKER_SERIAL, (MarkReading(characters),))


def _parse_with_words(written: str, context: Context) -> MarkCell:
    whole = plain(written)
    if is_damaged(whole.text.strip()):
        return MarkCell(written, reason=Reason.SPREADSHEET_DAMAGE)
    cell, added = _without_spreadsheet(whole)
    national = _national_mark(cell)
    if national is not None:
        return MarkCell(written, (national,))
    atoms = atoms_of(cell.text)
    fragments = fragments_of(atoms)
    if context.fixed_width:
        _unpad(fragments)
    clauses = clauses_of(atoms, fragments.found)
    if len(fragments.found) == 0:
        fragments.found.extend(_letters_only(atoms, clauses) or _import_letters(atoms, clauses, context.kind))
        clauses = clauses_of(atoms, fragments.found) if len(fragments.found) > 0 else clauses
    drafts = draft_marks(atoms, clauses, tell(atoms, clauses, fragments.found), context.kind)
    kept = _worth_keeping(drafts, clauses)
    stripped = added + stripped_of(written, cell, atoms, clauses, fragments)
    if len(kept) == 0 or _is_prose(atoms, clauses, kept):
        return MarkCell(written, reason=_why_none(atoms, clauses, fragments, drafts), stripped=stripped)
    return MarkCell(written, tuple(mark_of(draft, cell.at, atoms.options) for draft in kept), stripped=stripped)


def _without_spreadsheet(whole: Plain) -> tuple[Plain, tuple[Stripped, ...]]:
    text = whole.text.strip()
    lead = len(whole.text) - len(whole.text.lstrip())
    start, end = without_additions(text)
    if (start, end) == (0, len(text)):
        return whole, ()
    added = tuple(Stripped(bit, StrippedAs.SPREADSHEET) for bit in (text[:start], text[end:]) if bit != "")
    return Plain(text[start:end], tuple(whole.at[lead + start : lead + end])), added


# National marks


@cache
def _star_mark() -> re.Pattern[str]:
    def listed(concept: str) -> str:
        words = (entry for entry, concepts in lexicon().written.items() if concept in concepts)
        return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))

    return re.compile(
        rf"\W*(?:★\s*[^\W\d_]{{2}}[\s./-]*[^\W\d_]{{0,6}}|\*\s*(?:{listed('country')})[\s./-]*(?:{listed('force')}))"
        r"[\s./-]*\d{2,10}\W*",
        re.IGNORECASE,
    )


def _national_mark(cell: Plain) -> Mark | None:
    """A star, a country, a force and a number."""
    if ("★" not in cell.text and "*" not in cell.text) or _star_mark().fullmatch(cell.text) is None:
        return None
    characters = tuple(
        Character(char.upper(), Legibility.CLEAR, cell.at[i]) for i, char in enumerate(cell.text) if char.isalnum()
    )
    return Mark(MarkKind.NATIONAL_MARK, (MarkReading(characters),))


# Letters that are all that was read


_CUES: Final = ("rest", "starts", "ends", "only", "legible", "digit", "removed")


def _import_letters(cell: Atoms, clauses: list[Clause], kind: MarkKind) -> list[Fragment]:
    """``import mark: CAI GEORGIA VT``: an importer's name is a mark without any number. A column that is said to hold
    import marks needs no label."""
    for clause in clauses:
        labelled = clause.has("import_mark")
        if not (labelled or kind is MarkKind.IMPORT_MARK) or len(clause.fragments) > 0:
            continue
        labels = (place for place in clause.words if "import_mark" in clause.meanings.get(place, ()))
        label = max(labels, default=-1)
        behind = [place for place in clause.words if place > label and cell.atoms[place].is_word]
        names = list(dropwhile(lambda place: len(cell.atoms[place].concepts) > 0, behind))
        if len(names) > 0 and all(cell.atoms[place].text.isupper() for place in names):
            return [letters_fragment(cell, names, is_name=True)]
    return []


def _letters_only(cell: Atoms, clauses: list[Clause]) -> list[Fragment]:
    """``only the letters ACS, rest ground off``: the one unknown group of capitals in a cell that has no code."""
    if not any(clause.has(*_CUES) for clause in clauses):
        return []
    cued = any(clause.has(*_CUES[:-1]) for clause in clauses)
    groups = [
        place
        for place, atom in enumerate(cell.atoms)
        if atom.is_word
        and atom.text.isupper()
        and is_letter_group(cell, atom)
        and _means_nothing(atom)
        and (cued or place == 0)
    ]
    unknown = [atom for atom in cell.atoms if atom.is_word and len(atom.concepts) == 0]
    if len(groups) != 1 or len(unknown) != 1:
        return []
    place = groups[0]
    clause = next(clause for clause in clauses if place in clause.words)
    if not clause.has(*_CUES) and not _before_a_cue(clauses, clause):
        return []
    return [letters_fragment(cell, [place])]


def _means_nothing(atom: Atom) -> bool:
    return len(atom.concepts) == 0 and len(concepts_of(word_key(atom.text), True)) == 0


def _before_a_cue(clauses: list[Clause], clause: Clause) -> bool:
    order = clauses.index(clause)
    return order + 1 < len(clauses) and clauses[order + 1].has(*_CUES)


# What is no mark after all


MUCH_READ: Final = 4


def _worth_keeping(drafts: list[Draft], clauses: list[Clause]) -> list[Draft]:
    """Drafts that are marks: long enough, no filler; beside one that was read well, not the odd digit of a remark."""
    speaks = any(not clause.says.isdisjoint(_SPEAKS_OF_MARKS) for clause in clauses)
    for draft in drafts if not speaks else ():
        _leave_fillers(draft)
    kept = [draft for draft in drafts if is_long_enough(draft) and (speaks or not _is_filler(draft))]
    if any(draft.readings[0].fragment.read >= MUCH_READ for draft in kept):
        kept = [draft for draft in kept if not _is_odd(draft)]
    return kept


def _leave_fillers(draft: Draft) -> None:
    """`W441207 or 0000`: a filler is no other reading of a mark."""
    if draft.kind is MarkKind.MAKER_SERIAL:
        draft.readings = [r for r in draft.readings if not is_placeholder(r.fragment.text)] or draft.readings


def _is_odd(draft: Draft) -> bool:
    fragment = draft.readings[0].fragment
    return fragment.read <= 2 and fragment.seen < LEAST_READ and draft.kind in SERIAL_KINDS


def _is_filler(draft: Draft) -> bool:
    return draft.kind is MarkKind.MAKER_SERIAL and is_placeholder(draft.text)


_SPEAKS_OF_MARKS: Final = frozenset({"restored", "frame", "receiver", "slide", "barrel", "partial", "position"})
MOST_UNKNOWN_WORDS: Final = 2


def _is_prose(cell: Atoms, clauses: list[Clause], drafts: list[Draft]) -> bool:
    """A sentence that happens to hold a short number and says nothing of marks."""
    unknown = sum(atom.is_word and len(atom.concepts) == 0 and len(atom.text) > 2 for atom in cell.atoms)
    spoken = _SPEAKS_OF_MARKS | {"number", "removed"}
    if unknown < MOST_UNKNOWN_WORDS or any(not clause.says.isdisjoint(spoken) for clause in clauses):
        return False
    return all(draft.kind in SERIAL_KINDS and draft.text.isdigit() and len(draft.text) <= 4 for draft in drafts)


def _why_none(cell: Atoms, clauses: list[Clause], fragments: Fragments, drafts: list[Draft]) -> Reason:
    fillers = sum(is_placeholder(draft.text) and draft.readings[0].fragment.read > 0 for draft in drafts)
    short = sum(draft.readings[0].fragment.read > 0 for draft in drafts)
    letters = "".join(char for char in cell.text if char.isalnum())
    if len(letters) > 0 and set(letters) <= {"x", "X"}:
        return Reason.PLACEHOLDER
    reason = reason_of(cell, clauses, fillers + short)
    unread = any(draft.readings[0].fragment.read == 0 for draft in drafts)
    return Reason.NOT_RECORDED if reason is Reason.OTHER_TEXT and unread else reason


def _unpad(fragments: Fragments) -> None:
    """Leave out the zeros that fill a fixed-width field in front of the serial."""
    for fragment in fragments.found:
        while len(fragment.places) > 1 and fragment.places[0].text == "0" and not fragment.real_zero:
            fragment.places.pop(0)
