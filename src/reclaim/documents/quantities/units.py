"""What an amount is an amount of: a unit by its sign or name, else the noun that is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reclaim.documents.lexicon import any_of, listed
from reclaim.documents.quantities.amounts import Amount
from reclaim.documents.quantities.nouns import counted_noun
from reclaim.documents.quantities.numbers import number_words
from reclaim.documents.quantities.unitnames import Unit, money_named, unit_at

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NOT_PER = r"(?!\s+(?:ago|earlier|later|before|after|old|long|from)\b)"
_PER_WORD = re.compile(r"\s*(?:per|each|every)[\s-]+|[\s-]+an?[\s-]+(?=[a-z])|\s?/\s?", re.IGNORECASE)
_PER_NOUN = re.compile(rf"(?P<noun>{any_of('per')}|annum|capita)s?\b{_NOT_PER}")
_WORD = re.compile(r"[a-z]+")
# “tonnes of ammunition a month”, “$6 (£4.60) per round”: what stands between a measure and its "per".
_OF_WHAT = re.compile(
    r"\s+of\s+(?:[a-z-]+\s+){0,2}[a-z-]+(?=\s+(?:an?|per|each|every)\s+(?:second|minute|hour|day|week|month|year)\b)"
)
_CONVERTED = re.compile(r"\s*\([^()]{2,24}\)(?=\s+(?:per|a|an|each)\s)")
_OLD = re.compile(r"[\s-]+(?:-\s?)?old(?:s|er)?\b|\s+of\s+age\b|\s*y/?o\b")
_AGE_BEFORE = re.compile(r"(?i)\b(?:aged?|ages|age\s+of|the\s+age\s+of)\s+$")
# “children under 12”, “anyone younger than 50”.
_AGED = re.compile(
    r"(?i)\b(?:(?:child|children|kids|girls?|boys?|minors?|men|women|adults?|people|those|anyone|everyone)\s+(?:aged\s+|over\s+|under\s+)|(?:younger|older)\s+than\s+)$"
)
_GAP = re.compile(r"\s?[(\[<](?=[A-Za-zµμ°]{1,4}[)\]>])|\s?-\s?(?=[A-Za-z])|\s")
_TIMES = frozenset({"year", "month", "week", "day"})
_COUNTRY_DOLLARS = re.compile(r"\s?(?:US|U\.S\.|Canadian|Australian|New Zealand|Hong Kong|Singapore)\b")


def unit_of(doc: Doc, amount: Amount) -> str:
    """The unit by its normalised name, "x per y" included; else the counted noun with its modifiers; else empty."""
    text = doc.text
    if amount.kind == "percent":
        return "percentage" + _per(text, amount.end)
    if amount.money != "":
        return _money(text, amount) + _per(text, amount.end)
    after = text[amount.number_end : amount.number_end + 40]
    if re.match(r"['′](?!\w)", after) is not None:
        return "foot"
    if re.match(r"\s?(?:\"|″)(?=\s+(?:long|wide|high|tall|thick|in\s|[a-z]+\b))", after) is not None and amount.digits:
        return "inch"
    if re.match(r"\s?y/?o\b", after) is not None:
        return "year of age"
    if text[amount.number_start : amount.number_end].lower().endswith("fold"):
        return "count"
    found = unit_after(text, amount.number_end)
    if found is not None:
        return _with_age(text, amount, found) + _per(text, found.end)
    if _is_age(text, amount):
        return "year of age"
    noun, end = counted_noun(doc, amount)
    return noun + (_per(text, end) if end > 0 else "")


def unit_after(text: str, end: int) -> Unit | None:
    """The unit right after a number that ends at `end`, or after a blank, a hyphen or a bracket."""
    gap = _GAP.match(text, end)
    for start in (end,) if gap is None else (gap.end(), end):
        found = unit_at(text, start)
        if found is not None and not _plain_word(text, start, found, tight=start == end):
            return found
    return None


def _plain_word(text: str, start: int, found: Unit, *, tight: bool) -> bool:
    """A sign of one letter counts only right after the digits or alone: "5 m" but not "5 A grades"."""
    form = text[start : found.end]
    if len(form) > 1 or not form.isalpha():
        return False
    return not tight and (form.isupper() or form in "spxthg")


def _with_age(text: str, amount: Amount, unit: Unit) -> str:
    if unit.name in _TIMES and (_OLD.match(text, unit.end) or _AGE_BEFORE.search(text[: amount.start])):
        return f"{unit.name} of age"
    form = text[: unit.end].rsplit(maxsplit=1)[-1].strip("-").casefold()
    if unit.name == "pound-mass" and form in ("pound", "pounds") and _paid(text, amount, unit.end):
        return "pound sterling"
    if unit.name == "knot" and form.endswith("kt") and re.search(rf"(?i)\b(?:{any_of('explosion')})", text) is not None:
        return "kiloton"
    if form.endswith("¥") and re.search(r"(?i)\b(?:china|chinese|beijing|shanghai)\b", text) is not None:
        return "chinese yuan"
    return unit.name


def _paid(text: str, amount: Amount, end: int) -> bool:
    """Pounds of money: nobody weighs a million pounds to the thousand; else a word of paying tells, if nothing is weighed."""
    if amount.first >= 10**5 and amount.first % 1000 == 0:
        return True
    weighed = (
        re.match(r"\s+of\s+[a-z]", text[end:]) is not None
        or re.search(r"(?i)\b(?:weigh|weight|heavy|lbs?\b)", text) is not None
    )
    return not weighed and ("£" in text or re.search(rf"(?i)\b(?:{any_of('paying')})\b", text) is not None)


def _is_age(text: str, amount: Amount) -> bool:
    """“aged 34”, “the age of 34”; “Nick Hague, 44, has”; “who was 10.”"""
    if amount.first.denominator != 1 or not 0 < amount.first < 115 or amount.kind != "count":
        return False
    head, tail = text[: amount.number_start], text[amount.number_end :]
    if _AGE_BEFORE.search(head) is not None or _AGED.search(head) is not None:
        return re.match(r"\s+(?:[a-z-]+s|people|men|women|children)\b", tail) is None
    if amount.second is not None:
        return False
    apposed = re.search(r"[A-Z][\w'’-]+,\s*$", head) is not None and re.match(r",\s+[a-z“\"]", tail) is not None
    stated = (
        re.search(r"(?i)\b(?:(?:who|he|she)\s+(?:is|was|turned|turns|will\s+be)|I\s+am|I[’']m)\s+(?:now\s+)?$", head)
        is not None
    )
    return apposed or (stated and re.match(r"\s*(?:[.,;]|$|when\b|at the time\b|and\b)", tail) is not None)


def _money(text: str, amount: Amount) -> str:
    sign = re.sub(r"\s", "", amount.money)
    after = _COUNTRY_DOLLARS.match(text, amount.number_end)
    named = None if after is None or sign != "$" else unit_at(f"{after[0].strip()} dollars", 0)
    return money_named(sign) if named is None else named.name


def _per(text: str, end: int) -> str:
    """“per share”, “a barrel”, “/cm”: one after the other."""
    said, between = "", _OF_WHAT.match(text, end) or _CONVERTED.match(text, end)
    end = end if between is None else between.end()
    for _ in range(2):
        word = _PER_WORD.match(text, end)
        if word is None:
            break
        unit, noun = unit_at(text, word.end()), _PER_NOUN.match(text, word.end())
        article = word[0].strip(" -").lower() in ("a", "an")
        if unit is not None and (
            unit.money or unit.name in ("count", "people", "quarter") or re.match(_NOT_PER, text[unit.end :]) is None
        ):
            unit = None
        if unit is None and noun is None:
            free = None if article or "/" in word[0] else _WORD.match(text, word.end())
            return (
                said
                if free is None or free[0] in listed("no_unit") or free[0] in number_words().units
                else f"{said} per {_singular(free[0])}"
            )
        if unit is not None and (noun is None or unit.end >= noun.end()):
            said, end = f"{said} per {unit.name}", unit.end
        elif noun is not None:
            said, end = f"{said} per {'year' if noun['noun'] == 'annum' else noun['noun']}", noun.end()
    return said


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


_OR_NEXT = re.compile(r"-?\s*(?:or|and|to)\s+$|\s*/\s*$")
# “7, 8, 10 percent”: the next amount right after a comma.
_LISTED_NEXT = re.compile(r",\s+$")
_ALONE = re.compile(r"\s*(?:[,.;)]|(?:in|by|who|that|for|of|on|to|at|during|from|per)\b|$)")


def units_in(doc: Doc, amounts: Sequence[Amount]) -> list[str]:
    """The unit of each amount; one without any takes that of the next if only "or" stands between ("a 7- or 8-inch
    barrel"), else the last before ("435 homes by sale and 187 by tender")."""
    text = doc.text
    found: list[str] = []
    own = [unit_of(doc, amount) for amount in amounts]
    for place, amount in enumerate(amounts):
        unit = own[place]
        following = amounts[place + 1] if place + 1 < len(amounts) else None
        if unit == "" and following is not None and _OR_NEXT.match(text[amount.number_end : following.start]):
            unit = own[place + 1]
        elif unit == "" and following is not None and following.kind in ("percent", "count") and amount.digits:
            near = (
                _LISTED_NEXT.fullmatch(text[amount.number_end : following.start])
                if amount.first < following.first <= 100
                else None
            )
            ahead = next((u for u in own[place + 1 :] if u != ""), "")
            unit = ahead if near is not None else ""
        if unit == "":
            unit = _per(text, amount.number_end).strip()
        earlier = [u for u in found if u != "" and not u.startswith("percentage")]
        if unit.startswith("per ") and len(earlier) > 0:
            unit = f"{earlier[-1].split(' per ')[0]} {unit}"
        elif unit == "" and _ALONE.match(text, amount.number_end) and len(earlier) > 0 and amount.digits:
            unit = earlier[-1]
        found.append(unit)
    return found
