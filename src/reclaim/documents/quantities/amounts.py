"""Amounts in a text: number expressions with their qualifiers, and which digits are no amount at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from reclaim.documents.lexicon import any_of, listed, rows
from reclaim.documents.quantities.numbers import Piece, Value, interval, number_words, pieces_of, starts, value_at
from reclaim.documents.quantities.unitnames import measures, unit_at
from reclaim.model.quantity import Qualifier

_MONTH = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
    r"|(?:jan|feb|apr|aug|sept?|oct|nov|dec)\.|(?:january|february|april|june|july|august|september|october|november|december)\b)"
)
_NO_AMOUNT = re.compile(
    rf"{_MONTH}\s+\d{{1,2}}\s?[-–]\s?\d{{1,2}}\b|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?(?!\s*(?:{_MONTH}))"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?"
    rf"|{_MONTH},?\s+(?:of\s+)?\d{{4}}\b"
    r"|\b(?:19|20)\d{2}s\b|\b(?:19|20)\d{2}[-–/]\d{2}\b|\b(?:19|20)\d{2}[-–](?:19|20)\d{2}\b|\b\d{1,2}:\d{2}(?:\s*[ap]\.?m\.?)?|\b\d{1,2}\s*[ap]\.?m\.?\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
    r"|['’]\d0s\b|(?<![\w’'])['’]\d{2}\b|\b(?:the|my|our|his|her|their|its|low|high|[Mm]id|[Ee]arly|[Ll]ate)[\s-]+\d0s\b"
    r"|\b(?!\d+/(?:2|3|4|5|8)\b)\d{1,2}/\d{1,2}\b(?!/)"
    r"|\b\d+(?:st|nd|rd|th)\b|\b(?:Group|Gang|Council) of\s+\w+|\b[Nn]umber\s+(?:one|two|three|four|five)\b"
    r"|(?:^|[,;:.]\s+|\band\s+)\d{1,2}\s?\)\s|(?<![\w.,])\d{10,}(?![\w%]|[.,]\d)|(?i:\b(?:serial|registration|licen[cs]e|batch)\s+(?:numbers?|nos?\.?)\s+\d[\w-]*)|\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b"
    r"|\b\d{1,5}\s+(?:[A-Z][\w'.-]*\s+){1,3}(?:Street|St\.|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Highway)\b"
    rf"|\b(?:{any_of('numbered_name')})\.?\s+\d[\d./-]*"
    r"|\b(?!(?:sub|minus|over|under|plus|mid|near|to)-\d)[A-Za-z]+[-/]?\d[\w./-]*|\b\d+[A-Za-z]{1,3}\d\w*|\b\d+(?:\.\d+)?\s?[x×]\s?(?!10\s?[\^−-])\d+\s*(?:mm)?R?\b|\b[0-2]\d[0-5]\d\s?(?:hours|hrs|GMT|gmt|UTC|E[DS]T|Zulu|local time)\b|\b0\d{3}\b(?![.,]\d)"
    r"|\bat\s+(?:(?:about|approximately|around)\s+)?[0-2]\d[0-5]\d\b(?!\s+[a-z-]+s\b)|\b(?:on|since|until|by|from)\s+\d{1,2}\s+(?:may|march)\b|https?://\S+|\S+@\S+"
)
# Of these there may be a half without its being a measure: "half of people".
_NO_MEASURE = frozenset({"people", "count", "share", "percentage", "quarter"})
_NO_YEAR_BEFORE = re.compile(r"\b(?:(?:an? )?(?:average|total|maximum|minimum) of|at least|more than)\s+$")
_NAME_WORD = re.compile(r"[a-z]?[A-Z][\w&/.'’-]*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d{2}")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|for|during|to|late|early|mid|fiscal|year|the|and|before|after|between|last|,)|[-–/(])\s*$",
    re.IGNORECASE,
)


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
        barred = [m.span() for m in _NO_AMOUNT.finditer(text)] if barred is None else barred
        inside = any(a < amount.number_end and amount.number_start < b for a, b in barred)
        if _is_score(text, amount) or (inside and amount.money == "") or _is_year(text, amount):
            continue
        found.append(amount)
        free_from = last
    return found


def _amount_at(text: str, pieces: list[Piece], at: int) -> tuple[Amount, int] | None:
    first = value_at(pieces, at)
    if first is None or _glued(text, pieces, first):
        return None
    first = _one_in(text, pieces, first)
    second = _second(text, pieces, first)
    first, second = _shared_scale(pieces, first, second)
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


def _second(text: str, pieces: list[Piece], first: Value) -> Value | None:
    """The other end of a range: "40 to 50", "40-50", "between 40 and 50", "from $2,415 to $2,315"."""
    before = text[max(0, pieces[first.first].start - 12) : pieces[first.first].start].lower()
    at = _after_unit(text, pieces, first.last, before)
    if at >= len(pieces) or first.vague or (_YEAR.fullmatch(pieces[first.first].text) and _YEAR_BEFORE.search(before)):
        return None
    joint = pieces[at]
    if joint.kind == "dash":
        return _dashed(pieces, first, at)
    up_to = joint.text.lower() == "up" and at + 1 < len(pieces) and pieces[at + 1].text.lower() == "to"
    if pieces[first.last - 1].text.lower().endswith("fold"):
        return None  # "rose sixfold to 300" is no range
    joined_by_to = joint.text.lower() == "to" or up_to or (joint.text.lower() == "or" and not first.digits)
    between = joint.text.lower() == "and" and re.search(r"\bbetween\s+$", before) is not None
    if not joined_by_to and not between:
        return None
    ahead = at + 2 if joint.text.lower() == "up" else at + 1
    second = value_at(pieces, ahead)
    if second is None or second.vague or second.share != first.share or _unlike(pieces, first, second):
        return None
    if at > first.last and not _of_one_unit(text, pieces[first.last].start, joint.start, pieces[second.last - 1].end):
        return None
    bare = _bare(pieces, second) or second.number
    stated = between or re.search(r"\bfrom\s+$", before) is not None
    return second if stated or (second.number > first.number and bare <= first.number * 20) else None


def _of_one_unit(text: str, start: int, end: int, after: int) -> bool:
    """“from 15 kHz to 17 kHz” is a range, “from 100 francs to 250 rupees” is none."""
    unit, following = text[start:end].strip().casefold(), text[after:].lstrip(" -").casefold()
    word = re.match(r"[a-z]+", following)
    return word is None or unit.startswith("per") or following.startswith(unit) or word[0] in listed("no_unit")


def _unlike(pieces: list[Piece], first: Value, second: Value) -> bool:
    """“rose 8.1 percent to 99.20 yuan” is no range: the one is a share in a hundred, the other is not."""
    return _in_hundred(pieces, first.last) and not _in_hundred(pieces, second.last)


def _in_hundred(pieces: list[Piece], at: int) -> bool:
    return at < len(pieces) and (pieces[at].kind == "percent" or pieces[at].text.lower() in ("percent", "pct", "per"))


def _after_unit(text: str, pieces: list[Piece], at: int, before: str) -> int:
    """Past "%" or "percent"; and, after "between" or "from", past a unit: "between 15kHz and 17kHz"."""
    if at < len(pieces) and (pieces[at].kind == "percent" or pieces[at].text.lower() in ("percent", "pct")):
        return at + 1
    if re.search(r"\b(?:between|from)\s+$", before) is None:
        return at
    for ahead in (at + 1, at + 2):
        if (
            ahead < len(pieces)
            and pieces[ahead].text.lower() in ("to", "and", "up")
            and all(p.kind == "word" for p in pieces[at:ahead])
        ):
            return ahead
    return at


def _dashed(pieces: list[Piece], first: Value, at: int) -> Value | None:
    """“40-50” and “2000 - 2500”; “2-1” is a score, “0-to-60” a range."""
    joint = pieces[at]
    tight = pieces[at - 1].end == joint.start and at + 1 < len(pieces) and joint.end == pieces[at + 1].start
    if tight and pieces[at + 1].text == "to" and at + 3 < len(pieces) and pieces[at + 2].kind == "dash":
        return value_at(pieces, at + 3)
    second = value_at(pieces, at + 1)
    if second is None or not first.digits or not second.digits or second.number <= first.number:
        return None
    spaced = pieces[at - 1].end + 1 == joint.start and joint.end + 1 == pieces[at + 1].start and first.number >= 10
    return second if tight or spaced else None


def _leading(pieces: list[Piece], value: Value) -> int:
    """The unit word that a number in words begins with: 5 of "five thousand"."""
    return int(number_words().units.get(pieces[value.first].text.lower(), 1))


def _bare(pieces: list[Piece], value: Value) -> Fraction | None:
    """The digits of a value before its scale: 3 of "3 million"."""
    digits = next((p.text for p in pieces[value.first : value.last] if p.kind == "num"), None)
    return Fraction(_leading(pieces, value)) if digits is None else Fraction(digits.replace(",", ""))


def _shared_scale(pieces: list[Piece], first: Value, second: Value | None) -> tuple[Value, Value | None]:
    """“2 to 3 million”: the scale is meant for both."""
    if second is None or first.last - first.first > (2 if first.money else 1):
        return first, second
    if (
        not first.digits
        and not second.digits
        and first.number < 100
        and pieces[second.last - 1].text.lower() in number_words().scales
        and second.last - second.first > 1
    ):
        scale = second.number / max(1, _leading(pieces, second))
        return Value(first.number * scale, first.first, first.last), second
    bare = _bare(pieces, second) if first.digits and second.digits else None
    if bare is not None and bare > 0 and second.number != bare and first.number <= bare:
        scale = second.number / bare
        return Value(
            first.number * scale, first.first, first.last, first.vague, first.share, first.digits, first.money
        ), second
    return first, second


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


def _is_score(text: str, amount: Amount) -> bool:
    """“2-1”, “112-98”: results of games and of votes."""
    after = re.match(r"[-–]\d{1,3}\b(?!\.?\d)", text[amount.number_end :])
    before = re.search(r"(?<![\d.])\d{1,3}[-–]$", text[: amount.number_start])
    small = amount.first < 200 and amount.digits and amount.second is None and amount.money == ""
    return small and (after is not None or before is not None)


def _is_year(text: str, amount: Amount) -> bool:
    written = text[amount.number_start : amount.number_end]
    if amount.second is not None:
        parts = re.split(r"[-–]", written)
        return (
            all(_YEAR.fullmatch(p) is not None or (p.isdigit() and len(p) == 2) for p in parts)
            and _YEAR.fullmatch(parts[0]) is not None
        )
    if _YEAR.fullmatch(written) is None or _NO_YEAR_BEFORE.search(text[: amount.number_start]) is not None:
        return False
    head, tail = (
        text[max(0, amount.number_start - 12) : amount.number_start],
        text[amount.number_end : amount.number_end + 24],
    )
    if re.match(
        rf"\s*(?:[a-z]+ )?(?:{any_of('counted_after_year')})\b",
        tail,
    ):
        return False
    return _YEAR_BEFORE.search(head) is not None or amount.start == 0 or not re.match(r"\s+[a-z]+s\b", tail)
