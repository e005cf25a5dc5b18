"""Plain text: a cell in one spelling, each character with its place in the cell as written.

Full-width forms, digits of any script, dashes, quotes, Arabic punctuation and look of whitespace become
plain; vowel signs, the lengthening stroke, joiners and direction marks go. Letters keep their script and their
case. UTF-8 that was read as Windows-1252 is read again as what it was.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

ORDINAL: Final = "°"
NUMERO: Final = "№"
STAR: Final = "★"
LOST: Final = "\ufffd"
"""What a decoder writes for bytes that it cannot read."""

_SAME: Final = (
    dict.fromkeys("‐‑‒–—―−﹘﹣－\u00ad", "-")
    | dict.fromkeys("‘’‚‛′`´ʼ＇", "'")
    | dict.fromkeys("“”„‟«»″＂", '"')
    | dict.fromkeys("º°ª˚", ORDINAL)
    | dict.fromkeys("☆✩✪✫✬✭✮✯⭐⋆", STAR)
    | {"،": ",", "؛": ";", "؟": "?", "٫": ".", "٬": ",", "·": ".", "•": ".", "۔": ".", "⁄": "/", "\\": "/"}
    | {"¿": "", "¡": "", "…": "…", "№": NUMERO, "×": "x", "ـ": "", LOST: LOST, "∗": "*", "٭": "*"}
)

_MOJIBAKE: Final = re.compile("[ÃÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Ð[\u0080-¿‚„…]|Ñ[\u0080-\u008f]")


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain text of a cell and, for each of its characters, the index in the cell as written."""

    text: str
    at: tuple[int, ...] | range


def plain(written: str) -> Plain:
    """The plain text of a cell. ASCII passes as it is."""
    if written.isascii():
        return Plain(written.replace("\\", "/").replace("`", "'"), range(len(written)))
    text, places = _decoded(written)
    out: list[str] = []
    at: list[int] = []
    for char, place in zip(text, places, strict=True):
        for piece in _plain_char(char):
            out.append(piece)
            at.append(place)
    return Plain("".join(out), tuple(at))


@cache
def word_key(word: str) -> str:
    """How a word is looked up: lower case, without accents, one code point for one Arabic letter."""
    if word.isascii():
        return word.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return bare.translate(_ARABIC_KEY).replace("ł", "l").replace("ı", "i")


_ARABIC_KEY: Final = str.maketrans("كىيےۍہھةەګٱ", "کییییههههگا")


def _decoded(written: str) -> tuple[str, range | list[int]]:
    """Undo one wrong decoding, keeping each character's place."""
    if _MOJIBAKE.search(written) is None:
        return written, range(len(written))
    try:
        text = written.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return written, range(len(written))
    places: list[int] = []
    place = 0
    for char in text:
        places.append(place)
        place += len(char.encode("utf-8"))
    return text, places


@cache
def _plain_char(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    if char.isspace():
        return "\n" if char in "\n\r\u2028\u2029" else " "
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Cs") or (category == "Mn" and "\u0600" <= char <= "\u06ff"):
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded == char else "".join(map(_plain_char, folded))
