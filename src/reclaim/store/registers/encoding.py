"""Which encoding a text file is in, and its bytes as UTF-8 whatever mixture they are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from reclaim.store.registers.words import names, personal, phrase_in, plain

# Eight-bit encodings of the languages that registers come in; the first is the usual one, and wins ties.
EIGHT_BIT = ("cp1252", "cp1251", "cp1256", "cp1250", "cp1254", "cp866", "koi8-r")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` is the encoding of the file, `mark` the length of its byte order mark."""

    name: str
    mark: int = 0

    @property
    def wide(self) -> bool:
        """Whether characters are two or four bytes, so that lines cannot be found before decoding."""
        return self.name.startswith(("utf-16", "utf-32"))


def sniff(sample: bytes) -> Encoding:
    """The encoding of a file from its first bytes (a megabyte or so)."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            order = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be",
                     codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"}.get(mark, "utf-8")
            return Encoding(order if name != "utf-8-sig" else "utf-8", len(mark))
    wide = _wide_without_mark(sample)
    if wide is not None:
        return Encoding(wide)
    lines = [line for line in sample.splitlines() if _HIGH.search(line)]
    good = sum(_is_utf8(line) for line in lines)
    # A sample may end inside a character: its last line says nothing against UTF-8.
    if good >= len(lines) - 1 or good > len(lines) / 2:
        return Encoding("utf-8") if good > 0 or len(lines) == 0 else _eight_bit(sample)
    return _eight_bit(sample)


def to_utf8(data: bytes, encoding: str) -> tuple[bytes, list[int]]:
    """Whole lines as UTF-8, and the places (from 0) of the lines that were in another encoding than the rest."""
    if encoding == "utf-8":
        if data.isascii() or _is_utf8(data):
            return data, []
        return _by_lines(data, "utf-8", "cp1252")
    if data.isascii():
        return data, []
    return _by_lines(data, encoding, "utf-8")


def decode(data: bytes, encoding: str) -> str:
    """Bytes as text; what an eight-bit encoding does not define is read as Latin-1."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding in EIGHT_BIT:
            return "".join(_one(byte, encoding) for byte in data)
        return data.decode(encoding, "replace")


def _one(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


def _by_lines(data: bytes, first: str, second: str) -> tuple[bytes, list[int]]:
    out, odd = [], []
    for place, line in enumerate(data.splitlines(keepends=True) if b"\r\n" not in data else _crlf(data)):
        if line.isascii() or (first == "utf-8" and _is_utf8(line)):
            out.append(line)
        elif first != "utf-8" and not _is_utf8(line):
            out.append(decode(line, first).encode())
        else:
            odd.append(place)
            out.append(line if second == "utf-8" else decode(line, second).encode())
    return b"".join(out), odd


def _crlf(data: bytes) -> list[bytes]:
    return [line + b"\n" for line in data.removesuffix(b"\n").split(b"\n")]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide_without_mark(sample: bytes) -> str | None:
    """UTF-16 without a mark shows in the zero bytes of its Latin letters, digits and separators."""
    head = sample[:4096]
    if len(head) < 4 or head.count(0) < len(head) / 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _eight_bit(sample: bytes) -> Encoding:
    """The encoding in which most words of the first lines are known as headers; the usual one if none is."""
    lines = sample.splitlines()[:40]
    scores = [(sum(_known(decode(line, name)) for line in lines), -place, name)
              for place, name in enumerate(EIGHT_BIT)]
    return Encoding(max(scores)[2])


def _known(line: str) -> int:
    """How many cells of a line hold a known header that is not in plain Latin letters."""
    whole, within = personal()
    phrases = names() | whole | within
    found = [phrase_in(plain(cell), phrases) for cell in re.split(r"[,;\t|\"]+", line) if not cell.isascii()]
    return sum(hit is not None and not hit[0].isascii() for hit in found)
