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
    ("an exact point", re.compile(r"(?i)\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng|широта|долгота)\.?\s*[:=]?\s*"
                                  r"[-+]?\d{1,3}\.\d{2,}")),
    ("an exact point", re.compile(r"\b[NS]\s?\d{1,2}\.\d{3,}\s*[,;/ ]\s*[EW]\s?\d{1,3}\.\d{3,}\b")),
    ("an exact point", re.compile(r"(?i)\butm\b[\s:]*\d{1,2}\s?[C-HJ-NP-X]\s+\d{5,7}[\s,]+\d{6,8}\b")),
    ("an exact point", re.compile(r"\b[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,3}\b")),
    ("an exact point", re.compile(r"///[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,}")),
    ("a telephone number", re.compile(r"\+\d[\d\s().-]{7,}\d|(?<![Ss]/[Nn]\s)(?<![Nn]o\s)(?<![Nn]o\.\s)\b0\d{2,4}[-\s]\d{6,8}\b|\(00\d{1,3}\)[\d\s.-]{6,}\d")),
    ("a telephone number", re.compile(r"(?i)\b(?:tel|telephone|phone|mobile|cell(?:phone)?|whats\s?app|viber|telegram|"
                                      r"тел|телефон|هاتف|تلفن|فون)\b\.?(?:\s+(?:no|number|nr)\b)?\.?\s*[:#№]?\s*"
                                      r"[+(]?\d[\d\s().-]{5,}\d")),
    ("an e-mail address", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("an identity number", re.compile(r"\b\d{5}-\d{7}-\d\b|\b\d{3}-\d{2}-\d{4}\b")),
    ("an identity number", re.compile(
        r"(?i)\b(?:passport|cnic|nic|tazkira|aadhaar|national id|identity (?:card|number)|id card|ssn|паспорт|تذکره|تذكرة|"
        r"شناختی کارڈ|جواز سفر)\b"
        r"(?:\s+(?:no|number|nr))?\.?\s*[:#№]?\s*[\w-]*\d[\w-]*(?:\s\d[\d-]*)*")),
    ("an identity number", re.compile(r"\b784-\d{4}-\d{7}-\d\b")),
    ("a date of birth", re.compile(
        r"(?i)\b(?:born(?:\s+(?:on|in))?|dob|d\.o\.b\.?|date of birth|birth ?date|né(?:e)?\s+le|geboren(?:\s+am)?|"
        r"дата рождения|родил(?:ся|ась)|تاريخ الميلاد|تاریخ تولد|تاریخ پیدائش)\s*[:=]?\s*"
        r"[\d]{1,4}[\w./ -]{2,14}\d")),
    ("a private person", re.compile(
        rf"(?i:\b(?:possessor|suspect|arrested|detainee|buyer|seller|owner(?:'s)? name|father(?:'s)? name|"
        rf"son of|daughter of|s/o|d/o|подозреваем(?:ый|ая)|задержан(?:а|ный|ная)?|المشتبه به|ملزم|متهم))"
        rf"\s*[:=]?\s*{_NAME}")),
    ("an address", re.compile(r"(?i)\b(?:house|flat|apartment)\s+(?:no\.?\s*)?\d+[\w/]*,?\s+"
                              r"(?:street|road|lane|block)\b[^;|]{0,40}")),
)

_NARROW = re.compile(r"(?i)\bTLP\s*[:\s-]\s*(?:RED|AMBER(?:\+STRICT)?)\b")


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
