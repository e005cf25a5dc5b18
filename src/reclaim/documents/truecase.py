"""Headlines In Capitals as a sentence would be written, letter for letter, so that the parser can read them."""

from __future__ import annotations

import re
from functools import lru_cache

from reclaim.documents.countries import countries_in
from reclaim.model.proposal import Segment, SegmentRole

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def truecased(text: str, segment: Segment) -> str:
    """The segment's words for the parser: a title-case headline is lowered but for what the text writes large."""
    words = text[segment.start : segment.end]
    if segment.role not in (SegmentRole.HEADLINE, SegmentRole.HEADING) or not _in_capitals(words):
        return words
    large = _large_words(text[segment.end : segment.end + 20_000])
    keep = [(a, b) for a, b, _, _ in countries_in(words)]
    pieces, at = [], 0
    for m in _WORD.finditer(words):
        pieces.append(words[at : m.start()])
        kept = (
            (m.start() == 0 and m[0].casefold() in {w.casefold() for w in large})
            or m[0] in large
            or any(a <= m.start() < b for a, b in keep)
        )
        kept = kept or any(c.isdigit() for c in m[0]) or (len(m[0]) > 1 and m[0].isupper() and not words.isupper())
        lowered = m[0].lower()
        pieces.append(m[0] if kept or len(lowered) != len(m[0]) else lowered)
        at = m.end()
    return "".join(pieces) + words[at:]


def _in_capitals(words: str) -> bool:
    long_words = [w for w in _WORD.findall(words) if len(w) > 3 and w[0].isalpha()]
    return len(long_words) >= 2 and sum(w[0].isupper() for w in long_words) * 10 >= len(long_words) * 7


@lru_cache(maxsize=16)
def _large_words(below: str) -> frozenset[str]:
    """Words that running text writes large within a sentence and never small."""
    large = {m[1] for m in re.finditer(r"[a-z,;]['’”\"]?\s+[“\"‘]?([A-Z][\w'’]*)", below)}
    large |= {w.split("'")[0].split("’")[0] for w in large}
    small = {m[0] for m in re.finditer(r"\b[a-z][\w'’]*", below)}
    return frozenset(w for w in large if w.lower() not in small)
