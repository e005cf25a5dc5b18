"""Number expressions: what a stretch of text says of an amount, as an interval with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from reclaim.documents.lexicon import listed, rows
from reclaim.documents.quantities.unitnames import money_before
from reclaim.model.quantity import Qualifier, Quantity, Words

_TOKEN = re.compile(
    money_before() + r"|(?P<num>\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?=[^\d]|$)"
    r"|(?P<word>[A-Za-z]+)|(?P<dash>[-–—‑])|(?P<percent>%)|(?P<slash>/)|(?P<other>\S)"
)
_FRACTION_SIGNS = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A token of the grammar."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A number read from `pieces[first:last]`; `vague` words set a floor, `share` numbers are a part of something."""

    number: Fraction
    first: int
    last: int
    vague: bool = False
    share: bool = False
    digits: bool = False
    money: str = ""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of numbers, by what they do."""

    units: dict[str, Fraction]
    scales: dict[str, Fraction]
    letters: dict[str, Fraction]
    parts: dict[str, Fraction]
    vague: dict[str, Fraction]
    pairs: dict[str, Fraction]


@cache
def number_words() -> NumberWords:
    """From the list in the data."""
    found: dict[str, dict[str, Fraction]] = {
        k: {} for k in ("unit", "tens", "scale", "letter", "part", "vague", "pair")
    }
    for row in rows("number_words.csv"):
        found[row["kind"]][row["word"]] = Fraction(row["value"])
    units = found["unit"] | found["tens"]
    return NumberWords(units, found["scale"], found["letter"], found["part"], found["vague"], found["pair"])


def pieces_of(text: str) -> list[Piece]:
    """The text as tokens of the grammar."""
    return [Piece(str(m.lastgroup), m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


def value_at(pieces: list[Piece], at: int) -> Value | None:
    """The longest number that begins at `pieces[at]`; None if there is none."""
    if at >= len(pieces):
        return None
    piece = pieces[at]
    money = ""
    if piece.kind in ("money", "code") and at + 1 < len(pieces) and pieces[at + 1].kind == "num":
        money, at, piece = piece.text, at + 1, pieces[at + 1]
    first = at - 1 if money != "" else at
    value = _digits(pieces, at) if piece.kind == "num" else _words(pieces, at) if piece.kind == "word" else None
    if value is not None and value.share:
        value = _part_of_scale(pieces, value)
    if value is None and piece.text in _FRACTION_SIGNS:
        value = Value(_FRACTION_SIGNS[piece.text], at, at + 1, share=True)
    if value is None:
        return None
    return Value(value.number, first, value.last, value.vague, value.share, value.digits, money)


def _part_of_scale(pieces: list[Piece], value: Value) -> Value:
    """“three quarters of a million”, “a quarter million”: a number, not a share of anything."""
    words, at = number_words(), value.last
    for skipped in ("of", "a"):
        at += 1 if at < len(pieces) and pieces[at].text.lower() == skipped else 0
    scale = words.scales.get(pieces[at].text.lower()) if at < len(pieces) else None
    return value if scale is None else Value(value.number * scale, value.first, at + 1)


def _digits(pieces: list[Piece], at: int) -> Value | None:
    number = Fraction(pieces[at].text.replace(",", ""))
    last = at + 1
    if last < len(pieces) and pieces[last].text in _FRACTION_SIGNS and number.denominator == 1:
        number, last = number + _FRACTION_SIGNS[pieces[last].text], last + 1
    elif _is_fraction(pieces, at):
        return Value(number / int(pieces[at + 2].text), at, at + 3, share=True, digits=True)
    elif number.denominator == 1 and _is_fraction(pieces, last) and pieces[last].start == pieces[at].end + 1:
        number, last = number + Fraction(int(pieces[last].text), int(pieces[last + 2].text)), last + 3
    elif last + 1 < len(pieces) and pieces[last].text in ("×", "x") and pieces[last + 1].text == "10":
        return _power(pieces, number, at, last + 2) or Value(number, at, last, digits=True)
    number, last = _scaled(pieces, number, last)
    return Value(number, at, last, digits=True)


def _power(pieces: list[Piece], number: Fraction, at: int, last: int) -> Value | None:
    """“2.998×10−8”, “3 x 10^8”: a number times a power of ten."""
    sign = 1
    while last < len(pieces) and pieces[last].text in ("^", "-", "−", "–"):
        sign, last = (sign if pieces[last].text == "^" else -1), last + 1
    if last >= len(pieces) or not re.fullmatch(r"\d{1,2}", pieces[last].text):
        return None
    return Value(number * Fraction(10) ** (sign * int(pieces[last].text)), at, last + 1, digits=True)


def _is_fraction(pieces: list[Piece], at: int) -> bool:
    return (
        at + 2 < len(pieces)
        and pieces[at].kind == "num"
        and pieces[at + 1].kind == "slash"
        and pieces[at].end == pieces[at + 1].start
        and pieces[at].text.isdigit()
        and pieces[at + 2].text in ("2", "3", "4", "5", "8")
        and int(pieces[at].text) < int(pieces[at + 2].text)
    )


def _scaled(pieces: list[Piece], number: Fraction, last: int) -> tuple[Fraction, int]:
    """Multiply by "million", "-million", "m", "dozen" ... that follow."""
    words = number_words()
    while last < len(pieces):
        step = 1 if pieces[last].kind == "dash" and last + 1 < len(pieces) and _adjacent(pieces, last) else 0
        piece = pieces[last + step] if last + step < len(pieces) else pieces[last]
        lower = piece.text.lower()
        if piece.kind == "word" and lower in words.scales:
            number *= words.scales[lower]
        elif piece.kind == "word" and lower in words.letters and step == 0 and _letter_fits(pieces, last):
            number *= words.letters[lower]
        else:
            return number, last
        last += step + 1
    return number, last


def _adjacent(pieces: list[Piece], dash: int) -> bool:
    return pieces[dash - 1].end == pieces[dash].start and pieces[dash].end == pieces[dash + 1].start


def _letter_fits(pieces: list[Piece], at: int) -> bool:
    """“$5m”, “5bn”, “35m of its”: a letter right after the digits. “5m” before a word of length is five metres."""
    before, letter = pieces[at - 1], pieces[at].text
    money = at >= 2 and pieces[at - 2].kind in ("money", "code")
    if letter.lower() in ("bn", "tn", "mn", "mln", "bln", "trn", "mil"):
        return True
    if before.end != pieces[at].start or before.kind != "num":
        return letter == "B" and at + 1 < len(pieces) and pieces[at + 1].kind == "word"
    if money or letter in ("k", "K", "M"):
        return True
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    counted = following is not None and following.kind == "word" and following.start == pieces[at].end + 1
    return (
        letter == "m" and counted and following is not None and following.text.lower() not in listed("metre_follower")
    )


def _words(pieces: list[Piece], at: int) -> Value | None:
    words = number_words()
    lower = pieces[at].text.lower()
    if lower == "quarter":
        return Value(words.parts[lower], at, at + 1, share=True) if _after(pieces, at) in words.scales else None
    if lower in ("a", "an", "the", "one", "half", "another"):
        special = _article(pieces, at, words)
        if special is not None:
            return special
    if lower in words.vague and not (
        lower == "tens" and (at + 1 >= len(pieces) or pieces[at + 1].text.lower() != "of")
    ):
        number, last = words.vague[lower], at + 1
        if (
            last + 1 < len(pieces)
            and pieces[last].text.lower() == "of"
            and pieces[last + 1].text.lower() in words.vague
        ):
            number, last = number * words.vague[pieces[last + 1].text.lower()] / 2, last + 2
        if lower == "several":
            number, last = _scaled(pieces, number, last)
        return Value(number, at, last, vague=True)
    if lower == "both":
        return Value(Fraction(2), at, at + 1)
    if lower.endswith("fold") and lower[:-4] in words.units:
        return Value(words.units[lower[:-4]], at, at + 1)
    return _cardinal(pieces, at, words)


def _article(pieces: list[Piece], at: int, words: NumberWords) -> Value | None:
    """“a dozen”, “half a million”, “a third”, “a couple of”, “one third”, “half”."""
    lower = pieces[at].text.lower()
    if lower == "half" and at > 0 and pieces[at - 1].text.lower() in ("first", "second", "latter", "other"):
        return None
    following = [p.text.lower() for p in pieces[at + 1 : at + 5]]
    if lower == "half":
        skip = 1 if following[:1] in (["a"], ["-"]) else 0
        if following[skip : skip + 1] and following[skip] in ("dozen", "thousand", "million", "billion", "trillion"):
            return Value(words.scales[following[skip]] / 2, at, at + skip + 2)
        return (
            Value(Fraction(1, 2), at, at + 1, share=True)
            if following[:1] and following[0] in ("of", "the", "its", "their", "a", "an", "all", "this")
            else None
        )
    if len(following) == 0:
        return None
    skip = 2 if following[0] == "-" else 1
    word = following[skip - 1] if len(following) >= skip else ""
    if word == "quarter" and lower == "a" and following[skip : skip + 1] and following[skip] in words.scales:
        return Value(words.parts[word], at, at + 1 + skip, share=True)
    if (
        word in ("half", "third", "quarter", "fifth", "tenth", "fourth")
        and lower in ("a", "one", "the")
        and following[skip : skip + 1] == ["of"]
    ):
        return Value(words.parts[word], at, at + 1 + skip, share=True)
    if word in words.pairs and word != "both" and lower in ("a", "the", "another"):
        return Value(words.pairs[word], at, at + 1 + skip)
    if word == "few" and lower == "a":
        number, last = _scaled(pieces, Fraction(3), at + 2)
        return Value(number, at, last, vague=True)
    if word in words.scales and lower in ("a", "one", "another"):
        return _cardinal(pieces, at, words)
    return None


def _cardinal(pieces: list[Piece], at: int, words: NumberWords) -> Value | None:
    """“sixty-three”, “two hundred and ten thousand”, “two-thirds”, “two dozen”."""
    total, current, last, any_read = Fraction(0), Fraction(0), at, False
    i = at
    while i < len(pieces):
        lower = pieces[i].text.lower()
        if lower in words.units or (i == at and lower in ("a", "another") and _after(pieces, i) in words.scales):
            following = _after(pieces, i)
            if following in words.parts and following not in ("second", "half") and not any_read:
                end = i + 3 if pieces[i + 1].kind == "dash" else i + 2
                return Value(words.units[lower] * words.parts[following], at, end, share=True)
            unit = words.units.get(lower, Fraction(1))
            if any_read and not _joins(pieces, i, last, current, unit):
                break
            current += unit
        elif lower in words.scales and any_read:
            scale = words.scales[lower]
            current = max(current, Fraction(1)) * scale
            if scale >= 1000:
                total, current = total + current, Fraction(0)
        elif (
            lower == "and"
            and any_read
            and i + 1 < len(pieces)
            and pieces[i + 1].text.lower() in words.units
            and current % 100 == 0
            and current + total >= 100
        ) or (
            pieces[i].kind == "dash"
            and any_read
            and i + 1 < len(pieces)
            and _adjacent(pieces, i)
            and (pieces[i + 1].text.lower() in words.units or pieces[i + 1].text.lower() in words.scales)
        ):
            i += 1
            continue
        else:
            break
        any_read, last, i = True, i + 1, i + 1
    return Value(total + current, at, last) if any_read else None


def _after(pieces: list[Piece], at: int) -> str:
    if at + 1 >= len(pieces):
        return ""
    step = 2 if pieces[at + 1].kind == "dash" else 1
    return pieces[at + step].text.lower() if at + step < len(pieces) else ""


def _joins(pieces: list[Piece], i: int, last: int, current: Fraction, unit: Fraction) -> bool:
    """“twenty-three”, “hundred five”: one number; “two three” are two."""
    if current == 0 or current % 100 == 0:
        return True
    return current % 10 == 0 and current % 100 >= 20 and unit < 10


def interval(
    first: Value, second: Value | None, qualifier: str, words: Words | None = None
) -> tuple[Fraction, Fraction | None, Qualifier]:
    """Lower bound, upper bound (None: none) and qualifier. "Less than n" is at most n, and not n for whole things."""
    if second is not None:
        return min(first.number, second.number), max(first.number, second.number), Qualifier.EXACT
    if first.vague and qualifier in ("", "exact", "about"):
        named = {24: Qualifier.DOZENS, 200: Qualifier.HUNDREDS, 2000: Qualifier.THOUSANDS, 3: Qualifier.SEVERAL}
        return first.number, None, named.get(int(first.number), Qualifier.AT_LEAST)
    if qualifier == "less_than":
        whole = first.number.denominator == 1 and first.number >= 1
        return Fraction(0), first.number - 1 if whole else first.number, Qualifier.UP_TO
    word = Qualifier(qualifier or "exact")
    lower, upper = (words or Words()).bounds(word, first.number)
    return lower, upper, word


def starts(pieces: list[Piece]) -> Iterator[int]:
    """Positions where a number may begin."""
    words = number_words()
    for at, piece in enumerate(pieces):
        lower = piece.text.lower()
        if (
            piece.kind in ("num", "money", "code")
            or lower in words.units
            or lower in words.vague
            or (lower.endswith("fold") and lower[:-4] in words.units)
            or lower in ("a", "half", "quarter", "one", "both", "another")
            or piece.text in _FRACTION_SIGNS
        ):
            yield at


def quantity(lower: Fraction, upper: Fraction | None, qualifier: Qualifier, written: str) -> Quantity:
    """A quantity of whole things, rounded outward."""
    from math import ceil, floor

    from reclaim.model.quantity import Counts

    return Quantity(
        Fraction(floor(lower)), None if upper is None else Fraction(ceil(upper)), Counts.ITEMS, qualifier, written
    )
