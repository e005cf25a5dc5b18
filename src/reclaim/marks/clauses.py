"""Clauses: the words of a cell in groups, with what each group says about marks.

A clause ends at a comma, semicolon, bracket, line end, full stop or a dash between spaces. Negation works
inside its clause only: "not apparent (removed)" says not apparent, and removed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reclaim.marks.atoms import Atom, Atoms
from reclaim.marks.places import Fragment
from reclaim.model.mark import Part

PARTS: Final = tuple(part.value for part in Part)
NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip

_BREAKS: Final = frozenset(",;|\n+")
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
_CARRIES_NEGATION: Final = frozenset({"stop", "not", "without", "trace_of", "not_after", "one", "number"})


@dataclass(slots=True)
class Clause:
    """Atoms that belong together. ``says`` holds the concepts of its words after negation.

    Negation turns *shown* and *legible* into ``unread``, *borne*, *marked* and *number* into ``absent``, and takes
    *removed*, *altered* and *restored* back.
    """

    order: list[tuple[bool, int]] = field(default_factory=list)
    """What stands in it, in order: (True, index of a fragment) or (False, index of an atom)."""
    bracketed: bool = False
    says: set[str] = field(default_factory=set)
    meanings: dict[int, set[str]] = field(default_factory=dict)
    count: int | None = None

    @property
    def fragments(self) -> list[int]:
        return [index for is_fragment, index in self.order if is_fragment]

    @property
    def words(self) -> list[int]:
        return [index for is_fragment, index in self.order if not is_fragment]

    def has(self, *concepts: str) -> bool:
        return not self.says.isdisjoint(concepts)

    @property
    def is_negative(self) -> bool:
        """Whether it says that something was not read, taken away or changed."""
        return self.has("removed", "altered", "worn", "unread", "not_recorded")


def clauses_of(cell: Atoms, fragments: list[Fragment]) -> list[Clause]:
    """All clauses in order."""
    opens = {fragment.first: index for index, fragment in enumerate(fragments)}
    inside = {place for fragment in fragments for place in range(fragment.first, fragment.last + 1)}
    clauses = [Clause()]
    depth = 0
    for place, atom in enumerate(cell.atoms):
        if place in opens:
            clauses[-1].order.append((True, opens[place]))
        elif place not in inside and _ends_here(cell.atoms, place):
            depth = max(0, depth + (atom.text in _OPENING) - (atom.text in _CLOSING))
            clauses.append(Clause(bracketed=depth > 0))
        elif place not in inside:
            clauses[-1].order.append((False, place))
    clauses = [clause for clause in clauses if len(clause.order) > 0]
    for clause in clauses:
        _understand(cell.atoms, clause)
    return clauses


def _ends_here(atoms: list[Atom], place: int) -> bool:
    atom = atoms[place]
    if atom.is_word or atom.is_code:
        return False
    if atom.text in _BREAKS or atom.text in _OPENING or atom.text in _CLOSING:
        return True
    following = atoms[place + 1] if place + 1 < len(atoms) else None
    if atom.text == ".":
        before = atoms[place - 1] if place > 0 else None
        short = before is not None and before.is_word and len(before.text.split(" ")[-1]) <= 4
        return following is not None and following.gap and not short
    if atom.text == "-":
        return atom.gap and following is not None and following.gap
    if atom.text == "/":
        return not _between_parts(atoms, place)
    return False


def _between_parts(atoms: list[Atom], place: int) -> bool:
    return 0 < place < len(atoms) - 1 and atoms[place - 1].has(*PARTS) and atoms[place + 1].has(*PARTS, "position")


def _understand(atoms: list[Atom], clause: Clause) -> None:
    """Fill in what the clause says, word by word."""
    negation = ""  # the word that negates what follows: "not", "without" or "none"
    fresh = False  # whether nothing but empty words came since
    last_content: int | None = None
    trailing = False  # whether the last word is a negation that could only look back
    for place in clause.words:
        atom = atoms[place]
        if not atom.is_word:
            clause.count = clause.count or _small_number(atom)
            continue
        concepts = atom.concepts
        if "not_after" in concepts:
            if last_content is not None:
                _negate(clause, last_content)
            else:
                negation, fresh = "not", True
            continue
        if _is_preposition(atoms, place):
            continue
        if atom.has("not", "without") and not (negation != "" and "number" in concepts):
            negation = "without" if "without" in concepts else "not"
            fresh = atom.text.lower() != "n"  # "N. erased": N is the number
            alone = sum(atoms[other].is_word for other in clause.words) == 1
            clause.says.update(concepts & ({"never_marked", "not_recorded", "number"} if alone else {"number"}))
            clause.says.add("negation")
            trailing = "number" not in concepts
            continue
        meaning = _meaning(atom, negation, fresh)
        clause.meanings[place] = meaning
        clause.says.update(meaning)
        clause.count = clause.count or next((NUMBERS[c] for c in sorted(concepts) if c in NUMBERS), None)
        if "never_marked" in concepts:
            negation = negation or "none"
        if not concepts <= _CARRIES_NEGATION and len(concepts) > 0:
            fresh = False
        if not concepts <= {"stop"} and len(concepts) > 0:
            last_content, trailing = place, False
    if trailing and last_content is not None:
        _negate(clause, last_content)  # "to read it was impossible"
    _weigh(clause)


def _weigh(clause: Clause) -> None:
    """Data that are absent, or a visible number that is, do not say that there is no number."""
    if clause.has("absent", "never_marked") and clause.has("information", "shown"):
        clause.says -= {"absent", "never_marked"}
        clause.says.add("unread")


def _small_number(atom: Atom) -> int | None:
    return int(atom.text) if atom.is_code and atom.text.isdigit() and len(atom.text) == 1 else None


def _is_preposition(atoms: list[Atom], place: int) -> bool:
    """ "no" in front of a part of the weapon is Portuguese for "on the"."""
    following = atoms[place + 1] if place + 1 < len(atoms) else None
    return atoms[place].has("stop", "not") and following is not None and following.has(*PARTS, "position")


def _meaning(atom: Atom, negation: str, fresh: bool) -> set[str]:
    meaning = set(atom.concepts)
    if negation == "":
        return meaning
    if meaning & {"shown", "legible", "doubt", "information"} and not meaning & {"removed", "worn"}:
        meaning = meaning - {"shown", "legible", "doubt"} | {"unread"}
    if negation != "none" and meaning & {"borne", "marked"}:
        meaning = meaning - {"borne", "marked"} | {"absent"}
    if negation != "none" and fresh and "number" in meaning:
        meaning = meaning | {"absent"}
    if fresh and negation != "none" and meaning & {"removed", "altered", "worn"}:
        meaning = meaning - {"removed", "altered", "worn"} | {"not_so"}
    if negation != "none" and "restored" in meaning:
        meaning = meaning - {"restored"} | {"unread"}
    return meaning


def _negate(clause: Clause, place: int) -> None:
    """A negation that stands after its word (Persian, Urdu, Pashto)."""
    meaning = clause.meanings.get(place, set())
    clause.says.difference_update(meaning)
    for other, kept in clause.meanings.items():
        if other != place:
            clause.says.update(kept)
    if meaning & {"borne", "marked", "number", "never_marked"}:
        clause.says.add("absent")
    elif meaning & {"removed", "altered", "restored", "worn"}:
        clause.says.add("not_so")
    else:
        clause.says.add("unread")
    clause.meanings[place] = {"not_so"}
