"""Complete lists: the only thing that can support a claim of all (rules: "verdict words")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.sources import independent_of
from reclaim.model.scope import Standing
from reclaim.model.verdict import Bearing


def whole_list(asked: Asked, in_hand: Sequence[Bearing]) -> bool:
    """Whether a complete list of the scope, of an origin independent of the claimant, is shown whole in those hands.

    Each article on the list must stand on a path of its own with no slot below 2, that the claimant's own records do
    not make. Lists count as complete only if the desk says so (a register added with `--complete yes` that covers
    the date) and all their rows stand in the assembly.
    """
    listed = _listed(asked)
    if len(listed) == 0:
        return False
    shown = {asked.ev.home[s.id] for p in in_hand if p.grade >= 2 and (s := asked.ev.sight(p.find)) is not None
             and independent_of(asked.ev, s.record, asked.claimants, s.event.date, asked.statement_record)}
    return listed <= shown


def _listed(asked: Asked) -> set[str]:
    """The things on complete lists of the scope's stock at the cut-off."""
    scope, ev = asked.claim.scope, asked.ev
    found: set[str] = set()
    whole = _whole(asked)
    for ident in ev.of_types(scope.types):
        for h in ev.held[ident]:
            record = h.sight.record
            if record.source in whole and h.party != "" and not h.under_way \
                    and (not scope.cut_off.known or h.when.within(scope.cut_off)) \
                    and ev.is_party(h.party, scope.stock_of or (asked.subject,), h.when) is Standing.SHOWN \
                    and not ev.own_record(record, asked.claimants, h.when):
                found.add(ident)
    return found


def _whole(asked: Asked) -> frozenset[str]:
    """The complete lists of which every row is at hand."""
    ev = asked.ev
    if len(ev.complete) == 0:
        return frozenset()
    rows = Counter(s.record.source for s in ev.sights.values())
    return frozenset(source for source, count in ev.complete.items() if rows[source] >= count > 0)
