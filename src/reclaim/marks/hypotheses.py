"""From fragments to marks: which are readings of one mark, of what kind each is, and on which part it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reclaim.marks.atoms import Atoms
from reclaim.marks.clauses import PARTS, Clause
from reclaim.marks.legible import Told
from reclaim.marks.places import Fragment, Place
from reclaim.model.mark import RUN_AS_WRITTEN, UNREAD, Mark, MarkKind, MarkReading, Part

_KINDS: Final = ("lot_number", "rack_or_ownership", "import_mark", "national_mark", "registry_serial")
_BETWEEN_READINGS: Final = frozenset({"or", "doubt", "stop", "number", "shown", "and"})

LEAST_LENGTH: Final = 3
"""A serial shorter than this, and without a run, is a filler or another number."""


@dataclass(slots=True)
class Draft:
    """A mark in the making: its readings (fragments), kind and parts."""

    readings: list[Told]
    kind: MarkKind = MarkKind.MAKER_SERIAL
    parts: list[Part] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.readings[0].fragment.text


def draft_marks(cell: Atoms, clauses: list[Clause], told: list[Told], given: MarkKind) -> list[Draft]:
    """All marks of a cell, in the order written, before those too short are left out."""
    kinds = _kinds(clauses, len(told), given)
    parts = _parts(clauses, len(told))
    drafts: list[Draft] = []
    for index, one in enumerate(told):
        earlier = drafts[-1] if len(drafts) > 0 else None
        apart = earlier is not None and parts[index] != earlier.parts and len(parts[index]) * len(earlier.parts) > 0
        if earlier is not None and kinds[index] is earlier.kind and not apart:
            joint = "" if _in_a_list(told, index) else _joint(cell, told, index)
            if joint != "" and _add_reading(earlier, one, joint):
                earlier.parts.extend(part for part in parts[index] if part not in earlier.parts)
                continue
        same = next((d for d in drafts if d.text == one.fragment.text and d.kind is kinds[index]), None)
        if same is not None:
            same.parts.extend(part for part in parts[index] if part not in same.parts)
            same.readings[0].restored |= one.restored
            continue
        drafts.append(Draft([one], kinds[index], list(parts[index])))
    return drafts


def is_long_enough(draft: Draft) -> bool:
    """Whether a draft is more than a filler: something was read, and there is enough of it for its kind."""
    fragment = draft.readings[0].fragment
    if fragment.read == 0:
        return False
    if draft.kind is not MarkKind.MAKER_SERIAL and draft.kind is not MarkKind.REGISTRY_SERIAL:
        return True
    return len(fragment.places) >= LEAST_LENGTH or RUN_AS_WRITTEN in fragment.text


def mark_of(draft: Draft, at: tuple[int, ...] | range, options: dict[str, str]) -> Mark:
    """The finished value; places with two readings become alternatives."""
    readings: list[MarkReading] = []
    for told in draft.readings:
        for variant in _variants(told, options):
            reading = MarkReading(variant.characters(at))
            if all(reading.canonical != known.canonical for known in readings):
                readings.append(reading)
    return Mark(draft.kind, tuple(readings), tuple(draft.parts))


def _variants(told: Told, options: dict[str, str]) -> list[Told]:
    """A fragment once for each choice among its places with two readings (at most three such places); a place with one
    reading that is not sure makes no choice."""
    variants, marked = [told], [place.text for place in told.places if place.text in options]
    sure, open_ = ([s for s in marked if (len(options[s]) == 1) is one] for one in (True, False))
    for stand_in in [*sure, *open_[:3]]:
        variants = [_chosen(variant, stand_in, char) for variant in variants for char in options[stand_in]]
    return variants


def _chosen(told: Told, stand_in: str, char: str) -> Told:
    places = [Place(char, place.at) if place.text == stand_in else place for place in told.places]
    doubtful = told.doubtful | {i for i, place in enumerate(told.places) if place.text == stand_in}
    fragment = Fragment(told.fragment.first, told.fragment.last, places)
    return Told(fragment, told.restored, doubtful)


# One mark or two


def _in_a_list(told: list[Told], index: int) -> bool:
    """Three or more with slashes between them are marks in a row, not readings of one."""
    neighbours = (told[i].fragment.joined_by for i in (index - 1, index + 1) if 0 <= i < len(told))
    return told[index].fragment.joined_by == "slash" and "slash" in neighbours


def _joint(cell: Atoms, told: list[Told], index: int) -> str:
    """ "or" if the cell offers this fragment as another reading of the one before, "slash", or ""."""
    here, before = told[index].fragment, told[index - 1].fragment
    if here.joined_by in ("or", "slash"):
        return here.joined_by
    between = cell.atoms[before.last + 1 : here.first]
    words = [atom for atom in between if atom.is_word]
    if len(words) > 0 and all(len(w.concepts) > 0 and w.concepts <= _BETWEEN_READINGS for w in words):
        if any(word.has("or") and (len(word.text) > 1 or word.text.islower()) for word in words):
            return "or"
        if any(word.has("doubt") for word in words):
            return "slash"
    bracketed = any(atom.text in "([" for atom in between)
    return "query" if len(words) == 0 and bracketed and here.text.endswith(UNREAD) else ""


def _add_reading(draft: Draft, told: Told, joint: str) -> bool:
    """Take a fragment as another reading of the draft's mark, if it can be one."""
    first, other = draft.readings[0].fragment, told.fragment
    if joint == "query":
        if not _similar(first.text, other.text[:-1]):
            return False
        other.places.pop()
        told.doubtful.update(range(len(other.places)))
    elif joint == "slash" and not _similar(first.text, other.text):
        return False
    elif joint == "or" and len(other.places) <= 3 and len(other.places) + 1 < len(first.places):
        other.places[:0] = first.places[: -len(other.places)]
    draft.readings.append(told)
    return True


def _similar(one: str, other: str) -> bool:
    """Whether two texts may be readings of one mark: at most two places differ, or one is missing."""
    if len(one) == len(other):
        return sum(a != b and UNREAD not in (a, b) for a, b in zip(one, other, strict=True)) <= 2
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


# Kinds


_NAMED_BEHIND: Final = (MarkKind.NATIONAL_MARK, MarkKind.REGISTRY_SERIAL)
"""Kinds that a cell may also name behind the number, without brackets ("00718 national mark")."""


def _kinds(clauses: list[Clause], count: int, given: MarkKind) -> list[MarkKind]:
    """The kind of each fragment: that of the nearest label before it, or in brackets behind it."""
    kinds = [given] * count
    for order, clause in enumerate(clauses):
        label: MarkKind | None = None
        last: int | None = None
        for is_fragment, index in clause.order:
            if is_fragment:
                kinds[index] = label or kinds[index]
                label, last = None, index
            else:
                named = [kind for kind in _KINDS if kind in clause.meanings.get(index, ())]
                label = MarkKind(named[0]) if len(named) > 0 else label
        if label in _NAMED_BEHIND and last is not None:
            kinds[last] = label
        only_a_label = clause.bracketed and clause.says <= {*_KINDS, "number", "stop"}
        if label is not None and only_a_label and len(clause.fragments) == 0:
            for index in _fragments_before(clauses, order)[-1:]:
                kinds[index] = label
    return kinds


def _fragments_before(clauses: list[Clause], order: int) -> list[int]:
    return [index for clause in clauses[:order] for index in clause.fragments]


# Parts


_TAKEN_AWAY: Final = frozenset({"removed", "altered", "absent", "never_marked", "unread", "not_recorded", "worn"})


def _parts(clauses: list[Clause], count: int) -> list[list[Part]]:
    """The parts that carry each fragment.

    Where the first part is named before the first fragment ("FRAME 12, BARREL 13") parts announce what follows,
    else they close what went before ("12 on frame, 13 on barrel"). Parts of which a clause says that the mark
    was taken away there are nobody's.
    """
    parts: list[list[Part]] = [[] for _ in range(count)]
    announce = _parts_announce(clauses)
    waiting: list[Part] = []
    last: int | None = None
    gone = False
    for clause in clauses:
        gone_before = gone and clause.bracketed and len(clause.fragments) == 0
        gone = gone_before or (len(clause.fragments) == 0 and clause.has(*_TAKEN_AWAY) and not clause.has("partial"))
        joined = False
        for is_fragment, index in clause.order:
            if is_fragment:
                if joined and clause.has("removed"):
                    waiting.clear()  # "ground off the slide and the barrel, and 123 on the plate"
                parts[index].extend(waiting)
                waiting, last, gone = [], index, False
                continue
            joined = "and" in clause.meanings.get(index, ())
            meaning = clause.meanings.get(index, set())
            gone = gone or (last in clause.fragments and not meaning.isdisjoint(_TAKEN_AWAY))
            named = [Part(part) for part in PARTS if part in meaning]
            if gone or len(named) == 0:
                continue
            more_to_come = last is None or last + 1 < count
            goes_on = (announce and more_to_come and not clause.bracketed) or last is None
            target = waiting if goes_on or last is None else parts[last]
            target.extend(part for part in named if part not in target)
    return parts


def _parts_announce(clauses: list[Clause]) -> bool:
    for clause in clauses:
        if len(clause.fragments) == 0 and clause.has(*_TAKEN_AWAY):
            continue
        for is_fragment, index in clause.order:
            if is_fragment:
                return False
            if not clause.meanings.get(index, set()).isdisjoint(PARTS):
                return True
    return False
