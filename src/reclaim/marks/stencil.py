"""Stencils: cells that differ only in their serials are read once and filled in.

``Nº TJX21380 (restored, barrel)`` and ``Nº TKN29631 (restored, barrel)`` have one skeleton. Grammar looks at the length
and shape of a serial, not at its digits, so what it found in the first is found in the second at the same indexes.
Whatever could make the digits matter (years, fillers, designations, two serials alike in one cell) is left as it is
in the skeleton, or read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from reclaim.marks.parse import Context, parse
from reclaim.marks.reasons import is_placeholder
from reclaim.marks.words import concepts_of, lexicon
from reclaim.model.mark import MarkCell, MarkReading

Row = tuple[str | bool | None, ...]
"""The columns of ``parse_column`` for one cell, in their order."""

_SERIAL: Final = re.compile(r"(?<![\w?*#&.,])([A-Z]{0,4}(?=[0-9]{4})|[A-Z]{2,4}(?=[0-9]{3}))([0-9]{3,9})([A-Z]?)(?![\w?*#&])")
_CENTURIES: Final = ("18", "19", "20")
_LETTER, _DIGIT, _LAST = "\ue000", "\ue001", "\ue002"
"""What stands in a skeleton for the letters, digits and last letter of a serial: nothing that is written in a cell."""


KEPT: Final = 50_000
"""So many skeletons and cells that were read are remembered, for a register comes in parts and they recur in each."""


def rows_of(cells: Iterable[str], context: Context) -> Iterator[Row]:
    """A row for each cell, in their order; cells of one skeleton are read once."""
    for cell in cells:
        key, places = _skeleton(cell)
        if len(places) == 0:
            yield _once(cell, context)
            continue
        stencil = _stencils.get((key, context))
        if stencil is None:
            if len(_stencils) >= KEPT:
                _stencils.clear()
            stencil = _stencils[key, context] = Stencil.cut(parse(cell, context), places)
        yield stencil.fill(cell)


@lru_cache(maxsize=KEPT)
def _once(cell: str, context: Context) -> Row:
    return row_of(parse(cell, context))


def row_of(read: MarkCell) -> Row:
    """The columns of one cell that was read."""
    canonical, alternatives, others = _texts(read)
    return _row(
        read,
        None if canonical is None else canonical.canonical,
        ";".join(reading.pattern for reading in alternatives),
        ";".join(reading.pattern for reading in others),
    )


def _row(read: MarkCell, canonical: str | None, alternatives: str, others: str) -> Row:
    mark, why = read.principal, read.why_not_traceable
    reason = None if why is None else why.value
    if mark is None or canonical is None:
        return (None, None, None, "", False, reason, None, "", "")
    part = ";".join(part.value for part in mark.parts)
    kind, completeness = mark.kind.value, mark.completeness.value
    pattern = canonical.replace("…", "*")
    return (canonical, pattern, kind, part, why is None, reason, completeness, alternatives, others)


def _texts(read: MarkCell) -> tuple[MarkReading | None, list[MarkReading], list[MarkReading]]:
    """The readings that stand in a row: the principal one, its alternatives, the other marks'."""
    mark = read.principal
    if mark is None:
        return None, [], []
    return mark.reading, list(mark.alternatives), [other.reading for other in read.marks if other is not mark]


Form = tuple[str | int, ...]
"""A text to be filled in: fixed stretches and indexes of the cell."""


@dataclass(frozen=True, slots=True)
class Stencil:
    """A row with its texts as forms."""

    row: Row
    canonical: Form | None
    alternatives: tuple[Form, ...]
    others: tuple[Form, ...]

    @classmethod
    def cut(cls, read: MarkCell, places: frozenset[int]) -> Stencil:
        """From the cell that was read; ``places`` are the indexes that differ between cells of its skeleton."""
        canonical, alternatives, others = _texts(read)
        return cls(
            row_of(read),
            None if canonical is None else _form(canonical, places),
            tuple(_form(reading, places) for reading in alternatives),
            tuple(_form(reading, places) for reading in others),
        )

    def fill(self, cell: str) -> Row:
        if self.canonical is None:
            return self.row
        canonical = _filled(self.canonical, cell)
        alternatives = ";".join(_filled(form, cell).replace("…", "*") for form in self.alternatives)
        others = ";".join(_filled(form, cell).replace("…", "*") for form in self.others)
        return (canonical, canonical.replace("…", "*"), *self.row[2:7], alternatives, others)


def _form(reading: MarkReading, places: frozenset[int]) -> Form:
    return tuple(c.at if c.at is not None and c.at in places else c.text for c in reading.characters)


def _filled(form: Form, cell: str) -> str:
    return "".join([cell[piece] if isinstance(piece, int) else piece for piece in form])


_stencils: dict[tuple[str, Context], Stencil] = {}


# Skeletons


def _skeleton(cell: str) -> tuple[str, frozenset[int]]:
    """The cell with its serials blanked by shape, and the indexes of what was blanked; no indexes if it has none."""
    serials = [match for match in _SERIAL.finditer(cell) if _is_neutral(match)]
    if len(serials) == 0 or not _far_apart([match[0] for match in serials]):
        return cell, frozenset()
    pieces, end = list[str](), 0
    places = set[int]()
    for match in serials:
        bare = match[1] == "" or means_nothing(match[1])
        pieces += [cell[end : match.start()], _LETTER * len(match[1]) if bare else match[1], _DIGIT * len(match[2]),
                   _LAST * len(match[3])]
        places.update(range(match.start(1 if bare else 2), match.end()))
        end = match.end()
    return "".join([*pieces, cell[end:]]), frozenset(places)


def _is_neutral(match: re.Match[str]) -> bool:
    letters, digits, last = match.groups()
    if "XX" in letters or last == "X" or is_placeholder(digits):
        return False
    year_or_name = len(digits) == 4 and (digits[:2] in _CENTURIES or match[0].lower() in _designations())
    return not year_or_name


@cache
def means_nothing(letters: str) -> bool:
    """Whether letters in front of a number are no word, open no phrase, and hold no crosses."""
    key = letters.lower()
    return "XX" not in letters and key not in lexicon().longest and len(concepts_of(key)) == 0


@cache
def _designations() -> frozenset[str]:
    return frozenset(key[0] for key, concepts in lexicon().phrases.items() if len(key) == 1 and "model" in concepts)


def _far_apart(serials: list[str]) -> bool:
    """Whether no two serials could be readings of one: equal endings, or one length and few places that differ."""
    return not any(_alike(one, other) for index, one in enumerate(serials) for other in serials[:index])


def _alike(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 2
    return abs(len(one) - len(other)) == 1 or one.endswith(other[-4:]) or other.endswith(one[-4:])
