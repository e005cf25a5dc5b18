"""Quantities: an interval, what it counts, and the words that it was made from.

The table of words is the design's; it is data here and a case can replace it (`Words`). Bounds of a stated figure
are rounded outward to whole items, for what may be true must not be cut off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor, gcd


class Qualifier(StrEnum):
    """The word that a source puts before its number."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    ABOUT = "about"
    NEARLY = "nearly"
    HALF_OF = "half_of"
    AT_LEAST_HALF_OF = "at_least_half_of"
    DOZENS = "dozens"
    HUNDREDS = "hundreds"
    THOUSANDS = "thousands"
    SEVERAL = "several"
    UNKNOWN = "unknown"


class Counts(StrEnum):
    """What a number is a number of. Items and records are whole; money and share need not be."""

    ITEMS = "items"
    RECORDS = "records"
    ROUNDS = "rounds"
    MONEY = "money"
    SHARE = "share"


class CountKind(StrEnum):
    """The kind of count: what befell the things that were counted. Kinds are never summed."""

    FUNDED = "funded"
    PROPOSED = "proposed"
    MANUFACTURED = "manufactured"
    EXPORTED = "exported"
    IMPORTED = "imported"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RECEIVED = "received"
    ISSUED = "issued"
    ON_HAND = "on_hand"
    USABLE = "usable"
    SURPLUS = "surplus"
    LEFT = "left"
    CAPTURED = "captured"
    DESTROYED = "destroyed"
    DISABLED = "disabled"
    LOST = "lost"
    STOLEN = "stolen"
    TRANSFERRED = "transferred"
    UNACCOUNTED = "unaccounted"
    FLOWN_ABROAD = "flown_abroad"
    RECOVERED = "recovered"
    SEIZED = "seized"
    FOUND = "found"
    SURRENDERED = "surrendered"
    SIGHTED = "sighted"
    USED = "used"
    DISPLAYED = "displayed"
    RETURNED = "returned"
    OFFERED_FOR_SALE = "offered_for_sale"


_FLOORS = {Qualifier.DOZENS: 24, Qualifier.HUNDREDS: 200, Qualifier.THOUSANDS: 2000, Qualifier.SEVERAL: 3}


@dataclass(frozen=True, slots=True)
class Words:
    """How words become bounds. `widen` = 2 says what a bound becomes if "about" is twice as wide."""

    about_share: Fraction = Fraction(5, 100)
    nearly_share: Fraction = Fraction(9, 10)
    widen: int = 1
    floors: tuple[tuple[Qualifier, int], ...] = field(default=tuple(_FLOORS.items()))

    def bounds(self, qualifier: Qualifier, number: Fraction | None) -> tuple[Fraction, Fraction | None]:
        """Lower and upper bound, unrounded; None is "no upper bound". Source: the design's table of words."""
        floors = dict(self.floors)
        if number is None:
            return Fraction(floors.get(qualifier, 0)), None
        match qualifier:
            case Qualifier.EXACT:
                return number, number
            case Qualifier.MORE_THAN:
                return number + 1, None
            case Qualifier.AT_LEAST:
                return number, None
            case Qualifier.UP_TO:
                return Fraction(0), number
            case Qualifier.ABOUT:
                slack = self.widen * max(_last_digit_unit(number) / 2, number * self.about_share)
                return max(Fraction(0), number - slack), number + slack
            case Qualifier.NEARLY:
                return number * self.nearly_share, number
            case Qualifier.HALF_OF:
                return number / 2, number / 2
            case Qualifier.AT_LEAST_HALF_OF:
                return number / 2, number
            case _:
                return Fraction(0), None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A closed interval [lower, upper]; `upper` None is "no upper bound".

    `written` and `qualifier` keep the source's words. Items, records and rounds are whole numbers.
    """

    lower: Fraction
    upper: Fraction | None
    counts: Counts = Counts.ITEMS
    qualifier: Qualifier = Qualifier.EXACT
    written: str = ""

    @classmethod
    def stated(cls, written: str, qualifier: Qualifier, counts: Counts, words: Words | None = None) -> Quantity:
        """The quantity that a source states. Raises ValueError if `written` is no number.

        An empty text is "no number": [0, no upper bound), or the floor of a word such as "dozens". "40-50" is a range
        that the source states: from the lower bound of the one number to the upper of the other.
        """
        ends = _RANGE.fullmatch(written.strip())
        lower, upper = (words or Words()).bounds(qualifier, read_number(written if ends is None else ends[1]))
        if ends is not None:
            _, upper = (words or Words()).bounds(qualifier, read_number(ends[2]))
            if upper is not None and upper < lower:
                raise ValueError(f"'{written[:40]}' ends below where it begins")
        if counts in (Counts.ITEMS, Counts.RECORDS, Counts.ROUNDS):
            lower = Fraction(floor(lower))
            upper = None if upper is None else Fraction(ceil(upper))
        return cls(lower, upper, counts, qualifier, written.strip())

    @classmethod
    def exactly(cls, number: int, counts: Counts = Counts.ITEMS) -> Quantity:
        """Exactly `number`."""
        return cls(Fraction(number), Fraction(number), counts, Qualifier.EXACT, str(number))

    @classmethod
    def anything(cls, counts: Counts = Counts.ITEMS) -> Quantity:
        """Nothing is known: [0, no upper bound)."""
        return cls(Fraction(0), None, counts, Qualifier.UNKNOWN, "")

    def restated(self, words: Words) -> Quantity:
        """The same words read by another table."""
        return Quantity.stated(self.written, self.qualifier, self.counts, words)

    def disjoint(self, other: Quantity) -> bool:
        """No value can be both."""
        return _above(self.lower, other.upper) or _above(other.lower, self.upper)

    def inside(self, other: Quantity) -> bool:
        """Every value this can have, `other` can have."""
        return self.lower >= other.lower and (other.upper is None or not _above_open(self.upper, other.upper))

    @property
    def vacuous(self) -> bool:
        """[0, no upper bound): it says nothing."""
        return self.lower == 0 and self.upper is None

    def __str__(self) -> str:
        number = group_digits(self.written)
        words = {
            Qualifier.EXACT: number,
            Qualifier.UNKNOWN: "no number",
            Qualifier.HALF_OF: f"half of {number}",
            Qualifier.AT_LEAST_HALF_OF: f"at least half of {number}",
        }
        if len(self.written) == 0:
            return "no number" if self.qualifier in (Qualifier.EXACT, Qualifier.UNKNOWN) else str(self.qualifier)
        return words.get(self.qualifier, f"{str(self.qualifier).replace('_', ' ')} {number}")


_RANGE = re.compile(r"(\d[\d,.]*)-(\d[\d,.]*)")
_NUMBER = re.compile(r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def read_number(written: str) -> Fraction | None:
    """The number in `written` (thousands may be grouped by commas or spaces); None if empty. Raises ValueError."""
    text = written.strip()
    if text == "":
        return None
    if _NUMBER.fullmatch(text) is None or len(text) > 40:
        raise ValueError(f"'{text[:40]}' is no number")
    return Fraction(Decimal(re.sub(r"[, \u00a0\u202f]", "", text)))


def group_digits(written: str) -> str:
    """`316260` as `316,260`, for reading; anything else as it is."""
    return f"{int(written):,}" if written.isascii() and written.isdigit() and len(written) < 19 else written


def number_text(value: Fraction) -> str:
    """A bound as text: whole numbers without a point, others as a decimal of at most six places."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def _last_digit_unit(number: Fraction) -> Fraction:
    """The unit of the last significant digit: the last that is not zero (rules: "significant").

    A third has no last digit, so no unit: two-thirds is rounded to nothing.
    """
    unit = Fraction(1)
    rest = number.denominator
    while rest != 1:
        shared = gcd(rest, 10)
        if shared == 1:
            return Fraction(0)
        rest, unit = rest // shared, unit / 10
    if number == 0:
        return Fraction(0)
    while (number / (unit * 10)).denominator == 1:
        unit *= 10
    return unit


def _above(lower: Fraction, upper: Fraction | None) -> bool:
    return upper is not None and lower > upper


def _above_open(upper: Fraction | None, limit: Fraction) -> bool:
    return upper is None or upper > limit
