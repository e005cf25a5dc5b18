"""What the model marks, made whole: gaps filled, quotations taken with their marks, loose words dropped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import runs
from reclaim.documents.attribution.quotation import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NEVER_FIRST = frozenset([",", ";", ":", "—", "--", "-", ")"])
_NEVER_LAST = frozenset([",", ";", ":", "—", "--", "-", "("])


def settled(doc: Doc, content: Sequence[int], outside: Sequence[int], quotes: Sequence[Quotation]) -> list[int]:
    """The content's positions after mending; `outside` are those of its cue and source."""
    kept = _without_loose(doc, _filled(content, set(outside)))
    kept = _whole_quotes(kept, set(outside), quotes)
    return _edges(doc, kept, quotes)


def _filled(content: Sequence[int], outside: set[int]) -> list[int]:
    """A gap within one content is filled unless its own cue or source stands there."""
    parts = runs(sorted(content))
    kept: list[int] = list(range(parts[0][0], parts[0][1] + 1)) if len(parts) > 0 else []
    for (_, end), (start, last) in pairwise(parts):
        gap = range(end + 1, start)
        if not any(i in outside for i in gap) and len(gap) <= 25:
            kept += gap
        kept += range(start, last + 1)
    return kept


def _without_loose(doc: Doc, content: list[int]) -> list[int]:
    """A part of one or two words beside a much longer one is no content."""
    parts = runs(content)
    longest = max((b - a + 1 for a, b in parts), default=0)
    return [i for a, b in parts if b - a + 1 > 2 or longest <= 6 for i in range(a, b + 1)]


def _whole_quotes(content: list[int], outside: set[int], quotes: Sequence[Quotation]) -> list[int]:
    held = set(content)
    for quote in quotes:
        inner = range(quote.first + 1, quote.last)
        whole = range(quote.first, quote.last + 1)
        if (
            len(inner) > 0
            and sum(i in held for i in inner) * 10 >= len(inner) * 8
            and not any(i in outside for i in whole)
        ):
            held |= set(whole)
    return sorted(held)


def _edges(doc: Doc, content: list[int], quotes: Sequence[Quotation]) -> list[int]:
    """No comma, dash or full stop at the edge of a part, unless a quotation holds it."""
    quoted = {i for q in quotes for i in range(q.first, q.last + 1)}
    kept: list[int] = []
    for a, b in runs(content):
        while a <= b and doc[a].text in _NEVER_FIRST and a not in quoted:
            a += 1
        while b >= a and (doc[b].text in _NEVER_LAST or doc[b].text == ".") and b not in quoted:
            b -= 1
        kept += range(a, b + 1)
    return kept
