"""Claims of what a party wants, refuses, supports or takes part in: shown by its own steps, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.judging import existential, universal
from reclaim.accounting.claims.overlap import scopes_meet
from reclaim.accounting.claims.sources import independent_of, one_origin
from reclaim.model.claim import ClaimForm, Polarity
from reclaim.model.record import Record
from reclaim.model.scope import Standing
from reclaim.model.step import Step, StepKind
from reclaim.model.verdict import Bearing, Outcome, Side, Slot
from reclaim.model.when import When

# The steps by which each is shown. A demand is no support, an agreement no return, and to tell is not to take part.
SHOWN_BY = {
    ClaimForm.WANTS: frozenset({StepKind.DEMANDED}),
    ClaimForm.REFUSES: frozenset({StepKind.REFUSED}),
    ClaimForm.SUPPORTS: frozenset({StepKind.AGREED, StepKind.OFFERED, StepKind.INQUIRY_AGREED}),
    ClaimForm.TOOK_PART: frozenset({StepKind.HANDED_OVER, StepKind.RETURNED, StepKind.DESTROYED,
                                    StepKind.HELD_AS_EVIDENCE}),
}
# The party's own steps to the contrary.
MET_BY = {
    ClaimForm.REFUSES: frozenset({StepKind.AGREED, StepKind.HANDED_OVER, StepKind.RETURNED}),
    ClaimForm.SUPPORTS: frozenset({StepKind.REFUSED}),
}


def will(asked: Asked) -> Outcome:
    """The verdict on a claim of will."""
    assert asked.claim.form is not None
    denied = asked.claim.polarity is Polarity.DENIED
    shown = sorted(_paths(asked, SHOWN_BY[asked.claim.form], Side.AGAINST if denied else Side.FOR, contrary=False),
                   key=lambda b: b.order)
    met = sorted(_paths(asked, MET_BY.get(asked.claim.form, frozenset()), Side.FOR if denied else Side.AGAINST,
                        contrary=True), key=lambda b: b.order)
    return universal(asked.table, shown, met) if denied else existential(asked.table, shown, met)


def _paths(asked: Asked, kinds: frozenset[StepKind], side: Side, *, contrary: bool) -> Iterable[Bearing]:
    table = asked.table
    for record, step in asked.ev.now.steps:
        if step.kind not in kinds:
            continue
        actor = asked.ev.is_party(asked.ev.party(step.by), (asked.subject,), step.date)
        matter = _matter(asked, step)
        if actor is Standing.EXCLUDED or matter == "" or not _same_other(asked, step):
            continue
        word = "same_party" if actor is Standing.SHOWN else "part_not_settled"
        slots = {"actor": table["actor"].slot(word, party=asked.name(step.by), subject=asked.name(asked.subject)),
                 "matter": table["matter"].slot(matter), "date": _date(asked, step.date, contrary=contrary),
                 "independence": _independence(asked, record, step, contrary=contrary)}
        what = f"{str(step.kind).replace('_', ' ')} by {asked.name(step.by)}"
        own = not independent_of(asked.ev, record, asked.claimants, step.date, asked.statement_record)
        yield Bearing(side, what, record.key, (), table.row(slots), 1, own=own)


def _matter(asked: Asked, step: Step) -> str:
    claimed = asked.claim.scope
    if step.scope.unrestricted:
        if step.target in claimed.items and step.target != "":
            return "same_scope"
        types = step.type == "" or len(claimed.types) == 0 or any(
            asked.ev.now.types.may_be(step.type, t) for t in claimed.types)
        return "matter_not_stated" if types else ""
    if not scopes_meet(asked.ev, claimed, step.scope):
        return ""
    fields = ("supplied_by", "stock_of", "held_by", "items", "place")
    same = all(getattr(claimed, f) == getattr(step.scope, f) for f in fields)
    return "same_scope" if same else "overlapping_scope"


def _same_other(asked: Asked, step: Step) -> bool:
    """Whether the step is towards the party that the claim names; none named on one side excludes nothing."""
    other = asked.claim.counterparty
    if other == "" or step.to == "":
        return True
    towards = [asked.ev.party(p.strip()) for p in step.to.split(";")]
    return any(asked.ev.is_either(p, (asked.ev.party(other),), step.date) for p in towards)


def _date(asked: Asked, found: When, *, contrary: bool) -> Slot:
    at = asked.at
    facts = {"found": str(found), "at": str(at)}
    if not found.known or not at.known:
        word = "undated"
    elif at.certainly_before(found):
        word = "other_time" if contrary else "after_date"
    elif contrary and not found.overlaps(at):
        word = "other_time"
    else:
        word = "by_date" if at.hi is None or (found.hi is not None and found.hi <= at.hi) else "partly_by_date"
    return asked.table["date"].slot(word, **facts)


def _independence(asked: Asked, record: Record, step: Step, *, contrary: bool) -> Slot:
    if asked.ev.own_record(record, (asked.subject,), step.date):
        return asked.table["independence"].slot("own_record")
    if contrary:
        return asked.table["independence"].slot("told_by_others")
    return one_origin(asked.ev, asked.table, asked.ev.origins(record))
