"""Bytes to characters, and the word on how sure that is."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-:.]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_\-:.]{2,40})["']""")


# Code pages of the alphabets that reports come in; rarer ones would only be guessed wrong.
_COMMON = (
    "cp1251",
    "koi8_r",
    "cp1256",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "gb18030",
    "shift_jis",
    "euc_kr",
    "big5",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the encoding that gave them, and whether it was guessed or characters were lost."""

    text: str
    encoding: str
    guessed: bool = False
    lost: int = 0


def decode(raw: bytes, declared: str = "") -> Decoded:
    """Decode `raw`: a byte-order mark first, then UTF-8, then what is `declared`, then a guess, told as one."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _forced(raw, encoding)
    wide = _unmarked_wide(raw)
    for encoding in (wide, "utf-8", declared):
        text = _strict(raw, encoding)
        if text is not None:
            return Decoded(text, encoding)
    return _guess(raw)


def declared_in(raw: bytes) -> str:
    """The encoding that the head of an HTML or XML file names; empty if none."""
    found = _XML.search(raw[:1024]) or _META.search(raw[:8192])
    return "" if found is None else found[1].decode("ascii")


def _strict(raw: bytes, encoding: str) -> str | None:
    if encoding == "":
        return None
    try:
        return raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _forced(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, errors="replace")
    return Decoded(text, encoding, lost=text.count("\ufffd"))


def _unmarked_wide(raw: bytes) -> str:
    """UTF-16 without a mark shows as a null byte beside nearly every Latin letter."""
    head = raw[:4000]
    if len(head) < 16 or head.count(0) < len(head) // 3:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _guess(raw: bytes) -> Decoded:
    """One damaged byte does not make a UTF-8 file something else; else the likeliest code page, told as a guess."""
    text = raw.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    high = sum(1 for c in text if ord(c) > 127)
    if lost * 4 <= high:
        return Decoded(text, "utf-8", lost=lost)
    encoding = _likeliest(raw)
    return Decoded(raw.decode(encoding, errors="replace"), encoding, guessed=True)


def _likeliest(raw: bytes) -> str:
    """Few bytes beyond ASCII are accents of the West; many are another alphabet."""
    sample = raw[:200_000]
    if sum(b > 127 for b in sample) * 5 < len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_COMMON)).best()
    return "cp1252" if best is None else best.encoding
