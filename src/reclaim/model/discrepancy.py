"""Discrepancies: where the books do not agree, in classes that inspectors named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DiscrepancyClass(StrEnum):
    """What is wrong. A more specific class replaces a general one for the same rows.

    Sources: SIGAR 14-84 (missing, duplicated, undated, count), GAO-09-267 (incomplete, without location),
    DODIG-2020-104 (issued twice), SIGAR 21-11 and DODIG-2024-043 (inventories due), and the trade.
    """

    MISSING_SERIAL = "MISSING_SERIAL"
    MISSING_DATE = "MISSING_DATE"
    DUPLICATE_IN_REGISTER = "DUPLICATE_IN_REGISTER"
    SHIPPED_NOT_RECEIVED = "SHIPPED_NOT_RECEIVED"
    RECEIVED_NOT_SHIPPED = "RECEIVED_NOT_SHIPPED"
    SERIAL_VARIANT = "SERIAL_VARIANT"
    ATTRIBUTE_CONFLICT = "ATTRIBUTE_CONFLICT"
    COUNT_MISMATCH = "COUNT_MISMATCH"
    ISSUED_TWICE = "ISSUED_TWICE"
    NOT_INVENTORIED_WHEN_DUE = "NOT_INVENTORIED_WHEN_DUE"
    RECOVERED_WHILE_ON_HAND = "RECOVERED_WHILE_ON_HAND"
    RECOVERED_AFTER_DESTROYED = "RECOVERED_AFTER_DESTROYED"
    GONE_WITHOUT_RECORD = "GONE_WITHOUT_RECORD"
    APPEARED_WITHOUT_RECORD = "APPEARED_WITHOUT_RECORD"
    HELD_BY_TWO = "HELD_BY_TWO"
    TRANSFER_WITHOUT_AUTHORITY = "TRANSFER_WITHOUT_AUTHORITY"
    SUPPLIED_BUT_RECOVERED = "SUPPLIED_BUT_RECOVERED"
    CLONED_MARK = "CLONED_MARK"
    OUT_OF_BLOCK = "OUT_OF_BLOCK"
    LOSS_NOT_REPORTED = "LOSS_NOT_REPORTED"
    IMPOSSIBLE_SEQUENCE = "IMPOSSIBLE_SEQUENCE"


MEANING: Mapping[DiscrepancyClass, str] = {
    DiscrepancyClass.MISSING_SERIAL: "a row has no mark by which its weapon could be told",
    DiscrepancyClass.MISSING_DATE: "a row has no date, so nothing can be said of before and after",
    DiscrepancyClass.DUPLICATE_IN_REGISTER: "one mark and make stand on several rows of one snapshot",
    DiscrepancyClass.SHIPPED_NOT_RECEIVED: "sent to a consignee whose complete receipts do not have it",
    DiscrepancyClass.RECEIVED_NOT_SHIPPED: "received from a sender whose complete shipments do not have it",
    DiscrepancyClass.SERIAL_VARIANT: "probably one weapon, whose mark two books write differently",
    DiscrepancyClass.ATTRIBUTE_CONFLICT: "two books agree on the mark and not on make, model or calibre",
    DiscrepancyClass.COUNT_MISMATCH: "a stated number is not that of the rows under it",
    DiscrepancyClass.ISSUED_TWICE: "issued again without a return between",
    DiscrepancyClass.NOT_INVENTORIED_WHEN_DUE: "not counted in the time that the rules give",
    DiscrepancyClass.RECOVERED_WHILE_ON_HAND: "recovered from others while its holder's books have it in stock",
    DiscrepancyClass.RECOVERED_AFTER_DESTROYED: "recovered after a record that it was destroyed",
    DiscrepancyClass.GONE_WITHOUT_RECORD: "in one complete inventory and not in the next, with no record of its leaving",
    DiscrepancyClass.APPEARED_WITHOUT_RECORD: "in a complete inventory and not in the one before, with no record of its coming",
    DiscrepancyClass.HELD_BY_TWO: "two holders' books have it on one day",
    DiscrepancyClass.TRANSFER_WITHOUT_AUTHORITY: "given to somebody whom the rules do not authorise",
    DiscrepancyClass.SUPPLIED_BUT_RECOVERED: "supplied, on no holder's books since, and recovered",
    DiscrepancyClass.CLONED_MARK: "one mark was recovered by two bodies, with no release between",
    DiscrepancyClass.OUT_OF_BLOCK: "the mark lies outside the known blocks of its make and model",
    DiscrepancyClass.LOSS_NOT_REPORTED: "recovered from a keeper whose loss lists cover the time and do not have it",
    DiscrepancyClass.IMPOSSIBLE_SEQUENCE: "dated events of one weapon cannot have come in that order",
}
"""Each class in one line, as a reader of findings needs it."""


class Role(StrEnum):
    """The part that a record plays in a finding; `absent_from` names a register that should hold it and does not."""

    LEFT = "left"
    RIGHT = "right"
    MEMBER = "member"
    ABSENT_FROM = "absent_from"


@dataclass(frozen=True, slots=True)
class Due:
    """Articles of a type (empty: all) are to be inventoried every `days` days, `share` of them at least (0 to 1)."""

    type: str
    days: int
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The case's own rules for its books.

    `transit` is how many days a shipment may be on the way; `due` what is inventoried when; `authorised` the holders
    to whom transfers are authorised (empty: nothing is stated, and then no transfer is called unauthorised);
    `near` is the probability from which a near link stands in a finding, `absent` that from which a weapon is said to be
    missing from a book: below it some row of the book may be the weapon, its mark mistaken.
    """

    transit: int = 90
    due: tuple[Due, ...] = ()
    authorised: tuple[str, ...] = ()
    near: float = 0.5
    absent: float = 0.6
