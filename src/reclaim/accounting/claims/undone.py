"""Claims that things are no more, or have gone back: met by an article seen whole, or still there, after that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.figures import figure_paths
from reclaim.accounting.claims.happening import happening, happening_paths
from reclaim.accounting.claims.identity import alike, joint
from reclaim.accounting.claims.judging import existential, first, universal
from reclaim.accounting.claims.membership import Membership, Scoping
from reclaim.accounting.claims.sources import basis_slot, independence_slot
from reclaim.accounting.custody.holding import Holding
from reclaim.accounting.things import Sight, Thing
from reclaim.model.claim import ClaimForm, Polarity
from reclaim.model.event import TURNED_UP, EventKind
from reclaim.model.scope import Standing
from reclaim.model.verdict import Bearing, Outcome, Side, Slot

SEEN = TURNED_UP | {EventKind.RECEIVED, EventKind.ISSUED, EventKind.INVENTORIED, EventKind.TRANSFERRED,
                    EventKind.CAPTURED, EventKind.RETURNED, EventKind.FLOWN_ABROAD}
LISTS = {ClaimForm.DESTROYED: (EventKind.DESTROYED, "destroyed"), ClaimForm.RETURNED: (EventKind.RETURNED, "returned")}


def undone(asked: Asked) -> Outcome:
    """The verdict on a claim that things of a scope were destroyed or returned."""
    shown = replace(asked, table=asked.tables["happening"])
    if asked.claim.polarity is Polarity.DENIED:
        return happening(shown)
    in_favour = happening_paths(shown, Side.FOR)
    least = max(1, int(asked.claim.quantity.lower))
    seen = sorted(_seen(asked), key=lambda b: b.order)
    met = universal(asked.table, seen, [])
    return first([met, existential(shown.table, in_favour, [], least=least), figure_paths(asked)])


def _seen(asked: Asked) -> Iterable[Bearing]:
    # What control asks of membership is asked here first; its findings are then read as this table's.
    scoping = Scoping(asked.ev, asked.tables["control"], asked.claim.scope, asked.subject, asked.at, asked.places, True)
    for ident in asked.ev.of_types(asked.claim.scope.types):
        thing, held = asked.ev.things[ident], asked.ev.held[ident]
        finds = {h.sight.id: h for h in held if _after_all(asked, h) and asked.ev.echo(h.sight) is None}
        dates = {ident: _date(asked, h) for ident, h in finds.items()}
        for ident, find in finds.items():
            slot, stock = _membership(asked, scoping, thing)
            peers = [h.sight for i, h in finds.items() if (dates[i].grade or 0) >= (dates[ident].grade or 0)]
            yield _bearing(asked, thing, find, slot, stock, dates[ident], peers)


def _after_all(asked: Asked, holding: Holding) -> bool:
    """Whether the record shows the thing whole; for a return, still with who is said to have returned it."""
    if holding.kind not in SEEN or holding.book:
        return False
    if asked.claim.form is ClaimForm.DESTROYED:
        return True
    return holding.party != "" and not (holding.before and holding.kind is EventKind.RETURNED) and asked.ev.is_party(
        holding.party, (asked.subject,), holding.when) is Standing.SHOWN


def _membership(asked: Asked, scoping: Scoping, thing: Thing) -> tuple[Slot, tuple[Sight, ...]]:
    assert asked.claim.form is not None
    table, (kind, done) = asked.table["membership"], LISTS[asked.claim.form]
    listed = tuple(s for s in thing.sights if s.event.kind is kind and not s.counted)
    if len(listed) > 0:
        return table.slot("on_list", done=done, stock=listed[0].key), listed[:1]
    ways = scoping.shown(thing, asked.ev.held[thing.id])
    best: Membership | None = max(ways, key=lambda w: w.grade, default=None)
    if len(asked.claim.scope.items) > 0 and not thing.names.isdisjoint(asked.claim.scope.items):
        return table.slot("named_in_scope"), thing.sights[:1]
    if best is None or asked.claim.quantity.written != "" or len(best.stock) == 0:
        return table.slot("not_shown"), ()
    stock = ", ".join(s.key for s in best.stock) or "no record"
    if best.grade == 0:
        return table.slot("not_of_scope"), best.stock
    return table.slot("of_the_stock" if best.grade >= 2 else "of_the_scope", done=done, stock=stock), best.stock


def _bearing(asked: Asked, thing: Thing, find: Holding, membership: Slot, stock: tuple[Sight, ...], date: Slot,
             peers: list[Sight]) -> Bearing:
    table, sight = asked.table, find.sight
    independence, origins = independence_slot(asked.ev, table, sight, peers, (asked.subject,), find.when)
    either = alike(table["identity"].slot("type_only")) if len(stock) == 0 else joint(
        asked.ev, table, thing, sight, stock)
    identity = either[1 if origins >= 2 else 0]
    slots = {"identity": identity, "membership": membership, "date": date,
             "place": asked.places.slot(table, sight.event.place, ""), "basis": basis_slot(asked.ev, table, sight),
             "independence": independence}
    return Bearing(Side.AGAINST, thing.name, sight.key, tuple(s.key for s in stock), table.row(slots), origins)


def _date(asked: Asked, find: Holding) -> Slot:
    # Said of a date, it had gone by then at the latest.
    gone, found = asked.at, find.when
    facts = {"party": asked.name(find.party) or "somebody", "found": str(found), "gone": str(gone)}
    if not gone.known or not found.known:
        word = "undated"
    elif gone.certainly_before(found):
        word = "seen_after"
    else:
        word = "seen_before" if found.certainly_by(gone) else "may_be_after"
    return asked.table["date"].slot(word, **facts)

