"""Claims against claims: who changed position, who says the opposite, who says the same; none of it makes a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.claims.overlap import dated, scopes_meet
from reclaim.accounting.claims.wording import proposition
from reclaim.model.claim import Claim, ClaimForm, Modality, Polarity
from reclaim.model.record import Record
from reclaim.model.scope import Scope
from reclaim.model.statement import Statement
from reclaim.model.verdict import Rival
from reclaim.model.when import When

# On which question each form takes sides, and which side it takes if affirmed.
SIDES: Mapping[ClaimForm, tuple[str, int]] = {
    ClaimForm.HOLDS_ALL: ("keeps", 1), ClaimForm.LOST_OR_SOLD: ("keeps", -1), ClaimForm.TRANSFERRED: ("keeps", -1),
    ClaimForm.HOLDS_NONE: ("has", -1), ClaimForm.HOLDS_AT_LEAST: ("has", 1), ClaimForm.HOLDS_ABOUT: ("has", 1),
    ClaimForm.USED_BY: ("has", 1), ClaimForm.LEFT: ("left", 1), ClaimForm.LEFT_NONE: ("left", -1),
    ClaimForm.DELIVERED: ("delivered", 1), ClaimForm.FOUND_IN: ("found", 1), ClaimForm.RETURNED: ("returned", 1),
    ClaimForm.DESTROYED: ("destroyed", 1), ClaimForm.OWNS: ("owns", 1), ClaimForm.WANTS: ("wants", 1),
    ClaimForm.REFUSES: ("refuses", 1), ClaimForm.SUPPORTS: ("supports", 1), ClaimForm.TOOK_PART: ("took part", 1),
}
# Other questions whose claims bear on one: what is wanted is refused, and what others have is not kept.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "wants": ("refuses",), "refuses": ("wants",), "keeps": ("has", "found"),
}
HAS = frozenset({ClaimForm.HOLDS_AT_LEAST, ClaimForm.HOLDS_ABOUT, ClaimForm.USED_BY, ClaimForm.FOUND_IN})


@dataclass(frozen=True, slots=True)
class Said:
    """One claim with who said it and about when."""

    record: Record
    claim: Claim
    statement: Statement
    subject: str
    party: str
    when: When
    scope: int


class Claims:
    """All claims of a case, for laying each beside the others."""

    def __init__(self, ev: Evidence) -> None:
        self.ev = ev
        self._meet: dict[tuple[int, int], bool] = {}
        self._related: dict[tuple[str, str], bool] = {}
        self._scopes: dict[Scope, int] = {}
        self._worded: dict[str, str] = {}
        statements = {s.id: s for _, s in ev.now.statements}
        resolve = ev.party
        found = [Said(record, claim, statement, resolve(claim.subject),
                      resolve(statement.party or statement.speaker), dated(claim, statement),
                      self._scopes.setdefault(claim.scope, len(self._scopes)))
                 for record, claim in ev.now.claims
                 if claim.form is not None and (statement := statements.get(claim.statement)) is not None]
        self.all = sorted(found, key=lambda s: (s.statement.date.sort_key(), s.claim.id))
        self._by_id = {s.claim.id: s for s in reversed(self.all)}
        self._on: dict[str, list[Said]] = {}
        for said in self.all:
            self._on.setdefault(_side(said.claim)[0], []).append(said)

    def beside(self, ident: str) -> tuple[Rival, ...]:
        """The claims that stand beside the claim of that id, by date."""
        own = self._by_id.get(ident)
        if own is None:
            return ()
        return tuple(Rival(relation, other.claim.id, str(other.statement.date), self._words(other))
                     for other in self._near(own)
                     if other.claim.id != ident and (relation := self._relation(own, other)) != "")

    def _near(self, own: Said) -> list[Said]:
        """The claims on the questions that can bear on a claim's own, by date."""
        question = _side(own.claim)[0]
        asked = sorted({question, *BESIDE.get(question, ())})
        if len(asked) == 1:
            return self._on.get(question, [])
        return sorted((s for q in asked for s in self._on.get(q, ())),
                      key=lambda s: (s.statement.date.sort_key(), s.claim.id))

    def _words(self, said: Said) -> str:
        found = self._worded.get(said.claim.id)
        if found is None:
            found = self._worded[said.claim.id] = _words(self.ev, said)
        return found

    def _relation(self, own: Said, other: Said) -> str:
        relation = self._bare(own, other)
        return relation if relation != "" and self._about_the_same(own, other) else ""

    def _bare(self, own: Said, other: Said) -> str:
        """How they stand to each other, if they are about the same things."""
        answer = self._answer(own, other)
        if answer != "":
            return answer
        if own.claim.form is ClaimForm.OWNS and other.claim.form is ClaimForm.OWNS:
            return self._ownership(own, other)
        if not self._one(own.subject, other.subject):
            return self._elsewhere(own, other)
        question, side = _side(own.claim)
        asked, taken = _side(other.claim)
        if question != asked:
            return ""
        if _hedged(other.claim):
            return "hedged_word"
        if side != taken or _numbers_apart(own.claim, other.claim):
            return self._contrary(own, other)
        return ("says_again" if self._one(own.party, other.party) else "says_the_same") if side == taken else ""

    def _contrary(self, own: Said, other: Said) -> str:
        if not self._one(own.party, other.party):
            return "said_to_the_contrary"
        same_day = own.statement.date.overlaps(other.statement.date)
        return "contradicts_itself" if same_day else "change_of_position"

    def _ownership(self, own: Said, other: Said) -> str:
        same = self._one(own.subject, other.subject)
        agree = own.claim.polarity is other.claim.polarity
        if same:
            return "says_the_same_of_title" if agree else "disputes_title"
        return "rival_title" if own.claim.polarity is other.claim.polarity is Polarity.AFFIRMED else ""

    def _elsewhere(self, own: Said, other: Said) -> str:
        """That somebody else has such things, beside a claim that all are kept."""
        keeps = _side(own.claim) == ("keeps", 1)
        if other.when.certainly_before(own.claim.scope.cut_off):
            return ""
        return "says_that_others_have_them" if keeps and other.claim.form in HAS and _side(other.claim)[1] == 1 and \
            other.claim.modality in (Modality.ASSERTED, Modality.REPORTED) else ""

    def _answer(self, own: Said, other: Said) -> str:
        """Wanted by one, refused by the other."""
        pair = (own.claim.form, other.claim.form)
        if pair not in ((ClaimForm.WANTS, ClaimForm.REFUSES), (ClaimForm.REFUSES, ClaimForm.WANTS)):
            return ""
        resolve = self.ev.party
        meets = self._one(own.subject, resolve(other.claim.counterparty)) or self._one(
            other.subject, resolve(own.claim.counterparty))
        if not meets or Polarity.DENIED in (own.claim.polarity, other.claim.polarity):
            return ""
        return "refused" if pair == (ClaimForm.WANTS, ClaimForm.REFUSES) else "wanted"

    def _about_the_same(self, own: Said, other: Said) -> bool:
        pair = (own.scope, other.scope)
        found = self._meet.get(pair)
        if found is None:
            found = self._meet[pair] = scopes_meet(self.ev, own.claim.scope, other.claim.scope)
        return found

    def _one(self, left: str, right: str) -> bool:
        if left == right or left == "" or right == "":
            return left == right != ""
        found = self._related.get((left, right))
        if found is None:
            found = self._related[(left, right)] = self.ev.may_be_one(left, right)
        return found


def _side(claim: Claim) -> tuple[str, int]:
    assert claim.form is not None
    question, side = SIDES[claim.form]
    return question, side if claim.polarity is Polarity.AFFIRMED else -side


def _hedged(claim: Claim) -> bool:
    return claim.modality in (Modality.CONDITIONAL, Modality.POSSIBLE)


def _numbers_apart(a: Claim, b: Claim) -> bool:
    affirmed = a.polarity is b.polarity is Polarity.AFFIRMED
    return affirmed and a.form is b.form and a.scope.types == b.scope.types and a.quantity.disjoint(b.quantity)


def _words(ev: Evidence, said: Said) -> str:
    """Who said it, by whose report, and the proposition."""
    who = said.statement.speaker or said.statement.party
    by = f", as reported by {said.statement.reported_by}" if said.statement.reported_by != "" and (
        said.claim.modality is Modality.REPORTED) else ""
    claimed = proposition(said.claim, ev.now.parties, ev.now.types)
    hedges = f" [{'; '.join(said.statement.hedges)}]" if len(said.statement.hedges) > 0 else ""
    return f"{who}{by}: {claimed}{hedges}"


