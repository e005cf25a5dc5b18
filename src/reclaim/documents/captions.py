"""What the words over a table say of all its rows: the event that befell the arms, the kind of count, the date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reclaim.documents.dates import dates_in
from reclaim.documents.lexicon import rows
from reclaim.documents.text import Table, Text
from reclaim.model.proposal import SegmentRole

_OVER = frozenset({SegmentRole.HEADLINE, SegmentRole.HEADING, SegmentRole.PARAGRAPH})


@dataclass(frozen=True, slots=True)
class About:
    """The event, the kind of count and the date that hold for every row; empty where nothing is said. `words` are the
    ones that said the event or the kind."""

    event: str = ""
    kind: str = ""
    date: str = ""
    words: str = ""


def about(document: Text, table: Table, headers: Sequence[str]) -> About:
    """By the heads of the columns ("Seized on"), else the caption, else the two parts of the text before the table."""
    start = min(s.start for row in table.rows for s in row)
    earlier = max((s.end for s in document.segments if s.role is SegmentRole.CELL and s.end <= start), default=0)
    before = [s for s in document.segments if earlier <= s.start < start]
    over = [*[s for s in before if s.role is SegmentRole.CAPTION][-1:], *reversed([s for s in before if s.role in _OVER][-2:])]
    texts = [document.text[s.start : s.end] for s in over]
    event = next(((t, kind) for t in [" ".join(headers), *texts] if (kind := event_named(t)) != ""), ("", ""))
    stock = next(((t, kind) for t in texts if (kind := count_named(t)) != ""), ("", ""))
    titles = [t for t, s in zip(texts, over, strict=True) if s.role is not SegmentRole.PARAGRAPH]
    date = next((d.iso for t in titles for d in dates_in(t, None) if d.iso != ""), "")
    return About(event[1], stock[1], date, event[0] or stock[0])


def event_named(words: str) -> str:
    """The kind of event that a caption names, the first of several; empty if none."""
    return next((_events()[w] for w in re.findall(r"[a-z]+", words.lower()) if w in _events()), "")


def count_named(words: str) -> str:
    """The kind of count that a header or caption names."""
    plain = re.sub(r"[\s_/.:-]+", " ", words).strip().casefold()
    return next((kind for phrase, kind in _counts().items() if re.search(rf"\b{re.escape(phrase)}\b", plain)), "")


@cache
def _events() -> dict[str, str]:
    return {r["word"]: r["kind"] for r in rows("events.csv") if r["pos"] == "caption"}


@cache
def _counts() -> dict[str, str]:
    listed = rows("table_headers.csv")
    return {r["header"]: r["column"].removeprefix("count ") for r in listed if r["column"].startswith("count ")}
