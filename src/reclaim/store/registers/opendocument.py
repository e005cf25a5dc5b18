"""ODS: every sheet that is shown; a cell that has words of its own keeps them."""

from __future__ import annotations

from pathlib import Path

from reclaim.model.errors import InputError
from reclaim.model.problem import Problem
from reclaim.store.registers.archive import Archive, Attributes
from reclaim.store.registers.cells import Sheet
from reclaim.store.registers.grid import (
    BOOLEAN,
    DATE,
    ERROR,
    FORMULA,
    FORMULA_EMPTY,
    LOST,
    NUMBER,
    TEXT,
    Held,
    where,
)
from reclaim.store.registers.workbook import hidden

_KINDS = {"float": NUMBER, "currency": NUMBER, "percentage": NUMBER, "date": DATE, "time": DATE, "boolean": BOOLEAN}


def read(path: Path, name: str) -> list[Held]:
    """The sheets that are shown, as grids. Raises InputError if the document cannot be read."""
    archive = Archive(path, name)
    try:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise InputError("the file is protected by a password", where=name, mend="save a copy without one")
        reader = _Reader(name)
        archive.parse("content.xml", reader.start, reader.end, reader.data)
    finally:
        archive.close()
    if len(reader.sheets) == 0 and len(reader.hidden) > 0:
        raise InputError("every sheet of the workbook is hidden", where=name, mend="show the sheet that is meant")
    grids = [Held(name, s.name, s.batches(), spans=s.spans, problems=hidden(s)) for s in reader.sheets]
    if len(reader.hidden) > 0:
        grids[0].problems.insert(0, Problem(
            where(name, reader.hidden[0]), "hidden_sheet", f"hidden sheets are not read: {', '.join(reader.hidden)}",
            "show the sheet and save the document, if it is meant"))
    return grids


class _Reader:
    """The callbacks of a document. Repeated rows and cells are written out unless they are blank."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: list[Sheet] = []
        self.hidden: list[str] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.sheet: Sheet | None = None
        self.depth = 0
        self.row, self.repeat_row = 0, 1
        self.column, self.repeat = 0, 1
        self.cells: dict[int, tuple[str, int]] = {}
        self.days: dict[int, str] = {}
        self.cell: Attributes | None = None
        self.words: list[str] = []
        self.paragraphs = 0
        self.aside = 0

    def start(self, tag: str, a: Attributes) -> None:
        if tag in ("p", "h") and self.cell is not None and self.aside == 0:
            self.words += ["\n"] if self.paragraphs > 0 else []
            self.paragraphs += 1
        elif tag in ("table-cell", "covered-table-cell") and self.depth == 1:
            self.cell, self.words, self.paragraphs = a, [], 0
            self.repeat = int(a.get("number-columns-repeated", "1"))
        elif tag == "table-row" and self.depth == 1:
            self.repeat_row = int(a.get("number-rows-repeated", "1"))
            self.column, self.cells, self.days = 0, {}, {}
            if a.get("visibility", "visible") != "visible" and self.sheet is not None:
                self.sheet.hidden_rows.append(self.row + 1)
        elif tag == "table":
            self._table(a)
        elif tag in ("annotation", "shapes"):
            self.aside += 1
        elif tag in ("s", "tab", "line-break") and self.cell is not None and self.aside == 0:
            self.words.append({"tab": "\t", "line-break": "\n"}.get(tag, " " * min(int(a.get("c", "1")), 10_000)))
        elif tag == "table-column" and self.depth == 1:
            self._column(a)
        elif tag == "style" and a.get("family") == "table":
            self.style = a.get("name", "")
        elif tag == "table-properties" and a.get("display") == "false":
            self.hidden_styles.add(self.style)

    def end(self, tag: str) -> None:
        if tag in ("table-cell", "covered-table-cell") and self.depth == 1:
            self._close_cell()
        elif tag == "table-row" and self.depth == 1:
            self._close_row()
        elif tag == "table":
            self.depth -= 1
            if self.depth == 0:
                self.sheet = None
        elif tag in ("annotation", "shapes"):
            self.aside -= 1

    def data(self, text: str) -> None:
        if self.cell is not None and self.aside == 0 and self.paragraphs > 0:
            self.words.append(text)

    def _table(self, a: Attributes) -> None:
        self.depth += 1
        if self.depth > 1:
            return
        name = a.get("name", "")
        self.row, self.column = 0, 0
        if a.get("style-name", "") in self.hidden_styles:
            self.hidden.append(name)
            self.sheet = None
        else:
            self.sheet = Sheet(self.file, name)
            self.sheets.append(self.sheet)

    def _column(self, a: Attributes) -> None:
        count = int(a.get("number-columns-repeated", "1"))
        if a.get("visibility", "visible") != "visible" and self.sheet is not None:
            self.sheet.hidden_columns += range(self.column, self.column + min(count, 50))
        self.column += count

    def _close_cell(self) -> None:
        cell = self.cell if self.cell is not None else {}
        text, kind = "".join(self.words), _kind(cell)
        stated = cell.get("date-value") or cell.get("time-value")
        plain = _stated(cell)
        if text == "":
            text = plain
        if "formula" in cell:
            kind |= FORMULA if text != "" else FORMULA_EMPTY
        if (text != "" or kind & FORMULA_EMPTY) and self.sheet is not None:
            for column in range(self.column, self.column + min(self.repeat, 1 << 14)):
                self.cells[column] = text, kind
                if kind & 7 == DATE and stated is not None and text != plain:
                    self.days[column] = plain
            self._span(cell)
            self.sheet.known(max(self.cells))
        self.column += self.repeat
        self.cell = None

    def _span(self, cell: Attributes) -> None:
        rows, columns = int(cell.get("number-rows-spanned", "1")), int(cell.get("number-columns-spanned", "1"))
        if (rows > 1 or columns > 1) and self.sheet is not None:
            top = self.row + 1
            self.sheet.spans.append((top, self.column, top + rows - 1, self.column + columns - 1))

    def _close_row(self) -> None:
        if self.sheet is not None and len(self.cells) > 0:
            if self.repeat_row > 1:
                self.sheet.expect(len(self.cells), self.repeat_row)
            for number in range(self.row + 1, self.row + 1 + self.repeat_row):
                self.sheet.row(number, dict(self.cells), self.days)
        self.row += self.repeat_row


def _kind(cell: Attributes) -> int:
    value = cell.get("value-type", "")
    if cell.get("value-type") == "string" and cell.get("formula") is not None and "#" in cell.get("string-value", ""):
        return ERROR
    kind = _KINDS.get(value, TEXT)
    digits = cell.get("value", "").partition("E")[0].replace(".", "").replace("-", "").strip("0")
    return kind | LOST if kind == NUMBER and (len(digits) > 15 or "E" in cell.get("value", "")) else kind


def _stated(cell: Attributes) -> str:
    """What a cell holds if it has no words: a day as ISO, a number, TRUE or FALSE."""
    day = cell.get("date-value", "")
    if day != "":
        return day.replace("T00:00:00", "").replace("T", " ")
    if "boolean-value" in cell:
        return cell["boolean-value"].upper()
    return cell.get("string-value", "") or cell.get("value", "")
