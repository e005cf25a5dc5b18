"""Claims of ownership, apart from facts: rival claims are listed, and only a title document supports one."""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.judging import existential
from reclaim.accounting.claims.sources import independent_of, named
from reclaim.accounting.things import Sight
from reclaim.model.claim import Polarity
from reclaim.model.event import Basis, EventKind
from reclaim.model.scope import Standing
from reclaim.model.verdict import Bearing, Outcome, Side, VerdictWord

PASSES_TITLE = frozenset({EventKind.TRANSFERRED, EventKind.RETURNED, EventKind.EXPORTED, EventKind.SHIPPED})


def title(asked: Asked) -> Outcome:
    """The verdict on a claim of ownership: untested, or supported by a title document."""
    reason = "who owns them is decided between the parties; records of supply and custody do not decide it"
    if asked.claim.polarity is Polarity.DENIED:
        return Outcome(VerdictWord.UNTESTED, reason=reason)
    found = existential(asked.table, sorted(_documents(asked), key=lambda b: b.order), [], reason=reason)
    if found.verdict is VerdictWord.SUPPORTED:
        return found
    return Outcome(VerdictWord.UNTESTED, found.paths, reason=reason)


def _documents(asked: Asked) -> Iterable[Bearing]:
    table = asked.table
    for ident in asked.ev.of_types(asked.claim.scope.types):
        for s in asked.ev.things[ident].sights:
            event = s.event
            if event.kind not in PASSES_TITLE or event.basis is not Basis.DOCUMENT or asked.ev.is_party(
                    asked.ev.party(event.holder), (asked.subject,), event.date) is not Standing.SHOWN:
                continue
            apart = independent_of(asked.ev, s.record, asked.claimants, event.date, asked.statement_record)
            party, origins = asked.name(asked.subject), named(asked.ev, asked.ev.origins(s.record))
            slots = {"document": table["document"].slot("title_document", party=party),
                     "matter": table["matter"].slot("same_scope" if _whole(asked, s) else "part_of_scope"),
                     "independence": table["independence"].slot("independent" if apart else "claimants_own",
                                                                origins=origins, party=party)}
            yield Bearing(Side.FOR, asked.ev.things[ident].name, s.key, (), table.row(slots), 1, own=not apart)


def _whole(asked: Asked, sight: Sight) -> bool:
    """Whether a document covers the whole scope: the articles that the claim names, or its one type and no more."""
    scope, tree = asked.claim.scope, asked.ev.now.types
    if len(scope.items) > 0:
        return set(scope.items) <= asked.ev.things[asked.ev.home[sight.id]].names
    narrowed = len(scope.supplied_by) + len(scope.held_by) > 0 or scope.place != ""
    return not narrowed and {tree.resolve(t) for t in scope.types} == {tree.resolve(sight.line.type)}
