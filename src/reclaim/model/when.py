"""Dates that may be a day, a month, a year or an interval, and how each is known.

A date is kept as written and as the interval of days that it may mean. "Since" has no end, "unknown" has neither
end. Comparisons say what is certain and what is merely possible; nothing turns a month into its first day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class DateBasis(StrEnum):
    """How a date is known. `FISCAL` comes with the first day of the fiscal year."""

    EXACT = "exact"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"
    SINCE = "since"
    FISCAL = "fiscal_year"
    APPROX = "approx"
    INFERRED = "inferred"
    REPORTED = "reported"
    UNKNOWN = "unknown"


# How far an "approx" date may lie outside what is written, in days: a day may be a week off, a month a month off,
# a year a year off. A rule of this project (docs/rules.md), not of a source; the case's owner can change it.
APPROX_SLACK = {"day": 7, "month": 31, "year": 366, "interval": 31}

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"(\d{4})")
_FISCAL = re.compile(r"FY\s?(\d{4})", re.IGNORECASE)
_FISCAL_START = re.compile(r"fiscal[_ ]year\s*(?:\(|from\s+)?\s*(\d{2})-(\d{2})\)?")
_BETWEEN = re.compile(r"(.+?)(?:/|\.\.)(.*)")


class BadDate(ValueError):
    """A text that is no date; callers turn it into a `Problem` with its place."""


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days, both ends included; None is an open end.

    `written` keeps the words; `precision` is day, month, year, interval, open or unknown.
    """

    lo: date | None
    hi: date | None
    written: str = ""
    basis: DateBasis = DateBasis.EXACT

    @classmethod
    def parse(cls, written: str, basis: str = "") -> When:
        """Read `2021-08-15`, `2021-08`, `2021`, `2021-08-15/2021-09-01`, `2021/`, `FY2012` or an empty text.

        `basis` is a word of `DateBasis`, or `fiscal_year(10-01)` naming the first day of the fiscal year; without it
        `FY2012` is the interval from 2011-01-01 to 2012-12-31. Raises BadDate.
        """
        text, how = written.strip(), basis.strip()
        start = _FISCAL_START.fullmatch(how)
        word = _basis(how, start)
        lo, hi = _ends(text, start)
        if word is DateBasis.SINCE and lo is not None:
            hi = None
        if lo is not None and hi is not None and hi < lo:
            raise BadDate(f"'{written}' ends before it begins")
        if word is DateBasis.APPROX:
            lo, hi = _widen(lo, hi)
        return cls(lo, hi, text, DateBasis.UNKNOWN if lo is None and hi is None else word)

    @classmethod
    def day(cls, day: date) -> When:
        """A single day."""
        return cls(day, day, day.isoformat())

    @classmethod
    def unknown(cls) -> When:
        """A date of which nothing is known."""
        return cls(None, None, "", DateBasis.UNKNOWN)

    @property
    def known(self) -> bool:
        """Whether at least one end is known."""
        return self.lo is not None or self.hi is not None

    @property
    def precision(self) -> str:
        """day, month, year, interval, open or unknown: by the interval, not by the words."""
        if self.lo is None and self.hi is None:
            return "unknown"
        if self.lo is None or self.hi is None:
            return "open"
        return _precision(self.lo, self.hi)

    def certainly_before(self, other: When) -> bool:
        """Every day this may be lies before every day that `other` may be."""
        return self.hi is not None and other.lo is not None and self.hi < other.lo

    def certainly_by(self, other: When) -> bool:
        """Every day this may be lies before, or on, every day that `other` may be."""
        return self.hi is not None and other.lo is not None and self.hi <= other.lo

    def possibly_before(self, other: When) -> bool:
        """Some day this may be lies before some day that `other` may be."""
        return self.lo is None or other.hi is None or self.lo < other.hi

    def possibly_by(self, other: When) -> bool:
        """Some day this may be lies before, or on, some day that `other` may be."""
        return self.lo is None or other.hi is None or self.lo <= other.hi

    def overlaps(self, other: When) -> bool:
        """The two may be one day."""
        return self.possibly_by(other) and other.possibly_by(self)

    def within(self, other: When) -> bool:
        """Every day this may be lies inside `other`."""
        lower = other.lo is None or (self.lo is not None and self.lo >= other.lo)
        upper = other.hi is None or (self.hi is not None and self.hi <= other.hi)
        return lower and upper

    def sort_key(self) -> tuple[date, date, str]:
        """Orders by first possible day, then last, then words; unknown dates come last."""
        if not self.known:
            return (date.max, date.max, self.written)
        return (self.lo or date.min, self.hi or date.max, self.written)

    def __str__(self) -> str:
        if len(self.written) > 0:
            return f"about {self.written}" if self.basis is DateBasis.APPROX else self.written
        if not self.known:
            return "date unknown"
        if self.lo == self.hi:
            return str(self.lo)
        return f"{self.lo or ''}/{self.hi or ''}"


def hull(dates: list[When]) -> When:
    """The smallest interval that holds all of `dates`; unknown if there are none."""
    if len(dates) == 0:
        return When.unknown()
    lows, highs = [d.lo for d in dates], [d.hi for d in dates]
    lo = None if any(d is None for d in lows) else min(d for d in lows if d is not None)
    hi = None if any(d is None for d in highs) else max(d for d in highs if d is not None)
    return When(lo, hi, "", DateBasis.INTERVAL)


def _basis(how: str, start: re.Match[str] | None) -> DateBasis:
    if start is not None:
        return DateBasis.FISCAL
    if how == "":
        return DateBasis.EXACT
    try:
        return DateBasis(how)
    except ValueError:
        raise BadDate(f"'{how}' says not how a date is known; use one of {', '.join(DateBasis)}") from None


def _ends(text: str, fiscal: re.Match[str] | None) -> tuple[date | None, date | None]:
    if text == "" or text.lower() == "unknown":
        return None, None
    found = _FISCAL.fullmatch(text)
    if found is not None:
        return _fiscal(int(found[1]), fiscal)
    single = _single(text)
    if single is not None:
        return single
    found = _BETWEEN.fullmatch(text)
    first = None if found is None else _single(found[1].strip())
    last = None if found is None else _single(found[2].strip())
    if found is None or first is None or (last is None and found[2].strip() not in ("", "..")):
        raise BadDate(f"'{text}' is no date (write 2021-08-15, 2021-08, 2021, 2021-08-15/2021-09-01 or FY2012)")
    return first[0], None if last is None else last[1]


def _single(text: str) -> tuple[date, date] | None:
    try:
        if found := _DAY.fullmatch(text):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return day, day
        if found := _MONTH.fullmatch(text):
            year, month = int(found[1]), int(found[2])
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if found := _YEAR.fullmatch(text):
            return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    except ValueError as error:
        raise BadDate(f"'{text}' is no day of the calendar") from error
    return None


def _fiscal(year: int, start: re.Match[str] | None) -> tuple[date, date]:
    try:
        if start is None:
            return date(year - 1, 1, 1), date(year, 12, 31)
        month, day = int(start[1]), int(start[2])
        first = date(year, 1, 1) if (month, day) == (1, 1) else date(year - 1, month, day)
        return first, date(first.year + 1, month, day) - timedelta(days=1)
    except ValueError as error:
        raise BadDate(f"FY{year} with that first day is no year of the calendar") from error


def _precision(lo: date, hi: date) -> str:
    if lo == hi:
        return "day"
    if lo == date(lo.year, lo.month, 1) and hi == date(lo.year, lo.month, monthrange(lo.year, lo.month)[1]):
        return "month"
    if lo == date(lo.year, 1, 1) and hi == date(lo.year, 12, 31):
        return "year"
    return "interval"


def _widen(lo: date | None, hi: date | None) -> tuple[date | None, date | None]:
    if lo is None or hi is None:
        return lo, hi
    slack = timedelta(days=APPROX_SLACK[_precision(lo, hi)])
    early = lo - slack if lo > date.min + slack else date.min
    late = hi + slack if hi < date.max - slack else date.max
    return early, late
