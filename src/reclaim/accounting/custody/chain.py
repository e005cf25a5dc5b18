"""The fold of custody: each item to its chain, with windows, gaps and overlaps (docs/custody.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.custody.authority import authorities
from reclaim.accounting.custody.diversion import diversions
from reclaim.accounting.custody.holding import Holding, holdings
from reclaim.accounting.things import Sight, Thing, things
from reclaim.model.chain import Chain, Gap, Overlap, Spell, Window
from reclaim.model.event import EventKind
from reclaim.model.place import Place
from reclaim.model.scope import Standing
from reclaim.model.when import When


def chains(now: Assembly, only: str = "") -> tuple[Chain, ...]:
    """The chain of each item, by its id; `only` names one item by anything that names it."""
    found = [t for t in things(now) if not t.counted and (only == "" or only in t.names or now.moved.get(only) == t.id)]
    return tuple(chain(now, thing) for thing in found)


def chain(now: Assembly, thing: Thing) -> Chain:
    """The custody of one thing."""
    ordered = sorted(thing.sights, key=lambda s: (s.event.date.sort_key(), s.key, s.id))
    held = holdings(thing, now.parties)
    return Chain(thing.id, thing.name, tuple(_spell(now, s, ordered) for s in ordered),
                 tuple(_windows(now, thing, held)), tuple(_gaps(ordered)), tuple(sorted(set(_overlaps(now, held)))),
                 authorities(now, thing))


def _spell(now: Assembly, sight: Sight, others: Sequence[Sight]) -> Spell:
    event = sight.event
    source = now.source(sight.record)
    unordered = tuple(o.key for o in others if o.id != sight.id and event.date.overlaps(o.event.date))
    gone = event.kind in (EventKind.LOST, EventKind.STOLEN) and event.holder == ""
    return Spell(sight.key, str(event.kind), event.date, event.place, now.parties.resolve(event.giver),
                 now.parties.resolve(event.holder), gone, str(event.basis),
                 sight.record.source if source is None else source.key, unordered)


def _windows(now: Assembly, thing: Thing, held: Sequence[Holding]) -> Iterable[Window]:
    """Each passage of hands in the order of the records; an entry in a book does not undo a find."""
    seen = [h for h in held if (h.party != "" or h.gone) and not _outranked(now, h, held)]
    for last, first in pairwise(seen):
        if _same(now, last, first):
            continue
        recorded = last.sight.id == first.sight.id
        address = f"window#{first.sight.key}" if not first.before else f"window#{first.sight.key}:from"
        yield Window(address, last.party, first.party, last.when, first.when, last.sight.key, first.sight.key,
                     _places(last, first), recorded, "" if recorded else _narrows(now, thing, last, first),
                     diversions(now, thing, address, last, first))


def _outranked(now: Assembly, holding: Holding, held: Sequence[Holding]) -> bool:
    """A later entry in the books of who no longer had it (rules: "books after recovery")."""
    if not holding.book:
        return False
    return any(not h.book and h.party != "" and h.when.certainly_before(holding.when) and not h.before
               and now.parties.another(h.party, holding.party, h.when) for h in held)


def _same(now: Assembly, a: Holding, b: Holding) -> bool:
    """Whether the hands are the same, or one is a part of the other; what is gone is in nobody's."""
    if a.gone or b.gone:
        return a.gone and b.gone
    either = (now.parties.part_of(a.party, b.party, b.when), now.parties.part_of(b.party, a.party, b.when))
    return Standing.SHOWN in either


def _places(last: Holding, first: Holding) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(p for h in (last, first) if (p := h.sight.event.place).known))


def _narrows(now: Assembly, thing: Thing, last: Holding, first: Holding) -> str:
    """The record that would narrow the window most: the next one that whoever had it last ought to have made."""
    owner = now.parties.name(last.party) or "its last keeper"
    if last.gone:
        return f"a record of who took {thing.name}"
    if last.under_way:
        return f"a record that {owner} received {thing.name}"
    if first.gone:
        return f"when {owner} last saw {thing.name}"
    return (f"the last book of {owner} that still has {thing.name}, or its report of the loss or transfer, "
            f"after {last.when}")


def _gaps(ordered: Sequence[Sight]) -> Iterable[Gap]:
    """Stretches between records that surely follow each other, with nothing in between."""
    dated = [s for s in ordered if s.event.date.known]
    for a, b in pairwise(dated):
        opens, closes = a.event.date, b.event.date
        if opens.certainly_before(closes):
            days = None if opens.lo is None or closes.hi is None else (closes.hi - opens.lo).days
            yield Gap(a.key, b.key, opens, closes, days)


def _overlaps(now: Assembly, held: Sequence[Holding]) -> Iterable[Overlap]:
    """Two hands on one day: each on its own list of that day, or on a book after it was seen elsewhere."""
    for a, b in combinations([h for h in held if not h.before and h.party != ""], 2):
        if a.sight.id == b.sight.id or not now.parties.another(a.party, b.party, a.when):
            continue
        both = a.kind is b.kind is EventKind.INVENTORIED and _one_day(a.when, b.when)
        after = (b.book and not a.book and a.when.certainly_by(b.when)) or (
            a.book and not b.book and b.when.certainly_by(a.when))
        if both or after:
            names = (now.parties.name(a.party), now.parties.name(b.party))
            words = "on the books of both" if both else "on the books of one after it was seen with the other"
            yield Overlap(a.sight.key, b.sight.key, f"{names[0]} and {names[1]}: {words}")


def _one_day(a: When, b: When) -> bool:
    return a.precision == "day" and a.lo == b.lo and a.hi == b.hi
