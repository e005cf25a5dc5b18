"""Steps of a retrieval: what was done to get a thing or a scope of things back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reclaim.model.cells import Cells
from reclaim.model.quantity import Quantity
from reclaim.model.scope import Scope
from reclaim.model.when import When


class StepKind(StrEnum):
    """The steps, roughly in the order in which they are gone; none implies another."""

    LOCATED = "located"
    CONFIRMED = "confirmed"
    NOTIFIED = "notified"
    TITLE_CLAIMED = "title_claimed"
    TITLE_DISCLAIMED = "title_disclaimed"
    DEMANDED = "demanded"
    OFFERED = "offered"
    INQUIRY_AGREED = "inquiry_agreed"
    AGREED = "agreed"
    HELD_AS_EVIDENCE = "held_as_evidence"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its source. `target` is an item's name, or the words of a scope when `scope` says which."""

    id: str
    source: str
    target: str
    scope: Scope
    kind: StepKind
    by: str
    to: str
    date: When
    type: str
    quantity: Quantity
    ground: str
    rests_on: tuple[str, ...] = ()

    @classmethod
    def read(cls, cells: Cells) -> Step | None:
        """A row of the form `steps`; None if it cannot be one."""
        kind = cells.needed_word("step", StepKind)
        ident, source, target = cells.needed("id"), cells.needed("source"), cells.text("scope_or_item")
        if kind is None:
            return None
        return cls(ident, source, target, Scope.read(cells), kind, cells.text("by"), cells.text("to"),
                   cells.when("date", "date_basis"), cells.text("type"), cells.quantity(), cells.text("ground"),
                   cells.list("rests_on"))
