"""Chains of custody: who had an article, in what order, between which records it changed hands, who says what of it.

Nothing here takes a side. That a custody was authorised is what somebody says, on record; that a passage was a
diversion is proposed with its reason, and decided by a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reclaim.model.place import Place
from reclaim.model.when import When


class DiversionType(StrEnum):
    """How an article may have left the hands that had it: the field's list (glossary 48)."""

    BATTLEFIELD_CAPTURE = "battlefield_capture"
    STATE_COLLAPSE = "state_collapse"
    THEFT_OR_LOSS = "theft_or_loss_from_stock"
    SALE = "sale_by_a_custodian"
    RETRANSFER = "retransfer_in_breach"
    IN_TRANSIT = "diversion_in_transit"
    MISREPORTED_DESTRUCTION = "misreported_destruction"
    CRAFT_COPY = "craft_copy"


@dataclass(frozen=True, slots=True)
class Spell:
    """One record of the chain: when, where, from whose hands into whose, and how it is known.

    `before` and `after` are parties by id; empty is "not stated", or, with `gone`, that nobody is known to have it.
    `unordered` are the addresses of records that may lie before or after this one.
    """

    record: str
    kind: str
    date: When
    place: Place
    before: str
    after: str
    gone: bool
    basis: str
    source: str
    unordered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time between two records in which nothing is recorded; `days` at the most, None if open."""

    after: str
    before: str
    opens: When
    closes: When
    days: int | None


@dataclass(frozen=True, slots=True)
class Diversion:
    """A kind of diversion proposed for a window, why, by which records, and what a person decided of it.

    `address` is the subject of such a decision; `decided` is accept, reject or empty.
    """

    address: str
    kind: DiversionType
    why: str
    records: tuple[str, ...]
    decided: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The passage from one holder to another: between the last record with the one and the first with the other.

    `recorded` says that one record shows the passage itself. `places` are where it may have happened, as far as
    records say; `narrows` is the record that would narrow it most, in words.
    """

    address: str
    from_holder: str
    to_holder: str
    opens: When
    closes: When
    last: str
    first: str
    places: tuple[Place, ...]
    recorded: bool
    narrows: str
    diversions: tuple[Diversion, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Overlap:
    """Two records that put the article in two hands at one time."""

    first: str
    second: str
    words: str


@dataclass(frozen=True, slots=True, order=True)
class Authority:
    """That somebody says whose a custody, or the title, rightly is; `denies` if he says that it is not."""

    holder: str
    asserter: str
    denies: bool
    record: str
    words: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The custody of one article, as far as it is recorded."""

    item: str
    name: str
    spells: tuple[Spell, ...]
    windows: tuple[Window, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    authorities: tuple[Authority, ...]
