"""Events: what happened, when, where, between whom, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reclaim.model.cells import Cells
from reclaim.model.place import Place
from reclaim.model.when import When


class EventKind(StrEnum):
    """What happened to the things on an event's lines."""

    MANUFACTURED = "manufactured"
    EXPORTED = "exported"
    IMPORTED = "imported"
    SHIPPED = "shipped"
    RECEIVED = "received"
    ISSUED = "issued"
    INVENTORIED = "inventoried"
    TRANSFERRED = "transferred"
    FLOWN_ABROAD = "flown_abroad"
    LOST = "lost"
    STOLEN = "stolen"
    CAPTURED = "captured"
    DESTROYED = "destroyed"
    DISABLED = "disabled"
    SEIZED = "seized"
    FOUND = "found"
    SURRENDERED = "surrendered"
    RECOVERED = "recovered"
    SIGHTED = "sighted"
    USED = "used"
    DISPLAYED = "displayed"
    OFFERED = "offered"
    RETURNED = "returned"


class Basis(StrEnum):
    """How what an event says of its things is known, strongest first."""

    SERIAL_CHECKED = "serial_checked_in_records"
    SERIAL_READ = "serial_read"
    ITEM_LIST = "item_list"
    PICTURE = "picture"
    DOCUMENT = "document"
    OFFICIAL_WORD = "official_word"
    ANONYMOUS_WORD = "anonymous_word"
    ASSERTION = "assertion"
    UNSTATED = "unstated"

    @property
    def strength(self) -> str:
        """serials checked, list or picture, or word only: the three strengths that readers are shown."""
        if self in (Basis.SERIAL_CHECKED, Basis.SERIAL_READ):
            return "serials checked" if self is Basis.SERIAL_CHECKED else "serials read"
        if self in (Basis.ITEM_LIST, Basis.PICTURE, Basis.DOCUMENT):
            return "list or picture"
        return "word only"


# After these the thing is with `to`; after the rest with `by` unless `to` says otherwise (rules: "party parts").
WITH_RECEIVER = frozenset({EventKind.SHIPPED, EventKind.RECEIVED, EventKind.ISSUED, EventKind.TRANSFERRED,
                           EventKind.EXPORTED, EventKind.IMPORTED, EventKind.RETURNED, EventKind.SURRENDERED,
                           EventKind.FLOWN_ABROAD})
# After these nobody is known to have it, unless `to` says who: gone from its keeper's hands, no more, or left where
# it stood.
WITH_NOBODY = frozenset({EventKind.LOST, EventKind.STOLEN, EventKind.DESTROYED, EventKind.DISABLED})
# Whoever did these got the thing, or gave it, if the event does not name the sides of the movement.
BY_RECEIVER = frozenset({EventKind.RECEIVED, EventKind.IMPORTED})
BY_GIVER = frozenset({EventKind.SHIPPED, EventKind.EXPORTED, EventKind.ISSUED, EventKind.TRANSFERRED,
                      EventKind.RETURNED, EventKind.FLOWN_ABROAD})
# The thing was seen outside its keeper's books.
TURNED_UP = frozenset({EventKind.SEIZED, EventKind.FOUND, EventKind.SURRENDERED, EventKind.RECOVERED,
                       EventKind.SIGHTED, EventKind.USED, EventKind.DISPLAYED, EventKind.OFFERED})


@dataclass(frozen=True, slots=True)
class Event:
    """One happening with its lines (`reclaim.model.line`), which are records of their own.

    `by` is who did it (the finder, the user, the shipper), `from_party` and `to_party` the sides of a movement.
    """

    id: str
    source: str
    kind: EventKind
    date: When
    place: Place
    by: str
    from_party: str
    to_party: str
    basis: Basis
    rests_on: tuple[str, ...] = ()

    @classmethod
    def read(cls, cells: Cells) -> Event | None:
        """A row of the form `events`; None if it cannot be one."""
        ident, source, kind = cells.needed("id"), cells.needed("source"), cells.needed_word("kind", EventKind)
        if kind is None:
            return None
        return cls(ident, source, kind, cells.when("date", "date_basis"), cells.place(), cells.text("by"),
                   cells.text("from"), cells.text("to"), cells.word("basis", Basis, Basis.UNSTATED),
                   cells.list("rests_on"))

    @property
    def holder(self) -> str:
        """Who has the things after the event; empty if it does not say, or if nobody has them.

        What was sighted is with whom it was seen (`to`, else `from`), not with the observer.
        """
        if self.to_party != "" and self.kind is not EventKind.DESTROYED:
            return self.to_party
        if self.kind is EventKind.SIGHTED:
            return self.from_party
        return "" if self.kind in (WITH_RECEIVER - BY_RECEIVER) | WITH_NOBODY else self.by

    @property
    def giver(self) -> str:
        """Who had the things until the event; empty if it does not say."""
        if self.from_party != "":
            return "" if self.kind is EventKind.SIGHTED else self.from_party
        return self.by if self.kind in WITH_NOBODY | BY_GIVER else ""
