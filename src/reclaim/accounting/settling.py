"""What record would settle a bound: the accounts that the identities would tie it to, and that nobody states."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from reclaim.accounting.identities import LOSSES, OF_STOCK, RECOVERIES
from reclaim.model.bounds import Account, Bounds
from reclaim.model.quantity import CountKind as Kind

_BALANCE = (Kind.DELIVERED, *LOSSES, Kind.ON_HAND)


def settle(bounds: Bounds, stated: Collection[Account]) -> tuple[str, ...]:
    """What to ask for, in words; empty if the bound is a single number.

    `stated` are the accounts that some figure speaks of.
    """
    if not bounds.range.possible:
        return tuple(f"which of these is right: {', '.join(f.key for f in c.figures)}" for c in bounds.conflicts)
    if bounds.range.lower == bounds.range.upper or len(bounds.account.kinds) == 0:
        return ()
    account = bounds.account
    lacking = [k for k in _needed(account.kinds) if replace(account, kinds=(k,)) not in stated]
    where = " and ".join(p for p in (f"scope “{bounds.scope}”" if bounds.scope != "" else "",
                                     account.at or "date") if p != "")
    each = ", each" if len(lacking) > 1 else ""
    asked = [f"{_list(lacking)}{each} for the same {where}"] if len(lacking) > 0 else []
    if set(account.kinds) & set(_BALANCE):
        asked.append("a source's word that these are all there are (all_parts_of): without it no remainder is a count")
    if Kind.ON_HAND in account.kinds:
        asked.append("the inventory by serial number, with the dates and the stores that it covers")
    return tuple(asked)


def _needed(kinds: tuple[Kind, ...]) -> list[Kind]:
    """The kinds that stand in an identity with these, in the order of the balance."""
    mine = set(kinds)
    families: list[tuple[Kind, ...]] = [_BALANCE, (Kind.FUNDED, Kind.SHIPPED, Kind.DELIVERED),
                                        (Kind.SHIPPED, Kind.RECEIVED), (Kind.RECOVERED, *RECOVERIES)]
    families += [(Kind.ON_HAND, k) for k in OF_STOCK]
    found = dict.fromkeys([*kinds, *(k for family in families if mine & set(family) for k in family)])
    return list(found)


def _list(kinds: list[Kind]) -> str:
    return ", ".join(str(k) for k in kinds)
