"""Amounts in a text: number expressions with their qualifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from reclaim.documents.lexicon import listed, rows
from reclaim.documents.quantities.not_counted import is_score, is_year, not_counted
from reclaim.documents.quantities.numbers import Piece, Value, interval, pieces_of, starts, value_at
from reclaim.documents.quantities.ranges import second_of, shared_scale
from reclaim.documents.quantities.unitnames import measures, unit_at
from reclaim.model.quantity import Qualifier

# Of these there may be a half without its being a measure: "half of people".
_NO_MEASURE = frozenset({"people", "count", "share", "percentage", "quarter"})
_NAME_WORD = re.compile(r"[a-z]?[A-Z][\w&/.'’-]*")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number expression at `start` to `end` (its qualifier included): the interval and the word before it.

    `first` and `second` are the numbers written (two for a range); `kind` is count, share, percent, money, or sort (“30-round”);
    `number_start` is where the number itself begins.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    lower: Fraction
    upper: Fraction | None
    qualifier: Qualifier
    first: Fraction
    second: Fraction | None
    kind: str
    money: str = ""
    vague: bool = False
    digits: bool = False


@cache
def _qualifiers() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern of all phrases before a number (the leftmost is the longest: all end there), and what each says."""
    before = {r["phrase"]: r["qualifier"] for r in rows("qualifiers.csv") if r["side"] == "before"}
    phrases = "|".join(re.escape(p) for p in sorted(before, key=lambda p: (-len(p), p)))
    return re.compile(rf"(?i)(?<![\w-])({phrases})\s+$"), before


@cache
def _after_qualifiers() -> tuple[tuple[re.Pattern[str], str], ...]:
    after = (r for r in rows("qualifiers.csv") if r["side"] == "after")
    return tuple((re.compile(rf"(?i)\s+{re.escape(r['phrase'])}\b"), r["qualifier"]) for r in after)


def amounts(text: str) -> list[Amount]:
    """All amounts of a text, in order; what is a date, a time, a designator or an ordinal is none."""
    pieces = pieces_of(text)
    found: list[Amount] = []
    barred: list[tuple[int, int]] | None = None
    free_from = 0
    for at in starts(pieces):
        if at < free_from:
            continue
        read = _amount_at(text, pieces, at)
        if read is None:
            continue
        amount, last = read
        barred = not_counted(text) if barred is None else barred
        inside = any(a < amount.number_end and amount.number_start < b for a, b in barred)
        if is_score(text, amount) or (inside and amount.money == "") or is_year(text, amount):
            continue
        found.append(amount)
        free_from = last
    return found


def _amount_at(text: str, pieces: list[Piece], at: int) -> tuple[Amount, int] | None:
    first = value_at(pieces, at)
    if first is None or _glued(text, pieces, first):
        return None
    first = _one_in(text, pieces, first)
    second = second_of(text, pieces, first)
    first, second = shared_scale(pieces, first, second)
    last = first.last if second is None else second.last
    start, end = pieces[first.first].start, pieces[last - 1].end
    kind, end, last = _kind(text, pieces, first, last, end)
    qualifier, outer = _qualifier(text, start, second is not None)
    qualifier, end = _qualifier_after(text, end, qualifier)
    lower, upper, word = interval(first, second, "" if qualifier == "between" else qualifier)
    amount = Amount(
        outer,
        end,
        start,
        pieces[last - 1].end,
        lower,
        upper,
        word,
        first.number,
        None if second is None else second.number,
        kind,
        first.money or (second.money if second is not None else ""),
        first.vague,
        first.digits,
    )
    return amount, last


def _one_in(text: str, pieces: list[Piece], first: Value) -> Value:
    """“one in five rifles”, “nearly three in four”: a share; “one in two years”, “killed one in three raids” are none."""
    if first.last >= len(pieces) or pieces[first.last].text.lower() != "in" or first.money != "" or first.vague:
        return first
    whole = value_at(pieces, first.last + 1)
    if whole is None or whole.money != "" or whole.vague or not first.number < whole.number <= 1000:
        return first
    unit = unit_at(text, pieces[whole.last].start) if whole.last < len(pieces) else None
    did = first.first > 0 and pieces[first.first - 1].text.lower().endswith("ed")
    head = text[: pieces[first.first].start]
    told = (
        first.number == 1
        or whole.number in (10, 100)
        or (whole.number < 10 and _qualifiers()[0].search(head) is not None)
    )
    if not told or unit is not None or did or whole.number.denominator != 1:
        return first
    return Value(first.number / whole.number, first.first, whole.last, share=True)


def _glued(text: str, pieces: list[Piece], value: Value) -> bool:
    """Digits that are part of a longer token: "M4", "5G", "80mm" stays one."""
    start = pieces[value.first].start
    if start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_#"):
        return True
    if value.digits and re.match(r"\d+(?:[-–]\d+){2}", text[start:]) is not None:
        return True
    if start > 1 and text[start - 1] in "-–" and text[start - 2].isdigit() and value.digits:
        return True  # the rest of "ISO 3888-2" or of a telephone number
    return _part_of_name(text, pieces, value)


def _part_of_name(text: str, pieces: list[Piece], value: Value) -> bool:
    """“S&P 500”, “Model 3”, “Apple Watch 5”: a bare number right after a name that nothing counted follows."""
    start, end = pieces[value.first].start, pieces[value.last - 1].end
    written = text[start:end]
    if value.money != "" or (value.digits and not re.fullmatch(r"\d{1,4}", written)):
        return False
    if not value.digits and not written[:1].isupper():
        return False
    before = re.search(r"(?:^|[.!?:;\"“]\s+)?(\S+)\s$", text[max(0, start - 30) : start])
    if (
        before is None
        or not _NAME_WORD.fullmatch(before[1])
        or before[1].rstrip(".") in listed("no_name")
        or start <= len(before[1]) + 1
    ):
        return False
    if re.search(r"[.!?]\s+$", text[: max(0, start - len(before[1]) - 1)]) is not None:
        return False
    following = re.match(r"[\s-]*([A-Za-z%]+)", text[end:])
    word = "" if following is None else following[1]
    counted = (
        word.endswith("s") and word[:1].islower() and len(word) > 3 and not before[0].endswith(("S ", "P ", "Model "))
    )
    return (
        not counted
        and word not in measures()
        and word not in ("percent", "per", "million", "billion", "%", "kg", "km", "to")
    )


def _kind(text: str, pieces: list[Piece], first: Value, last: int, end: int) -> tuple[str, int, int]:
    if first.money != "":
        return "money", end, last
    if last < len(pieces) and pieces[last].kind == "percent":
        return "percent", pieces[last].end, last + 1
    found = re.match(r"\s*-?(?:percentage[\s-]points?|per\s?cent|percent|pct)\b", text[end:], re.IGNORECASE)
    if found is not None:
        upto = end + found.end()
        while last < len(pieces) and pieces[last].end <= upto:
            last += 1
        return "percent", upto, last
    if first.share:
        return _share(text, pieces, last, end)
    return ("sort" if _tells_sort(text, end) else "count"), end, last


def _share(text: str, pieces: list[Piece], last: int, end: int) -> tuple[str, int, int]:
    """“half of the rifles” is a share; “half a ton”, “1/4 pound” and “three quarters of an hour” are measures."""
    at = last
    for skipped in (("of",), ("a", "an"), ("-",)):
        at += 1 if at < len(pieces) and pieces[at].text.lower() in skipped else 0
    unit = unit_at(text, pieces[at].start) if at < len(pieces) else None
    if unit is None or unit.name in _NO_MEASURE or pieces[at - 1].text.lower() == "of":
        return "share", end, last
    return "count", pieces[at - 1].end, at


def _tells_sort(text: str, end: int) -> bool:
    """“a 30-round magazine”, “a six-speed gearbox”: joined to a noun by a hyphen a number tells of what sort a thing is."""
    noun = re.match(r"-([a-z]{3,})\b", text[end:])
    return noun is not None and noun[1] not in ("plus", "odd", "strong", "fold") and unit_at(text, end + 1) is None


def _qualifier(text: str, start: int, is_range: bool) -> tuple[str, int]:
    head = text[max(0, start - 24) : start]
    if is_range:
        found = re.search(r"(?i)\b(?:between|from|as many as|some|about|around)\s+$", head)
        return ("between", start - (len(head) - found.start())) if found is not None else ("", start)
    pattern, says = _qualifiers()
    found = pattern.search(head)
    return ("", start) if found is None else (says[found[1].lower()], start - (len(head) - found.start()))


def _qualifier_after(text: str, end: int, qualifier: str) -> tuple[str, int]:
    if text[end : end + 1] == "+":
        return "at_least", end + 1
    if text[end : end + 5].lower() == "-plus":
        return "at_least", end + 5
    if text[end : end + 4].lower() == "-odd":
        return "about", end + 4
    if qualifier != "":
        return qualifier, end
    for pattern, word in _after_qualifiers():
        found = pattern.match(text, end)
        if found is not None and word != "exact":
            return word, found.end()
    return qualifier, end
