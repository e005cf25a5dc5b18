"""What a file is, by its content."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import PurePath


class Kind(StrEnum):
    """The sorts of file that the reader knows."""

    TEXT = "text"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "DOCX"
    EMAIL = "e-mail"
    SHEET = "spreadsheet"
    UNKNOWN = "unknown"


_ENDINGS = {
    ".txt": Kind.TEXT,
    ".md": Kind.TEXT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".eml": Kind.EMAIL,
    ".xlsx": Kind.SHEET,
    ".xls": Kind.SHEET,
    ".ods": Kind.SHEET,
    ".xlsb": Kind.SHEET,
}
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|article|div|p|h1|table|meta|script|title)[\s>/]")
_HEADER = re.compile(
    rb"(?im)^(?:received|from|to|subject|date|message-id|mime-version|return-path|content-type|x-[\w-]+|cc"
    rb"|delivered-to|reply-to):[ \t]"
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(raw: bytes) -> Kind:
    """The sort of file that `raw` is; text if nothing else fits and it can be text."""
    head = raw[:4096]
    if b"%PDF-" in raw[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _packed(raw)
    if head.startswith(_OLE):
        return (
            Kind.SHEET
            if b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k" in raw[:2_000_000] or b"B\x00o\x00o\x00k" in raw[:2_000_000]
            else Kind.UNKNOWN
        )
    if _binary(head):
        return Kind.UNKNOWN
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _mail(plain):
        return Kind.EMAIL
    squeezed = head.replace(b"\x00", b"")
    if _HTML.search(squeezed) is not None and (
        squeezed.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") or len(_HTML.findall(squeezed)) > 3
    ):
        return Kind.HTML
    return Kind.TEXT


def named_kind(name: str) -> Kind | None:
    """What a file's name says that it is; None if its ending says nothing."""
    return _ENDINGS.get(PurePath(name).suffix.lower())


def _packed(raw: bytes) -> Kind:
    """A zip by the names of its parts."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist()[:5000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Kind.UNKNOWN
    if "word/document.xml" in names:
        return Kind.DOCX
    if any(n.startswith("xl/workbook") for n in names):
        return Kind.SHEET
    if "content.xml" in names and "mimetype" in names:
        return Kind.SHEET
    return Kind.UNKNOWN


def _mail(head: bytes) -> bool:
    first = head.split(b"\n\n")[0].split(b"\r\n\r\n")[0]
    names = {m[0].split(b":")[0].lower() for m in _HEADER.finditer(first)}
    return len(names) >= 3 and (_HEADER.match(first) is not None or first.startswith(b"From "))


def _binary(head: bytes) -> bool:
    """Known pictures, films, programs; or so many control bytes that it is no text in any encoding."""
    if head.startswith(
        (
            b"\x89PNG",
            b"\xff\xd8\xff",
            b"GIF8",
            b"\x7fELF",
            b"MZ",
            b"\x1f\x8b",
            b"Rar!",
            b"7z\xbc\xaf",
            b"OggS",
            b"ID3",
            b"RIFF",
            b"SQLite format 3",
            b"PAR1",
        )
    ):
        return True
    if head[4:8] == b"ftyp":
        return True
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = head.count(0)
    if zeros > len(head) // 3 and (
        head[1::2].count(0) > len(head) * 2 // 5 or head[0::2].count(0) > len(head) * 2 // 5
    ):
        return False
    control = sum(1 for b in head if b < 9 or 13 < b < 27 or 27 < b < 32)
    return control * 10 > len(head) * 3
