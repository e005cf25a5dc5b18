"""Which digits are no amount: dates, times of day, names with numbers, serials, addresses, results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reclaim.documents.lexicon import any_of

if TYPE_CHECKING:
    from reclaim.documents.quantities.amounts import Amount

_MONTH = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
    r"|(?:jan|feb|apr|aug|sept?|oct|nov|dec)\.|(?:january|february|april|june|july|august|september|october|november|december)\b)"
)
_DATES = (
    rf"{_MONTH}\s+\d{{1,2}}\s?[-–]\s?\d{{1,2}}\b",
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?(?!\s*(?:{_MONTH}))",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?",
    rf"{_MONTH},?\s+(?:of\s+)?\d{{4}}\b",
    # In small letters "may" and "march" are months only after a word of time.
    r"\b(?:on|since|until|by|from)\s+\d{1,2}\s+(?:may|march)\b",
    r"\b(?:19|20)\d{2}s\b|\b(?:19|20)\d{2}[-–/]\d{2}\b|\b(?:19|20)\d{2}[-–](?:19|20)\d{2}\b",
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    # “9/11”; “1/4” is a fraction.
    r"\b(?!\d+/(?:2|3|4|5|8)\b)\d{1,2}/\d{1,2}\b(?!/)",
    # “the '80s”, “in '16”, “in his 40s”.
    r"['’]\d0s\b|(?<![\w’'])['’]\d{2}\b",
    r"\b(?:the|my|our|his|her|their|its|low|high|[Mm]id|[Ee]arly|[Ll]ate)[\s-]+\d0s\b",
)
_TIMES = (
    r"\b\d{1,2}:\d{2}(?:\s*[ap]\.?m\.?)?|\b\d{1,2}\s*[ap]\.?m\.?\b",
    r"\b[0-2]\d[0-5]\d\s?(?:hours|hrs|GMT|gmt|UTC|E[DS]T|Zulu|local time)\b|\b0\d{3}\b(?![.,]\d)",
    r"\bat\s+(?:(?:about|approximately|around)\s+)?[0-2]\d[0-5]\d(?=\s+(?:on|this|today|yesterday|last|when|local|\(\d{4})\b)",
)
_NAMES = (
    r"\b\d+(?:st|nd|rd|th)\b|\b[Nn]umber\s+(?:one|two|three|four|five)\b",
    r"\b(?:Group|Gang|Council) of\s+\w+",
    rf"\b(?:{any_of('numbered_name')})\.?\s+\d[\d./-]*",
    # Numbers that name a thing: serials, references, addresses.
    r"(?i:\b(?:serial|registration|licen[cs]e|batch)\s+(?:numbers?|nos?\.?)\s+\d[\w-]*)|(?<![\w.,])\d{10,}(?![\w%]|[.,]\d)",
    r"\b\d{1,5}\s+(?:[A-Z][\w'.-]*\s+){1,3}(?:Street|St\.|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Highway)\b",
    r"\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|https?://\S+|\S+@\S+",
    # Designators and calibres: “M4A1”, “AK-74”, “7.62x39mm”.
    r"\b(?!(?:sub|minus|over|under|plus|mid|near|to)-\d)[A-Za-z]+[-/]?\d[\w./-]*|\b\d+[A-Za-z]{1,3}\d\w*",
    r"\b\d+(?:\.\d+)?\s?[x×]\s?(?!10\s?[\^−-])\d+\s*(?:mm)?R?\b",
    # “1)”: the mark of a list.
    r"(?:^|[,;:.]\s+|\band\s+)\d{1,2}\s?\)\s",
)
_NOT_COUNTED = re.compile("|".join((*_DATES, *_TIMES, *_NAMES)))
_NO_YEAR_BEFORE = re.compile(r"\b(?:(?:an? )?(?:average|total|maximum|minimum) of|at least|more than)\s+$")
YEAR = re.compile(r"(?:1[5-9]|20)\d{2}")
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|of|for|during|to|late|early|mid|fiscal|year|the|and|before|after|between|last|,)|[-–/(])\s*$",
    re.IGNORECASE,
)


def not_counted(text: str) -> list[tuple[int, int]]:
    """The stretches of a text whose digits count nothing."""
    return [m.span() for m in _NOT_COUNTED.finditer(text)]


def is_score(text: str, amount: Amount) -> bool:
    """“2-1”, “112-98”: results of games and of votes."""
    after = re.match(r"[-–]\d{1,3}\b(?!\.?\d)", text[amount.number_end :])
    before = re.search(r"(?<![\d.])\d{1,3}[-–]$", text[: amount.number_start])
    small = amount.first < 200 and amount.digits and amount.second is None and amount.money == ""
    return small and (after is not None or before is not None)


def is_year(text: str, amount: Amount) -> bool:
    """“in 2021”, “2019-20”; “2021 rifles” and “a total of 1500” are counts."""
    written = text[amount.number_start : amount.number_end]
    if amount.second is not None:
        parts = re.split(r"[-–]", written)
        return (
            all(YEAR.fullmatch(p) is not None or (p.isdigit() and len(p) == 2) for p in parts)
            and YEAR.fullmatch(parts[0]) is not None
        )
    if YEAR.fullmatch(written) is None or _NO_YEAR_BEFORE.search(text[: amount.number_start]) is not None:
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
    return YEAR_BEFORE.search(head) is not None or amount.start == 0 or not re.match(r"\s+[a-z]+s\b", tail)
