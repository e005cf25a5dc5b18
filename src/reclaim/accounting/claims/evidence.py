"""Evidence: an assembly, indexed for asking many claims of it.

Everything here is looked up by type, by party or by record; no question walks all pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.claims.recalled import Recalled
from reclaim.accounting.custody.holding import Holding, holdings, of_sight
from reclaim.accounting.origins import Origin
from reclaim.accounting.things import Sight, Thing, things
from reclaim.model.decision import Judgement
from reclaim.model.event import TURNED_UP, EventKind
from reclaim.model.line import StockLine
from reclaim.model.link import Link, LinkBasis
from reclaim.model.place import Place
from reclaim.model.quantity import CountKind, Counts
from reclaim.model.record import Record
from reclaim.model.scope import Standing
from reclaim.model.step import Step, StepKind
from reclaim.model.verdict import Slot
from reclaim.model.when import When

# How many prepared questions are kept at once.
KEPT = 64
# Kinds of count that say that the holder had such things in hand.
IN_HAND = frozenset({CountKind.ON_HAND, CountKind.USABLE, CountKind.SURPLUS})
# Kinds of count that say that the holder had, or was given, such things.
WITH_HOLDER = IN_HAND | {CountKind.DELIVERED, CountKind.RECEIVED, CountKind.ISSUED, CountKind.SHIPPED, CountKind.LEFT,
                         CountKind.UNACCOUNTED, CountKind.CAPTURED, CountKind.LOST}


@dataclass(slots=True)
class Evidence:
    """An assembly with what claims ask of it at hand. Build it with `evidence()`."""

    now: Assembly
    things: dict[str, Thing]
    home: dict[str, str]
    held: dict[str, tuple[Holding, ...]]
    by_type: dict[str, list[str]]
    near: dict[str, list[Link]]
    opened: dict[str, list[Link]]
    stock_by_type: dict[str, list[tuple[Record, StockLine]]]
    supplied: dict[str, list[Holding]]
    by_source: dict[tuple[str, EventKind], list[Sight]]
    confirmed: dict[str, list[tuple[Record, Step]]]
    unsure: frozenset[tuple[str, str]]
    cloned: frozenset[str]
    sights: dict[str, Sight]
    named: Mapping[str, tuple[str, ...]]
    parties: frozenset[str]
    by_party: dict[str, list[str]]
    complete: Mapping[str, int] = field(default_factory=dict)
    _parts: dict[tuple[str, str], Standing] = field(default_factory=dict)
    _dated_parts: dict[tuple[str, str, When], Standing] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _of_types: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    prepared: dict[object, object] = field(default_factory=dict)
    recalled: Recalled[Any] = field(default_factory=Recalled)
    alone: dict[tuple[str, str, tuple[str, ...]], tuple[Slot, int]] = field(default_factory=dict)
    supplies: dict[tuple[str, tuple[str, ...], When], list[tuple[str, str, Place]]] = field(default_factory=dict)
    _origins: dict[str, frozenset[Origin]] = field(default_factory=dict)
    _keepers: dict[str, str] = field(default_factory=dict)
    _by_key: dict[str, Record] = field(default_factory=dict)

    def of_types(self, types: Iterable[str]) -> list[str]:
        """Ids of things that are, or may be, of one of the types; all things if none is named."""
        names = tuple(types)
        if names not in self._of_types:
            self._of_types[names] = sorted(self.things) if len(names) == 0 else self._find_types(names)
        return self._of_types[names]

    def _find_types(self, names: tuple[str, ...]) -> list[str]:
        found: set[str] = set()
        for name in names:
            for ident in self.now.types.lineage(name):
                found.update(self.by_type.get(("=" + ident), ()))
            found.update(self.by_type.get(self.now.types.resolve(name), ()))
        return sorted(found)

    def naming(self, types: Iterable[str], party: str) -> list[str]:
        """Those of `of_types` of which some record names a party, or one that is or was a part of it."""
        found: set[str] = set()
        for name, ids in self.by_party.items():
            if self._part(name, party, When.unknown()) is not Standing.EXCLUDED:
                found.update(ids)
        return [ident for ident in self.of_types(types) if ident in found]

    def is_party(self, party: str, wholes: Iterable[str], at: When) -> Standing:
        """Whether a party is one of `wholes` or a part of one at a date."""
        best = Standing.EXCLUDED
        for whole in wholes:
            found = self._parts.get((party, whole)) or self._part(party, whole, at)
            if found is Standing.SHOWN:
                return found
            best = Standing.POSSIBLY if found is Standing.POSSIBLY else best
        return best

    def is_either(self, party: str, others: Iterable[str], at: When) -> bool:
        """Whether a party is one of the others, a part of one, or has one as its part."""
        return party != "" and any(self._is_part(party, o, at) or self._is_part(o, party, at) for o in others)

    def may_be_one(self, left: str, right: str) -> bool:
        """Whether one of two parties is, or at some time was, the other or a part of it."""
        return left != "" and right != "" and any(
            self._part(a, b, When.unknown()) is not Standing.EXCLUDED for a, b in ((left, right), (right, left)))

    def origins(self, record: Record) -> frozenset[Origin]:
        """The origins of a record."""
        if record.id not in self._origins:
            self._origins[record.id] = self.now.origin(record)
        return self._origins[record.id]

    def keeper(self, record: Record) -> str:
        """The party that published the record's source, by its id if it is declared."""
        if record.source not in self._keepers:
            source = self.now.source(record)
            self._keepers[record.source] = "" if source is None else self.now.parties.resolve(source.publisher)
        return self._keepers[record.source]

    def own_record(self, record: Record, parties: Iterable[str], at: When) -> bool:
        """Whether the record was published by one of `parties`, or by a part of one."""
        keeper = self.keeper(record)
        return keeper != "" and self.is_party(keeper, parties, at) is Standing.SHOWN

    def keep(self, key: object, value: object) -> None:
        """Keep what was prepared for a claim, for the next one that asks the same; only the last few are kept."""
        if len(self.prepared) >= KEPT:
            self.prepared.clear()
        self.prepared[key] = value

    def sight(self, key: str) -> Sight | None:
        """The record of a thing at an address."""
        return self.sights.get(key)

    def record(self, key: str) -> Record | None:
        """Any record at an address."""
        if len(self._by_key) == 0:
            self._by_key.update({r.key: r for r in self.now.records.values()})
        return self._by_key.get(key)

    def echo(self, sight: Sight) -> Sight | None:
        """The record that a sight only repeats: of its own origin's source, the same kind, type and date."""
        roots = {o.root for o in self.origins(sight.record)}
        own = self.now.origins.resolve(sight.record.source) or sight.record.source
        if own in roots:
            return None
        for root in sorted(roots):
            for other in self.by_source.get((root, sight.event.kind), ()):
                if self._repeats(sight, other):
                    return other
        return None

    def _repeats(self, sight: Sight, other: Sight) -> bool:
        if other.id == sight.id or sight.counted != other.counted:
            return False
        if not sight.counted and self.home.get(sight.id) != self.home.get(other.id):
            return False
        return self.now.types.may_be(sight.line.type, other.line.type) and (
            not sight.counted or sight.event.date.overlaps(other.event.date))

    def _is_part(self, party: str, whole: str, at: When) -> bool:
        return (self._parts.get((party, whole)) or self._part(party, whole, at)) is Standing.SHOWN

    def party(self, name: str) -> str:
        """The id of the party that a name means, or the name itself."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = self.now.parties.resolve(name)
        return found

    def _part(self, party: str, whole: str, at: When) -> Standing:
        """Where no party on the way up is a part for a time only, the date does not matter."""
        key = (party, whole, at)
        found = self._dated_parts.get(key)
        if found is None:
            found = self.now.parties.part_of(party, whole, at)
            if self.now.parties.for_a_time(party):
                self._dated_parts[key] = found
            else:
                self._parts[(party, whole)] = found
        return found


def evidence(now: Assembly, complete: Mapping[str, int] | None = None) -> Evidence:
    """Index an assembly. `complete` has the number of rows of each list that its keeper says is complete for what and
    when it covers, by the id of its source."""
    found = {t.id: t for t in things(now)}
    home = {s.id: t.id for t in found.values() for s in t.sights}
    named = names(found.values())
    by_source: dict[tuple[str, EventKind], list[Sight]] = defaultdict(list)
    for thing in found.values():
        for s in thing.sights:
            by_source[(now.origins.resolve(s.record.source) or s.record.source, s.event.kind)].append(s)
    return Evidence(now, found, home, {t.id: holdings(t, now.parties) for t in found.values()},
                    _by_type(now, found.values()), _touching(found.values(), near=True),
                    _touching(found.values(), near=False), _stock_by_type(now), _supplied(now, found.values()),
                    dict(by_source), _confirmed(now, named), _unsure(now, home, found.values()),
                    frozenset(t.id for t in found.values() if _in_two_places(t)),
                    {s.key: s for t in found.values() for s in t.sights}, named, _parties(now),
                    _by_party(now, found.values()),
                    dict(complete or {}))


def _by_type(now: Assembly, found: Iterable[Thing]) -> dict[str, list[str]]:
    """Things under each type; `=type` those called by just that type."""
    index: dict[str, list[str]] = defaultdict(list)
    for thing in found:
        for name in thing.types:
            index["=" + now.types.resolve(name)].append(thing.id)
            for above in now.types.lineage(name):
                index[above].append(thing.id)
    return dict(index)


def _touching(found: Iterable[Thing], *, near: bool) -> dict[str, list[Link]]:
    index: dict[str, set[Link]] = defaultdict(set)
    for thing in found:
        for link in thing.near if near else thing.opened:
            index[link.left].add(link)
            index[link.right].add(link)
    return {record: sorted(links) for record, links in index.items()}


def _by_party(now: Assembly, found: Iterable[Thing]) -> dict[str, list[str]]:
    """Things by each party that an event of theirs names, in whatever part, or that a line names as their origin."""
    index: dict[str, set[str]] = defaultdict(set)
    for thing in found:
        for s in thing.sights:
            for name in (s.event.by, s.event.from_party, s.event.to_party, s.line.origin):
                if name != "":
                    index[now.parties.resolve(name)].add(thing.id)
    return {party: sorted(ids) for party, ids in sorted(index.items())}


def _stock_by_type(now: Assembly) -> dict[str, list[tuple[Record, StockLine]]]:
    """Stock lines of items under each type."""
    index: dict[str, list[tuple[Record, StockLine]]] = defaultdict(list)
    for record, line in now.stock:
        if line.quantity.counts is Counts.ITEMS:
            for above in now.types.lineage(line.type):
                index[above].append((record, line))
    return dict(index)


def _supplied(now: Assembly, found: Iterable[Thing]) -> dict[str, list[Holding]]:
    """Holdings under each type, for asking whether a party ever had such things."""
    index: dict[str, list[Holding]] = defaultdict(list)
    for thing in found:
        for s in thing.sights:
            for above in now.types.lineage(s.line.type):
                index[above].extend(of_sight(s, now.parties))
    return dict(index)


def _parties(now: Assembly) -> frozenset[str]:
    """All parties that some record of an event or a stock names."""
    resolve = now.parties.resolve
    named = {p for _, e in now.events for p in (e.by, e.from_party, e.to_party)}
    named |= {line.holder for _, line in now.stock}
    origins = {line.origin for _, line, _ in now.counts} | {e.line.origin for i in now.items for e in i.entries}
    return frozenset(resolve(p) for p in named | origins if p != "")


def _confirmed(now: Assembly, named: Mapping[str, tuple[str, ...]]) -> dict[str, list[tuple[Record, Step]]]:
    """Confirmations, by the thing that they name."""
    steps = [(r, s) for r, s in now.steps if s.kind is StepKind.CONFIRMED]
    index: dict[str, list[tuple[Record, Step]]] = defaultdict(list)
    for record, step in steps:
        for target in (step.target, *step.scope.items):
            meant = named.get(target, ())
            if len(meant) == 1:
                index[meant[0]].append((record, step))
    return dict(index)


def _unsure(now: Assembly, home: Mapping[str, str], found: Iterable[Thing]) -> frozenset[tuple[str, str]]:
    """Pairs of records that a person judged and was not sure of."""
    address = {s.key: s.id for t in found for s in t.sights}
    judged: dict[tuple[str, str], Judgement] = {}
    for d in now.decisions:
        if d.judgement in (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE):
            ids = sorted({address.get(s, s) for s in d.subjects})
            judged |= dict.fromkeys(combinations([i for i in ids if i in home], 2), d.judgement)
    return frozenset(pair for pair, judgement in judged.items() if judgement is Judgement.UNSURE)


def _in_two_places(thing: Thing) -> bool:
    """Whether one mark was seen in two countries on one day, where one article cannot be: CLONED_MARK, undecided."""
    if thing.counted or len(thing.sights) < 2 or any(k.basis is LinkBasis.DECIDED for k in thing.links):
        return False
    seen: dict[str, str] = {}
    for s in thing.sights:
        country, day = s.event.place.country.casefold(), s.event.date
        turned_up = s.event.kind in TURNED_UP and country != "" and day.precision == "day"
        if turned_up and seen.setdefault(str(day.lo), country) != country:
            return True
    return False


def names(found: Iterable[Thing]) -> Mapping[str, tuple[str, ...]]:
    """Which things each name may mean."""
    index: dict[str, set[str]] = defaultdict(set)
    for thing in found:
        for name in thing.names:
            index[name].add(thing.id)
    return {name: tuple(sorted(ids)) for name, ids in index.items()}


