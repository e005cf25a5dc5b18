"""Steps of a retrieval beside a claim that things were returned or destroyed: a word of it, not a record of the event.

A demand, an offer and an agreement are no such step.
"""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.overlap import scopes_meet
from reclaim.accounting.claims.sources import independent_of, one_origin
from reclaim.model.claim import ClaimForm
from reclaim.model.event import Basis
from reclaim.model.place import Place
from reclaim.model.scope import Standing
from reclaim.model.step import Step, StepKind
from reclaim.model.verdict import Bearing, Side, Slot
from reclaim.model.when import When

STEPS = {ClaimForm.RETURNED: StepKind.RETURNED, ClaimForm.DESTROYED: StepKind.DESTROYED}


def step_paths(asked: Asked, side: Side) -> Iterable[Bearing]:
    """A path for each step that says what the claim says; none bears more than weakly."""
    kind = STEPS.get(asked.claim.form) if asked.claim.form is not None else None
    for record, step in asked.ev.now.steps:
        if kind is None or step.kind is not kind or not _same(asked, step):
            continue
        table = asked.table
        slots = {"act": table["act"].slot("step_only", kind=str(kind)), "identity": table["identity"].slot("not_asked"),
                 "membership": table["membership"].slot("scope_by_type"), "date": happened(asked, step.date),
                 "place": asked.places.slot(table, Place(), asked.claim.scope.place),
                 "basis": table["basis"].slot(str(Basis.UNSTATED)),
                 "independence": one_origin(asked.ev, table, asked.ev.origins(record))}
        own = not independent_of(asked.ev, record, asked.claimants, step.date, asked.statement_record)
        what = f"{kind} by {asked.name(step.by)}"
        yield Bearing(side, what, record.key, (), table.row(slots), 1, max(1, int(step.quantity.lower)), own)


def happened(asked: Asked, found: When) -> Slot:
    """The slot `date`: did it happen by the date of the claim?"""
    at = asked.at
    if not found.known:
        word = "undated"
    elif not at.known:
        word = "claim_undated"
    elif at.certainly_before(found):
        word = "after_date"
    else:
        word = "by_date" if at.hi is None or (found.hi is not None and found.hi <= at.hi) else "partly_by_date"
    return asked.table["date"].slot(word, found=found, at=at)


def _same(asked: Asked, step: Step) -> bool:
    """Whether the step is the subject's, towards the claim's other party, and may be about the same things."""
    ev, claim = asked.ev, asked.claim
    if ev.is_party(ev.party(step.by), (asked.subject,), step.date) is not Standing.SHOWN:
        return False
    if claim.counterparty != "" and step.to != "" and not ev.is_either(
            ev.party(step.to), (ev.party(claim.counterparty),), step.date):
        return False
    if step.scope.unrestricted:
        return step.target in claim.scope.items or (step.type != "" and any(
            ev.now.types.may_be(step.type, t) for t in claim.scope.types))
    return scopes_meet(ev, claim.scope, step.scope)
