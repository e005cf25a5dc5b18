"""Whether two claims speak of things that may be the same, and about which date a claim speaks."""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.accounting.claims.evidence import Evidence
from reclaim.model.claim import Claim
from reclaim.model.scope import Scope
from reclaim.model.statement import Statement
from reclaim.model.when import When


def dated(claim: Claim, statement: Statement) -> When:
    """The date that a claim is about: its own, else that of the statement."""
    return claim.at if claim.at.known else statement.date


def scopes_meet(ev: Evidence, a: Scope, b: Scope) -> bool:
    """Whether two scopes may hold one thing: no field of one excludes what the other asks for."""
    if len(a.types) > 0 and len(b.types) > 0 and not any(
            ev.now.types.may_be(x, y) for x in a.types for y in b.types):
        return False
    fields = ((a.supplied_by, b.supplied_by), (a.stock_of, b.stock_of), (a.held_by, b.held_by))
    if any(len(x) > 0 and len(y) > 0 and not _parties_meet(ev, x, y) for x, y in fields):
        return False
    if a.place != "" and b.place != "" and a.place.casefold() != b.place.casefold():
        return False
    return len(a.items) == 0 or len(b.items) == 0 or not set(a.items).isdisjoint(b.items)


def _parties_meet(ev: Evidence, left: Iterable[str], right: Iterable[str]) -> bool:
    resolve = ev.party
    return any(ev.may_be_one(resolve(a), resolve(b)) for a in left for b in right)
