"""Discrepancies: where the books do not agree, in classes that inspectors named."""

from __future__ import annotations

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
    `near` is the probability from which a near link stands in a finding.
    """

    transit: int = 90
    due: tuple[Due, ...] = ()
    authorised: tuple[str, ...] = ()
    near: float = 0.5
