"""What the words around a fragment say of its places: last two worn, initials only, rest ground off, restored.

Only places are added (``?`` for one, ``…`` for a run of unknown length) and legibility is set: no character is
ever made up, and none is taken out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reclaim.marks.atoms import Atoms
from reclaim.marks.clauses import PARTS, Clause
from reclaim.marks.places import Fragment, Place
from reclaim.model.mark import RUN_AS_WRITTEN, UNREAD, Character, Legibility

_UNREAD_PLACE: Final = Place(UNREAD, None)
_RUN_PLACE: Final = Place(RUN_AS_WRITTEN, None)
_UNKNOWN: Final = (UNREAD, RUN_AS_WRITTEN)


@dataclass(slots=True)
class Told:
    """A fragment with what the cell tells of it."""

    fragment: Fragment
    restored: bool = False
    doubtful: set[int] = field(default_factory=set)
    """Indexes into the fragment's places."""

    @property
    def places(self) -> list[Place]:
        return self.fragment.places

    def characters(self, at: tuple[int, ...] | range) -> tuple[Character, ...]:
        """The places as characters; ``at`` leads from the plain text to the cell as written."""
        return tuple(
            Character(place.text, self._legibility(index, place), None if place.at is None else at[place.at])
            for index, place in enumerate(self.places)
        )

    def _legibility(self, index: int, place: Place) -> Legibility:
        if place.text in _UNKNOWN:
            return Legibility.UNREAD
        if self.restored:
            return Legibility.RESTORED
        return Legibility.DOUBTFUL if index in self.doubtful else Legibility.CLEAR


def tell(cell: Atoms, clauses: list[Clause], fragments: list[Fragment]) -> list[Told]:
    """Apply every clause to the fragments that it speaks of."""
    told = [Told(fragment) for fragment in fragments]
    _apply_crosses(cell, clauses, told)
    for order, clause in enumerate(clauses):
        _apply_query(clauses, order, told)
        for subject in _subjects(clauses, order, told):
            _apply_restored(clause, subject)
            _apply_ends(clause, subject)
            _apply_doubt(clause, subject, told.index(subject))
    for order, clause in enumerate(clauses):
        if clause.has("restored") and clause.has("every") and not clause.bracketed:
            for subject in told:
                subject.restored = True
        if clause.has("partial"):
            for subject in _subjects(clauses, order, told):
                _apply_partial(clause, subject, told)
    for subject in told:
        if subject.fragment.text.isalpha() and not subject.fragment.is_name:  # never a whole serial
            _open_behind(subject, [_RUN_PLACE])
    return told


def _subjects(clauses: list[Clause], order: int, told: list[Told]) -> list[Told]:
    """The fragments that a clause speaks of: its own, else the one before, else the one after."""
    own = clauses[order].fragments
    if len(own) > 0:
        return [told[index] for index in own]
    before = [index for clause in clauses[:order] for index in clause.fragments]
    if len(before) > 0:
        return [told[before[-1]]]
    after = [index for clause in clauses[order + 1 :] for index in clause.fragments]
    return [told[index] for index in after[:1]]


def _apply_restored(clause: Clause, subject: Told) -> None:
    if clause.has("restored"):
        subject.restored = True


def _apply_crosses(cell: Atoms, clauses: list[Clause], told: list[Told]) -> None:
    """``71x8x (x = illegible)``: where the cell says what its crosses stand for, they stand for that."""
    for order, clause in enumerate(clauses):
        defined = any(set(cell.atoms[place].text) <= {"x", "X"} for place in clause.words if cell.atoms[place].is_word)
        if not defined or not (clause.is_negative or clause.has("digit")):
            continue
        for index in [i for earlier in clauses[: order + 1] for i in earlier.fragments]:
            places = told[index].places
            places[:] = [Place(UNREAD, place.at) if place.text == "X" else place for place in places]


def _apply_query(clauses: list[Clause], order: int, told: list[Told]) -> None:
    """``35298 (?)``, ``35298 ?``: a query alone doubts the reading before it."""
    for index in clauses[order].fragments:
        if told[index].fragment.text == UNREAD and index > 0:
            told[index - 1].doubtful.update(range(len(told[index - 1].places)))


def _is_doubted(clause: Clause, index: int) -> bool:
    """Words such as "possibly" that also mean "or" doubt only what comes after them."""
    either = [place for is_fragment, place in clause.order if not is_fragment and _either(clause, place)]
    if len(either) == 0 or clause.has("first", "last") or (True, index) not in clause.order:
        return True
    return clause.order.index((True, index)) > clause.order.index((False, either[0]))


def _either(clause: Clause, place: int) -> bool:
    return {"or", "doubt"} <= clause.meanings.get(place, set())


def _apply_doubt(clause: Clause, subject: Told, index: int) -> None:
    if not clause.has("doubt") or not _is_doubted(clause, index):
        return
    size = len(subject.places)
    if clause.has("last", "ends") and clause.has("digit", "number"):
        subject.doubtful.update(range(size - (clause.count or 1), size))
    elif clause.has("first", "starts") and clause.has("digit", "number"):
        subject.doubtful.update(range(clause.count or 1))
    else:
        subject.doubtful.update(range(size))


# Unread places at the ends


def _apply_ends(clause: Clause, subject: Told) -> None:
    if clause.has("rest") and not _rest_of_the_weapon(clause):
        if clause.is_negative or len(clause.fragments) == 0:
            _open_behind(subject, [_RUN_PLACE])
        return
    digits = clause.has("digit", "number")
    if clause.has("doubt") and not clause.has("removed", "altered", "worn", "unread"):
        return
    if clause.has("first") and digits and not clause.has("last"):
        _end_told(clause, subject, front=True)
    elif clause.has("last") and digits and not clause.has("first"):
        _end_told(clause, subject, front=False)
    elif clause.has("middle") and digits and not clause.is_negative:
        _open_front(subject, [_RUN_PLACE])
        _open_behind(subject, [_RUN_PLACE])
    elif clause.has("starts"):
        (_open_front if clause.is_negative else _open_behind)(subject, [_RUN_PLACE])
    elif clause.has("ends"):
        (_open_behind if clause.is_negative else _open_front)(subject, [_RUN_PLACE])
    elif clause.has("only", "legible") and len(clause.fragments) > 0 and not clause.has(*PARTS):
        _only(subject)


def _only(subject: Told) -> None:
    if not any(place.text in _UNKNOWN for place in subject.places):
        if not subject.fragment.text.isalpha():
            _open_front(subject, [_RUN_PLACE])
        _open_behind(subject, [_RUN_PLACE])


def _rest_of_the_weapon(clause: Clause) -> bool:
    """ "The other parts" are not the rest of the number."""
    return clause.has(*PARTS, "position", "quantity") and not clause.has("digit")


def _end_told(clause: Clause, subject: Told, front: bool) -> None:
    """First or last places told of in words: unread ones are added; if they are what was read, the other end opens."""
    if clause.is_negative or clause.has("absent", "rest"):
        many = clause.count or (None if clause.has("several") else 1)
        missing = [_RUN_PLACE] if many is None else [_UNREAD_PLACE] * many
        if not _cross_for_unread(subject, front):
            (_open_front if front else _open_behind)(subject, missing)
    elif len(clause.fragments) > 0:
        (_open_behind if front else _open_front)(subject, [_RUN_PLACE])


def _cross_for_unread(subject: Told, front: bool) -> bool:
    """``x153592, first digit not legible``: the cross stands for that digit."""
    end = 0 if front else len(subject.places) - 1
    place = subject.places[end]
    if place.text != "X":
        return False
    subject.places[end] = Place(UNREAD, place.at)
    return True


def _open_front(subject: Told, missing: list[Place]) -> None:
    if subject.places[0].text not in _UNKNOWN:
        subject.fragment.places[:0] = missing
        subject.doubtful = {index + len(missing) for index in subject.doubtful}


def _open_behind(subject: Told, missing: list[Place]) -> None:
    if subject.places[-1].text not in _UNKNOWN:
        subject.fragment.places.extend(missing)


def _apply_partial(clause: Clause, subject: Told, told: list[Told]) -> None:
    """A partial reading without a sign for what is missing may go on at both ends."""
    if any(place.text in _UNKNOWN for place in subject.places):
        return
    if subject.restored and len(clause.fragments) == 0 and not clause.has("restored"):
        return
    if len(told) > 1 and len(clause.fragments) == 0 and not clause.bracketed:
        return
    _open_front(subject, [_RUN_PLACE])
    _open_behind(subject, [_RUN_PLACE])
