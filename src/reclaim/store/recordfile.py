"""A record file: CSV whose header says which form it is, read row by row.

What cannot be read is named with file, row and column, and the rest is read. Rows are counted as a spreadsheet
counts them: the header is row 1, and a cell with line breaks does not make more rows.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from reclaim.model.errors import InputError
from reclaim.model.form import FORMS, Form, form_of_header
from reclaim.model.problem import Problem
from reclaim.model.record import RecordKind
from reclaim.store.decoding import Decoded, broken, decode

DELIMITERS = (",", ";", "\t")
# No cell of a record is longer, in characters; quotes of statements are a few thousand at most.
LONGEST_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its own `id`, its cells as written (blank ones left out), and where it stands in words."""

    kind: RecordKind
    ident: str
    cells: dict[str, str]
    where: str


@dataclass(frozen=True, slots=True)
class RecordFile:
    """The rows of one file, in its own order, and what was wrong with the others."""

    name: str
    form: Form
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> int:
        """How many rows were not taken."""
        return sum(p.fatal for p in self.problems)


def looks_like(name: str) -> bool:
    """Whether a file is meant as a record file, by its name's ending; anything else is kept as a source."""
    return name.lower().endswith((".csv", ".tsv"))


def read(name: str, content: bytes) -> RecordFile:
    """Read a record file; `name` stands in its problems. Raises InputError if its header is of no form."""
    decoded = decode(content)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter, form, header = _header(name, text)
    columns, problems = _columns(name, form, header)
    problems += _told(name, decoded, text, delimiter)
    rows: dict[str, Row] = {}
    for number, written, complaint in _lines(text, delimiter):
        if number == 1 or (complaint == "" and all(cell.strip() == "" for cell in written)):
            continue
        where = f"{name} row {number}"
        row = _refused(where, columns, written, complaint, len(header)) or _row(form, columns, written, where)
        if isinstance(row, Row) and row.ident in rows:
            row = _twice(row, rows[row.ident])
        if isinstance(row, Problem):
            problems.append(row)
            continue
        rows[row.ident] = row
        if len(written) < len(header):
            problems.append(Problem(where, "short_row", f"it has {len(written)} cells, and the header {len(header)}",
                                    "the rest is read as empty; see that no comma is missing"))
    return RecordFile(name, form, tuple(rows.values()), tuple(problems))


def _header(name: str, text: str) -> tuple[str, Form, list[str]]:
    """The delimiter under which the first row is the header of a form."""
    headers = {delimiter: _names(text, delimiter) for delimiter in DELIMITERS}
    for delimiter, header in headers.items():
        form = form_of_header(header)
        if form is not None:
            return delimiter, form, header
    header = max(headers.values(), key=len)
    if all(cell == "" for cell in header):
        raise InputError("it has no header", where=f"{name} row 1", mend="write the names of the columns in row 1")
    nearest = max(FORMS, key=lambda f: (len(set(header) & set(f.columns)), -len(f.columns)))
    missing = [c for c in ("id", *nearest.signs) if c not in header]
    raise InputError(
        f"its header is of no record file; nearest is {nearest.kind}, which needs {', '.join(missing)} too",
        where=f"{name} row 1", mend="docs/record-files.md lists the forms")


def _names(text: str, delimiter: str) -> list[str]:
    _, written, _ = next(_lines(text, delimiter), (1, [], ""))
    return [cell.strip().lower() for cell in written]


def _columns(name: str, form: Form, header: list[str]) -> tuple[dict[int, str], list[Problem]]:
    """Which position is which column of the form; what is not taken is told."""
    columns: dict[int, str] = {}
    problems: list[Problem] = []
    for position, column in enumerate(header):
        where = f"{name} row 1, column {column or position + 1}"
        if column in columns.values():
            problems.append(Problem(where, "column_twice", "the column stands twice; the first is read",
                                    "take one of them out"))
        elif column in form.columns:
            columns[position] = column
        elif column != "":
            near = difflib.get_close_matches(column, form.columns, 1)
            problems.append(Problem(where, "unknown_column", f"{form.kind} has no such column; it is not taken",
                                    f"is {near[0]} meant?" if len(near) > 0 else "see docs/record-files.md"))
    return columns, problems


def _told(name: str, decoded: Decoded, text: str, delimiter: str) -> list[Problem]:
    """That a file is not UTF-8, at the first cell that shows it."""
    if decoded.expected:
        return []
    mend = "save it as UTF-8, and look whether accents and quotation marks are right"
    for number, written, _ in _lines(text, delimiter):
        for position, cell in enumerate(written):
            if not cell.isascii():
                return [Problem(f"{name} row {number}, column {position + 1}", "encoding",
                                f"the file is not UTF-8; it is read as {decoded.encoding}", mend)]
    return [Problem(f"{name} row 1", "encoding", f"the file is not UTF-8; it is read as {decoded.encoding}", mend)]


def _refused(where: str, columns: dict[int, str], written: list[str], complaint: str, width: int) -> Problem | None:
    """Why a row cannot be taken as it stands in the file; None if it can."""
    if complaint != "":
        return Problem(where, "malformed", complaint, "see that its quotation marks are closed", True)
    if any(cell.strip() != "" for cell in written[width:]):
        return Problem(where, "ragged_row", f"it has {len(written)} cells, and the header {width}",
                       "put cells that hold commas in quotation marks", True)
    for position, column in columns.items():
        cell = written[position] if position < len(written) else ""
        if len(cell) > LONGEST_CELL:
            return Problem(f"{where}, column {column}", "too_long", f"the cell has {len(cell)} characters",
                           f"at most {LONGEST_CELL} are read", True)
        if (what := broken(cell)) != "":
            return Problem(f"{where}, column {column}", "encoding", f"{what}", "save the file as UTF-8", True)
    return None


def _row(form: Form, columns: dict[int, str], written: list[str], where: str) -> Row | Problem:
    cells = {column: written[position] for position, column in columns.items()
             if position < len(written) and written[position].strip() != ""}
    ident = cells.get("id", "").strip()
    if ident == "":
        return Problem(f"{where}, column id", "missing", "the cell is empty", "fill in id", True)
    if ";" in ident or "\n" in ident:
        return Problem(f"{where}, column id", "bad_id", f"'{ident}' cannot be named in a list", "use no ; in an id",
                       True)
    return Row(form.kind, ident, cells, where)


def _twice(row: Row, first: Row) -> Problem:
    return Problem(f"{row.where}, column id", "duplicate_id", f"'{row.ident}' is the id of {first.where} too",
                   "give each row an id of its own", True)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Rows as (number, cells, complaint). After a row that is no CSV, reading goes on in the next line."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    start, number = 0, 0
    while start < len(lines):
        taken = _Taken(lines, start)
        rows = csv.reader(taken, delimiter=delimiter, strict=True)
        try:
            for written in rows:
                number += 1
                yield number, written, ""
                start = taken.next
            return
        except csv.Error as error:
            number += 1
            yield number, [], f"it is no CSV: {error}"
            start += 1


class _Taken:
    """Lines from `start` on, with how far a reader has come."""

    def __init__(self, lines: list[str], start: int) -> None:
        self.lines = lines
        self.next = start

    def __iter__(self) -> Iterator[str]:
        while self.next < len(self.lines):
            self.next += 1
            yield self.lines[self.next - 1] + "\n"
