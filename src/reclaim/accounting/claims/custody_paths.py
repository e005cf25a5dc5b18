"""Paths of a claim of control: find, identity, stock record, for each thing that may be of the scope.

The same search serves claims that somebody has something: then the hands asked for are the holder's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import cast

from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.claims.identity import alike, joint, merged
from reclaim.accounting.claims.membership import Membership, Scoping
from reclaim.accounting.claims.recalled import Known
from reclaim.accounting.claims.sources import basis_slot, independence_slot
from reclaim.accounting.claims.timing import Ends, date_slot
from reclaim.accounting.custody.holding import Holding, by, holdings, may_precede
from reclaim.accounting.things import Sight, Thing
from reclaim.model.event import EventKind
from reclaim.model.line import StockLine
from reclaim.model.scope import Standing
from reclaim.model.verdict import Bearing, Beside, Side, Slot
from reclaim.model.when import When


class HandedOver(Enum):
    """Whether what the holder himself passed on counts as in other hands, does not, or alone is asked for."""

    COUNTS = "counts"
    IS_NO_LOSS = "is no loss"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Question:
    """Whose hands are asked for: `own` those of the holder, else any other's.

    `handed_over` says what to do with things that the holder himself passed on: that ends "holds", and is no loss.
    """

    scoping: Scoping
    side: Side
    own: bool
    handed_over: HandedOver = HandedOver.COUNTS

    @property
    def ev(self) -> Evidence:
        """The records asked."""
        return self.scoping.ev

    @property
    def at(self) -> When:
        """The date of the claim."""
        return self.scoping.by


def custody_paths(question: Question) -> list[Bearing]:
    """A path for each record of a thing in those hands, the strongest first; those that do not bear stand last."""
    return sorted((b for part in _parts(question) for b in part.paths), key=lambda b: b.order)


def unions(question: Question) -> Iterable[Beside]:
    """Finds that may be of several rows, each by a link that nobody decided: that it is any of them is one question,
    which of them another, and only the second is identity (rules: "union identity")."""
    return (b for part in _parts(question) for b in part.unions)


@dataclass(frozen=True, slots=True)
class Part:
    """What one thing gives to the answer of a question."""

    paths: tuple[Bearing, ...] = ()
    unions: tuple[Beside, ...] = ()


_NOTHING = Part()


def _parts(question: Question) -> list[Part]:
    """What each thing that may bear gives to the answer, recalled where it was made before."""
    scoping, ev = question.scoping, question.ev
    types = scoping.scope.types
    among = ev.naming(types, scoping.holder) if question.own else ev.of_types(types)
    known = ev.recalled.of((Part, *_asks(question), scoping.by), scoping.hear)
    lacking = [i for i in among if i not in known.of]
    if len(lacking) > 0:
        prepared, touched = _prepared(question), _touched(question)
        scoping.heard = prepared.heard
        for i in lacking:
            if i not in prepared.of:
                prepared.of[i] = _prepare(question, ev.things[i], touched)
            known.of[i] = _part(question, prepared.of[i])
        known.heard |= prepared.heard
    return [known.of[i] for i in among]


def _part(question: Question, thing: Prepared | None) -> Part:
    if thing is None:
        return _NOTHING
    return Part((*_of_thing(question, thing), *thing.apart), tuple(_unions(question.ev, thing)))


def _asks(question: Question) -> tuple[object, ...]:
    """What is asked, but for the date."""
    scoping = question.scoping
    return (scoping.table.name, scoping.scope, scoping.holder, scoping.existential, question.own, question.side,
            question.handed_over)


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a find to the stock record; of two slots the second holds if the find has two origins.

    Where membership is not shown at all the way does not bear, and nothing else is asked of it.
    """

    membership: Slot
    place: Slot | None
    identity: tuple[Slot, Slot] | None
    stock: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """One find of a thing with all that does not depend on the date of the claim.

    `ways` go with the ends of the custody as the records of that way show them.
    """

    find: Holding
    basis: Slot
    quantity: int
    ways: tuple[tuple[Ends, tuple[Way, ...]], ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A thing as one question sees it, whatever the date. `idle` are its paths if none can bear at any date; `apart`
    are finds beside the records that a person decided to be of another thing."""

    name: str
    ends: Ends
    finds: tuple[Looked, ...]
    idle: tuple[Bearing, ...]
    apart: tuple[Bearing, ...]


def _prepared(question: Question) -> Known[Prepared | None]:
    """Things made ready, kept for the next claim that asks the same of another date."""
    scoping, ev = question.scoping, question.ev
    undated = len(scoping.scope.stock_of) == 0 or not scoping.scope.cut_off.known
    key = (Prepared, *_asks(question), scoping.by if undated else None)
    if key not in ev.prepared:
        ev.keep(key, Known[Prepared | None]())
    return cast(Known[Prepared | None], ev.prepared[key])


def _touched(question: Question) -> frozenset[str] | None:
    """Things of which a record names a party of the scope: of others no record can show membership, only their type.
    None where membership asks for no party."""
    scope, ev = question.scoping.scope, question.ev
    parties = (*scope.stock_of, *scope.supplied_by)
    if len(parties) == 0 or len(scope.items) > 0:
        return None
    return frozenset(i for p in (*parties, question.scoping.holder) for i in ev.naming(scope.types, ev.party(p)))


def _prepare(question: Question, thing: Thing, touched: frozenset[str] | None) -> Prepared | None:
    """A thing as the question sees it; None if no record shows it in those hands."""
    ev = question.ev
    held = ev.held[thing.id]
    finds = [h for h in held if _wanted(question, h, held) and ev.echo(h.sight) is None]
    if len(finds) == 0:
        return None
    ends = _ends(question, held)
    shown = question.scoping.shown(thing, held) if touched is None or thing.id in touched else []
    near = [(m, _ends(question, h), question.scoping.shown(m, h)) for m in _neighbours(ev, thing)
            if (h := holdings(m, ev.now.parties)) is not None]
    looked = []
    for find in finds:
        own = shown if len(shown) > 0 else [question.scoping.by_type(thing, find)]
        ways = [(ends, tuple(_way(question, find, thing, w) for w in own))]
        ways += [(e, tuple(_way(question, find, m, w) for w in found)) for m, e, found in near if len(found) > 0]
        line = find.sight.line
        quantity = max(1, int(line.quantity.lower)) if isinstance(line, StockLine) else 1
        looked.append(Looked(find, basis_slot(ev, question.scoping.table, find.sight), quantity, tuple(ways)))
    apart = tuple(_apart(question, thing, looked))
    return Prepared(thing.name, ends, tuple(looked), _idle(question, thing.name, looked), apart)


def _apart(question: Question, thing: Thing, looked: Sequence[Looked]) -> Iterable[Bearing]:
    """That one mark is on both was decided to mean nothing: the pair does not bear, the find goes on as a type."""
    ev, table = question.ev, question.scoping.table
    for f in looked:
        for link in ev.opened.get(f.find.sight.id, ()):
            other = ev.now.records[link.right if link.left == f.find.sight.id else link.left].key
            slot = table["identity"].slot("decided_different", joint=f"{f.find.sight.key} and {other}")
            yield Bearing(question.side, thing.name, f.find.sight.key, (other,), (slot,), 1, f.quantity)


def _idle(question: Question, name: str, looked: Sequence[Looked]) -> tuple[Bearing, ...]:
    """The paths of a thing that no record shows to be of the scope; none if some way might bear."""
    if any(w.identity is not None for f in looked for _, ways in f.ways for w in ways):
        return ()
    best = {f.find.sight.id: (f, w) for f in looked for _, ways in f.ways for w in ways}
    return tuple(_unshown(question, name, f, w) for f, w in best.values())


def _unshown(question: Question, name: str, looked: Looked, way: Way) -> Bearing:
    """A path that does not bear, for membership is not shown; nothing else is asked of it."""
    return Bearing(question.side, name, looked.find.sight.key, way.stock, (way.membership,), 1, looked.quantity)


def _way(question: Question, find: Holding, thing: Thing, way: Membership) -> Way:
    stock = tuple(s.key for s in way.stock)
    if way.grade == 0:
        return Way(way.slot, None, None, stock)
    return Way(way.slot, _place(question, find.sight, way), _identity(question, thing, find.sight, way), stock)


def _of_thing(question: Question, thing: Prepared) -> Iterable[Bearing]:
    """The strongest path from each record of the thing, for the date of the claim."""
    if len(thing.idle) > 0:
        return thing.idle
    dates = [_date(question, f.find, thing.ends) for f in thing.finds]
    best: dict[str, Bearing] = {}
    for n, looked in enumerate(thing.finds):
        for ends, ways in looked.ways:
            date = dates[n] if ends is thing.ends else _date(question, looked.find, ends)
            peers = [f.find.sight for f, d in zip(thing.finds, dates, strict=True)
                     if (d.grade or 0) >= (date.grade or 0)]
            for way in ways:
                path = _bearing(question, thing.name, looked, way, date, peers)
                old = best.get(looked.find.sight.id)
                if old is None or path.order < old.order:
                    best[looked.find.sight.id] = path
    return best.values()


def _neighbours(ev: Evidence, thing: Thing) -> Iterable[Thing]:
    links = {k for s in thing.sights for k in ev.near.get(s.id, ())}
    return [merged(ev, thing, k) for k in sorted(links, key=lambda k: (k.left, k.right, k.basis))]


def _wanted(question: Question, holding: Holding, held: Sequence[Holding]) -> bool:
    """Whether the holding is in the hands that are asked for."""
    ev, holder = question.ev, question.scoping.holder
    if question.own:
        return holding.party != "" and ev.is_party(holding.party, (holder,), holding.when) is Standing.SHOWN
    if holding.gone:
        loser = ev.party(holding.sight.event.giver)
        return ev.is_party(loser, (holder, *question.scoping.scope.stock_of), holding.when) is Standing.SHOWN
    if holding.party == "" or ev.is_party(holding.party, (holder,), holding.when) is not Standing.EXCLUDED:
        return False
    if holding.under_way or holding.kind in (EventKind.MANUFACTURED, EventKind.DISABLED, EventKind.DESTROYED):
        return False
    if holding.before and holding.kind in (EventKind.SHIPPED, EventKind.EXPORTED):
        return False
    if question.handed_over is not HandedOver.COUNTS:
        passed_on = _passed_on(question, holding, held)
        if passed_on is not (question.handed_over is HandedOver.ONLY):
            return False
    cut_off = question.scoping.scope.cut_off
    return not (question.scoping.in_stock(holding) and not (cut_off.known and cut_off.certainly_before(holding.when)))


def _passed_on(question: Question, find: Holding, held: Sequence[Holding]) -> bool:
    """Whether the thing came into those hands after the holder himself had passed it on (rules: "another")."""
    given = [h for h in held if _gives_away(question, h) and (h == find or by(h, find))]
    if len(given) == 0:
        return False
    mine = [h for h in held if question.ev.is_party(h.party, (question.scoping.holder,), h.when) is Standing.SHOWN]
    return not any(by(given[-1], h) and may_precede(h, find) for h in mine)


def _gives_away(question: Question, holding: Holding) -> bool:
    giver = question.ev.party(holding.sight.event.giver)
    return not holding.before and holding.kind in (EventKind.TRANSFERRED, EventKind.ISSUED, EventKind.RETURNED) and (
        question.ev.is_party(giver, (question.scoping.holder,), holding.when) is Standing.SHOWN)


def _date(question: Question, find: Holding, ends: Ends) -> Slot:
    return date_slot(question.scoping.table, find, question.at, ends, question.ev.now.parties)


def _ends(question: Question, held: Sequence[Holding]) -> Ends:
    """Records that end the custody asked for, and those from which its window may begin; each in order of date."""
    ev, scoping = question.ev, question.scoping
    cut_off, holder = scoping.scope.cut_off, (scoping.holder,)
    back, left, older = list[Holding](), list[Holding](), list[Holding]()
    for h in held:
        mine = not h.gone and h.party != "" and ev.is_party(h.party, holder, h.when) is not Standing.EXCLUDED
        if question.own:
            if not mine and (h.gone or h.party != "") and not h.book and not h.under_way:
                back.append(h)
                left.append(h)
        elif mine and not h.under_way:
            left.append(h)
            if not h.book:
                back.append(h)
        elif not h.gone:
            late = scoping.in_stock(h) and not h.under_way and (not cut_off.known or cut_off.certainly_by(h.when))
            (left if late else older).append(h)
            if late and cut_off.known and h.when.within(cut_off):
                back.append(h)
    return Ends(tuple(back), tuple(left), tuple(older))


def _bearing(question: Question, name: str, looked: Looked, way: Way, date: Slot, peers: Sequence[Sight]) -> Bearing:
    """One path; `peers` are all records that show the thing in those hands as surely at that date."""
    find, scoping = looked.find, question.scoping
    if way.identity is None or way.place is None:
        return _unshown(question, name, looked, way)
    independence, origins = independence_slot(question.ev, scoping.table, find.sight, peers, (scoping.holder,),
                                              find.when)
    slots = {"identity": way.identity[1 if origins >= 2 else 0], "membership": way.membership, "date": date,
             "place": way.place, "basis": looked.basis, "independence": independence}
    return Bearing(question.side, name, find.sight.key, way.stock, scoping.table.row(slots), origins, looked.quantity)


def _identity(question: Question, thing: Thing, find: Sight, way: Membership) -> tuple[Slot, Slot]:
    table = question.scoping.table
    if way.slot.word == "origin_checked":
        return alike(table["identity"].slot("confirmed_in_report"))
    if way.slot.word == "scope_by_type":
        return alike(table["identity"].slot("same_record"))
    if len(way.stock) == 0:
        return alike(table["identity"].slot("type_only"))
    return joint(question.ev, table, thing, find, way.stock)


def _place(question: Question, find: Sight, way: Membership) -> Slot:
    """Graded on the record that shows membership; where the claim is of having something now, on that record."""
    scoping = question.scoping
    if question.own and not scoping.scope.cut_off.known:
        return scoping.places.slot(scoping.table, find.event.place, scoping.scope.place)
    return way.place


def _unions(ev: Evidence, thing: Prepared) -> Iterable[Beside]:
    for looked in thing.finds:
        links = [k for k in ev.near.get(looked.find.sight.id, ()) if k.probability is not None]
        if len(links) > 1:
            whole = min(1.0, sum(k.probability or 0.0 for k in links))
            best = max(k.probability or 0.0 for k in links)
            ends = (k.right if k.left == looked.find.sight.id else k.left for k in links)
            records = tuple(sorted(ev.now.records[e].key for e in ends if e in ev.now.records))
            yield Beside("any_of_them", f"{thing.name}: that it is one of {len(links)} rows has probability "
                         f"{whole:.2f}; which one, at best {best:.2f}, and that is what identity is graded by",
                         (looked.find.sight.key, *records))
