"""Claims that something happened: left, delivered, transferred, used, found, returned, destroyed, and their denials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.claims.figures import figure_paths
from reclaim.accounting.claims.identity import alike, joint, merged
from reclaim.accounting.claims.judging import existential, first, universal
from reclaim.accounting.claims.membership import Membership, Scoping
from reclaim.accounting.claims.recalled import Known
from reclaim.accounting.claims.returns import happened, step_paths
from reclaim.accounting.claims.sources import basis_slot, independence_slot, independent_of
from reclaim.accounting.custody.holding import Holding, holdings, of_sight
from reclaim.accounting.things import Sight, Thing
from reclaim.model.claim import ClaimForm, Polarity
from reclaim.model.event import TURNED_UP, EventKind
from reclaim.model.line import StockLine
from reclaim.model.scope import Standing
from reclaim.model.verdict import Bearing, Outcome, Side, Slot
from reclaim.model.when import When

PASSED_ON = frozenset({EventKind.TRANSFERRED, EventKind.ISSUED, EventKind.SHIPPED, EventKind.EXPORTED,
                       EventKind.RETURNED, EventKind.FLOWN_ABROAD})
DELIVERED = frozenset({EventKind.SHIPPED, EventKind.EXPORTED, EventKind.TRANSFERRED, EventKind.ISSUED,
                       EventKind.RECEIVED, EventKind.IMPORTED})
PARTED_WITH = frozenset({EventKind.LOST, EventKind.STOLEN, EventKind.CAPTURED, EventKind.OFFERED})
# Events by which the finder took the thing, whoever had it.
TAKEN = frozenset({EventKind.SEIZED, EventKind.FOUND, EventKind.RECOVERED})
DENIALS = frozenset({ClaimForm.LEFT_NONE})


def happening(asked: Asked) -> Outcome:
    """The verdict on a claim that something happened, or did not."""
    denied = (asked.claim.polarity is Polarity.DENIED) != (asked.claim.form in DENIALS)
    paths = happening_paths(asked, Side.AGAINST if denied else Side.FOR)
    least = max(1, int(asked.claim.quantity.lower))
    shown = universal(asked.table, paths, []) if denied else existential(asked.table, paths, [], least=least)
    return first([shown, figure_paths(asked)])


def happening_paths(asked: Asked, side: Side) -> list[Bearing]:
    """A path for each record of what the claim says, the strongest first."""
    claim, ev = asked.claim, asked.ev
    question = (claim.form, asked.table.name, asked.subject, claim.counterparty, claim.scope)
    scoping = asked.scoping(existential=True)
    known = ev.recalled.of((Sight, *question, asked.at, side, asked.claimants, ev.origins(asked.statement_record)),
                           scoping.hear)
    undated = len(claim.scope.stock_of) > 0 and not claim.scope.cut_off.known
    kept = _undated((Sight, *question, asked.at if undated else None), ev)
    scoping.heard = kept.heard
    among = _among(asked)
    for ident in among:
        if ident not in known.of:
            if ident not in kept.of:
                kept.of[ident] = tuple(_of_thing(asked, scoping, ev.things[ident]))
            known.of[ident] = tuple(_dated(asked, side, path, sight) for path, sight in kept.of[ident])
    known.heard |= kept.heard
    return sorted([*(p for i in among for p in known.of[i]), *step_paths(asked, side)], key=lambda b: b.order)


def _undated(key: object, ev: Evidence) -> Known[tuple[tuple[Bearing, Sight], ...]]:
    """The paths but for their dates, kept for the next claim that says the same of another date."""
    if key not in ev.prepared:
        ev.keep(key, Known[tuple[tuple[Bearing, Sight], ...]]())
    return cast(Known[tuple[tuple[Bearing, Sight], ...]], ev.prepared[key])


def _dated(asked: Asked, side: Side, path: Bearing, sight: Sight) -> Bearing:
    """The path for the date of the claim, and for who says it."""
    slots = tuple([happened(asked, sight.event.date) if s.name == "date" else s for s in path.slots])
    return Bearing(side, path.what, path.find, path.stock, slots, path.origins, path.quantity, _own(asked, sight))


def _of_thing(asked: Asked, scoping: Scoping, thing: Thing) -> Iterable[tuple[Bearing, Sight]]:
    """The strongest path from each record of a thing that is of what the claim says."""
    acts = [(s, w) for s in thing.sights if (w := _act(asked, s)) != "" and asked.ev.echo(s) is None]
    return ((_best(asked, scoping, thing, s, word, [p for p, _ in acts]), s) for s, word in acts)


def _among(asked: Asked) -> Sequence[str]:
    """Things that may bear: those that the claim's parties did something with; for what was left, all."""
    claim, ev = asked.claim, asked.ev
    if claim.form in (ClaimForm.LEFT, ClaimForm.LEFT_NONE) or asked.subject == "":
        return ev.of_types(claim.scope.types)
    ids = set(ev.naming(claim.scope.types, asked.subject))
    if claim.form is ClaimForm.TRANSFERRED and claim.counterparty != "":
        ids |= set(ev.naming(claim.scope.types, ev.party(claim.counterparty)))
    return sorted(ids)


def _act(asked: Asked, sight: Sight) -> str:
    """Whether the record is of what the claim says, shows possession only, or is of something else (empty)."""
    form, kind, event = asked.claim.form, sight.event.kind, sight.event
    subject, other = asked.subject, asked.claim.counterparty
    giver = event.giver or event.by
    gives = _is(asked, giver, subject, event.date)
    gets = other == "" or _is(asked, event.holder, other, event.date)
    match form:
        case ClaimForm.TRANSFERRED:
            if kind in PASSED_ON and gives and gets and event.holder != "":
                return "recorded"
            return "possession_only" if other != "" and kind in TURNED_UP and _with(asked, sight, other) else ""
        case ClaimForm.LOST_OR_SOLD:
            if gives and (kind in PARTED_WITH or (kind is EventKind.TRANSFERRED and event.holder != "")):
                return "recorded"
            return "possession_only" if kind in TURNED_UP and _was_with(asked, sight) else ""
        case ClaimForm.DELIVERED:
            return "recorded" if kind in DELIVERED and gives and gets else ""
        case ClaimForm.USED_BY:
            if kind is EventKind.USED and _is(asked, event.by, subject, event.date):
                return "recorded"
            return "possession_only" if kind in TURNED_UP and _with(asked, sight, subject) else ""
        case ClaimForm.FOUND_IN:
            finder = other == "" or _is(asked, event.by, other, event.date)
            there = subject == "" or _with(asked, sight, subject) or _is(asked, event.by, subject, event.date)
            return "recorded" if kind in TURNED_UP and finder and there else ""
        case ClaimForm.RETURNED:
            return "recorded" if kind is EventKind.RETURNED and gives and gets else ""
        case ClaimForm.DESTROYED:
            if kind is EventKind.DISABLED and gives:
                return "related"
            return "recorded" if kind is EventKind.DESTROYED and gives else ""
        case ClaimForm.LEFT | ClaimForm.LEFT_NONE:
            return "possession_only" if kind in TURNED_UP and _elsewhere(asked, sight) else ""
        case _:
            return ""


def _best(asked: Asked, scoping: Scoping, thing: Thing, sight: Sight, act: str, peers: Sequence[Sight]) -> Bearing:
    """The strongest path from one record: over the thing itself, or over a link that nobody decided."""
    paths = [_bearing(asked, t, sight, act, way, peers) for t, way in _ways(asked, scoping, thing, sight)]
    return min(paths, key=lambda b: b.order)


def _ways(asked: Asked, scoping: Scoping, thing: Thing, sight: Sight) -> Iterable[tuple[Thing, Membership]]:
    shown = scoping.shown(thing, asked.ev.held[thing.id])
    yield from ((thing, way) for way in shown)
    links = {k for s in thing.sights for k in asked.ev.near.get(s.id, ())}
    for link in sorted(links, key=lambda k: (k.left, k.right, k.basis)):
        both = merged(asked.ev, thing, link)
        yield from ((both, way) for way in scoping.shown(both, holdings(both, asked.ev.now.parties)))
    if len(shown) == 0:
        yield thing, scoping.by_type(thing, _holding(asked, sight))


def _holding(asked: Asked, sight: Sight) -> Holding:
    found = list(of_sight(sight, asked.ev.now.parties))
    return found[-1] if len(found) > 0 else Holding("", False, False, sight)


def _bearing(asked: Asked, thing: Thing, sight: Sight, act: str, way: Membership, peers: Sequence[Sight]) -> Bearing:
    ev, table, event = asked.ev, asked.table, sight.event
    independence, origins = independence_slot(ev, table, sight, peers, (asked.subject,), event.date)
    party = asked.name(event.holder or event.giver or event.by)
    slots = {"act": table["act"].slot(act, kind=str(event.kind).replace("_", " "), party=party or "somebody"),
             "identity": _identity(asked, thing, sight, way)[1 if origins >= 2 else 0], "membership": way.slot,
             "date": happened(asked, event.date),
             "place": asked.places.slot(table, event.place, asked.claim.scope.place),
             "basis": basis_slot(ev, table, sight), "independence": independence}
    quantity = max(1, int(sight.line.quantity.lower)) if isinstance(sight.line, StockLine) else 1
    return Bearing(Side.FOR, thing.name, sight.key, tuple(s.key for s in way.stock), table.row(slots), origins,
                   quantity)


def _identity(asked: Asked, thing: Thing, sight: Sight, way: Membership) -> tuple[Slot, Slot]:
    table = asked.table
    if way.slot.word == "origin_checked":
        return alike(table["identity"].slot("confirmed_in_report"))
    if way.slot.word == "scope_by_type":
        return alike(table["identity"].slot("not_asked"))
    if len(way.stock) == 0:
        return alike(table["identity"].slot("type_only"))
    return joint(asked.ev, table, thing, sight, way.stock)


def _own(asked: Asked, sight: Sight) -> bool:
    """Whether the record is the claimant's own, or only what the statement's own report says."""
    if _is(asked, sight.event.by, asked.claimants[0], sight.event.date):
        return True
    return not independent_of(asked.ev, sight.record, asked.claimants, sight.event.date, asked.statement_record)


def _with(asked: Asked, sight: Sight, party: str) -> bool:
    """Whether the record shows the thing with a party, not counting whoever took it from another."""
    found = list(of_sight(sight, asked.ev.now.parties))
    had = [h for h in found if h.before] or ([] if sight.event.kind in TAKEN else found)
    return any(h.party != "" and _is(asked, h.party, party, h.when) for h in had)


def _was_with(asked: Asked, sight: Sight) -> bool:
    """Whether the thing is with another now, and a record shows that the subject had it before and does not show that
    he passed it on himself."""
    if not _elsewhere(asked, sight):
        return False
    had = [h for h in asked.ev.held[asked.ev.home[sight.id]]
           if not h.under_way and h.sight.id != sight.id and h.when.possibly_by(sight.event.date)
           and _is(asked, h.party, asked.subject, h.when)]
    return len(had) > 0 and not any(h.before and h.kind in PASSED_ON for h in had)


def _elsewhere(asked: Asked, sight: Sight) -> bool:
    owners = (asked.subject, *asked.claim.scope.stock_of)
    return any(h.party != "" and asked.ev.is_party(h.party, owners, h.when) is Standing.EXCLUDED
               for h in of_sight(sight, asked.ev.now.parties))


def _is(asked: Asked, party: str, whole: str, at: When) -> bool:
    resolved = asked.ev.party(party)
    return resolved != "" and whole != "" and asked.ev.is_party(resolved, (whole,), at) is Standing.SHOWN
