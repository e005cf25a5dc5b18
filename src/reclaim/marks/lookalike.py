"""Look-alikes: which characters of any alphabet count as one *class* when a mark is searched.

A class is a way of searching, never a rewrite: what was written stays as it was written, and the canonical
text of a mark (``reclaim.marks.canonical``) keeps ``O`` and ``0`` apart. Only the search index and its
readers fold a canonical text into class symbols.

Three kinds of character:

* a *symbol*: a letter or digit. It has a class symbol (one character) and a class code (one byte);
* a *wildcard*: ``?`` is one unread character, ``*`` a run of unread characters of unknown length;
* a *separator*: everything else (spaces, dashes, dots, slashes, brackets, accents that stand alone, the
  Arabic lengthening stroke ...). Separators carry no identity and are dropped.

The classes: ``0OQ``, ``1IL``, ``2Z``, ``5S``, ``6G``, ``8B`` (the confusions that examiners and clerks
report most), every other Latin letter and digit alone; a Cyrillic or Greek letter that shares a Latin shape
or the shape of a digit belongs to that class; every other Cyrillic, Greek and Arabic letter keeps a symbol
of its own. Decimal digits of every script count as the digit. The sign ``&`` belongs to ``0``: US Army
records write a real leading zero with it. Letters of other alphabets keep their own symbol but share one
code, ``OTHER_CODE``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from reclaim.model.mark import RUN_AS_WRITTEN

UNKNOWN: Final = "?"
"""One unread character."""

RUN: Final = "*"
"""A run of unread characters of unknown length; canonical texts write it as an ellipsis (``RUN_AS_WRITTEN``)."""

SEPARATOR_CODE: Final = 0
OTHER_CODE: Final = 29
RUN_CODE: Final = 30
UNKNOWN_CODE: Final = 31
"""Digits and Latin letters have codes 1 to 28, so that with the wildcards they fit five bits."""

LATIN_CLASSES: Final[tuple[str, ...]] = (
    "0OQ", "1IL", "2Z", "3", "4", "5S", "6G", "7", "8B", "9",
    "A", "C", "D", "E", "F", "H", "J", "K", "M", "N", "P", "R", "T", "U", "V", "W", "X", "Y",
)  # fmt: skip
"""Codes 1, 2, 3 ... in this order; the first character is the class symbol."""

_SHARED_SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    # Cyrillic (Russian, Ukrainian, Serbian letters)
    dict(zip("АВЕЗІЈКМНОРСЅТУХҮЅԛԜ", "ABE3IJKMHOPCSTYXYSQW", strict=True))
    # Greek
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
    # Greek letters that share a Cyrillic shape
    | dict(zip("ΓΠΦ", "ГПФ", strict=True))
    | {"Ґ": "Г", "Ø": "0", "Ł": "L", "Đ": "D", "&": "0"}
)

_CYRILLIC_OWN: Final = "БГДЖИЛПФЦЧШЩЪЫЬЭЮЯЄ"
_ARABIC_OWN: Final = "ابتثجحخدذرزسشصضطظعغفقکلمنهویپچژگٹڈڑټځڅډړږښڼې"
_GREEK_OWN: Final = "ΔΘΛΞΣΨΩ"

_ARABIC_SAME_LETTER: Final[Mapping[str, str]] = MappingProxyType(
    # One letter, several code points, by the keyboard: Arabic, Persian, Urdu, Pashto.
    dict(zip("كىيےۍہھةەګں", "کییییههههگن", strict=True))
)

_OWN: Final = _CYRILLIC_OWN + _ARABIC_OWN + _GREEK_OWN
_CLASS_OF: Final[Mapping[str, str]] = MappingProxyType(
    {member: members[0] for members in LATIN_CLASSES for member in members} | {letter: letter for letter in _OWN}
)

CODES: Final[Mapping[str, int]] = MappingProxyType(
    {members[0]: place for place, members in enumerate(LATIN_CLASSES, start=1)}
    | {RUN: RUN_CODE, UNKNOWN: UNKNOWN_CODE}
    | {letter: place for place, letter in enumerate(_OWN, start=UNKNOWN_CODE + 1)}
)
"""Class symbol -> class code, one byte. Never renumbered, since saved indexes hold them; new ones go last."""


@cache
def symbol(char: str) -> str:
    """The class symbol of one character; ``""`` for a separator; wildcards stand for themselves."""
    if char in (UNKNOWN, RUN):
        return char
    if char == RUN_AS_WRITTEN:
        return RUN
    letter = _bare(char)
    letter = _ARABIC_SAME_LETTER.get(letter, letter)
    letter = _SHARED_SHAPES.get(letter, letter)
    if letter in _CLASS_OF:
        return _CLASS_OF[letter]
    return letter if letter.isalnum() else ""


@cache
def code(char: str) -> int:
    """The class code of one character: 0 for a separator, ``OTHER_CODE`` for an alphabet not listed."""
    folded = symbol(char)
    return SEPARATOR_CODE if folded == "" else CODES.get(folded, OTHER_CODE)


def fold(text: str) -> str:
    """The class symbols of a text, separators dropped: two marks that look alike fold to one string."""
    return "".join(map(symbol, unicodedata.normalize("NFKC", text.replace(RUN_AS_WRITTEN, RUN))))


def alike(one: str, other: str) -> bool:
    """Whether two characters belong to one class (wildcards are alike only to themselves)."""
    return symbol(one) == symbol(other)


@cache
def code_table() -> bytes:
    """Class codes of the Basic Multilingual Plane: 65,536 bytes, one for each code point.

    Compiled kernels read it as an array of ``uint8``. Characters beyond the plane have ``OTHER_CODE`` if they
    are letters or digits. A character that stands for several (a ligature) has the code of its first.
    """
    return bytes(code(chr(point)) for point in range(0x10000))


def _bare(char: str) -> str:
    """The character in upper case, in its plain form, without its accents; digits of any script as 0 to 9."""
    plain = unicodedata.normalize("NFKD", char)
    base = plain[0] if plain else char
    digit = unicodedata.decimal(base, None)
    if digit is not None:
        return str(digit)
    upper = base.upper()
    return upper if len(upper) == 1 else base
