"""Readings to be traced: marks given one by one, a spreadsheet of them, or the recoveries that the case holds."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reclaim import marks
from reclaim.model.errors import InputError, UsageError
from reclaim.model.event import TURNED_UP
from reclaim.model.item import Entry
from reclaim.model.mark import Completeness, Legibility, MarkCell, Reason
from reclaim.model.problem import Problem
from reclaim.model.progress import Progress
from reclaim.model.register import RegisterKind

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.accounting.assemble import Assembly
    from reclaim.desk.case import Case

FIELDS = ("make", "model", "calibre", "country")

# Words for the reasons why a cell cannot be traced by a serial number, as an answer says them.
REASONS: Mapping[Reason, str] = {
    Reason.NOT_RECORDED: "no mark is recorded here",
    Reason.OBLITERATED: "the mark was removed or overstamped",
    Reason.NEVER_MARKED: "the weapon is said to bear no mark",
    Reason.PLACEHOLDER: "this is a filler, not a mark",
    Reason.SPREADSHEET_DAMAGE: "a spreadsheet changed the mark; go back to the file that it came from",
    Reason.OTHER_TEXT: "these words or numbers are no mark",
    Reason.TOO_LITTLE_READ: "fewer than three symbols of the mark were read",
    Reason.NOT_A_SERIAL: "a lot, rack or ownership number points at no one weapon",
}

EPOCH = 719163
"""1970-01-01 as a proleptic Gregorian ordinal."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings as columns: `rows` the numbers that the user knows them by (from 1), `written` the cells, the FIELDS
    as written, and `days` of the find (days since 1970, None if not stated). `finds` are the lines of the case that they
    stand in, by the names that a decision takes; none for readings from elsewhere."""

    rows: Sequence[int]
    written: Sequence[str]
    fields: Mapping[str, Sequence[str]]
    days: Sequence[int | None]
    problems: Sequence[Problem] = ()
    finds: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.rows)


def given(written: Sequence[str], fields: Mapping[str, str], day: int | None) -> Readings:
    """Marks typed in, all with the same fields."""
    count = len(written)
    return Readings(range(1, count + 1), list(written),
                    {name: [fields.get(name, "")] * count for name in FIELDS}, [day] * count)


def of_file(path: Path, fields: Mapping[str, str], day: int | None, progress: Progress) -> Readings:
    """The rows of a spreadsheet (xlsx, ods, csv, parquet, json), its columns recognised as those of a register are.

    A field given beside holds for rows that state none. Raises InputError.
    """
    from reclaim.store.registers import adding, folder

    with tempfile.TemporaryDirectory(prefix="reclaim-readings-") as there:
        file = _from_json(path, Path(there)) if path.suffix.lower() == ".json" else path
        request = adding.Request("readings", RegisterKind.FOUND)
        added = adding.add(Path(there), [file], request, progress=progress)
        if len(added.register.mapping.became("serial")) == 0:
            raise InputError("no column of it holds marks", where=str(path),
                             mend="name the column serial, or say so with a header that does")
        table = folder.rows(Path(there), added.snapshot, ["row", "serial", *FIELDS, "date_lo"])
        return _of_table(table, fields, day, added.problems)


def case_finds(case: Case) -> list[Entry]:
    """The lines with a mark of what turned up, in the order of their ids."""
    from reclaim.desk.assembled import assembled

    return finds_of(assembled(case))


def finds_of(found: Assembly) -> list[Entry]:
    """The same of what was assembled already."""
    return sorted((e for item in found.items for e in item.entries if e.event.kind in TURNED_UP
                   and e.line.serial != "" and "@" not in e.line.id), key=lambda e: e.line.id)


def of_case(case: Case) -> Readings:
    """The marks of what turned up, as the case's event lines state them, in the order of their ids."""
    found = case_finds(case)
    lines = [e.line for e in found]
    return Readings(
        range(1, len(lines) + 1), [line.serial for line in lines],
        {"make": [line.make for line in lines], "model": [line.model for line in lines],
         "calibre": [""] * len(lines), "country": [line.origin for line in lines]},
        [None if e.event.date.lo is None else e.event.date.lo.toordinal() - EPOCH for e in found],
        finds=[e.record.key for e in found])


def _of_table(table: pa.Table, fields: Mapping[str, str], day: int | None, problems: Sequence[Problem]) -> Readings:
    columns = {name: [cell or fields.get(name, "") for cell in table.column(name).to_pylist()] for name in FIELDS}
    days = [day if d is None else d.toordinal() - EPOCH for d in table.column("date_lo").to_pylist()]
    return Readings(table.column("row").to_pylist(), [cell or "" for cell in table.column("serial").to_pylist()],
                    columns, days, problems)


def _from_json(path: Path, into: Path) -> Path:
    """A list of objects as CSV."""
    import csv

    try:
        rows = json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"it cannot be read as JSON: {error}", where=str(path)) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or len(rows) == 0:
        raise InputError("it is no list of objects", where=str(path), mend='write [{"serial": "..."}, ...]')
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = into / f"{path.stem}.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in rows)
    return out


@dataclass(frozen=True, slots=True)
class Asked:
    """Cells as ways of reading: for each its alternatives (pattern, and what is doubtful or restored in it, by place),
    the patterns of further marks, and why it cannot be traced ("" if it can)."""

    alternatives: Sequence[Sequence[tuple[str, tuple[tuple[int, str], ...]]]]
    others: Sequence[Sequence[str]]
    reasons: Sequence[str]


def asked(written: Sequence[str]) -> Asked:
    """What each cell asks. Cells without doubtful or restored characters are read as a column."""
    table = marks.parse_column(list(written))
    alternatives: list[Any] = []
    others: list[list[str]] = []
    reasons: list[str] = []
    columns = (table.column(name).to_pylist() for name in
               ("pattern", "alternatives", "others", "traceable", "reason", "completeness"))
    for cell, pattern, more, further, traceable, reason, how in zip(written, *columns, strict=True):
        if not traceable:
            alternatives.append([])
            others.append([])
            reasons.append(REASONS[Reason(reason)] if reason else REASONS[Reason.NOT_RECORDED])
            continue
        ways: list[tuple[str, tuple[tuple[int, str], ...]]] = [(text, ()) for text in (pattern, *_split(more))]
        if how in (Completeness.DOUBTFUL, Completeness.RESTORED):
            ways = _told(marks.parse(cell)) or ways
        alternatives.append(ways)
        others.append(_split(further))
        reasons.append("")
    return Asked(alternatives, others, reasons)


def _split(cell: str | None) -> list[str]:
    return [part for part in (cell or "").split(";") if part != ""]


def _told(cell: MarkCell) -> list[tuple[str, tuple[tuple[int, str], ...]]]:
    """Patterns with what is doubtful or restored in them."""
    principal = cell.principal
    if principal is None:
        return []
    return [(r.pattern, tuple((n, str(c.legibility)) for n, c in enumerate(r.characters)
                              if c.legibility in (Legibility.DOUBTFUL, Legibility.RESTORED)))
            for r in principal.readings]


def day_of(words: str) -> int | None:
    """The first day of a date, counted from 1970. Raises UsageError if it is no date."""
    from reclaim.model.when import BadDate, When

    if words.strip() == "":
        return None
    try:
        found = When.parse(words)
    except BadDate as error:
        raise UsageError(f"--date '{words}': {error}", mend="write 2023-05-01, 2023-05 or 2023") from None
    return None if found.lo is None else found.lo.toordinal() - EPOCH
