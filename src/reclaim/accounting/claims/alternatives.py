"""What else may explain a find: each alternative that membership leaves open, with the records that speak for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.overlap import scopes_meet
from reclaim.accounting.claims.rivals import HAS
from reclaim.accounting.things import Thing
from reclaim.model.claim import Claim, ClaimForm, Modality, Polarity
from reclaim.model.event import TURNED_UP, EventKind
from reclaim.model.line import ItemLine
from reclaim.model.mark import MarkKind
from reclaim.model.quantity import CountKind
from reclaim.model.scope import Scope, Standing
from reclaim.model.verdict import Alternative, Bearing
from reclaim.model.when import When

PARTED = frozenset({EventKind.LOST, EventKind.STOLEN, EventKind.CAPTURED, EventKind.OFFERED, EventKind.TRANSFERRED})
PARTED_COUNTS = frozenset({CountKind.LOST, CountKind.STOLEN, CountKind.UNACCOUNTED, CountKind.CAPTURED})
GOT = frozenset({EventKind.SHIPPED, EventKind.EXPORTED, EventKind.TRANSFERRED, EventKind.RECEIVED, EventKind.IMPORTED,
                 EventKind.ISSUED, EventKind.INVENTORIED})
COPY = re.compile(r"\b(cop(y|ies)|replica|clone|counterfeit|imitation|craft)\b", re.IGNORECASE)
REMARKS = frozenset({MarkKind.NATIONAL_MARK, MarkKind.IMPORT_MARK, MarkKind.REGISTRY_SERIAL,
                     MarkKind.RACK_OR_OWNERSHIP})
MOST = 12


def alternatives(asked: Asked, best: Bearing | None) -> tuple[Alternative, ...]:
    """The alternatives that the strongest path leaves open; none where membership is established, or without a path."""
    membership = None if best is None else best.slot("membership")
    if best is None or membership is None or not best.bears or (membership.grade or 0) >= 3:
        return ()
    thing = _thing(asked, best)
    types = thing.types if thing is not None else asked.claim.scope.types
    found = (
        ("sold_or_lost_by_previous_holder", "sold or lost by the previous holder before the cut-off",
         _parted(asked, types)),
        ("lost_on_the_way", "lost or looted on the way to the previous holder", _on_the_way(asked, types)),
        ("another_buyer", "the same model from another buyer", _others(asked, types)),
        ("a_copy", "a copy", _copies(asked, types)),
        ("re_marked", "marked anew, so that the number is not the maker's", _remarked(thing)),
    )
    return tuple(Alternative(kind, words, tuple(dict.fromkeys(sorted(records)))[:MOST])
                 for kind, words, records in found)


def _parted(asked: Asked, types: Iterable[str]) -> list[str]:
    """Losses, sales and captures of such things out of that stock, and claims of them."""
    owners, cut = asked.claim.scope.stock_of, asked.claim.scope.cut_off
    found = [h.sight.key for t in types for h in asked.ev.supplied.get(asked.ev.now.types.resolve(t), ())
             if h.kind in PARTED and h.before and _is(asked, h.party, owners, h.when) and not _after(h.when, cut)]
    for t in types:
        for above in asked.ev.now.types.lineage(t):
            found += [r.key for r, line in asked.ev.stock_by_type.get(above, ())
                      if asked.ev.now.types.may_be(line.type, t) and len({line.kind, *line.any_of} & PARTED_COUNTS) > 0
                      and _is(asked, line.holder, owners, line.as_of) and not _after(line.as_of, cut)]
    claims = _claims(asked, (ClaimForm.LOST_OR_SOLD, ClaimForm.TRANSFERRED), owners)
    return found + claims


def _on_the_way(asked: Asked, types: Iterable[str]) -> list[str]:
    """Losses out of the supplier's hands, and claims of them."""
    suppliers = asked.claim.scope.supplied_by or tuple(sorted({
        asked.ev.party(h.sight.event.giver or h.sight.event.by) for t in types
        for h in asked.ev.supplied.get(asked.ev.now.types.resolve(t), ())
        if h.under_way and _is(asked, h.party, asked.claim.scope.stock_of, h.when)} - {""}))
    found = [h.sight.key for t in types for h in asked.ev.supplied.get(asked.ev.now.types.resolve(t), ())
             if h.kind in (EventKind.LOST, EventKind.STOLEN, EventKind.CAPTURED) and h.before
             and _is(asked, h.party, suppliers, h.when)]
    extra = {asked.ev.party(s.line.origin) for t in types for h in asked.ev.supplied.get(
        asked.ev.now.types.resolve(t), ()) for s in (h.sight,) if h.under_way and s.line.origin != ""}
    return found + _claims(asked, (ClaimForm.LOST_OR_SOLD,), (*suppliers, *sorted(extra)))


def _others(asked: Asked, types: Iterable[str]) -> list[str]:
    """Such things with parties that are neither the holder, nor the previous one, nor the supplier; and, before the
    cut-off, in anybody else's hands."""
    scope, cut = asked.claim.scope, asked.claim.scope.cut_off
    known = (asked.subject, *scope.stock_of, *scope.supplied_by)
    found: list[str] = []
    for t in types:
        for h in asked.ev.supplied.get(asked.ev.now.types.resolve(t), ()):
            other = h.party != "" and asked.ev.is_party(h.party, known, h.when) is Standing.EXCLUDED
            supplied = h.kind in GOT and not h.before
            early = h.kind in TURNED_UP and cut.known and h.when.certainly_before(cut)
            if other and (supplied or early):
                found.append(h.sight.key)
    forms = (ClaimForm.USED_BY, ClaimForm.HOLDS_AT_LEAST, ClaimForm.FOUND_IN)
    return found + _claims(asked, forms, (), before=cut, not_of=known)


def _copies(asked: Asked, types: Iterable[str]) -> list[str]:
    """Records that call such a thing a copy, and types that are copies."""
    tree, found = asked.ev.now.types, list[str]()
    for t in types:
        family = set(tree.lineage(t)[:2])
        for name in sorted(family):
            for ident in asked.ev.by_type.get(name, ()):
                thing = asked.ev.things[ident]
                found += [s.key for s in thing.sights if COPY.search(s.line.type_as_written + " " + s.line.origin)
                          or (isinstance(s.line, ItemLine) and COPY.search(s.line.make))]
    return found


def _remarked(thing: Thing | None) -> list[str]:
    """Records of the thing that carry a mark other than the maker's."""
    if thing is None:
        return []
    kinds = {str(k) for k in REMARKS}
    return [s.key for s in thing.sights if isinstance(s.line, ItemLine) and s.line.mark_kind in kinds]


def _claims(asked: Asked, forms: Iterable[ClaimForm], subjects: Iterable[str], *, before: When | None = None,
            not_of: Iterable[str] = ()) -> list[str]:
    """Claims of such forms about such things: what somebody says is an alternative, not a record of it."""
    wanted, whose = set(forms), list(subjects)
    found: list[str] = []
    for record, claim in asked.ev.now.claims:
        if claim.form not in wanted or claim.polarity is Polarity.DENIED or claim.modality not in (
                Modality.ASSERTED, Modality.REPORTED, Modality.POSSIBLE) or not _same_types(asked, claim):
            continue
        if len(whose) > 0 and not _is(asked, claim.subject, whose, claim.at):
            continue
        if len(whose) == 0 and before is None:
            continue
        if before is not None and not _tells_of_others(asked, claim, before, tuple(not_of)):
            continue
        found.append(record.key)
    return found


def _tells_of_others(asked: Asked, claim: Claim, cut: When, known: tuple[str, ...]) -> bool:
    """Whether a claim says that others had such things by the cut-off, or that they are to be had on a market."""
    if claim.form not in HAS or _is(asked, claim.subject, known, claim.at):
        return False
    said = asked.ev.now.statement(claim.statement)
    when = claim.at if claim.at.known or said is None else said[1].date
    party = asked.ev.now.parties.parties.get(asked.ev.party(claim.subject))
    market = party is not None and "dealer" in party.name.casefold()
    return market or (cut.known and when.known and when.certainly_by(cut))


def _same_types(asked: Asked, claim: Claim) -> bool:
    return scopes_meet(asked.ev, Scope(types=claim.scope.types), Scope(types=asked.claim.scope.types))


def _thing(asked: Asked, best: Bearing) -> Thing | None:
    sight = asked.ev.sight(best.find)
    return None if sight is None else asked.ev.things[asked.ev.home[sight.id]]


def _is(asked: Asked, party: str, wholes: Iterable[str], at: When) -> bool:
    resolved = asked.ev.party(party)
    return resolved != "" and asked.ev.is_party(resolved, wholes, at) is Standing.SHOWN


def _after(when: When, cut: When) -> bool:
    return cut.known and cut.certainly_before(when)
