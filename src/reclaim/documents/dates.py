"""Dates in words, with the precision that they have: a weekday, a month, a season of a year is not a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    m: k
    for k, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)
}
_MONTH = (
    r"(?P<{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_SOME = r"(?:\d+|two|three|four|five|six|several)"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PATTERNS = (
    ("iso", re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b")),
    ("mdy", re.compile(rf"\b{_MONTH.format('m')}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?\b(?!:)")),
    (
        "mdy",
        re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('m')}(?:,?\s+(?P<y>\d{{4}}))?\b"),
    ),
    (
        "my",
        re.compile(
            rf"\b(?:(?:in|since|late|early|mid|from|until|by|of|during)[\s-]+)*{_MONTH.format('m')},?\s+(?:of\s+)?(?P<y>\d{{4}})\b"
        ),
    ),
    (
        "weekday",
        re.compile(
            r"(?i)\b(?:(?P<rel>last|this|next)\s+|on\s+|late\s+|early\s+)?(?P<w>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
        ),
    ),
    (
        "relative",
        re.compile(
            rf"(?i)\b(?P<word>today|yesterday|tonight|(?:last|this) (?:week|month|year)"
            rf"|{_SOME} (?:day|week|month|year)s ago)\b"
        ),
    ),
    ("month", re.compile(rf"\b(?:in|since|last|during|of|until|by)\s+{_MONTH.format('m')}\b(?!\s+\d)")),
    ("year", re.compile(r"(?i)\b(?:in|since|by|until|during|of|from|late|early|mid)[\s-]+(?P<y>(?:19|20)\d{2})\b")),
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in words: ISO text (as short as it is precise, empty if it cannot be told), its basis, the words."""

    start: int
    end: int
    iso: str
    basis: str
    words: str


def dates_in(text: str, published: date | None) -> list[Dated]:
    """The dates of a text in order. Weekdays and "last month" count from the day of publication, if that is known."""
    found: list[Dated] = []
    for sort, pattern in _PATTERNS:
        for m in pattern.finditer(text):
            if any(m.start() < f.end and f.start < m.end() for f in found):
                continue
            iso, basis = _iso(sort, m, published)
            if iso is not None:
                since = re.search(r"(?i)\bsince\s*$", text[: m.start()]) is not None or m[0].casefold().startswith(
                    "since"
                )
                found.append(Dated(m.start(), m.end(), iso, "since" if since and iso != "" else basis, m[0]))
    return sorted(found, key=lambda f: f.start)


def day_of(words: str) -> date | None:
    """The day that a dateline or the file's own date names; None if it names none, or only a part."""
    for sort, pattern in _PATTERNS[:3]:
        m = pattern.search(words)
        if m is not None and m.groupdict().get("y") is not None:
            iso, _ = _iso(sort, m, None)
            if iso is not None and len(iso) == 10:
                return date.fromisoformat(iso)
    return None


def _iso(sort: str, m: re.Match[str], published: date | None) -> tuple[str | None, str]:
    try:
        if sort == "iso":
            return date(int(m["y"]), int(m["m"]), int(m["d"])).isoformat(), "exact"
        if sort == "mdy":
            return _day(m, published)
        if sort == "my":
            return f"{m['y']}-{_month(m['m']):02d}", "month"
        if sort == "month":
            return _bare_month(_month(m["m"]), published)
        if sort == "year":
            return m["y"], "year"
        if sort == "weekday":
            return _weekday(m, published)
        return _relative(m["word"].casefold(), published)
    except ValueError:
        return None, ""


def _day(m: re.Match[str], published: date | None) -> tuple[str, str]:
    month, day = _month(m["m"]), int(m["d"])
    if m["y"] is not None:
        return date(int(m["y"]), month, day).isoformat(), "exact"
    if published is None:
        return "", "unknown"
    year = published.year if (month, day) <= (published.month, published.day) else published.year - 1
    return date(year, month, day).isoformat(), "inferred"


def _bare_month(month: int, published: date | None) -> tuple[str, str]:
    if published is None:
        return "", "unknown"
    return f"{published.year if month <= published.month else published.year - 1}-{month:02d}", "inferred"


def _weekday(m: re.Match[str], published: date | None) -> tuple[str, str]:
    if published is None or (m["rel"] or "").casefold() == "next":
        return "", "unknown"
    back = (published.weekday() - _WEEKDAYS.index(m["w"].casefold())) % 7
    return (published - timedelta(days=back)).isoformat(), "inferred"


def _relative(word: str, published: date | None) -> tuple[str, str]:
    if published is None:
        return "", "unknown"
    if word in ("today", "tonight"):
        return published.isoformat(), "inferred"
    if word == "yesterday":
        return (published - timedelta(days=1)).isoformat(), "inferred"
    if word == "last week":
        monday = published - timedelta(days=published.weekday() + 7)
        return f"{monday}/{monday + timedelta(days=6)}", "inferred"
    if word == "this week":
        return f"{published - timedelta(days=published.weekday())}/{published}", "inferred"
    if word in ("this month", "last month"):
        first = (
            published.replace(day=1)
            if word == "this month"
            else (published.replace(day=1) - timedelta(days=1)).replace(day=1)
        )
        return f"{first.year}-{first.month:02d}", "inferred"
    if word in ("this year", "last year"):
        return str(published.year - (word == "last year")), "inferred"
    return "", "unknown"


def _month(word: str) -> int:
    return _MONTHS[word[:3].casefold()]


def is_day(text: str) -> bool:
    """Whether a text is a day written ISO."""
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False
