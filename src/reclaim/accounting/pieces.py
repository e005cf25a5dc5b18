"""A system cut into pieces that have nothing to do with each other, with accounts as numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from reclaim.accounting.linking import System
from reclaim.model.bounds import Account, Row

Number: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """A row over the numbered accounts of a piece: `lower <= sum of f * x[i] for (i, f) in terms <= upper`."""

    terms: tuple[tuple[int, int], ...]
    lower: Number | None
    upper: Number | None
    needs: frozenset[str]
    name: str

    @property
    def at(self) -> tuple[int, ...]:
        """The accounts in it."""
        return tuple(i for i, _ in self.terms)

    @property
    def factors(self) -> tuple[int, ...]:
        """Their factors."""
        return tuple(f for _, f in self.terms)


@dataclass(frozen=True, slots=True)
class Piece:
    """Accounts that rows connect. `touching[i]` are the lines in which account i stands; `whole[i]` says whether it
    counts things that come one by one. Every account is at least 0.
    """

    accounts: tuple[Account, ...]
    lines: tuple[Line, ...]
    whole: tuple[bool, ...]
    touching: tuple[tuple[int, ...], ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures whose word the piece rests on, sorted."""
        return tuple(sorted({f for line in self.lines for f in line.needs}))

    def position(self, account: Account) -> int:
        """The number of an account."""
        return self.accounts.index(account)


def pieces(system: System) -> tuple[Piece, ...]:
    """The connected pieces of a system, in the order of their first accounts."""
    parent = {a: a for a in system.accounts}

    def root(account: Account) -> Account:
        while parent[account] != account:
            parent[account] = parent[parent[account]]
            account = parent[account]
        return account

    for row in system.rows:
        first = root(row.terms[0][0])
        for account, _ in row.terms[1:]:
            parent[root(account)] = first
    members: dict[Account, list[Account]] = defaultdict(list)
    for account in system.accounts:
        members[root(account)].append(account)
    rows: dict[Account, list[Row]] = defaultdict(list)
    for row in system.rows:
        rows[root(row.terms[0][0])].append(row)
    return tuple(_piece(members[r], rows[r]) for r in sorted(members, key=lambda r: members[r][0].sort_key))


def _piece(accounts: list[Account], rows: Iterable[Row]) -> Piece:
    number = {a: i for i, a in enumerate(accounts)}
    lines = sorted({_line(row, number) for row in rows}, key=_order)
    touching: list[list[int]] = [[] for _ in accounts]
    for n, line in enumerate(lines):
        for i, _ in line.terms:
            touching[i].append(n)
    return Piece(tuple(accounts), tuple(lines), tuple(a.whole for a in accounts), tuple(map(tuple, touching)))


def _line(row: Row, number: dict[Account, int]) -> Line:
    factors: dict[int, int] = defaultdict(int)
    for account, factor in row.terms:
        factors[number[account]] += factor
    return Line(tuple(sorted(factors.items())), _plain(row.lower), _plain(row.upper), row.needs, row.name)


def _order(line: Line) -> tuple[object, ...]:
    return (line.terms, line.name, sorted(line.needs), str(line.lower), str(line.upper))


def _plain(value: Fraction | None) -> Number | None:
    return value.numerator if value is not None and value.denominator == 1 else value
