"""Can the claim be tested at all? What cannot is said so, with the reason and the place of the problem."""

from __future__ import annotations

from collections.abc import Callable

from reclaim.accounting.claims.evidence import Evidence
from reclaim.model.claim import Claim, ClaimForm, Modality, Polarity
from reclaim.model.problem import Problem
from reclaim.model.record import Record
from reclaim.model.scope import Standing
from reclaim.model.statement import Statement
from reclaim.model.verdict import Outcome, VerdictWord
from reclaim.model.when import When

# Claims of will and of title may be put as a demand or a proposal: that is what they are.
OF_WILL = frozenset({ClaimForm.WANTS, ClaimForm.REFUSES, ClaimForm.SUPPORTS, ClaimForm.TOOK_PART, ClaimForm.OWNS})
NUMBERED = frozenset({ClaimForm.HOLDS_AT_LEAST, ClaimForm.HOLDS_ABOUT})


def untestable(ev: Evidence, record: Record, claim: Claim, statement: Statement, said: Record, at: When
               ) -> Outcome | None:
    """Why the claim has no verdict from records; None if it can be tested."""
    checks: tuple[Callable[[], Outcome | None], ...] = (
        lambda: _coded(claim), lambda: _modality(claim), lambda: _dates(ev, record, claim, statement, said),
        lambda: _named(record, claim), lambda: _irrefutable(ev, claim), lambda: _itself(ev, record, claim, at),
        lambda: _empty(ev, record, claim, at))
    for check in checks:
        found = check()
        if found is not None:
            return found
    return None


def _coded(claim: Claim) -> Outcome | None:
    """What the coder said of it."""
    reason = claim.not_testable
    if reason.startswith("irrefutable"):
        return Outcome(VerdictWord.IRREFUTABLE, reason=reason.removeprefix("irrefutable").lstrip(": ") or
                       "no record could refute it, as its coder says")
    if reason != "":
        return Outcome(VerdictWord.NOT_TESTABLE, reason=reason)
    if claim.form is None:
        return Outcome(VerdictWord.NOT_TESTABLE, reason="no proposition was coded from it")
    return None


def _modality(claim: Claim) -> Outcome | None:
    if claim.modality in (Modality.ASSERTED, Modality.REPORTED):
        return None
    if claim.form in OF_WILL and claim.modality in (Modality.DEMANDED, Modality.PROPOSED):
        return None
    words = {Modality.CONDITIONAL: "it is put as a condition, and not asserted",
             Modality.POSSIBLE: "it says what may be, not what is",
             Modality.DEMANDED: "it is demanded, not said to be done",
             Modality.PROPOSED: "it is proposed, not said to be done"}
    return Outcome(VerdictWord.NOT_TESTABLE, reason=words[claim.modality])


def _dates(ev: Evidence, record: Record, claim: Claim, statement: Statement, said: Record) -> Outcome | None:
    """Impossible dates and dates to come (rules: "empty scope", "at date")."""
    bad = [p for p in ev.now.problems if p.code == "bad_date" and (
        p.where.startswith(f"{record.key}, ") or (not claim.at.known and p.where.startswith(f"{said.key}, ")))]
    if len(bad) > 0:
        return Outcome(VerdictWord.NOT_TESTABLE, reason="a date of it is no date", problems=tuple(bad))
    if claim.at.lo is not None and statement.date.hi is not None and claim.at.lo > statement.date.hi:
        problem = Problem(record.key, "future_date", f"said on {statement.date} about {claim.at}",
                          "a claim about what is to come has no record yet")
        return Outcome(VerdictWord.NOT_TESTABLE, reason=f"it is about {claim.at}, after it was said",
                       problems=(problem,))
    return None


def _named(record: Record, claim: Claim) -> Outcome | None:
    if claim.subject != "" or claim.form is ClaimForm.FOUND_IN:
        return None
    problem = Problem(record.key, "no_subject", "the claim names nobody", "fill in subject")
    return Outcome(VerdictWord.NOT_TESTABLE, reason="it names nobody", problems=(problem,))


def _irrefutable(ev: Evidence, claim: Claim) -> Outcome | None:
    """Derived: the number can be anything, or nothing that is in the scope could be elsewhere (rules: "tautology")."""
    denied = claim.polarity is Polarity.DENIED
    if claim.quantity.vacuous and (claim.form in NUMBERED or claim.quantity.written != ""):
        return Outcome(VerdictWord.IRREFUTABLE, reason="any number from nothing upward would fit it")
    keeps_all = (claim.form is ClaimForm.HOLDS_ALL and not denied) or (
        claim.form is ClaimForm.LOST_OR_SOLD and denied)
    resolve = ev.party
    mine = [p for p in claim.scope.held_by
            if ev.is_party(resolve(p), (resolve(claim.subject),), When.unknown()) is Standing.SHOWN]
    if keeps_all and len(mine) > 0:
        return Outcome(VerdictWord.IRREFUTABLE, reason="it speaks only of what it holds: nothing elsewhere is meant")
    return None


def _itself(ev: Evidence, record: Record, claim: Claim, at: When) -> Outcome | None:
    """A party that gives to, wants from, or agrees with itself."""
    resolve = ev.party
    subject, other = resolve(claim.subject), resolve(claim.counterparty)
    if other == "" or subject == "" or not ev.is_either(subject, (other,), at):
        return None
    problem = Problem(record.key, "party_itself",
                      f"{ev.now.parties.name(subject)} and {ev.now.parties.name(other)} are one party, or part of one",
                      "name the other party")
    return Outcome(VerdictWord.UNTESTED, reason="its two parties are one", problems=(problem,))


def _empty(ev: Evidence, record: Record, claim: Claim, at: When) -> Outcome | None:
    """A scope in which nothing can be (rules: "empty scope")."""
    why = "" if claim.form in OF_WILL and claim.scope.unrestricted else _why_empty(ev, claim, at)
    if why == "":
        return None
    problem = Problem(record.key, "empty_scope", why, "mend the scope of the claim")
    return Outcome(VerdictWord.UNTESTED, reason=why, problems=(problem,))


def _why_empty(ev: Evidence, claim: Claim, at: When) -> str:
    scope, tree = claim.scope, ev.now.types
    if scope.unrestricted:
        return "the claim does not say of what"
    unknown = [t for t in scope.types if tree.resolve(t) not in tree.types and f"={tree.resolve(t)}" not in ev.by_type
               and tree.resolve(t) not in ev.stock_by_type]
    if len(scope.types) > 0 and len(unknown) == len(scope.types):
        return f"no type and no record is called {', '.join(unknown)}"
    if len(scope.items) > 0 and not any(i in ev.named for i in scope.items):
        return f"no record is of {', '.join(scope.items)}"
    for party in (*scope.stock_of, *scope.supplied_by, *scope.held_by):
        resolved = ev.party(party)
        if resolved not in ev.now.parties.parties and resolved not in ev.parties:
            return f"no record knows a party called {party}"
    if len(scope.stock_of) > 0 and scope.cut_off.known and at.known and at.certainly_before(scope.cut_off):
        return f"the cut-off, {scope.cut_off}, comes after {at}, the date of the claim"
    return ""
