"""Bytes of a record file to text, with what is not what it should be kept visible.

UTF-8 is expected. UTF-16 is known by its byte-order mark. A file that is not UTF-8 anywhere outside of ASCII, but is
Windows-1252 throughout, is read as that, and a problem says so. Any other byte that is no UTF-8 stays in the text as
a lone surrogate (U+DC80 to U+DCFF), so that the rows that hold one can be refused and the others read.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# A sequence of UTF-8 outside of ASCII: a lead byte and what must follow.
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and the encoding by its usual name; `expected` is false where it is not UTF-8."""

    text: str
    encoding: str
    expected: bool = True


def decode(content: bytes) -> Decoded:
    """The text of a record file. Never fails: what cannot be read stands as lone surrogates."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        errors = "surrogatepass" if len(content) % 2 == 0 else "replace"
        return Decoded(content.decode("utf-16", errors), "UTF-16", False)
    body = content.removeprefix(codecs.BOM_UTF8)
    try:
        return Decoded(body.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    if _MULTIBYTE.search(body) is None:
        try:
            return Decoded(body.decode("cp1252"), "Windows-1252", False)
        except UnicodeDecodeError:
            pass
    return Decoded(body.decode("utf-8", "surrogateescape"), "UTF-8")


def shown(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 stand as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def broken(text: str) -> str:
    """What in a cell is no text: bytes that could not be read, or control characters; empty if all is well."""
    for c in text:
        if "\udc80" <= c <= "\udcff":
            return f"the byte {ord(c) - 0xDC00:#04x} is no UTF-8"
        if "\ud800" <= c <= "\udfff":
            return "half of a character"
        if (c < " " and c not in "\t\n") or c == "\x7f":
            return f"the control character {ord(c):#04x}"
    return ""
