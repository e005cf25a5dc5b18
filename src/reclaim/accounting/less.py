"""The minimum counts of a case without one source, from those of the whole: only what its records touch is made anew.

A source's records touch the items that they stand on, and those that share a mark, a name or a decision with them; every
other item, and who had it, is as it was. Where a source reaches further (it declares types or parties, decides, its
records were corrected or rejected, or rows of registers stand beside it) there is no short way, and `without` says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.custody.holding import from_register
from reclaim.accounting.joining import join
from reclaim.accounting.minimum import Everything, everything
from reclaim.model.decision import Judgement
from reclaim.model.item import Entry, Item
from reclaim.model.record import Record, RecordKind

# Kinds of records that say how others are read.
_READ_BY = frozenset({RecordKind.TYPE, RecordKind.PARTY, RecordKind.DECISION})


class Less:
    """A case, ready to be counted without one source. `records` are all that it holds, those that gave way too."""

    def __init__(self, assembly: Assembly, whole: Everything, records: Iterable[Record], chain_exact: bool) -> None:
        self.assembly, self.whole, self.chain_exact = assembly, whole, chain_exact
        self.records = tuple(records)
        # Nobody who asks should wait for what is the same for all sources.
        _ = self._bearing, self._far, self._plain

    def without(self, source: str) -> tuple[Assembly, Everything] | None:
        """The case without a source (by its id), as far as minimum counts ask for it, and all that they are made among;
        None if the source reaches further than its own things."""
        if not self._plain or source in self._far:
            return None
        now = self.assembly
        gone = {event.id for record, event in now.events if record.source == source}
        touched = self._closed(i.id for i in now.items if any(_of(e, source, gone) for e in i.entries))
        entries = [e for i in now.items if i.id in touched for e in i.entries if not _of(e, source, gone)]
        made, _ = join(entries, now.decisions, now.types, chain_exact=self.chain_exact, address=self._address)
        items = sorted([*(i for i in now.items if i.id not in touched), *made], key=lambda i: i.id)
        left = replace(
            now, items=tuple(items), events=tuple(pair for pair in now.events if pair[0].source != source),
            counts=tuple(c for c in now.counts if c[0].source != source and c[2].id not in gone),
            claims=tuple(pair for pair in now.claims if pair[0].source != source),
            steps=tuple(pair for pair in now.steps if pair[0].source != source))
        return left, self._among(left, made, touched)

    def _among(self, left: Assembly, made: tuple[Item, ...], touched: frozenset[str]) -> Everything:
        """What counts are made among, taken from the whole wherever nothing was touched."""
        if len(left.counts) != len(self.assembly.counts):
            return everything(left)
        new = everything(replace(left, items=made, counts=(), events=()))
        held = sorted([*(pair for pair in self.whole.held if pair[0].id not in touched), *new.held],
                      key=lambda pair: pair[0].id)
        standing = {record.id for record, _ in left.events}
        return Everything(held, {i: e for i, e in self.whole.events.items() if i in standing}, self.whole.apart)

    def _closed(self, items: Iterable[str]) -> frozenset[str]:
        """The items, and all that share something with them or with one that does."""
        found, waiting = set[str](), list(items)
        while len(waiting) > 0:
            item = waiting.pop()
            if item not in found:
                found.add(item)
                waiting += [other for name in self._names[item] for other in self._bearing[name] if other not in found]
        return frozenset(found)

    @cached_property
    def _names(self) -> dict[str, set[object]]:
        """By item, everything by which its records might be joined with others: marks, names, decisions."""
        judged: dict[str, set[object]] = defaultdict(set)
        for d in self.assembly.decisions:
            for subject in d.subjects:
                judged[self._address.get(subject, subject)].add(("decision", d.id))
        return {i.id: {name for e in i.entries for name in (
            *([("mark", e.marked)] if e.canonical != "" else []), *([("item", e.line.item)] if e.line.item != "" else []),
            *judged[e.id])} for i in self.assembly.items}

    @cached_property
    def _bearing(self) -> dict[object, list[str]]:
        """The items that bear each of these."""
        found: dict[object, list[str]] = defaultdict(list)
        for item, names in self._names.items():
            for name in names:
                found[name].append(item)
        return found

    @cached_property
    def _address(self) -> dict[str, str]:
        """Names of records to the ids of the entries that they mean, as `assemble` has them."""
        entries = [e for i in self.assembly.items for e in i.entries]
        own = {e.id for e in entries}
        moved = {old: new for old, new in self.assembly.moved.items() if old not in own}
        return {name: e.id for e in entries for name in (e.record.key, e.line.id)} | moved

    @cached_property
    def _plain(self) -> bool:
        """Whether all things are of record files, each record under an address of its own, and no pair is only near."""
        entries = [e for i in self.assembly.items for e in i.entries]
        names = {name for e in entries for name in (e.record.key, e.line.id)}
        return not any(from_register(e.record) for e in entries) and len(names) == 2 * len(entries)

    @cached_property
    def _far(self) -> frozenset[str]:
        """Sources of which some record says how others are read, has given way, or shares its address with another."""
        judged = {s for d in self.assembly.decisions if d.judgement in (Judgement.CORRECT, Judgement.REJECT)
                  for s in d.subjects}
        owners: dict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            owners[record.key].append(record)
        return frozenset(r.source for r in self.records if r.kind in _READ_BY or len(owners[r.key]) > 1
                         or not judged.isdisjoint((r.id, r.key)))


def _of(entry: Entry, source: str, gone: set[str]) -> bool:
    """Whether an entry falls with a source: it is of the source itself, or its event is."""
    return entry.record.source == source or entry.event.id in gone
