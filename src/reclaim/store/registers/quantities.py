"""Quantities as keepers write them: whole numbers of things, with the words that make them bounds."""

from __future__ import annotations

import re
from functools import lru_cache

from reclaim.model.quantity import Counts, Qualifier, Quantity
from reclaim.store.registers.dates import latin_digits
from reclaim.store.registers.words import plain

Bounds = tuple[int, int | None]
_UNIT = (r"(?: ?(?:pcs?|pieces?|ea|each|units?|nos?|no\.|items?|weapons?|шт|штук|од|un|und|unid|unidades|"
         r"pi[eè]ces?|stk|adet|قطعة|دانه|عدد|میل)\.?)?")
_NUMBER = r"(\d{1,3}(?:[,. \u00a0\u202f']\d{3})+|\d+)(?:[.,]0+)?"
_PLAIN = re.compile(_NUMBER + _UNIT, re.IGNORECASE)
_RANGE = re.compile(_NUMBER + r" ?(?:-|–|to|a|bis|до) ?" + _NUMBER + _UNIT, re.IGNORECASE)
_SIGNS = ((r"(?:>=|≥) ?", Qualifier.AT_LEAST), (r"> ?", Qualifier.MORE_THAN), (r"(?:<=|≤) ?", Qualifier.UP_TO),
          (r"[~≈] ?", Qualifier.ABOUT))
_WORDS = {
    "about": Qualifier.ABOUT, "approx": Qualifier.ABOUT, "approximately": Qualifier.ABOUT, "around": Qualifier.ABOUT,
    "circa": Qualifier.ABOUT, "ca": Qualifier.ABOUT, "c": Qualifier.ABOUT, "some": Qualifier.ABOUT,
    "cerca de": Qualifier.ABOUT, "aproximadamente": Qualifier.ABOUT, "environ": Qualifier.ABOUT,
    "около": Qualifier.ABOUT, "примерно": Qualifier.ABOUT, "близько": Qualifier.ABOUT, "حوالي": Qualifier.ABOUT,
    "more than": Qualifier.MORE_THAN, "over": Qualifier.MORE_THAN, "mais de": Qualifier.MORE_THAN,
    "mas de": Qualifier.MORE_THAN, "plus de": Qualifier.MORE_THAN, "более": Qualifier.MORE_THAN,
    "понад": Qualifier.MORE_THAN, "at least": Qualifier.AT_LEAST, "pelo menos": Qualifier.AT_LEAST,
    "al menos": Qualifier.AT_LEAST, "au moins": Qualifier.AT_LEAST, "не менее": Qualifier.AT_LEAST,
    "up to": Qualifier.UP_TO, "ate": Qualifier.UP_TO, "hasta": Qualifier.UP_TO, "jusqu a": Qualifier.UP_TO,
    "до": Qualifier.UP_TO, "nearly": Qualifier.NEARLY, "almost": Qualifier.NEARLY, "quase": Qualifier.NEARLY,
    "casi": Qualifier.NEARLY, "presque": Qualifier.NEARLY, "почти": Qualifier.NEARLY,
}
_ALONE = {"dozens": Qualifier.DOZENS, "hundreds": Qualifier.HUNDREDS, "thousands": Qualifier.THOUSANDS,
          "several": Qualifier.SEVERAL}
_MOST = 10**15


@lru_cache(maxsize=1 << 14)
def read(text: str) -> Bounds | None:
    """Lowest and highest whole number that a cell may mean; None if it is no quantity. No upper end is None."""
    text = " ".join(latin_digits(text).split())
    if len(text) > 60:
        return None
    if found := _PLAIN.fullmatch(text):
        return _bounds(Qualifier.EXACT, found[1])
    if (found := _RANGE.fullmatch(text)) and (low := _whole(found[1])) <= (high := _whole(found[2])):
        return low, high
    if text.endswith("+") and (found := _PLAIN.fullmatch(text[:-1].rstrip())):
        return _bounds(Qualifier.AT_LEAST, found[1])
    for sign, qualifier in _SIGNS:
        if found := re.fullmatch(sign + _NUMBER + _UNIT, text, re.IGNORECASE):
            return _bounds(qualifier, found[1])
    return _worded(text)


def _worded(text: str) -> Bounds | None:
    if plain(text) in _ALONE:
        return _bounds(_ALONE[plain(text)], "")
    found = re.fullmatch(r"([^\d]+?)\.? ?" + _NUMBER + _UNIT, text, re.IGNORECASE)
    qualifier = None if found is None else _WORDS.get(plain(found[1]))
    return None if found is None or qualifier is None else _bounds(qualifier, found[2])


def _bounds(qualifier: Qualifier, number: str) -> Bounds | None:
    digits = re.sub(r"\D", "", number)
    if len(digits) > 15:
        return None
    found = Quantity.stated(digits, qualifier, Counts.ITEMS)
    upper = None if found.upper is None else int(found.upper)
    return (int(found.lower), upper) if found.lower < _MOST else None


def _whole(number: str) -> int:
    return int(re.sub(r"\D", "", number))
