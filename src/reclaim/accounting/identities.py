"""The accounting identities: the only links between accounts, each a named function.

A link holds between accounts of equal scope, counts and date; what may be summed is said there and nowhere else.
Each function takes a `Context` (all accounts that share counts, scope and date) or the whole book and gives rows. The
list at the end is the list that `docs/accounts.md` explains; a new identity is one function and one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from reclaim.accounting.constraints import Book, Part
from reclaim.accounting.holders import Holders
from reclaim.catalogue.types import TypeTree
from reclaim.model.bounds import Account, Figure, Row
from reclaim.model.problem import Problem
from reclaim.model.quantity import CountKind as Kind
from reclaim.model.quantity import Counts

# What leaves an account, as the balance counts it.
LOSSES = (Kind.DESTROYED, Kind.LOST, Kind.CAPTURED, Kind.TRANSFERRED, Kind.RETURNED)
# What is part of what is on hand at one date.
OF_STOCK = (Kind.USABLE, Kind.SURPLUS, Kind.LEFT)
# How a recovery may have come about.
RECOVERIES = (Kind.SEIZED, Kind.FOUND, Kind.SURRENDERED)
# Stock, supply and final losses of distinct parts of a holder are distinct things, and add up.
SUMS_OVER_PARTS = frozenset({
    Kind.FUNDED, Kind.PROPOSED, Kind.SHIPPED, Kind.DELIVERED, Kind.ON_HAND, Kind.USABLE, Kind.SURPLUS, Kind.LEFT,
    Kind.DESTROYED, Kind.DISABLED, Kind.UNACCOUNTED})
# A thing can befall two parts in turn (taken, retaken, taken again): the whole is at least the largest.
LARGEST_OF_PARTS = frozenset({
    Kind.CAPTURED, Kind.LOST, Kind.STOLEN, Kind.FLOWN_ABROAD, Kind.RECOVERED, Kind.SEIZED, Kind.FOUND,
    Kind.SURRENDERED, Kind.SIGHTED, Kind.USED, Kind.DISPLAYED, Kind.OFFERED_FOR_SALE})
# Counts that only grow with time; the rest are states at a date.
CUMULATED = frozenset({
    Kind.FUNDED, Kind.MANUFACTURED, Kind.EXPORTED, Kind.IMPORTED, Kind.SHIPPED, Kind.DELIVERED, Kind.RECEIVED,
    Kind.ISSUED, Kind.CAPTURED, Kind.DESTROYED, Kind.LOST, Kind.STOLEN, Kind.TRANSFERRED, Kind.RECOVERED, Kind.SEIZED,
    Kind.FOUND, Kind.SURRENDERED, Kind.RETURNED})


@dataclass(frozen=True, slots=True)
class Context:
    """All accounts that share counts, unit, scope and date: only inside one do kinds, types and holders link."""

    accounts: tuple[Account, ...]
    types: TypeTree
    holders: Holders

    def holdings(self) -> Iterator[dict[Kind, Account]]:
        """For each holder and type, its accounts of a single kind by that kind."""
        found: dict[tuple[str, str], dict[Kind, Account]] = defaultdict(dict)
        for account in self.accounts:
            kinds = found[(account.holder, account.type)]
            if len(account.kinds) == 1:
                kinds[account.kinds[0]] = account
        for key in sorted(found):
            yield found[key]


def supply(context: Context) -> Iterator[Row]:
    """delivered <= shipped <= funded (proposed, where nothing is called funded); received <= shipped."""
    for held in context.holdings():
        source = held.get(Kind.FUNDED, held.get(Kind.PROPOSED))
        shipped = held.get(Kind.SHIPPED)
        if source is not None and shipped is not None:
            yield _at_most(shipped, source, "shipped <= funded or proposed")
        for kind in (Kind.DELIVERED, Kind.RECEIVED):
            if kind in held and shipped is not None:
                yield _at_most(held[kind], shipped, f"{kind} <= shipped")
            elif kind in held and source is not None:
                yield _at_most(held[kind], source, f"{kind} <= shipped <= funded or proposed")


def balance(context: Context) -> Iterator[Row]:
    """delivered - destroyed - lost - captured - transferred - returned >= on_hand.

    A term of which nothing is said can be nothing, so the link holds between those that are there.
    """
    for held in context.holdings():
        out = [held[k] for k in (*LOSSES, Kind.ON_HAND) if k in held]
        if Kind.DELIVERED in held and len(out) > 0:
            terms = ((held[Kind.DELIVERED], 1), *((a, -1) for a in out))
            yield Row(terms, Fraction(0), None, frozenset(), "delivered - losses >= on_hand")


def stock(context: Context) -> Iterator[Row]:
    """usable <= on_hand; surplus <= on_hand; left <= on_hand at the departure.

    Disabled may be part of left: no link.
    """
    for held in context.holdings():
        for kind in OF_STOCK:
            if kind in held and Kind.ON_HAND in held:
                yield _at_most(held[kind], held[Kind.ON_HAND], f"{kind} <= on_hand")


def recovery(context: Context) -> Iterator[Row]:
    """recovered >= seized + found + surrendered, of distinct events; recovered <= delivered, all that can have left."""
    for held in context.holdings():
        ways = [held[k] for k in RECOVERIES if k in held]
        if Kind.RECOVERED in held and len(ways) > 0:
            yield Row(((held[Kind.RECOVERED], 1), *((w, -1) for w in ways)), Fraction(0), None, frozenset(),
                      "recovered >= seized + found + surrendered")
        if Kind.RECOVERED in held and Kind.DELIVERED in held:
            yield _at_most(held[Kind.RECOVERED], held[Kind.DELIVERED], "recovered <= left the holder")


def any_of(context: Context) -> Iterator[Row]:
    """max(a, b) <= any_of(a, b) <= a + b: one article can be both, so never an equality."""
    single = {(a.holder, a.type, a.kinds[0]): a for a in context.accounts if len(a.kinds) == 1}
    for account in (a for a in context.accounts if len(a.kinds) > 1):
        members = [single.get((account.holder, account.type, kind)) for kind in account.kinds]
        there = [m for m in members if m is not None]
        for member in there:
            yield _at_most(member, account, "a <= any_of <= a + b")
        if len(there) == len(members):
            yield Row(((account, -1), *((m, 1) for m in there)), Fraction(0), None, frozenset(),
                      "a <= any_of <= a + b")


def sub_types(context: Context) -> Iterator[Row]:
    """A type's count is at least the sum of those of distinct types under it. Shares of types do not add up."""
    groups: dict[tuple[str, tuple[Kind, ...]], dict[str, Account]] = defaultdict(dict)
    for account in context.accounts:
        if account.counts is not Counts.SHARE:
            groups[(account.holder, account.kinds)][account.type] = account
    for key in sorted(groups):
        below: dict[str, list[Account]] = defaultdict(list)
        for type_, account in sorted(groups[key].items()):
            above = next((t for t in context.types.lineage(type_)[1:] if t in groups[key]), "")
            if above != "":
                below[above].append(account)
        for type_, parts in sorted(below.items()):
            yield _at_least_sum(groups[key][type_], parts, "type >= sum of sub-types")


def parts_of_holders(context: Context) -> Iterator[Row]:
    """A holder's count is at least that of its parts: the sum for stock, supply and final losses, else the largest."""
    groups: dict[tuple[str, tuple[Kind, ...]], dict[str, Account]] = defaultdict(dict)
    for account in context.accounts:
        if account.counts is not Counts.SHARE and account.holder != "" and links_holders(account.kinds):
            groups[(account.type, account.kinds)][account.holder] = account
    for key in sorted(groups):
        held = groups[key]
        for whole in sorted(held):
            at = held[whole].when
            parts = context.holders.nearest(whole, held, at)
            if set(key[1]) <= SUMS_OVER_PARTS:
                for team in context.holders.teams(parts, at):
                    yield _at_least_sum(held[whole], [held[p] for p in team], "holder >= sum of parts")
            else:
                for part in parts:
                    yield _at_most(held[part], held[whole], "holder >= largest part")


def shares(context: Context) -> Iterator[Row]:
    """A share is not more than the whole: at most 100."""
    for account in context.accounts:
        if account.counts is Counts.SHARE:
            yield Row(((account, 1),), None, Fraction(100), frozenset(), "share <= 100")


def running_totals(figures: Iterable[Figure]) -> Iterator[Row]:
    """Running totals of one keeper do not fall; a period's total is not above that of a period around it.

    A date of a day or a month is "up to then"; a year or a longer interval is a period, for it may be either and only
    periods around it are then safe. The link holds by the word of the two figures.
    """
    kept: dict[tuple[str, Account], list[Figure]] = defaultdict(list)
    for figure in figures:
        if set(figure.account.kinds) <= CUMULATED and figure.account.counts is not Counts.SHARE:
            kept[(figure.keeper, replace(figure.account, since=None, until=None))].append(figure)
    for _, series in sorted(kept.items(), key=lambda pair: (pair[0][0], pair[0][1].sort_key)):
        for a, b in combinations(sorted(series, key=lambda f: (f.account.sort_key, f.id)), 2):
            for early, late in ((a, b), (b, a)):
                if _grows(early.account, late.account):
                    yield replace(_at_most(early.account, late.account, "running totals"),
                                  needs=frozenset({early.id, late.id}))


def all_parts(book: Book, types: TypeTree) -> Iterator[Row]:
    """Parts sum to a whole where the source says that they are all the parts."""
    for parts in _groups(book):
        whole, accounts = _fitting_whole(parts, book, types), _accounts(parts)
        if whole is not None:
            terms = ((whole, 1), *((a, -1) for a in accounts))
            yield Row(terms, Fraction(0), Fraction(0), frozenset(p.figure for p in parts), "all the parts")


def problems_of_parts(book: Book, types: TypeTree) -> list[Problem]:
    """Lines that are called all the parts of something that is not there, counts something else, or is one of them."""
    return [Problem(parts[0].key, "no_such_whole", f"'{parts[0].whole}' is no whole of these parts",
                    "name the stock line of the whole by its id, or its type")
            for parts in _groups(book) if _fitting_whole(parts, book, types) is None]


IDENTITIES: tuple[Callable[[Context], Iterator[Row]], ...] = (
    supply, balance, stock, recovery, any_of, sub_types, parts_of_holders, shares)


def _at_most(low: Account, high: Account, name: str) -> Row:
    return Row(((high, 1), (low, -1)), Fraction(0), None, frozenset(), name)


def _at_least_sum(whole: Account, parts: Iterable[Account], name: str) -> Row:
    return Row(((whole, 1), *((p, -1) for p in parts)), Fraction(0), None, frozenset(), name)


def links_holders(kinds: tuple[Kind, ...]) -> bool:
    return set(kinds) <= SUMS_OVER_PARTS | LARGEST_OF_PARTS


def _grows(early: Account, late: Account) -> bool:
    """Whether everything counted in `early` is counted in `late` too."""
    if early.since is None or early.until is None or late.since is None or late.until is None:
        return False
    if _point(early) and _point(late):
        return early.until < late.since
    return not _point(early) and not _point(late) and early != late and (
        late.since <= early.since and early.until <= late.until)


def _point(account: Account) -> bool:
    return account.when.precision in ("day", "month")


def _groups(book: Book) -> list[list[Part]]:
    """Parts that one source calls all the parts of one whole."""
    groups: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in book.parts:
        groups[(part.source, part.whole)].append(part)
    return [groups[key] for key in sorted(groups)]


def _accounts(parts: list[Part]) -> list[Account]:
    return sorted({p.account for p in parts}, key=lambda a: a.sort_key)


def _fitting_whole(parts: list[Part], book: Book, types: TypeTree) -> Account | None:
    """The whole that the parts name, if it counts what they count and is none of them."""
    whole, accounts = _whole(parts[0].whole, parts, book, types), _accounts(parts)
    if whole is None or whole in accounts:
        return None
    return whole if all((a.counts, a.unit) == (whole.counts, whole.unit) for a in accounts) else None


def _whole(name: str, parts: list[Part], book: Book, types: TypeTree) -> Account | None:
    """The account that `all_parts_of` names: a stock line by its id, or a type in the parts' own context."""
    if name in book.named:
        return book.named[name]
    type_, first = types.resolve(name), parts[0].account
    alike = all(replace(p.account, type=type_) == replace(first, type=type_) for p in parts)
    return replace(first, type=type_) if alike and type_ in types.types else None
