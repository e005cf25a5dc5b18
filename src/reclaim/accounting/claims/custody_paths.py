"""Paths of a claim of control: find, identity, stock record, for each thing that may be of the scope.

The same search serves claims that somebody has something: then the hands asked for are the holder's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.claims.identity import joint, merged
from reclaim.accounting.claims.membership import Membership, Scoping
from reclaim.accounting.claims.sources import basis_slot, independence_slot
from reclaim.accounting.claims.timing import Ends, date_slot
from reclaim.accounting.custody.holding import Holding, by, holdings, may_precede
from reclaim.accounting.things import Sight, Thing
from reclaim.model.event import EventKind
from reclaim.model.line import StockLine
from reclaim.model.scope import Standing
from reclaim.model.verdict import Bearing, Side, Slot
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
    found: list[Bearing] = []
    for ident in question.ev.of_types(question.scoping.scope.types):
        found += _of_thing(question, question.ev.things[ident])
    return sorted(found, key=lambda b: b.order())


def _of_thing(question: Question, thing: Thing) -> list[Bearing]:
    ev = question.ev
    held = ev.held[thing.id]
    finds = [h for h in held if _wanted(question, h, held) and ev.echo(h.sight) is None]
    if len(finds) == 0:
        return []
    contexts = [(thing, held)] + [(m, holdings(m, ev.now.parties)) for m in _neighbours(ev, thing)]
    dated = {h: _dated(question, h, held) for h in finds}
    best: dict[str, Bearing] = {}
    for find in finds:
        for path in _paths(question, find, contexts, dated):
            old = best.get(find.sight.id)
            if old is None or path.order() < old.order():
                best[find.sight.id] = path
    return list(best.values())


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


def _dated(question: Question, find: Holding, held: Sequence[Holding]) -> Slot:
    return date_slot(question.scoping.table, find, question.at, _ends(question, held), question.ev.now.parties)


def _ends(question: Question, held: Sequence[Holding]) -> Ends:
    """Records that end the custody asked for, and those from which its window may begin."""
    ev, scoping = question.ev, question.scoping
    cut_off, mine, theirs = scoping.scope.cut_off, list[Holding](), list[Holding]()
    for h in held:
        if h.gone:
            theirs.append(h)
        elif h.party != "":
            standing = ev.is_party(h.party, (scoping.holder,), h.when)
            (theirs if standing is Standing.EXCLUDED else mine).append(h)
    if question.own:
        away = [h for h in theirs if not h.book and not h.under_way]
        return Ends(tuple(away), tuple(away), ())
    stock = [h for h in theirs if scoping.in_stock(h) and not h.gone]
    had = [h for h in mine if not h.under_way]
    late = [h for h in stock if not h.under_way and not (cut_off.known and not cut_off.possibly_by(h.when))]
    late = [h for h in late if not cut_off.known or cut_off.certainly_by(h.when)]
    older = [h for h in held if h not in late and h not in had and not h.gone]
    back = [h for h in had if not h.book]
    back += [h for h in stock if h in late and cut_off.known and h.when.within(cut_off)]
    return Ends(tuple(sorted(back, key=_order)), tuple(sorted([*had, *late], key=_order)), tuple(older))


def _order(h: Holding) -> tuple[object, ...]:
    return (h.when.sort_key(), not h.before, h.sight.key, h.sight.id)


def _paths(question: Question, find: Holding, contexts: Sequence[tuple[Thing, Sequence[Holding]]],
           dated: dict[Holding, Slot]) -> Iterable[Bearing]:
    shown = False
    for n, (thing, held) in enumerate(contexts):
        date = dated[find] if n == 0 else _dated(question, find, held)
        for way in question.scoping.shown(thing, held):
            shown = shown or n == 0
            yield _bearing(question, find, thing, way, date, dated)
    if not shown:
        thing = contexts[0][0]
        yield _bearing(question, find, thing, question.scoping.by_type(thing, find), dated[find], dated)


def _bearing(question: Question, find: Holding, thing: Thing, way: Membership, date: Slot,
             dated: dict[Holding, Slot]) -> Bearing:
    ev, table, sight = question.ev, question.scoping.table, find.sight
    peers = [h.sight for h, d in dated.items() if (d.grade or 0) >= (date.grade or 0)]
    whose = question.scoping.holder
    independence, origins = independence_slot(ev, table, sight, peers, (whose,), find.when)
    identity = _identity(question, thing, sight, way, corroborated=origins >= 2)
    slots = {"identity": identity, "membership": way.slot, "date": date, "place": _place(question, sight, way),
             "basis": basis_slot(ev, table, sight), "independence": independence}
    quantity = int(sight.line.quantity.lower) if isinstance(sight.line, StockLine) else 1
    return Bearing(question.side, thing.name, sight.key, tuple(s.key for s in way.stock), table.row(slots), origins,
                   max(quantity, 1))


def _identity(question: Question, thing: Thing, find: Sight, way: Membership, *, corroborated: bool) -> Slot:
    table = question.scoping.table
    if way.slot.word == "origin_checked":
        return table["identity"].slot("confirmed_in_report")
    if way.slot.word == "scope_by_type":
        return table["identity"].slot("same_record")
    if len(way.stock) == 0:
        return table["identity"].slot("type_only")
    return joint(question.ev, table, thing, find, way.stock, corroborated=corroborated)


def _place(question: Question, find: Sight, way: Membership) -> Slot:
    """Graded on the record that shows membership; where the claim is of having something now, on that record."""
    scoping = question.scoping
    if question.own and not scoping.scope.cut_off.known:
        return scoping.places.slot(scoping.table, find.event.place, scoping.scope.place)
    return way.place
