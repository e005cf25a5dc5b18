"""How many of the arms that a name stands for: the number that leads to it, a number out of a number, a number shared."""

from __future__ import annotations

import re
from bisect import bisect_left
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from reclaim.documents.items import Hit
from reclaim.documents.lexicon import listed
from reclaim.documents.quantities.amounts import Amount
from reclaim.documents.quantities.numbers import quantity
from reclaim.documents.quantities.units import unit_after
from reclaim.model.quantity import Counts, Qualifier, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CALIBRE = re.compile(r"(?i)[\s-]?(?:calib\w+|cal|gauge|bore|x\s?\d)\b")
# “12-gauge”, “30-round”, “7.62 mm”: of what sort the thing is.
_SORT = re.compile(r"\b\d+(?:\.\d+)?[\s-]?(?:mm|gauge|bore|calib\w+|cal|inch)\b|\b\d+-[a-z]{3,}\b")
# These units are no measures: "three times", "12 people".
_COUNTED = frozenset({"count", "people", "share"})

# A quantity and the characters that say it.
Number = tuple[Quantity, int, int]


def counted(words: str, doc: Doc, hits: list[Hit], numbers: list[Amount]) -> list[tuple[Hit, Number | None]]:
    counted: list[tuple[Hit, Number | None]] = []
    used: set[int] = set()
    for position, hit in enumerate(hits):
        floor = hits[position - 1].end if position > 0 else 0
        counted.append((hit, _how_many(words, doc, hit, numbers, floor, used)))
    return _shared(words, doc, counted)


def _how_many(words: str, doc: Doc, hit: Hit, numbers: list[Amount], floor: int, used: set[int]) -> Number | None:
    before = [
        a
        for a in numbers
        if a.end <= hit.start
        and a.start >= floor
        and a.kind in ("count", "share")
        and a.money == ""
        and a.start not in used
        and not _measures(words, a.number_end)
    ]
    for amount in reversed(before):
        if _leads_to(doc, amount.end, hit) and not words[: amount.start].casefold().endswith("not "):
            used.add(amount.start)
            holder = _container(doc, amount.end, hit)
            if holder is not None:
                return Quantity(Fraction(0), None, Counts.ITEMS, Qualifier.UNKNOWN, ""), amount.start, holder
            return _partitive(words, before, amount, used) or (_amount(words, amount), amount.start, amount.end)
    weighed = _weighed(words, numbers, floor, hit)
    if weighed is not None:
        return weighed
    behind = re.match(r"\s*\((?:x\s?)?(\d[\d,]*)\)|\s*:\s*(\d[\d,]*)\b(?!\s*%)", words[hit.end : hit.end + 14])
    if behind is not None:
        number = behind[1] or behind[2]
        start = hit.end + behind.start(1 if behind[1] else 2)
        return Quantity.stated(number, Qualifier.EXACT, Counts.ITEMS), start, start + len(number)
    article = re.search(r"(?i)(?<!not )\b(an?|one|another)\s+(?:[\w.'’-]+\s+){0,4}$", words[floor : hit.start])
    head = head_of(doc, hit)
    if (
        article is not None
        and head is not None
        and head.tag_ in ("NN", "NNP")
        and _leads_to(doc, floor + article.end(1), hit)
    ):
        return (
            Quantity(Fraction(1), Fraction(1), Counts.ITEMS, Qualifier.EXACT, "1"),
            floor + article.start(1),
            floor + article.end(1),
        )
    return None


def _measures(words: str, end: int) -> bool:
    """“5 kg of explosives”, “a 9 mm pistol”: the number says how much or how large, not how many."""
    unit = unit_after(words, end)
    return _CALIBRE.match(words, end) is not None or (unit is not None and unit.name not in _COUNTED)


def _between(doc: Doc, first: int, end: int) -> list[Token]:
    """The tokens that lie whole between two places of the text."""
    at = bisect_left(range(len(doc)), first, key=lambda i: doc[i].idx)
    found = []
    while at < len(doc) and doc[at].idx + len(doc[at]) <= end:
        found.append(doc[at])
        at += 1
    return found


def _leads_to(doc: Doc, end: int, hit: Hit) -> bool:
    """Only what belongs to the name lies between a number and the name."""
    between = _between(doc, end, hit.start)
    told = [] if len(between) < 3 else [m.span() for m in _SORT.finditer(doc.text, end, hit.start)]
    if len(between) > 9:
        return False
    for position, token in enumerate(between):
        if (
            re.fullmatch(r"(?:\d+(?:\.\d+)?(?:[-x×]\d+)?-?(?:mm|cal)?|mm|-calibre|calibre|caliber)", token.lower_)
            is not None
            and "mm" in doc.text[end : hit.start]
        ):
            continue
        following = between[position + 1].lower_ if position + 1 < len(between) else ""
        if any(a <= token.idx < b for a, b in told):
            continue
        if token.lower_ in (
            "of",
            "x",
            "×",
            "-",
            "the",
            "these",
            "those",
            "their",
            "its",
            "such",
            ",",
            "'s",
            "and",
        ) or token.pos_ in ("ADJ", "DET", "PART", "ADV"):
            if token.lower_ == "and" and not (position > 0 and between[position - 1].pos_ in ("ADJ", "PROPN")):
                return False
            if token.lower_ == "," and not (position > 0 and between[position - 1].pos_ in ("ADJ", "PROPN", "VERB")):
                return False
            continue
        if token.dep_ in ("compound", "amod", "nmod", "poss", "nummod", "npadvmod", "punct") and token.pos_ not in (
            "PUNCT",
            "NUM",
        ):
            continue
        if token.tag_ in ("VBN", "JJ", "NNP") or (token.lemma_.lower() in listed("container") and following == "of"):
            continue
        return False
    return True


def _weighed(words: str, numbers: list[Amount], floor: int, hit: Hit) -> Number | None:
    """“5 kg of explosives”: the words are kept, and no number of things is read from them."""
    for amount in reversed([a for a in numbers if floor <= a.start and a.end <= hit.start and a.money == ""]):
        unit = unit_after(words, amount.number_end)
        between = "" if unit is None else words[unit.end : hit.start]
        if unit is not None and re.fullmatch(r"\s+of\s+(?:[\w.-]+\s+){0,3}", between) is not None:
            return Quantity(Fraction(0), None, Counts.ITEMS, Qualifier.UNKNOWN, ""), amount.start, unit.end
    return None


def _container(doc: Doc, end: int, hit: Hit) -> int | None:
    """Where “three crates” ends in “three crates of rifles”: that is no count of rifles. “Three pieces of” is one."""
    between = _between(doc, end, hit.start)
    for token, of in pairwise(between):
        lemma = token.lemma_.lower()
        if of.lower_ == "of" and lemma in listed("container") and lemma not in listed("piece"):
            return token.idx + len(token)
    return None


def _partitive(words: str, numbers: list[Amount], inner: Amount, used: set[int]) -> Number | None:
    """“7 of the 63”, “at least half of the 63”: a number out of a number."""
    outer = next(
        (
            a
            for a in numbers
            if a.end < inner.start
            and re.fullmatch(r"\s+(?:out )?of\s+(?:the |its |their |these |those |all )?", words[a.end : inner.start])
        ),
        None,
    )
    if outer is None or inner.upper is None:
        return None
    used.add(outer.start)
    if outer.kind == "share":
        half = outer.first == Fraction(1, 2)
        word = (
            Qualifier.AT_LEAST_HALF_OF
            if half and outer.qualifier is Qualifier.AT_LEAST
            else Qualifier.HALF_OF
            if half and outer.qualifier is Qualifier.EXACT
            else None
        )
        if word is not None:
            return Quantity.stated(str(int(inner.first)), word, Counts.ITEMS), outer.start, inner.end
        upper = None if outer.upper is None else outer.upper * inner.upper
        return (
            quantity(outer.lower * inner.lower, upper, outer.qualifier, words[outer.start : inner.end]),
            outer.start,
            inner.end,
        )
    return _amount(words, outer), outer.start, inner.end


def _amount(words: str, amount: Amount) -> Quantity:
    if amount.kind == "share":
        return Quantity(Fraction(0), None, Counts.ITEMS, Qualifier.UNKNOWN, "")
    if amount.second is None and amount.qualifier in (
        Qualifier.DOZENS,
        Qualifier.HUNDREDS,
        Qualifier.THOUSANDS,
        Qualifier.SEVERAL,
    ):
        return Quantity.stated("", amount.qualifier, Counts.ITEMS)
    written = str(amount.first) if amount.second is None else f"{amount.first}-{amount.second}"
    if amount.qualifier is Qualifier.UP_TO and amount.upper is not None:
        written = str(amount.upper)
    return quantity(amount.lower, amount.upper, amount.qualifier, written)


def _shared(words: str, doc: Doc, counted: list[tuple[Hit, Number | None]]) -> list[tuple[Hit, Number | None]]:
    """“20 rifles and pistols”: twenty of both together, so at most twenty of each."""
    for position in range(len(counted) - 1):
        (left, number), (right, none) = counted[position], counted[position + 1]
        gap = words[left.end : right.start]
        if (
            number is None
            or none is not None
            or number[0].lower <= 1
            or re.fullmatch(r"\s+(?:and|or)\s+(?:[a-z-]+\s+)?", gap) is None
        ):
            continue
        heads = (head_of(doc, left), head_of(doc, right))
        if all(h is not None and h.tag_ in ("NNS", "NNPS") for h in heads) and number[0].upper is not None:
            most = Quantity(Fraction(0), number[0].upper, Counts.ITEMS, Qualifier.UP_TO, number[0].written)
            counted[position] = (left, (most, number[1], number[2]))
            counted[position + 1] = (right, (most, number[1], number[2]))
    return counted


def head_of(doc: Doc, hit: Hit) -> Token | None:
    span = doc.char_span(hit.start, hit.end, alignment_mode="expand")
    return None if span is None else span.root if span.root.i == span.end - 1 else span[-1]
