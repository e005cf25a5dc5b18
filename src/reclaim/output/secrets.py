"""What must not leave in any words: private persons' data, exact points, and notes marked for fewer eyes.

Columns that hold persons are refused when they are imported; this is the second wall, for what somebody wrote into a
cell of another kind. It is a sieve of patterns, not a promise: it says what it withheld, and a name without a label
cannot be told from that of an office.
"""

from __future__ import annotations

import re
from functools import lru_cache

WITHHELD = "[withheld]"

_NAME = r"[^\W\d_][\w'’.-]+(?:\s+[^\W\d_][\w'’.-]+){0,3}"

# What it is, and how it is known. A serial, an NSN (1005-01-128-9936) and a date must pass all of them.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an exact point", re.compile(
        r"[-+]?\b\d{1,2}\.\d{3,}\s*°?\s*[NSns]?\s*[,;/ ]\s*[-+]?\d{1,3}\.\d{3,}\b\s*°?\s*[EWew]?")),
    ("an exact point", re.compile(r"\b\d{1,2}\s*°\s*\d{1,2}\s*['′’]\s*[\d.]*\s*[\"″”]?\s*[NSns]\b"
                                  r"(?:[\s,;]*\d{1,3}\s*°\s*\d{1,2}\s*['′’]\s*[\d.]*\s*[\"″”]?\s*[EWew]\b)?")),
    ("an exact point", re.compile(r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{4,5}\s?\d{4,5}\b")),
    ("a telephone number", re.compile(r"\+\d[\d\s().-]{7,}\d|\b0\d{2,4}[-\s]\d{6,8}\b")),
    ("an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("an identity number", re.compile(r"\b\d{5}-\d{7}-\d\b|\b\d{3}-\d{2}-\d{4}\b")),
    ("an identity number", re.compile(
        r"(?i)\b(?:passport|cnic|tazkira|national id|identity (?:card|number)|id card|ssn|паспорт)\b"
        r"(?:\s+(?:no|number|nr))?\.?\s*[:#№]?\s*[\w-]*\d[\w-]*")),
    ("a date of birth", re.compile(
        r"(?i)\b(?:born(?:\s+on)?|dob|d\.o\.b\.?|date of birth|birth ?date|né(?:e)?\s+le|geboren(?:\s+am)?)\s*[:=]?\s*"
        r"[\d]{1,4}[\w./ -]{2,14}\d")),
    ("a private person", re.compile(
        rf"(?i:\b(?:possessor|suspect|arrested|detainee|buyer|seller|owner(?:'s)? name|father(?:'s)? name|"
        rf"son of|daughter of))\s*[:=]?\s*{_NAME}")),
    ("an address", re.compile(r"(?i)\b(?:house|flat|apartment)\s+(?:no\.?\s*)?\d+[\w/]*,?\s+"
                              r"(?:street|road|lane|block)\b[^;|]{0,40}")),
)

_NARROW = re.compile(r"(?i)\bTLP\s*:\s*(?:RED|AMBER(?:\+STRICT)?)\b")


@lru_cache(maxsize=1 << 16)
def sieve(text: str, *, narrow: bool = True) -> tuple[str, tuple[str, ...]]:
    """The text without what must not leave, and what was taken out in words.

    With `narrow`, a text that is itself marked TLP:RED or TLP:AMBER is withheld as a whole: it was written for fewer
    eyes than the case's own.
    """
    if narrow and _NARROW.search(text) is not None:
        return WITHHELD, ("a note marked for fewer eyes",)
    told: list[str] = []
    for what, pattern in PATTERNS:
        text, count = pattern.subn(WITHHELD, text)
        if count > 0:
            told.append(what)
    return text, tuple(dict.fromkeys(told))
