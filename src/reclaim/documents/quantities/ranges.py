"""Ranges: the other end of "40 to 50", "40-50", "between 40 and 50", "2 to 3 million"."""

from __future__ import annotations

import re
from fractions import Fraction

from reclaim.documents.lexicon import listed
from reclaim.documents.quantities.not_counted import YEAR, YEAR_BEFORE
from reclaim.documents.quantities.numbers import Piece, Value, number_words, value_at


def second_of(text: str, pieces: list[Piece], first: Value) -> Value | None:
    """The other end of a range: "40 to 50", "40-50", "between 40 and 50", "from $2,415 to $2,315"."""
    before = text[max(0, pieces[first.first].start - 12) : pieces[first.first].start].lower()
    at = _after_unit(text, pieces, first.last, before)
    if at >= len(pieces) or first.vague or (YEAR.fullmatch(pieces[first.first].text) and YEAR_BEFORE.search(before)):
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


def shared_scale(pieces: list[Piece], first: Value, second: Value | None) -> tuple[Value, Value | None]:
    """“2 to 3 million”, “two to three dozen”: the scale is meant for both."""
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


def _leading(pieces: list[Piece], value: Value) -> int:
    """The unit word that a number in words begins with: 5 of "five thousand"."""
    return int(number_words().units.get(pieces[value.first].text.lower(), 1))


def _bare(pieces: list[Piece], value: Value) -> Fraction | None:
    """The digits of a value before its scale: 3 of "3 million"."""
    digits = next((p.text for p in pieces[value.first : value.last] if p.kind == "num"), None)
    return Fraction(_leading(pieces, value)) if digits is None else Fraction(digits.replace(",", ""))
