"""A claim made ready to be asked: who says it, of whom, of what, about which date, and with which table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.claims.membership import Scoping
from reclaim.accounting.claims.places import Places
from reclaim.model.claim import Claim
from reclaim.model.record import Record
from reclaim.model.statement import Statement
from reclaim.model.verdict import VerdictTable
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Asked:
    """One claim with all that a way of testing needs."""

    ev: Evidence
    places: Places
    tables: Mapping[str, VerdictTable]
    table: VerdictTable
    record: Record
    claim: Claim
    statement_record: Record
    statement: Statement
    at: When

    @property
    def subject(self) -> str:
        """Of whom it is said."""
        return self.ev.party(self.claim.subject)

    @property
    def claimants(self) -> tuple[str, ...]:
        """Who says it: the statement's party, else its speaker."""
        said_by = self.statement.party or self.statement.speaker
        return (self.ev.party(said_by),)

    def scoping(self, *, existential: bool = False) -> Scoping:
        """The scope, asked for the subject."""
        return Scoping(self.ev, self.table, self.claim.scope, self.subject, self.at, self.places, existential)

    def name(self, party: str) -> str:
        """The name of a party that readers are shown."""
        return self.ev.now.parties.name(party)
