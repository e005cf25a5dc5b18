"""Who calls which custody rightful: what parties say of it, each with who says it. Nothing here takes a side."""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.things import Thing
from reclaim.model.chain import Authority
from reclaim.model.claim import ClaimForm, Polarity
from reclaim.model.scope import Scope
from reclaim.model.step import StepKind
from reclaim.model.when import When


def authorities(now: Assembly, thing: Thing) -> tuple[Authority, ...]:
    """What is said of the title to things like this one: claims of ownership, and steps that claim or disclaim it."""
    return tuple(sorted({*_claims(now, thing), *_steps(now, thing)}))


def _claims(now: Assembly, thing: Thing) -> Iterable[Authority]:
    for record, claim in now.claims:
        if claim.form is not ClaimForm.OWNS or not _concerns(now, thing, claim.scope):
            continue
        said = now.statement(claim.statement)
        if said is not None:
            asserter = said[1].party or said[1].speaker
            yield Authority(now.parties.resolve(claim.subject), now.parties.resolve(asserter),
                            claim.polarity is Polarity.DENIED, record.key, said[1].words)


def _steps(now: Assembly, thing: Thing) -> Iterable[Authority]:
    for record, step in now.steps:
        if step.kind not in (StepKind.TITLE_CLAIMED, StepKind.TITLE_DISCLAIMED):
            continue
        if step.target in thing.names or (not step.scope.unrestricted and _concerns(now, thing, step.scope)):
            party = now.parties.resolve(step.by)
            yield Authority(party, party, step.kind is StepKind.TITLE_DISCLAIMED, record.key, step.ground)


def _concerns(now: Assembly, thing: Thing, scope: Scope) -> bool:
    """Whether a scope may hold the thing, as far as its types, names and recorded hands say."""
    if len(scope.items) > 0 and thing.names.isdisjoint(scope.items):
        return False
    if len(scope.types) > 0 and not any(now.types.may_be(t, s) for t in thing.types for s in scope.types):
        return False
    hands = {now.parties.resolve(p) for s in thing.sights
             for p in (s.event.giver, s.event.holder, s.line.origin, s.event.by) if p != ""}
    return all(len(parties) == 0 or any(_meets(now, h, parties) for h in hands)
               for parties in (scope.stock_of, scope.held_by))


def _meets(now: Assembly, party: str, others: Iterable[str]) -> bool:
    return any(not now.parties.another(party, o, When.unknown()) or not now.parties.another(o, party, When.unknown())
               for o in others)
