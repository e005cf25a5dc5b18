"""A record made by hand from words of a source, in any script: what a person highlights is what it is anchored at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from reclaim.desk.case import Case
from reclaim.desk.reviewed import records_of
from reclaim.desk.sourcetext import SourceText, source_text
from reclaim.model.errors import UsageError
from reclaim.model.record import Record

OF: Final = {
    "statement": ("speaker", "role", "party", "addressee", "date", "content"),
    "event": ("event", "date", "place", "province", "country", "precision", "by", "from", "to",
              "type", "quantity", "qualifier", "serial"),
}
"""What can be said of the words, by what is made of them."""

_LINE: Final = ("type", "quantity", "qualifier", "serial")


def find(text: str, words: str) -> tuple[int, int]:
    """Where words stand in a text, however their spaces and lines fall. Raises UsageError unless they stand once."""
    parts = [re.escape(word) for word in words.split()]
    found = [m.span() for m in re.finditer(r"\s+".join(parts), text)] if len(parts) > 0 else []
    if len(found) != 1:
        raise UsageError(f"these words stand {len(found)} times in the source" if len(found) > 0 else
                         "these words do not stand in the source",
                         mend="write them as the source does, and enough of them that they stand once")
    return found[0]


def highlighted(case: Case, source: str, span: tuple[int, int], kind: str, told: Mapping[str, str],
                author: str = "") -> tuple[Record, ...]:
    """Make the records of a statement or an event from the characters `span` of a source's text; `told` as OF has it.

    What is quoted is the words themselves, unless `content` says it in others. The same again changes nothing. Raises
    UsageError (no such words or source, something needed that is missing, nobody named as author), InputError,
    CaseBusy, WriteError.
    """
    who, found = case.author_or(author), source_text(case, source)
    made = records_of(found.sha256, _body(found, span, kind, told)).records
    with case.writing("highlight", who, {"source": found.sha256, "span": list(span)}) as work:
        for record in made:
            work.record(record)
    return made


def _body(found: SourceText, span: tuple[int, int], kind: str, told: Mapping[str, str]) -> dict[str, Any]:
    """What a reader would have proposed."""
    start, end = span
    if kind not in OF:
        raise UsageError(f"no '{kind}' can be made of words", mend=f"use {' or '.join(OF)}")
    if not 0 <= start < end <= len(found.text):
        raise UsageError("the source has no such characters", mend=f"it has {len(found.text):,}")
    unknown = sorted(set(told) - set(OF[kind]))
    if len(unknown) > 0:
        raise UsageError(f"'{unknown[0]}' is nothing that is said of {'an' if kind == 'event' else 'a'} {kind}",
                         mend=f"use some of {', '.join(OF[kind])}")
    given = {name: text.strip() for name, text in told.items() if text.strip() != ""}
    body: dict[str, Any] = {"kind": kind, "start": start, "end": end, **given}
    if kind == "statement":
        quoted = "content" not in given
        return {**body, "content": found.text[start:end] if quoted else given["content"],
                "quote_type": "direct" if quoted else "indirect"}
    line = {name: given[name] for name in _LINE if name in given}
    if len(line) > 0:
        mention = {"start": start, "end": end, "written": line.get("type", ""), "types": [line.get("type", "")],
                   "quantity": line.get("quantity", ""), "qualifier": line.get("qualifier", ""),
                   "marks": [line["serial"]] if "serial" in line else []}
        body["items"] = [mention]
    return body
