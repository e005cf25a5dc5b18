"""The list of classes: a new one is one function and one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from reclaim.ledger.classes import attributes, doubles, holding, missing, movement, recovery
from reclaim.model.discrepancy import DiscrepancyClass as Class
from reclaim.model.discrepancy import Rules

Query: TypeAlias = Callable[[Rules], str]

CLASSES: tuple[tuple[Class, Query], ...] = (
    (Class.MISSING_SERIAL, missing.missing_serial),
    (Class.MISSING_DATE, missing.missing_date),
    (Class.DUPLICATE_IN_REGISTER, doubles.duplicate_in_register),
    (Class.SHIPPED_NOT_RECEIVED, movement.shipped_not_received),
    (Class.RECEIVED_NOT_SHIPPED, movement.received_not_shipped),
    (Class.SERIAL_VARIANT, attributes.serial_variant),
    (Class.ATTRIBUTE_CONFLICT, attributes.attribute_conflict),
    (Class.COUNT_MISMATCH, attributes.count_mismatch),
    (Class.ISSUED_TWICE, doubles.issued_twice),
    (Class.NOT_INVENTORIED_WHEN_DUE, holding.not_inventoried_when_due),
    (Class.RECOVERED_WHILE_ON_HAND, recovery.recovered_while_on_hand),
    (Class.RECOVERED_AFTER_DESTROYED, recovery.recovered_after_destroyed),
    (Class.GONE_WITHOUT_RECORD, holding.gone_without_record),
    (Class.APPEARED_WITHOUT_RECORD, holding.appeared_without_record),
    (Class.HELD_BY_TWO, doubles.held_by_two),
    (Class.TRANSFER_WITHOUT_AUTHORITY, movement.transfer_without_authority),
    (Class.SUPPLIED_BUT_RECOVERED, recovery.supplied_but_recovered),
    (Class.CLONED_MARK, doubles.cloned_mark),
    (Class.OUT_OF_BLOCK, attributes.out_of_block),
    (Class.LOSS_NOT_REPORTED, recovery.loss_not_reported),
    (Class.IMPOSSIBLE_SEQUENCE, attributes.impossible_sequence),
)
