"""Accounts as bounds: what is counted, what each source says of it, and what can be said of the whole.

An *account* is a quantity that has a name: holder, type, kind of count, what it counts, scope and date. A *figure* is
what one origin says of one account. Two figures can only conflict on one account, or on accounts that an identity
links; everything else is *not comparable* and stands side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reclaim.model.quantity import CountKind, Counts, Quantity
from reclaim.model.when import When

INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Account:
    """One quantity that figures speak of. Equal accounts, and only those, are comparable at sight.

    `kinds` holds one kind, or several for "any of these". `unit` is the currency of money or what a share is a share
    of. `scope` are the source's words, spaces and case normalised. `since` and `until` are the ends of the date or
    period. `place` is the most precise name of a place that the source states, in normal form: what is counted in one
    store is not what is counted in another. `apart` is empty, or names the one source to which the account belongs
    because it states no date, no currency or no whole.
    """

    holder: str
    type: str
    kinds: tuple[CountKind, ...]
    counts: Counts = Counts.ITEMS
    unit: str = ""
    scope: str = ""
    since: date | None = None
    until: date | None = None
    place: str = ""
    apart: str = ""

    @property
    def kind(self) -> str:
        """The kind of count, `any_of(a, b)`, or empty if none is meant."""
        if len(self.kinds) == 0:
            return ""
        return str(self.kinds[0]) if len(self.kinds) == 1 else f"any_of({', '.join(sorted(self.kinds))})"

    @property
    def whole(self) -> bool:
        """Whether it counts things that come one by one."""
        return self.counts in (Counts.ITEMS, Counts.RECORDS, Counts.ROUNDS)

    @property
    def when(self) -> When:
        """The date or period."""
        return When(self.since, self.until)

    @property
    def at(self) -> str:
        """The date or period as text: `2021-08-15`, `2021-08`, `2021`, `2020-04-01/2021-07-31`; empty if none."""
        precision = self.when.precision
        if precision == "unknown":
            return ""
        size = {"day": 10, "month": 7, "year": 4}.get(precision)
        return f"{self.since or ''}/{self.until or ''}" if size is None else str(self.since)[:size]

    @property
    def sort_key(self) -> tuple[str, ...]:
        """Orders accounts for reading: holder, type, kind, date, scope."""
        return (self.holder, self.type, self.kind, str(self.since or ""), str(self.until or ""), self.scope,
                self.place, str(self.counts), self.unit, self.apart)


@dataclass(frozen=True, slots=True)
class Figure:
    """What one origin says of one account; its echoes are folded into it.

    `id` and `key` name the record, `source` its source by the case's short name, `keeper` who states it. `echoes` are
    the keys of records that say the same on the same origin; `parts_of` names the whole of which the source says that
    this is one of all the parts. `scope` are the source's own words, with the place no finer than a province. `note`
    says what a reader must know of the reading.
    """

    id: str
    key: str
    source: str
    account: Account
    quantity: Quantity
    keeper: str = ""
    echoes: tuple[str, ...] = ()
    parts_of: str = ""
    scope: str = ""
    note: str = ""

    @property
    def amount(self) -> str:
        """The quantity in words, with the currency of money."""
        return f"{self.account.unit} {self.quantity}" if self.account.counts is Counts.MONEY else str(self.quantity)


@dataclass(frozen=True, slots=True)
class Slip:
    """A repetition that says something else than the figure that it repeats: shown, never a bound."""

    key: str
    source: str
    quantity: Quantity
    beside: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """`lower <= sum of factor * account <= upper`, true if every figure in `needs` is.

    A figure is a row that needs itself; an identity needs nothing, or the figures by whose word it holds.
    """

    terms: tuple[tuple[Account, int], ...]
    lower: Fraction | None
    upper: Fraction | None
    needs: frozenset[str]
    name: str


@dataclass(frozen=True, slots=True)
class ConflictSet:
    """Figures that cannot all be true, though any of them can be dropped to make the rest possible.

    `identities` name the links that bring them together; empty if they speak of one account.
    """

    figures: tuple[Figure, ...]
    identities: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources, each once."""
        return tuple(sorted({f.source for f in self.figures}))


@dataclass(frozen=True, slots=True)
class Range:
    """An interval [lower, upper]; `upper` None is "unknown"; both None, and `possible` False, is "cannot be"."""

    lower: Fraction | None
    upper: Fraction | None
    possible: bool = True

    @classmethod
    def impossible(cls) -> Range:
        """No number satisfies all that is said."""
        return cls(None, None, False)

    @property
    def vacuous(self) -> bool:
        """[0, unknown]: nothing is known."""
        return self.possible and self.lower == 0 and self.upper is None


@dataclass(frozen=True, slots=True)
class Without:
    """What the bound becomes if all figures of one source, with their echoes, are dropped."""

    source: str
    range: Range


@dataclass(frozen=True, slots=True)
class Bounds:
    """What can be said of one account, whose scope in a source's own words is `scope`.

    `lower_by` and `upper_by` are the figures that set each side, `identities` the links that carry them there,
    `origins` the number of independent origins among them. `wide` is the range if "about" is twice as wide. `figures`
    are all that speak of this very account, `slips` the repetitions that differ, `beside` the figures of the same
    holder, type and kind that are not comparable, `conflicts` the sets that touch it and `more_conflicts` whether
    there may
    be further ones. `settle` says what records would narrow it.
    """

    account: Account
    range: Range
    scope: str = ""
    lower_by: tuple[Figure, ...] = ()
    upper_by: tuple[Figure, ...] = ()
    identities: tuple[str, ...] = ()
    origins: int = 0
    note: str = ""
    figures: tuple[Figure, ...] = ()
    slips: tuple[Slip, ...] = ()
    beside: tuple[Figure, ...] = ()
    without: tuple[Without, ...] = ()
    wide: Range | None = None
    conflicts: tuple[ConflictSet, ...] = ()
    more_conflicts: bool = False
    settle: tuple[str, ...] = ()

    @property
    def lower_sources(self) -> tuple[str, ...]:
        """Sources that set the lower bound, each once."""
        return tuple(sorted({f.source for f in self.lower_by}))

    @property
    def upper_sources(self) -> tuple[str, ...]:
        """Sources that set the upper bound, each once."""
        return tuple(sorted({f.source for f in self.upper_by}))
