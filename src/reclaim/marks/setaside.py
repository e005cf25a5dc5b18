"""What was stripped from a cell, and why: every stretch of words that is no part of a mark."""

from __future__ import annotations

from typing import Final

from reclaim.marks.atoms import Atoms
from reclaim.marks.clauses import PARTS, Clause
from reclaim.marks.places import Fragments
from reclaim.marks.plain import Plain
from reclaim.model.mark import Stripped, StrippedAs

_BY_MEANING: Final[tuple[tuple[StrippedAs, frozenset[str]], ...]] = (
    (StrippedAs.RESTORATION, frozenset({"restored"})),
    (StrippedAs.REMOVAL, frozenset({"removed", "altered"})),
    (StrippedAs.LEGIBILITY, frozenset({"unread", "worn", "not_recorded", "doubt", "partial", "rest"})),
    (StrippedAs.LEGIBILITY, frozenset({"first", "last", "middle", "starts", "ends", "only", "legible", "digit"})),
    (StrippedAs.PART, frozenset(PARTS)),
    (StrippedAs.POSITION, frozenset({"position"})),
    (StrippedAs.MAKE, frozenset({"make", "make_word"})),
    (StrippedAs.MODEL, frozenset({"model", "model_word"})),
    (StrippedAs.CALIBRE, frozenset({"calibre"})),
    (StrippedAs.OWNER, frozenset({"owner"})),
    (StrippedAs.LABEL, frozenset({"number", "lot_number", "rack_or_ownership", "import_mark", "national_mark"})),
    (StrippedAs.LABEL, frozenset({"registry_serial", "number_sign", "never_marked"})),
    (StrippedAs.CONNECTIVE, frozenset({"or", "and"})),
)


def stripped_of(
    written: str, cell: Plain, atoms: Atoms, clauses: list[Clause], fragments: Fragments
) -> tuple[Stripped, ...]:
    """Stretches between fragments, clause by clause, in the words of the cell."""
    stretches: list[Stripped] = []
    for clause in clauses:
        group: list[int] = []
        for is_fragment, index in [*clause.order, (True, -1)]:
            if not is_fragment:
                group.append(index)
                continue
            stretches.extend(_stretch(written, cell, atoms, clause, fragments, group))
            group = []
    return tuple(stretches)


def _stretch(
    written: str, cell: Plain, atoms: Atoms, clause: Clause, fragments: Fragments, group: list[int]
) -> list[Stripped]:
    while len(group) > 0 and _is_silent(atoms, group[0]):
        group = group[1:]
    while len(group) > 0 and _is_silent(atoms, group[-1]):
        group = group[:-1]
    if len(group) == 0:
        return []
    start, end = cell.at[atoms.atoms[group[0]].start], cell.at[atoms.atoms[group[-1]].end - 1] + 1
    return [Stripped(written[start:end], _why(atoms, clause, fragments, group))]


def _is_silent(atoms: Atoms, index: int) -> bool:
    atom = atoms.atoms[index]
    return not atom.is_word and not atom.is_code


def _why(atoms: Atoms, clause: Clause, fragments: Fragments, group: list[int]) -> StrippedAs:
    meanings: set[str] = set()
    for index in group:
        meanings |= clause.meanings.get(index, set(atoms.atoms[index].concepts))
    for why, concepts in _BY_MEANING:
        if not concepts.isdisjoint(meanings):
            return why
    given = [fragments.aside[index] for index in group if index in fragments.aside]
    return given[0] if len(given) > 0 else StrippedAs.NOTE
