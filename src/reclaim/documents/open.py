"""Bytes of any sort to a canonical text: what the file is by its content, whatever its name says."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from reclaim.documents.limits import Limits
from reclaim.documents.sniff import Kind, kind_of, named_kind
from reclaim.documents.text import Draft, Text
from reclaim.model.errors import InputError

Reader = Callable[[bytes, str, Limits], Text]

# These are opened in a process of their own: their parsers are large and a file may lead them astray.
_APART = {
    Kind.PDF: ("reclaim.documents.formats.pdf", "read_pdf"),
    Kind.SHEET: ("reclaim.documents.formats.sheet", "read_sheet"),
}


def bytes_of(path: Path, limits: Limits) -> bytes:
    """The bytes of a file. Raises InputError if it is missing, no file, or larger than the limit."""
    try:
        if not path.is_file():
            raise InputError("there is no such file", where=str(path))
        size = path.stat().st_size
        if size > limits.size:
            raise InputError(
                f"the file has {size:,} bytes, the limit is {limits.size:,}",
                where=str(path),
                mend="split it or raise the limit",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", where=str(path)) from error


def open_document(raw: bytes, where: str, limits: Limits) -> Text:
    """The canonical text of a document. Whatever is wrong with it is a problem of the text, never an exception."""
    draft = Draft(where, limits.characters)
    if len(raw) > limits.size:
        draft.note(
            "too_large",
            f"the document has {len(raw):,} bytes, the limit is {limits.size:,}",
            "split it or raise the limit",
            fatal=True,
        )
        return draft.finish()
    if len(raw.strip(b"\x00 \t\r\n")) == 0:
        draft.note("empty", "there is nothing in the file", fatal=True)
        return draft.finish()
    kind = kind_of(raw)
    text = _read(kind, raw, where, limits)
    claimed = named_kind(where)
    if claimed is not None and claimed is not kind and kind is not Kind.UNKNOWN:
        return _with_note(
            text, where, limits, "other_type", f"the name says {claimed}, the content is {kind}; it was read as {kind}"
        )
    return text


def _read(kind: Kind, raw: bytes, where: str, limits: Limits) -> Text:
    reader = _reader(kind)
    draft = Draft(where, limits.characters)
    if reader is None:
        draft.note(
            "unknown_type",
            "this is no text, HTML, PDF, DOCX, e-mail or spreadsheet; it was kept and not read",
            "convert it to one of these",
            fatal=True,
        )
        return draft.finish()
    started = time.monotonic()
    text = reader(raw, where, limits)
    if time.monotonic() - started > limits.seconds * 2 and not any(p.code == "out_of_time" for p in text.problems):
        return _with_note(
            text, where, limits, "slow", "the file took longer to open than the limit allows; it may not be whole"
        )
    return text


def _reader(kind: Kind) -> Reader | None:
    """The reader of a sort of file, imported when it is needed."""
    if kind is Kind.TEXT:
        from reclaim.documents.formats.plain import read_plain

        return read_plain
    if kind is Kind.HTML:
        from reclaim.documents.formats.html import read_html

        return read_html
    if kind in _APART:
        from reclaim.documents.worker import open_apart

        module, function = _APART[kind]
        return lambda raw, where, limits: open_apart(module, function, raw, where, limits)
    if kind is Kind.DOCX:
        from reclaim.documents.formats.docx import read_docx

        return read_docx
    if kind is Kind.EMAIL:
        from reclaim.documents.formats.mail import read_mail

        return read_mail
    return None


def _with_note(text: Text, where: str, limits: Limits, code: str, what: str) -> Text:
    from dataclasses import replace

    draft = Draft(where, limits.characters)
    draft.note(code, what)
    return replace(text, problems=(*text.problems, *draft.problems))
