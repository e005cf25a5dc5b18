"""The fold of claims: every claim to its verdict, every statement without one to the reason why.

Pure: an assembly in, verdicts out, in the order of the statements and of their claims; the same whatever the order in
which the records came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.claims.alternatives import alternatives
from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.control import control
from reclaim.accounting.claims.evidence import Evidence, evidence
from reclaim.accounting.claims.figures import falls, figure_paths
from reclaim.accounting.claims.grounds import basis
from reclaim.accounting.claims.happening import happening
from reclaim.accounting.claims.overlap import dated
from reclaim.accounting.claims.places import places_of
from reclaim.accounting.claims.recalled import Recalled
from reclaim.accounting.claims.rivals import Claims
from reclaim.accounting.claims.settling import settle, would
from reclaim.accounting.claims.testable import untestable
from reclaim.accounting.claims.title import title
from reclaim.accounting.claims.undone import undone
from reclaim.accounting.claims.will import will
from reclaim.accounting.claims.wording import proposition
from reclaim.catalogue.tables import verdict_tables
from reclaim.model.claim import Claim, ClaimForm
from reclaim.model.problem import Problem
from reclaim.model.record import Record
from reclaim.model.statement import Statement
from reclaim.model.verdict import Bearing, Outcome, Side, Verdict, VerdictTable, VerdictWord

# Each form with its table and its way of testing: a new form is one line here, its table, and one function.
WAYS: Mapping[ClaimForm, tuple[str, Callable[[Asked], Outcome]]] = {
    ClaimForm.HOLDS_ALL: ("control", control), ClaimForm.LOST_OR_SOLD: ("control", control),
    ClaimForm.HOLDS_NONE: ("control", control), ClaimForm.HOLDS_AT_LEAST: ("control", control),
    ClaimForm.HOLDS_ABOUT: ("figure", figure_paths), ClaimForm.LEFT: ("happening", happening),
    ClaimForm.LEFT_NONE: ("happening", happening), ClaimForm.DELIVERED: ("happening", happening),
    ClaimForm.TRANSFERRED: ("happening", happening), ClaimForm.USED_BY: ("happening", happening),
    ClaimForm.FOUND_IN: ("happening", happening), ClaimForm.RETURNED: ("undone", undone),
    ClaimForm.DESTROYED: ("undone", undone), ClaimForm.OWNS: ("title", title), ClaimForm.WANTS: ("will", will),
    ClaimForm.REFUSES: ("will", will), ClaimForm.SUPPORTS: ("will", will), ClaimForm.TOOK_PART: ("will", will),
}


def verdicts(now: Assembly | Evidence, tables: Mapping[str, VerdictTable] | None = None, *, only: str = "",
             complete: Mapping[str, int] | None = None, why: bool = True,
             most: int | None = None, recalled: Recalled[Any] | None = None) -> tuple[Verdict, ...]:
    """The verdict on each claim, and a row for each statement that has none.

    `tables` are those of the package unless others are given; `only` names a claim or a statement; `complete` has the
    number of rows of the lists that the desk knows to be complete, by the id of their source. Without `why` the paths,
    alternatives and rivals are left out, which on thousands of records is most of the work of keeping them; with
    `most` only so many paths that bear are kept of each verdict, the strongest, and as many that do not. Evidence that
    was indexed already is taken as it is, and `complete` with it. `recalled` is what the fold before this one left in its
    `evidence.recalled`: paths over things of which nothing has changed since are taken from it.
    """
    ev, used = now if isinstance(now, Evidence) else evidence(now, complete), tables or verdict_tables()
    now = ev.now
    claims, places = Claims(ev), places_of(now)
    if recalled is not None:
        ev.recalled = Recalled(basis(ev, places, used), recalled)
    by_statement: dict[str, list[tuple[Record, Claim]]] = defaultdict(list)
    for record, claim in now.claims:
        by_statement[claim.statement].append((record, claim))
    found: list[Verdict] = []
    for said, statement in now.statements:
        coded = by_statement.pop(statement.id, [])
        if len(coded) == 0 and only in ("", statement.id, said.key):
            found.append(_uncoded(statement))
        for record, claim in coded:
            if only in ("", statement.id, claim.id, record.key, said.key):
                at = dated(claim, statement)
                name, _ = WAYS[claim.form] if claim.form is not None else ("control", control)
                asked = Asked(ev, places, used, used[name], record, claim, said, statement, at)
                found.append(_verdict(asked, claims, why, most))
    ev.recalled.settle()
    for orphans in by_statement.values():
        found += [_orphan(record, claim) for record, claim in orphans if only in ("", claim.id, record.key)]
    return tuple(found)


def _verdict(asked: Asked, claims: Claims, why: bool, most: int | None) -> Verdict:
    claim, statement = asked.claim, asked.statement
    blocked = untestable(asked.ev, asked.record, claim, statement, asked.statement_record, asked.at)
    if blocked is not None or claim.form is None:
        outcome = blocked or Outcome(VerdictWord.NOT_TESTABLE)
    else:
        outcome = WAYS[claim.form][1](asked)
    decisive = _decisive(outcome)
    bearing = [p for p in outcome.paths if p.bears]
    best = decisive[0] if len(decisive) > 0 else None
    against = best is not None and best.side is Side.AGAINST
    refute, support = would(asked)
    claimed = proposition(claim, asked.ev.now.parties, asked.ev.now.types)
    return Verdict(
        claim.id, claim.statement, statement.speaker, statement.party, _said(statement), str(claim.form or ""),
        str(claim.scope), str(asked.at) if asked.at.known else "", outcome.verdict,
        "" if best is None else ";".join(best.weakest), len({p.find for p in bearing}), _origins(asked.ev, bearing),
        settle(asked, outcome, best), claimed, outcome.reason, refute, support, asked.table.name,
        _kept(outcome.paths, most) if why else (), (*outcome.beside, *falls(asked)) if why else (),
        alternatives(asked, best) if against and why else (), claims.beside(claim.id) if why else (), outcome.problems,
        frozenset(key for p in bearing for key in (p.find, *p.stock)), (len(bearing), len(outcome.paths) - len(bearing)))


def _kept(paths: Sequence[Bearing], most: int | None) -> tuple[Bearing, ...]:
    """The paths, or the strongest of those that bear and of those that do not."""
    if most is None:
        return tuple(paths)
    ordered = sorted(paths, key=lambda p: p.order)
    bear, idle = [p for p in ordered if p.bears], [p for p in ordered if not p.bears]
    return (*bear[:most], *idle[:most])


def _decisive(outcome: Outcome) -> list[Bearing]:
    """The paths on the side that made the verdict, the strongest first."""
    against = [p for p in outcome.paths if p.bears and p.side is Side.AGAINST]
    good = [p for p in outcome.paths if p.bears and p.side is Side.FOR]
    return sorted(against or good, key=lambda b: b.order)


def _origins(ev: Evidence, paths: Iterable[Bearing]) -> int:
    """The number of independent origins of the records that bear."""
    records = {p.find: r for p in paths if (r := ev.record(p.find)) is not None}
    return ev.now.origins.count(ev.origins(r) for r in records.values())


def _said(statement: Statement) -> str:
    """What was said, in the words of the statement."""
    return statement.words


def _uncoded(statement: Statement) -> Verdict:
    reason = "no claim has been coded from this statement"
    return Verdict("", statement.id, statement.speaker, statement.party, _said(statement), "", "",
                   str(statement.date) if statement.date.known else "", VerdictWord.NOT_TESTABLE,
                   settle=f"nothing: {reason}", reason=reason)


def _orphan(record: Record, claim: Claim) -> Verdict:
    """A claim whose statement is not in the case: nobody is known to have said it."""
    reason = f"its statement '{claim.statement}' is not in the case"
    problem = Problem(record.key, "no_such_statement", reason, "add the statement")
    form = "" if claim.form is None else str(claim.form)
    return Verdict(claim.id, claim.statement, "", "", "", form, str(claim.scope), "", VerdictWord.NOT_TESTABLE,
                   settle=f"nothing: {reason}", proposition=claim.said(), reason=reason, problems=(problem,))
