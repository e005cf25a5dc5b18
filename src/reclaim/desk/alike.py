"""Weapons of the case that bear a mark like one that is being written down: likely the same find, told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reclaim import marks
from reclaim.accounting.assemble import Assembly
from reclaim.desk.aligned import SAME, UNREAD_PLACE, aligned
from reclaim.model.item import Item

MOST = 6
MOST_OTHERWISE = 1
"""Places that may differ: more than one misreading is rather another weapon."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A weapon of the case, the mark of it that is like the one asked for, and how many places differ."""

    item: Item
    mark: str
    differ: int


class Marks:
    """The marks of all finds of an assembly, ready to be compared with."""

    def __init__(self, assembly: Assembly) -> None:
        from reclaim.trace.index import SerialIndex

        # Rows of registers are what a mark is traced to; what was told twice is another find.
        pairs = [(item, serial) for item in assembly.items
                 for serial in sorted({e.line.serial for e in item.entries if "@" not in e.line.id} - {""})]
        read = marks.parse_column([serial for _, serial in pairs])
        self._items = [item for item, _ in pairs]
        self._texts = [text or "" for text in read["pattern"].to_pylist()]
        self._index: Any = SerialIndex.build(self._texts)

    def like(self, written: Sequence[str]) -> tuple[Alike, ...]:
        """Weapons that bear a mark like one of those written, the likest first."""
        patterns = [p for p in marks.parse_column(list(written))["pattern"].to_pylist() if p]
        if len(patterns) == 0 or len(self._texts) == 0:
            return ()
        found: dict[str, Alike] = {}
        for reading, record in zip(*(self._index.search(patterns, top=4 * MOST)[c].to_pylist()
                                     for c in ("reading", "record")), strict=True):
            for row in self._index.rows(record).tolist():
                places = aligned(patterns[reading], self._texts[row])
                differ = sum(p.how not in (SAME, UNREAD_PLACE) and p.registered != "?" for p in places)
                item = self._items[row]
                if differ <= MOST_OTHERWISE and (item.id not in found or differ < found[item.id].differ):
                    found[item.id] = Alike(item, self._texts[row], differ)
        return tuple(sorted(found.values(), key=lambda a: (a.differ, a.item.id))[:MOST])
