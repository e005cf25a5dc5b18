"""Figures and identities to one system of rows.

An identity links accounts that are there. So accounts that nobody states but that stand between two that are stated
are put there first: the members of an "any of", the kind between two kinds, and for two accounts that differ in more
than one of holder, type and kind the accounts at the corners between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from reclaim.accounting.constraints import Book
from reclaim.accounting.holders import Holders
from reclaim.accounting.identities import (
    IDENTITIES,
    LOSSES,
    OF_STOCK,
    RECOVERIES,
    Context,
    all_parts,
    links_holders,
    running_totals,
)
from reclaim.catalogue.types import TypeTree
from reclaim.model.bounds import Account, Figure, Row
from reclaim.model.quantity import CountKind as Kind

Kinds = tuple[Kind, ...]

# For each kind the kinds that some identity puts above it.
_SUPPLY = (Kind.SHIPPED, Kind.FUNDED, Kind.PROPOSED)
_ABOVE: dict[Kind, tuple[Kind, ...]] = {
    Kind.SHIPPED: _SUPPLY[1:], Kind.DELIVERED: _SUPPLY, Kind.RECEIVED: _SUPPLY,
    **dict.fromkeys((*LOSSES, Kind.ON_HAND, Kind.RECOVERED), (Kind.DELIVERED, *_SUPPLY)),
    **dict.fromkeys(OF_STOCK, (Kind.ON_HAND, Kind.DELIVERED, *_SUPPLY)),
    **dict.fromkeys(RECOVERIES, (Kind.RECOVERED,)),
}


@dataclass(frozen=True, slots=True)
class System:
    """Accounts, in a fixed order, and the rows between them."""

    accounts: tuple[Account, ...]
    rows: tuple[Row, ...]


def link(book: Book, types: TypeTree, holders: Holders, asked: Iterable[Account] = ()) -> System:
    """The system of all figures; `asked` are further accounts that a question names."""
    links = [*all_parts(book, types), *running_totals(book.figures)]
    accounts = {f.account for f in book.figures} | set(asked) | {a for row in links for a, _ in row.terms}
    rows = [figure_row(f) for f in book.figures] + links
    everything: set[Account] = set()
    for group in _contexts(accounts):
        context = Context(tuple(sorted(_close(group, types, holders), key=lambda a: a.sort_key)), types, holders)
        everything.update(context.accounts)
        rows += [row for identity in IDENTITIES for row in identity(context)]
    return System(tuple(sorted(everything, key=lambda a: a.sort_key)), tuple(rows))


def figure_row(figure: Figure) -> Row:
    """What a figure says, as a row that needs itself."""
    return Row(((figure.account, 1),), figure.quantity.lower, figure.quantity.upper, frozenset({figure.id}), "")


def _contexts(accounts: Iterable[Account]) -> list[set[Account]]:
    groups: dict[Account, set[Account]] = defaultdict(set)
    for account in accounts:
        groups[replace(account, holder="", type="", kinds=())].add(account)
    return [groups[key] for key in sorted(groups, key=lambda a: a.sort_key)]


def _close(accounts: set[Account], types: TypeTree, holders: Holders) -> set[Account]:
    """The accounts of one context with those that stand between them."""
    closed = _between_kinds(accounts)
    for account in sorted(closed, key=lambda a: a.sort_key):
        for above in _above(account, closed, types, holders):
            corners = product({account.holder, above.holder}, {account.type, above.type}, {account.kinds, above.kinds})
            closed |= {_moved(account, h, t, k) for h, t, k in corners}
    return _between_kinds(closed)


def _between_kinds(accounts: set[Account]) -> set[Account]:
    """With the members of each "any of", and with what stands between two kinds that no identity links at once."""
    found = set(accounts)
    for account in accounts:
        if len(account.kinds) > 1:
            found |= {replace(account, kinds=(kind,)) for kind in account.kinds}
        if account.kinds[0] in OF_STOCK and replace(account, kinds=(Kind.DELIVERED,)) in accounts:
            found.add(replace(account, kinds=(Kind.ON_HAND,)))
    return found


def _above(account: Account, there: set[Account], types: TypeTree, holders: Holders) -> list[Account]:
    """Accounts of the context that stand above in each of holder, type and kind, and differ in two or more."""
    kinds = [account.kinds, *_kinds_above(account.kinds)]
    wholes = [account.holder]
    if links_holders(account.kinds):
        wholes += sorted(h for h in holders.above(account.holder) if holders.is_part(account.holder, h, account.when))
    found = []
    for holder, type_, kind in product(wholes, types.lineage(account.type), kinds):
        other = _moved(account, holder, type_, kind)
        differing = (holder != account.holder) + (type_ != account.type) + (kind != account.kinds)
        if differing > 1 and other in there:
            found.append(other)
    return found


def _moved(account: Account, holder: str, type_: str, kinds: Kinds) -> Account:
    return Account(holder, type_, kinds, account.counts, account.unit, account.scope, account.since, account.until,
                   account.place, account.apart)


def _kinds_above(kinds: Kinds) -> list[Kinds]:
    if len(kinds) == 1:
        return [(k,) for k in _ABOVE.get(kinds[0], ())]
    shared = set.intersection(*(set(_ABOVE.get(k, ())) for k in kinds))
    return [(k,) for k in sorted(shared)]
