"""Tables inside documents become records: a row of a seizure list, a delivery list, a stock table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reclaim.documents.captions import About, about
from reclaim.documents.lexicon import rows
from reclaim.documents.quantities.amounts import amounts
from reclaim.documents.text import Table, Text
from reclaim.model.proposal import Proposal, ProposalKind, RecordFields, Segment, Span
from reclaim.model.quantity import Qualifier

_TOTAL = re.compile(r"(?i)^(?:grand\s+|sub-?)?total\b|^sum\b|^all\s+types$")
_NAMED_PERSON = re.compile(
    r"(?i)\b(?:suspect|accused|possessor|owner name|name of (?:the )?(?:accused|suspect|owner|person)|date of birth"
    r"|dob|father|cnic|passport|phone|address)\b"
)


def records_of(document: Text) -> list[Proposal]:
    """A proposal for each row of each table whose head is understood: at least a type, and a number or a mark."""
    found: list[Proposal] = []
    for table in document.tables:
        found += _rows(document, table, len(found))
    return found


def _rows(document: Text, table: Table, count: int) -> list[Proposal]:
    head = next((k for k, row in enumerate(table.rows[:6]) if _understood(_columns(document, row))), None)
    if head is None:
        return []
    columns = _columns(document, table.rows[head])
    over = about(document, table, [header for _, header in columns.values()])
    found: list[Proposal] = []
    for row in table.rows[head + 1 :]:
        found += _records(document, row, columns, table, over, count + len(found))
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
    counted = "quantity" in meanings or "serial" in meanings or any(m.startswith("count ") for m in meanings)
    return "type" in meanings and counted


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


def _records(
    document: Text, row: Sequence[Segment], columns: dict[str, tuple[str, str]], table: Table, over: About, count: int
) -> list[Proposal]:
    """The record of a row; one for each kind of count where the columns are kinds ("Delivered", "On hand")."""
    cells: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    kinds: list[tuple[str, str, Segment]] = []
    for place, segment in enumerate(row):
        meaning, header = columns.get(_column(segment, place), ("", ""))
        written = document.text[segment.start : segment.end]
        if meaning == "personal":
            continue
        if meaning.startswith("count "):
            kinds.append((meaning.removeprefix("count "), written, segment))
        elif meaning == "" or meaning in cells:
            extra.append((header, written))
        else:
            cells[meaning] = written
    if cells.get("type", "") == "" or _TOTAL.match(cells["type"]) is not None or _is_total(document, row):
        return []
    notes = ["a column of personal data was left out"] if any(m == "personal" for m, _ in columns.values()) else []
    first, last = min(s.start for s in row), max(s.end for s in row)
    told: list[tuple[str, dict[str, str], int, int]] = [
        ("stock", {**cells, "quantity": written, "kind": kind}, first, cell.end)
        for kind, written, cell in kinds
        if amounts(written) or written.strip().isdigit()
    ]
    if len(kinds) == 0 and ("quantity" in cells or "serial" in cells):
        happened = "serial" in cells or "date" in cells or "place" in cells or over.event != ""
        stock = {} if happened or over.kind == "" else {"kind": over.kind}
        told = [("event_lines" if happened else "stock", {**cells, **stock}, first, last)]
    if over.words != "" and len(kinds) == 0:
        notes.append(f"what the words over the table say of every row: {over.words.strip()}")
    address = f"{table.name} {row[0].cell}".strip()
    found: list[Proposal] = []
    for form, said, start, end in told:
        event = over.event if form == "event_lines" else ""
        dated = {"as_of": over.date} if form == "stock" and over.date != "" and "as_of" not in said else {}
        fields = RecordFields(form, tuple(sorted(_qualified({**said, **dated}).items())), address, tuple(extra), event)
        name, span = f"r{count + len(found) + 1}", Span.of(document.text, start, end)
        found.append(Proposal(name, ProposalKind.RECORD, span, row[0].role, fields, (), "table", None, row[0].page,
                              row[0].cell, tuple(notes)))  # fmt: skip
    return found


def _is_total(document: Text, row: Sequence[Segment]) -> bool:
    return any(_TOTAL.match(document.text[s.start : s.end]) is not None for s in row[:2])


def _qualified(cells: dict[str, str]) -> dict[str, str]:
    """“about 120” in a cell of numbers is 120, about."""
    written = cells.get("quantity", "")
    read = amounts(written)
    if len(read) == 1 and read[0].qualifier is not Qualifier.EXACT and read[0].second is None and read[0].end - read[0].start == len(written.strip()):
        return {**cells, "quantity": str(read[0].first), "qualifier": str(read[0].qualifier)}
    return cells


def _column(segment: Segment, place: int) -> str:
    letters = re.search(r"([A-Z]+)\d+$", segment.cell)
    return str(place) if letters is None else letters[1]
