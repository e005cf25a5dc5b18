"""Holdings: each record of a thing as the custody that it shows, before and after what happened.

A seizure shows two: the one from whom it was seized had it until then, the finder has it from then on. A loss shows
that the loser had it until then, and that since then nobody is known to have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reclaim.accounting.things import Sight, Thing
from reclaim.catalogue.parties import Parties
from reclaim.model.event import Basis, EventKind
from reclaim.model.record import Record
from reclaim.model.when import When

# A list of what should be there, as against a look at what is (docs/custody.md, "books").
BOOK_BASES = frozenset({Basis.DOCUMENT, Basis.ITEM_LIST})
# Under way, and not yet in anybody's stock.
UNDER_WAY = frozenset({EventKind.SHIPPED, EventKind.EXPORTED})


@dataclass(frozen=True, slots=True)
class Holding:
    """That a party had a thing at the date of a record.

    `before` says that it had it until what happened, else from then on. `party` is empty, and `gone` true, where the
    record says that it left a keeper's hands and nobody is known to have it. `party` is the id of a party, or its
    name as written where none is declared.
    """

    party: str
    before: bool
    gone: bool
    sight: Sight

    @property
    def when(self) -> When:
        """The date of the record."""
        return self.sight.event.date

    @property
    def kind(self) -> EventKind:
        """What happened."""
        return self.sight.event.kind

    @property
    def book(self) -> bool:
        """Whether it is an entry in a book rather than a look at the thing itself."""
        event = self.sight.event
        return event.kind is EventKind.INVENTORIED and (
            event.basis in BOOK_BASES or from_register(self.sight.record))

    @property
    def under_way(self) -> bool:
        """Whether the thing was only sent to the party."""
        return not self.before and self.kind in UNDER_WAY


def from_register(record: Record) -> bool:
    """Whether a record is a row of a register, not of a record file: its place is SNAPSHOT:ROW, and no form's."""
    return "#" not in record.anchor.locator


def holdings(thing: Thing, parties: Parties) -> tuple[Holding, ...]:
    """All holdings that the records of a thing show, by date, the earlier moment of one record first."""
    found = [h for s in thing.sights for h in of_sight(s, parties)]
    return tuple(sorted(found, key=lambda h: (h.when.sort_key(), not h.before, h.sight.key, h.sight.id)))


def of_sight(sight: Sight, parties: Parties) -> Iterable[Holding]:
    """The one or two holdings that one record shows."""
    event = sight.event
    if event.giver != "":
        yield Holding(parties.resolve(event.giver), True, False, sight)
    if event.holder != "":
        yield Holding(parties.resolve(event.holder), False, False, sight)
    elif event.kind in (EventKind.LOST, EventKind.STOLEN):
        yield Holding("", False, True, sight)


def before(a: Holding, b: Holding) -> bool:
    """Whether `a` surely comes before `b`; within one record the earlier moment does."""
    if a.sight.id == b.sight.id:
        return a.before and not b.before
    return a.when.certainly_before(b.when)


def by(a: Holding, b: Holding) -> bool:
    """Whether `a` surely comes before `b`, or on the same day."""
    if a.sight.id == b.sight.id:
        return a.before and not b.before
    return a.when.certainly_by(b.when)


def may_precede(a: Holding, b: Holding) -> bool:
    """Whether `a` may come before `b`, or on the same day."""
    if a.sight.id == b.sight.id:
        return a.before and not b.before
    return a.when.possibly_by(b.when)
