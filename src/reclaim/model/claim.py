"""Claims: testable propositions coded from statements, in a closed language.

The language is small on purpose: every form has its table of what would refute and what would support it
(`reclaim.accounting`). What the language cannot say is `not_testable`, with the reason in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reclaim.model.cells import Cells
from reclaim.model.quantity import Counts, Quantity
from reclaim.model.scope import Scope
from reclaim.model.when import When


class ClaimForm(StrEnum):
    """What a claim says of its subject and its scope."""

    HOLDS_ALL = "holds_all"
    HOLDS_AT_LEAST = "holds_at_least"
    HOLDS_ABOUT = "holds_about"
    HOLDS_NONE = "holds_none"
    LEFT = "left"
    LEFT_NONE = "left_none"
    DELIVERED = "delivered"
    LOST_OR_SOLD = "lost_or_sold"
    TRANSFERRED = "transferred"
    USED_BY = "used_by"
    FOUND_IN = "found_in"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    OWNS = "owns"
    WANTS = "wants"
    REFUSES = "refuses"
    SUPPORTS = "supports"
    TOOK_PART = "took_part"


# The forms that say who holds, or lost, what: those that a first look and a brief put first.
CONTROL = (ClaimForm.HOLDS_ALL, ClaimForm.HOLDS_AT_LEAST, ClaimForm.HOLDS_ABOUT, ClaimForm.HOLDS_NONE,
           ClaimForm.LOST_OR_SOLD, ClaimForm.LEFT_NONE)


class Polarity(StrEnum):
    """Whether the claim says yes or no to its proposition."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Modality(StrEnum):
    """How the claim is put; only what is asserted or reported can be tested as a fact."""

    ASSERTED = "asserted"
    CONDITIONAL = "conditional"
    POSSIBLE = "possible"
    DEMANDED = "demanded"
    PROPOSED = "proposed"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition that somebody made, as one coder read it.

    `at` unknown means the date of the statement. Two codings of one statement stand side by side.
    """

    id: str
    statement: str
    form: ClaimForm | None
    subject: str
    scope: Scope
    quantity: Quantity
    counterparty: str
    at: When
    polarity: Polarity
    modality: Modality
    not_testable: str
    coder: str

    @classmethod
    def read(cls, cells: Cells) -> Claim:
        """A row of the form `claims`."""
        reason = cells.text("not_testable")
        irrefutable = reason.startswith("irrefutable")
        form = None
        if cells.text("form") != "" or reason == "" or irrefutable:
            form = cells.needed_word("form", ClaimForm)
        at = cells.when("at")
        bad_date = any(p.code == "bad_date" for p in cells.problems)
        if bad_date and reason == "":
            reason = "a date of the claim is no date"
        return cls(cells.needed("id"), cells.needed("statement"), form, cells.text("subject"), Scope.read(cells),
                   cells.quantity(Counts.ITEMS), cells.text("counterparty"), at,
                   cells.word("polarity", Polarity, Polarity.AFFIRMED),
                   cells.word("modality", Modality, Modality.ASSERTED), reason, cells.text("coder"))

    def said(self) -> str:
        """The proposition in the words of the claims language."""
        if self.form is None:
            return "no proposition"
        verb = str(self.form).replace("_", " ")
        no = "not: " if self.polarity is Polarity.DENIED else ""
        words = str(self.quantity).removeprefix(verb.removeprefix("holds ") + " ")
        number = "" if self.quantity.vacuous else f" {words}"
        with_whom = f" ({self.counterparty})" if self.counterparty != "" else ""
        return f"{no}{self.subject} {verb}{number} of {self.scope}{with_whom}"
