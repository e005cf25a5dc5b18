"""Kinds of diversion that records speak for: proposed with the reason, and decided by a person or by nobody.

A decision names the address of the proposal (`window#ADDRESS=kind`) and accepts or rejects it.
"""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.custody.holding import Holding, before
from reclaim.accounting.joining import CLONED
from reclaim.accounting.things import Thing
from reclaim.model.chain import Diversion, DiversionType
from reclaim.model.decision import Judgement
from reclaim.model.event import TURNED_UP, EventKind
from reclaim.model.when import When

LEAVING = {
    EventKind.CAPTURED: (DiversionType.BATTLEFIELD_CAPTURE, "a record of its capture"),
    EventKind.LOST: (DiversionType.THEFT_OR_LOSS, "a record of its loss"),
    EventKind.STOLEN: (DiversionType.THEFT_OR_LOSS, "a record of its theft"),
    EventKind.OFFERED: (DiversionType.SALE, "a record of its being offered for sale"),
    EventKind.TRANSFERRED: (DiversionType.RETRANSFER, "a record of its being passed on; whether that was allowed is "
                                                      "for those who say so"),
}


def diversions(now: Assembly, thing: Thing, address: str, last: Holding, first: Holding) -> tuple[Diversion, ...]:
    """The kinds that records speak for in the passage from `last` to `first`; none where nothing does."""
    found: dict[DiversionType, Diversion] = {}
    for kind, why, records in _proposed(now, thing, last, first):
        decided, by = _decided(now, f"{address}={kind}")
        found.setdefault(kind, Diversion(f"{address}={kind}", kind, why, records, decided, by))
    return tuple(found.values())


def _proposed(now: Assembly, thing: Thing, last: Holding, first: Holding
              ) -> Iterable[tuple[DiversionType, str, tuple[str, ...]]]:
    leaving = LEAVING.get(first.kind)
    if leaving is not None and (first.gone or last.sight.id == first.sight.id):
        under_way = any(h.under_way and h.sight.id == last.sight.id for h in (last,))
        kind = DiversionType.IN_TRANSIT if under_way and first.gone else leaving[0]
        yield kind, leaving[1], (first.sight.key,)
    if last.under_way and first.kind in TURNED_UP:
        yield (DiversionType.IN_TRANSIT, "it was sent, no receipt is recorded, and it turned up with another",
               (last.sight.key, first.sight.key))
    if first.kind in TURNED_UP:
        yield from _collapse(now, last, first)
        yield from _destroyed(thing, first)
    if any(k.why == CLONED for k in thing.near):
        yield DiversionType.CRAFT_COPY, "its mark stands on more than one thing", (first.sight.key,)


def _collapse(now: Assembly, last: Holding, first: Holding) -> Iterable[tuple[DiversionType, str, tuple[str, ...]]]:
    """The last holder, or one that it was a part of, ceased to be between the two records."""
    party = now.parties.parties.get(last.party)
    if party is not None and party.until.known and _between(party.until, last.when, first.when):
        yield (DiversionType.STATE_COLLAPSE, f"{party.name} ended on {party.until}, between the two records",
               (last.sight.key, first.sight.key))


def _destroyed(thing: Thing, first: Holding) -> Iterable[tuple[DiversionType, str, tuple[str, ...]]]:
    for s in thing.sights:
        if s.event.kind is EventKind.DESTROYED and before(Holding("", True, False, s), first):
            yield (DiversionType.MISREPORTED_DESTRUCTION, "it was recorded as destroyed before it turned up",
                   (s.key, first.sight.key))


def _between(when: When, opens: When, closes: When) -> bool:
    return opens.possibly_by(when) and when.possibly_by(closes)


def _decided(now: Assembly, address: str) -> tuple[str, str]:
    """What the last decision on a proposal says, and whose it is."""
    for d in reversed(now.decisions):
        if address in d.subjects and d.judgement in (Judgement.ACCEPT, Judgement.REJECT):
            return str(d.judgement), d.author
    return "", ""
