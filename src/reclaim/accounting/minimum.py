"""Minimum counts of things that turned up with others: at least so many, by whose check, and how many of them were
shown to be in stock.

A thing counts if records show it supplied to, or held by, the party, and with another after that. Things on different
lists may be one another unless both have marks that differ or the events are different (`sums.Apart`): the count is the
largest that no such doubt can lower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.custody.holding import Holding, holdings
from reclaim.accounting.sums import Apart, Listed, listed
from reclaim.accounting.things import Thing, things
from reclaim.model.bounds import Account, Bounds, Figure, Range
from reclaim.model.event import Basis, EventKind
from reclaim.model.line import StockLine
from reclaim.model.quantity import CountKind, Counts, Qualifier, Quantity
from reclaim.model.scope import Standing
from reclaim.model.when import When

FROM_OTHERS = "recovered from others"
"""Accounts of minimum counts stand apart under this name."""

# By these somebody else has the thing in hand; a thing that was only seen or used is not recovered.
IN_HAND = frozenset({EventKind.RECOVERED, EventKind.SEIZED, EventKind.FOUND, EventKind.SURRENDERED,
                     EventKind.DISPLAYED})
# By these a party receives a thing, as against having it.
_RECEIPTS = frozenset({EventKind.SHIPPED, EventKind.EXPORTED, EventKind.RECEIVED, EventKind.IMPORTED,
                       EventKind.ISSUED, EventKind.TRANSFERRED, EventKind.RETURNED})


@dataclass(frozen=True, slots=True)
class Recovered:
    """One thing, or count of things, shown to have been with the party and then in others' hands.

    `number` articles at least; `confirmed` if the record holder's serials were checked, else it is by own search and
    decision; `in_stock` if it is shown to have been in stock on the cut-off. `supply` and `find` are keys of records.
    """

    thing: Thing
    number: int
    confirmed: bool
    in_stock: bool
    supply: str
    find: str
    found: When
    source: str


@dataclass(frozen=True, slots=True)
class MinimumCount:
    """At least `number` things of `party` were recovered from others.

    `confirmed` of them by the record holder, the rest by own search and decision; `in_stock` of them are shown to have
    been in stock on `cut_off`. `counted` are the things that make up the number, `list` all that qualify: those left
    over may be among the counted.
    """

    party: str
    cut_off: When
    number: int
    confirmed: int
    in_stock: int
    counted: tuple[Recovered, ...]
    list: tuple[Recovered, ...]

    def sentence(self, name: str) -> str:
        """The count in words. `name` is what the party is called."""
        stock = f"; of them at least {self.in_stock:,} are shown to have been in stock on {self.cut_off}" \
            if self.cut_off.known else ""
        return (f"at least {self.number:,} supplied to {name} were recovered from others ({self.confirmed:,} confirmed "
                f"by the record holder, {self.number - self.confirmed:,} by own search and decision){stock}")


Held = tuple[Thing, Sequence[Holding]]
"""A thing with everybody who had it."""


@dataclass(frozen=True, slots=True)
class Everything:
    """What is counted among: every thing of a case that somebody took in hand, with who had it, its events by their
    records' ids, and which of those are different. Made once by who counts for several parties."""

    held: Sequence[Held]
    events: Mapping[str, Listed]
    apart: Apart


def everything(assembly: Assembly) -> Everything:
    """All that counts are made among."""
    taken = [(thing, holdings(thing, assembly.parties)) for thing in things(assembly)
             if any(s.event.kind in IN_HAND for s in thing.sights)]
    return Everything(taken, {e.record.id: e for e in listed(assembly)}, Apart(assembly))


def minimum_recovered(assembly: Assembly, party: str, cut_off: When, type_: str = "",
                      among: Everything | None = None) -> MinimumCount:
    """How many things of a party, of a type if one is given, were at least recovered from others; `among` is
    `everything(assembly)`, if it was made already."""
    party = assembly.parties.resolve(party)
    every = among or everything(assembly)
    found = [r for t, held in every.held if type_ == "" or _of_type(t, type_, assembly)
             if (r := _recovered(t, held, party, cut_off, assembly)) is not None]
    counted = _distinct(found, assembly, every)
    return MinimumCount(party, cut_off, sum(r.number for r in counted), sum(r.number for r in counted if r.confirmed),
                        sum(r.number for r in counted if r.in_stock), tuple(counted), tuple(found))


def parties_of_claims(assembly: Assembly) -> tuple[tuple[str, When], ...]:
    """Whose stock claims and steps speak of, with the cut-off that they name: the parties to count for.

    A party named without a cut-off is left out where it is named with one.
    """
    named = {(assembly.parties.resolve(p), s.cut_off) for s in (
        *(c.scope for _, c in assembly.claims), *(s.scope for _, s in assembly.steps)) for p in s.stock_of}
    dated = {p for p, cut_off in named if cut_off.known}
    kept = [(p, c) for p, c in named if c.known or p not in dated]
    return tuple(sorted(kept, key=lambda pair: (pair[0], pair[1].sort_key())))


def _of_type(thing: Thing, type_: str, assembly: Assembly) -> bool:
    return any(assembly.types.is_a(t, type_) for t in thing.types)


def _recovered(thing: Thing, held: Sequence[Holding], party: str, cut_off: When, assembly: Assembly
               ) -> Recovered | None:
    own = [h for h in held if _is_of(h, party, assembly) and h.kind not in IN_HAND]
    finds = [h for h in held if h.kind in IN_HAND and not h.before and _from_others(h, party, assembly)
             and any(not h.when.certainly_before(o.when) for o in own)]
    if len(own) == 0 or len(finds) == 0:
        return None
    number = min(_most(own), _most(finds))
    if number == 0:
        return None
    first = finds[0]
    checked = any(h.sight.event.basis is Basis.SERIAL_CHECKED for h in (*own, *finds))
    source = assembly.source(first.sight.record)
    return Recovered(thing, number, checked, cut_off.known and _in_stock(own, cut_off), own[0].sight.key,
                     first.sight.key, first.when, first.sight.event.source if source is None else source.key)


def _is_of(holding: Holding, party: str, assembly: Assembly) -> bool:
    return holding.party != "" and assembly.parties.part_of(holding.party, party, holding.when) is Standing.SHOWN


def _from_others(holding: Holding, party: str, assembly: Assembly) -> bool:
    """Whether the finder is another than the party, and so is the one it was taken from, if he is named."""
    giver = holding.sight.event.from_party
    apart = giver == "" or assembly.parties.another(giver, party, holding.when)
    return apart and assembly.parties.another(holding.party, party, holding.when)


def _most(held: Iterable[Holding]) -> int:
    """The largest number of articles that one of the records counts at least."""
    return max(int(h.sight.line.quantity.lower) if isinstance(h.sight.line, StockLine) else 1 for h in held)


def _in_stock(own: Sequence[Holding], cut_off: When) -> bool:
    """In the party's stock on the cut-off (rules: "cut off"): recorded then, or before and after, or only after."""
    stock = [h for h in own if not h.under_way]
    if any(h.when.within(cut_off) for h in stock):
        return True
    after = [h for h in stock if cut_off.certainly_before(h.when) and h.kind not in _RECEIPTS]
    early = [h for h in stock if h.when.certainly_before(cut_off)]
    late_receipt = any(h.kind in _RECEIPTS and not h.when.certainly_before(cut_off) for h in own)
    return len(after) > 0 and (len(early) > 0 or not late_receipt)


def _distinct(found: list[Recovered], assembly: Assembly, every: Everything) -> list[Recovered]:
    """Things of `found` that are surely different, with the largest number."""
    events = every.events
    by_event: dict[str, list[Recovered]] = defaultdict(list)
    home = {event.id: record.id for record, event in assembly.events}
    for r in found:
        finding = next(s for s in r.thing.sights if s.key == r.find)
        by_event[home.get(finding.event.id, "")].append(r)
    lists = [(events[e], rs) for e, rs in sorted(by_event.items()) if e in events]
    chosen = {e.record.id for e, _ in every.apart.most([(e, _number_on(e, rs, assembly)) for e, rs in lists])}
    by_lists = [r for e, rs in lists if e.record.id in chosen for r in _on_one_list(e, rs, assembly)]
    marked = [r for r in found if any(s.canonical != "" for s in r.thing.sights)]
    return max((by_lists, marked), key=lambda rs: sum(r.number for r in rs))


def _number_on(event: Listed, found: list[Recovered], assembly: Assembly) -> int:
    return sum(r.number for r in _on_one_list(event, found, assembly))


def _on_one_list(event: Listed, found: list[Recovered], assembly: Assembly) -> list[Recovered]:
    """Of one list: its counts, and the items that no count of it may hold; or its items, if those are more."""
    counts = [r for r in found if r.thing.counted]
    items = [r for r in found if not r.thing.counted]
    inside = [r for r in items if any(assembly.types.may_be(t, c) for t in r.thing.types for c, _ in event.lines)]
    free = [r for r in items if r not in inside]
    kept = counts if sum(r.number for r in counts) >= len(inside) else [replace(r, number=1) for r in inside]
    return sorted([*kept, *free], key=lambda r: r.find)


def as_bounds(count: MinimumCount, assembly: Assembly, type_: str = "") -> tuple[Bounds, ...]:
    """The count as bounds: of all that were recovered from others, and of those shown to have been in stock."""
    name = assembly.parties.name(count.party)
    scope = f"supplied to {name}, recovered from others"
    rows = [_row(count, scope, count.counted, count.sentence(name), assembly, type_)]
    if count.cut_off.known:
        stock = tuple(r for r in count.counted if r.in_stock)
        rows.append(_row(count, f"{scope}, in stock on {count.cut_off}", stock, "", assembly, type_))
    return tuple(rows)


def _row(count: MinimumCount, scope: str, counted: tuple[Recovered, ...], words: str, assembly: Assembly, type_: str
         ) -> Bounds:
    account = Account(count.party, assembly.types.resolve(type_) if type_ != "" else "", (CountKind.RECOVERED,),
                      scope=scope, apart=FROM_OTHERS)
    figures = tuple(_figure(r, account) for r in counted)
    origins = assembly.origins.count(assembly.origin(s.record, s.event.rests_on) for r in counted
                                     for s in r.thing.sights if s.key == r.find)
    number = Fraction(sum(r.number for r in counted))
    return Bounds(account, Range(number, None), scope, lower_by=figures, origins=origins, figures=figures,
                  note=words or "a minimum count: what no record shows may still have been in stock")


def _figure(found: Recovered, account: Account) -> Figure:
    written = str(found.number)
    quantity = Quantity(Fraction(found.number), None, Counts.ITEMS, Qualifier.AT_LEAST, written)
    return Figure(found.thing.id, found.find, found.source, account, quantity, found.source)
