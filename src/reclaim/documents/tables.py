"""Tables inside documents become records: a row of a seizure list, a delivery list, a stock table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reclaim.documents.items import Names
from reclaim.documents.lexicon import rows
from reclaim.documents.text import Table, Text
from reclaim.model.proposal import Proposal, ProposalKind, RecordFields, Segment, Span

_TOTAL = re.compile(r"(?i)^(?:grand\s+|sub-?)?total\b|^sum\b|^all\s+types$")
_NAMED_PERSON = re.compile(
    r"(?i)\b(?:suspect|accused|possessor|owner name|name of (?:the )?(?:accused|suspect|owner|person)|date of birth"
    r"|dob|father|cnic|passport|phone|address)\b"
)


def records_of(document: Text, names: Names) -> list[Proposal]:
    """A proposal for each row of each table whose head is understood: at least a type, and a number or a mark."""
    found: list[Proposal] = []
    for table in document.tables:
        found += _rows(document, table, names, len(found))
    return found


def _rows(document: Text, table: Table, names: Names, count: int) -> list[Proposal]:
    head = next((k for k, row in enumerate(table.rows[:6]) if _understood(_columns(document, row))), None)
    if head is None:
        return []
    columns = _columns(document, table.rows[head])
    found: list[Proposal] = []
    for row in table.rows[head + 1 :]:
        proposal = _record(document, row, columns, table, f"r{count + len(found) + 1}", names)
        if proposal is not None:
            found.append(proposal)
    return found


def _columns(document: Text, row: Sequence[Segment]) -> dict[str, tuple[str, str]]:
    """Column letters (or positions) to (column of the form, header as written)."""
    named: dict[str, tuple[str, str]] = {}
    for place, segment in enumerate(row):
        written = document.text[segment.start : segment.end]
        named[_column(segment, place)] = (_meaning(written), written)
    return named


def _understood(columns: dict[str, tuple[str, str]]) -> bool:
    meanings = {meaning for meaning, _ in columns.values()}
    return "type" in meanings and len(meanings & {"quantity", "serial"}) > 0


def _meaning(header: str) -> str:
    words = re.sub(r"[\s_/.:-]+", " ", header).strip().casefold()
    if _NAMED_PERSON.search(header) is not None:
        return "personal"
    return _headers().get(
        words, next((m for w, m in _headers().items() if re.search(rf"\b{re.escape(w)}\b", words) and len(w) > 3), "")
    )


@cache
def _headers() -> dict[str, str]:
    return {r["header"]: r["column"] for r in rows("table_headers.csv")}


def _record(
    document: Text, row: Sequence[Segment], columns: dict[str, tuple[str, str]], table: Table, name: str, names: Names
) -> Proposal | None:
    cells: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    for place, segment in enumerate(row):
        meaning, header = columns.get(_column(segment, place), ("", ""))
        written = document.text[segment.start : segment.end]
        if meaning == "personal":
            continue
        if meaning == "" or meaning in cells:
            extra.append((header, written))
        else:
            cells[meaning] = written
    if (
        cells.get("type", "") == ""
        or _TOTAL.match(cells["type"]) is not None
        or ("quantity" not in cells and "serial" not in cells)
    ):
        return None
    span = Span.of(document.text, min(s.start for s in row), max(s.end for s in row))
    form = "event_lines" if "serial" in cells or "date" in cells or "place" in cells else "stock"
    notes = ("a column of personal data was left out",) if any(m == "personal" for m, _ in columns.values()) else ()
    fields = RecordFields(form, tuple(sorted(cells.items())), f"{table.name} {row[0].cell}".strip(), tuple(extra))
    return Proposal(
        name, ProposalKind.RECORD, span, row[0].role, fields, (), "table", None, row[0].page, row[0].cell, notes
    )


def _column(segment: Segment, place: int) -> str:
    letters = re.search(r"([A-Z]+)\d+$", segment.cell)
    return str(place) if letters is None else letters[1]
