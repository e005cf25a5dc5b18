"""Dates as keepers write them: the days that each may mean, and the order of day and month of a whole column."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache

from reclaim.model.when import BadDate, When
from reclaim.store.registers.words import months, plain

DAY_FIRST, MONTH_FIRST, BOTH = "day first", "month first", "both ways"
YYDDD, DAY_NUMBER = "YYDDD", "day numbers"
Days = tuple[date, date]

# A year of two digits is of 1970 to 2069: the convention of POSIX, moved by one so that decades stay whole.
_PIVOT = 70
_EARLIEST, _LATEST = 1800, 2100
# Of texts that have one reading, so many are remembered as such.
_MOST_KEPT = 1 << 17
_TIME = r"(?:[T ,]+\d{1,2}[:.h]\d{2}(?::?\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})" + _TIME + r"(?: ?г\.?| ?р\.?)?")
_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})")


@dataclass(frozen=True, slots=True)
class Forms:
    """What a text may be as a date: one reading, or one for each order of day and month. `short` marks a year of two
    digits."""

    one: Days | None = None
    day_first: Days | None = None
    month_first: Days | None = None
    short: bool = False

    @property
    def votes(self) -> str:
        """The only order in which it can be read; BOTH if either is right and they differ, "" if no order matters."""
        if self.one is not None or self.day_first == self.month_first:
            return ""
        if self.day_first is None:
            return MONTH_FIRST
        return DAY_FIRST if self.month_first is None else BOTH

    def read(self, order: str) -> Days:
        """The days it may mean in a column of that order."""
        if self.one is not None:
            return self.one
        ways = {DAY_FIRST: self.day_first or self.month_first, MONTH_FIRST: self.month_first or self.day_first}
        chosen = ways.get(order)
        if chosen is not None:
            return chosen
        both = [d for d in (self.day_first, self.month_first) if d is not None]
        return min(d[0] for d in both), max(d[1] for d in both)


@lru_cache(maxsize=1 << 16)
def forms(text: str) -> Forms | None:
    """What a text may be as a date; None if it is none. Digits of every script count."""
    text = " ".join(latin_digits(text).split()).rstrip(".")
    if len(text) < 4 or len(text) > 60 or not any(c.isdigit() for c in text):
        return None
    if found := _ISO.fullmatch(text):
        return _single(_day(found[1], found[3], found[4]))
    if found := _COMPACT.fullmatch(text):
        return _single(_day(found[1], found[2], found[3]))
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found[1], found[3], found[4])
    if found := _MONTH.fullmatch(text):
        return _single(_month(int(found[2]), int(found[1])))
    return _worded(text) or _written(text)


def yyddd(text: str) -> Days | None:
    """Two digits of the year and three of the day in it, as US Army records write a date."""
    found = re.fullmatch(r"(\d{2})(\d{3})", text.strip())
    if found is None:
        return None
    first = date(_year(found[1]), 1, 1)
    day = first + timedelta(days=int(found[2]) - 1)
    return (day, day) if day.year == first.year and int(found[2]) > 0 else None


def day_number(text: str) -> Days | None:
    """The number by which a spreadsheet counts a day, where the format that shows it as one was lost."""
    found = re.fullmatch(r"(\d{5})(?:\.\d+)?", text.strip())
    if found is None or not 20_000 <= int(found[1]) <= 60_000:
        return None
    day = date(1899, 12, 30) + timedelta(days=int(found[1]))
    return day, day


@dataclass(slots=True)
class Evidence:
    """What the dates of one column say of their order, gathered over the whole column: counts of cells."""

    day_first: int = 0
    month_first: int = 0
    undecided: int = 0
    short: int = 0
    unread: int = 0
    numbers: int = 0
    first: dict[str, int] = field(default_factory=dict)
    _plain: set[str] = field(default_factory=set)

    def add(self, text: str, times: int, row: int) -> None:
        """Count a text that stands in `times` cells, first in `row`."""
        if text in self._plain:
            return
        if text.strip() == "":
            return
        found = forms(text)
        if found is None:
            kind = "numbers" if day_number(text) is not None else "unread"
        else:
            kind = {DAY_FIRST: "day_first", MONTH_FIRST: "month_first", BOTH: "undecided"}.get(found.votes, "")
            if found.short:
                self.short += times
                self._note("short", row)
        if kind == "" and not (found is not None and found.short) and len(self._plain) < _MOST_KEPT:
            self._plain.add(text)
        if kind != "":
            setattr(self, kind, getattr(self, kind) + times)
            self._note(kind, row)

    def order(self) -> str:
        """The order of the column; "" if nothing in it depends on one, BOTH if that cannot be told."""
        if self.day_first > 0 and self.month_first > 0:
            return BOTH
        if self.day_first > 0 or self.month_first > 0:
            return DAY_FIRST if self.day_first > 0 else MONTH_FIRST
        return BOTH if self.undecided > 0 else ""

    def _note(self, kind: str, row: int) -> None:
        self.first[kind] = min(row, self.first.get(kind, row))


def read(text: str, order: str) -> Days | None:
    """The days that a cell may mean in a column of that order."""
    if order == YYDDD:
        return yyddd(text)
    found = forms(text)
    if found is None:
        return day_number(text) if order == DAY_NUMBER else None
    return found.read(order)


def _numeric(first: str, second: str, year: str) -> Forms | None:
    whole = _year(year)
    by_day, by_month = _day(whole, second, first), _day(whole, first, second)
    if by_day is None and by_month is None:
        return None
    return Forms(day_first=by_day, month_first=by_month, short=len(year) == 2)


def _worded(text: str) -> Forms | None:
    """A date with the name of its month, in any language: `15 Aug 2021`, `Aug 15, 2021`, `15 de agosto de 2021`."""
    words = [w for w in re.findall(r"\d+|[^\W\d_]+", text) if not _is_filler(w)]
    named = [(i, months()[plain(w)]) for i, w in enumerate(words) if plain(w) in months()]
    numbers = [w for w in words if w.isdigit()]
    if len(named) != 1 or len(words) != len(numbers) + 1 or not 1 <= len(numbers) <= 2:
        return None
    month = named[0][1]
    if len(numbers) == 1:
        year = numbers[0]
        return _single(_month(_year(year), month), short=len(year) == 2) if len(year) in (2, 4) else None
    long = [n for n in numbers if len(n) == 4]
    day, year = (numbers[0], numbers[1]) if len(long) == 0 or long[0] == numbers[1] else (numbers[1], numbers[0])
    return _single(_day(_year(year), month, day), short=len(year) == 2) if len(year) in (2, 4) else None


def _is_filler(word: str) -> bool:
    return plain(word) in ("de", "del", "of", "the", "st", "nd", "rd", "th", "er", "o", "г", "год", "года", "р", "року",
                           "به", "سال", "د")


def _written(text: str) -> Forms | None:
    """A month, a year, an interval or a fiscal year, as records of a case are written."""
    if re.fullmatch(r"\d{5,}", text):
        return None
    try:
        found = When.parse(text)
    except BadDate:
        return None
    if found.lo is None or found.hi is None or not _EARLIEST <= found.lo.year <= found.hi.year <= _LATEST:
        return None
    return Forms(one=(found.lo, found.hi))


def _single(days: Days | None, *, short: bool = False) -> Forms | None:
    return None if days is None else Forms(one=days, short=short)


def _day(year: str | int, month: str | int, day: str | int) -> Days | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return (found, found) if _EARLIEST <= found.year <= _LATEST else None


def _month(year: int, month: int) -> Days | None:
    if not 1 <= month <= 12 or not _EARLIEST <= year <= _LATEST:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(text: str) -> int:
    number = int(text)
    return number if len(text) == 4 else number + (1900 if number >= _PIVOT else 2000)


def latin_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(_digit(c) for c in text)


@cache
def _digit(c: str) -> str:
    return str(unicodedata.decimal(c, c))
