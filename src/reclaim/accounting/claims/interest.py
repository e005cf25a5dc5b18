"""Words against interest: what a claimant's own party says against its own custody (rules: "statements bear").

Other statements never bear as records; they stand claim against claim (`rivals`).
"""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.overlap import dated, scopes_meet
from reclaim.model.claim import Claim, ClaimForm, Modality, Polarity
from reclaim.model.place import Place
from reclaim.model.scope import Standing
from reclaim.model.verdict import Bearing, Side
from reclaim.model.when import When

AFFIRMED_AGAINST = frozenset({ClaimForm.HOLDS_NONE, ClaimForm.LOST_OR_SOLD, ClaimForm.TRANSFERRED})
DENIED_AGAINST = frozenset({ClaimForm.HOLDS_ALL, ClaimForm.HOLDS_AT_LEAST})


def against_interest(asked: Asked) -> list[Bearing]:
    """Paths from the claimant's own contrary words; their basis is 1, so they weaken at most."""
    if not _says_of_itself(asked, asked.claimants[0], asked.claim.subject, asked.at):
        return []
    return list(_paths(asked))


def _paths(asked: Asked) -> Iterable[Bearing]:
    table = asked.table
    for record, claim in asked.ev.now.claims:
        said = asked.ev.now.statement(claim.statement)
        if said is None or claim.id == asked.claim.id or not _contrary(claim):
            continue
        statement_record, statement = said
        when = dated(claim, statement)
        if not _says_of_itself(asked, statement.party or statement.speaker, claim.subject, when):
            continue
        if not scopes_meet(asked.ev, claim.scope, asked.claim.scope):
            continue
        names = {"party": asked.name(claim.subject), "found": str(when), "at": str(asked.at), "left": "", "back": ""}
        slots = {
            "identity": table["identity"].slot("type_only"), "membership": table["membership"].slot("own_word"),
            "date": table["date"].slot(_date(when, asked.at), **names),
            "place": asked.places.slot(table, Place(), asked.claim.scope.place),
            "basis": table["basis"].slot("own_word"),
            "independence": table["independence"].slot("own_record", holder=asked.name(asked.subject)),
        }
        yield Bearing(Side.AGAINST, f"{statement.words}", statement_record.key, (record.key,), table.row(slots), 1)


def _contrary(claim: Claim) -> bool:
    if claim.modality not in (Modality.ASSERTED, Modality.REPORTED):
        return False
    against = AFFIRMED_AGAINST if claim.polarity is Polarity.AFFIRMED else DENIED_AGAINST
    return claim.form in against


def _says_of_itself(asked: Asked, party: str, subject: str, at: When) -> bool:
    speaker = asked.ev.party(party)
    of_whom = asked.ev.party(subject)
    return speaker != "" and all(asked.ev.is_party(p, (asked.subject,), at) is Standing.SHOWN
                                 for p in (speaker, of_whom))


def _date(said: When, at: When) -> str:
    if not said.known or not at.known:
        return "claim_undated"
    if said.certainly_by(at):
        return "with_at_date"
    return "begins_after" if at.certainly_before(said) else "may_begin_after"
