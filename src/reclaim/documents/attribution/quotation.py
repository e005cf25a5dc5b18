"""Stretches between quotation marks in a parsed paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPEN = frozenset("“„«‟")
_CLOSE = frozenset("”»")
_MARKS = "\"'`’‘“”„«»‟ʼ´"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens `first` to `last`, marks included. `open_end`: the paragraph ends before it is closed."""

    first: int
    last: int
    open_end: bool = False

    def __len__(self) -> int:
        return self.last - self.first + 1

    def holds(self, position: int) -> bool:
        """Whether a token lies inside."""
        return self.first <= position <= self.last


def quotations(doc: Doc, written: str) -> list[Quotation]:
    """All quotations of a paragraph. `written` is the paragraph as written: its marks may show their side."""
    found: list[Quotation] = []
    if not any(mark in written for mark in _MARKS):
        return found
    start: int | None = None
    for token in doc:
        if token.text not in ('"', "``", "''"):
            continue
        opens = _opens(doc, token.i, written, start is not None)
        if start is None and opens:
            start = token.i
        elif start is not None and not opens:
            found.append(Quotation(start, token.i))
            start = None
        elif start is not None and opens:
            found.append(Quotation(start, max(start, token.i - 1), open_end=True))
            start = token.i
    if start is not None and start < len(doc) - 1:
        found.append(Quotation(start, len(doc) - 1, open_end=True))
    return [*found, *_single(doc, written, found)]


def is_speech(doc: Doc, quotation: Quotation) -> bool:
    """A quotation long enough, or with a finite verb: speech, not a word held with tongs."""
    inside = [t for t in doc[quotation.first + 1 : quotation.last] if t.is_alpha]
    if len(inside) >= 7:
        return True
    return len(inside) >= 2 and any(t.tag_ in ("VBD", "VBP", "VBZ", "MD") for t in inside)


def _opens(doc: Doc, position: int, written: str, inside: bool) -> bool:
    token = doc[position]
    mark = written[token.idx : token.idx + 1]
    if mark in _OPEN or token.text == "``":
        return True
    if mark in _CLOSE or token.text == "''":
        return False
    if inside:
        return False
    return position + 1 < len(doc) and token.whitespace_ == ""


def _single(doc: Doc, written: str, doubles: list[Quotation]) -> list[Quotation]:
    """Single marks used as the outer ones: opened after a blank, closed before one, outside of double marks."""
    found: list[Quotation] = []
    start: int | None = None
    for token in doc:
        if token.text not in ("'", "`") or any(q.holds(token.i) for q in doubles):
            continue
        after_blank = token.i == 0 or doc[token.i - 1].whitespace_ != ""
        mark = written[token.idx : token.idx + 1]
        if start is None and (mark in "‘`" or (mark == "'" and after_blank and token.whitespace_ == "")):
            start = token.i
        elif start is not None and mark in "’'" and not after_blank:
            found.append(Quotation(start, token.i))
            start = None
    return found
