"""Cases written as short tables, as a transcriber would: a header and rows, cells split by `|`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from reclaim.accounting.assemble import Assembly, assemble
from reclaim.model.anchor import Anchor
from reclaim.model.decision import Decision
from reclaim.model.form import form_of_header
from reclaim.model.record import Record, RecordKind
from reclaim.model.source import source_id

PARENTS = {RecordKind.LINE: "event", RecordKind.CLAIM: "statement"}


def table(text: str) -> list[dict[str, str]]:
    """Rows of a table: the first line names the columns, cells are split by `|`."""
    lines = [line for line in (raw.strip() for raw in text.splitlines()) if line != ""]
    header = [c.strip() for c in lines[0].split("|")]
    return [dict(zip(header, (c.strip() for c in line.split("|")), strict=True)) for line in lines[1:]]


def records(*tables: Iterable[dict[str, str]]) -> list[Record]:
    """Records of whole tables, each of the form that its columns say."""
    forms = [(form_of_header(rows[0]), rows) for rows in map(list, tables) if len(rows) > 0]
    sources = {row["id"]: source_id(row["title"], row.get("publisher", ""), row.get("address", ""),
                                    row.get("published", ""), row.get("sha256", "").lower())
               for form, rows in forms if form is not None and form.kind is RecordKind.SOURCE for row in rows}
    homes = {row["id"]: row.get("source", "") for form, rows in forms for row in rows
             if form is not None and form.kind not in PARENTS}
    made = []
    for form, rows in forms:
        assert form is not None, f"no form has these columns: {sorted(rows[0])}"
        for row in rows:
            parent = row["id"] if form.kind is RecordKind.SOURCE else homes.get(
                row.get(PARENTS.get(form.kind, ""), ""), row.get("source", ""))
            source = sources.get(parent, parent)
            made.append(Record.make(source, Anchor.row(source, str(form.kind), row["id"]), form.kind, row))
    return made


def folder(path: Path) -> list[Record]:
    """Records of a folder of record files."""
    files = sorted(path.glob("*.csv"))
    return records(*([{k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(
        file.open(encoding="utf-8"))] for file in files))


def case(*texts: str, decisions: Iterable[Decision] = ()) -> Assembly:
    """The assembly of tables written as text. Sources that no table declares stand by their key, origin unknown."""
    tables = [table(t) for t in texts]
    declared = {row["id"] for rows in tables for row in rows if "title" in row}
    named = sorted({row["source"] for rows in tables for row in rows if row.get("source", "") != ""} - declared)
    tables.append([{"id": s, "title": s, "publisher": "", "rests_on": "self"} for s in named])
    return assemble(records(*tables), list(decisions))
