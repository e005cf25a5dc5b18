"""XLSX: every sheet that is shown, with its cells as their program shows them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from reclaim.model.errors import InputError
from reclaim.model.problem import Problem
from reclaim.store.registers import numberformat
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
    Span,
    column_of,
    letter,
    where,
)

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"([A-Za-z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class _SheetPart:
    name: str
    part: str
    hidden: bool


def read(path: Path, name: str) -> list[Held]:
    """The sheets that are shown, as grids. Raises InputError if the workbook cannot be read."""
    archive = Archive(path, name)
    try:
        parts, from_1904 = _sheets(archive)
        formats = _formats(archive)
        strings = _strings(archive)
        hidden = [p.name for p in parts if p.hidden]
        grids = [_read_sheet(archive, p, strings, formats, from_1904) for p in parts if not p.hidden]
    finally:
        archive.close()
    if len(hidden) > 0:
        told = Problem(where(name, hidden[0]), "hidden_sheet", f"hidden sheets are not read: {', '.join(hidden)}",
                       "show the sheet and save the workbook, if it is meant")
        if len(grids) == 0:
            raise InputError("every sheet of the workbook is hidden", where=name, mend=told.mend)
        grids[0].problems.insert(0, told)
    return grids


class _Reader:
    """The callbacks of one sheet."""

    def __init__(self, sheet: Sheet, strings: list[str], formats: list[numberformat.Format], from_1904: bool) -> None:
        self.sheet = sheet
        self.strings = strings
        self.formats = formats
        self.from_1904 = from_1904
        self.row = 0
        self.column = -1
        self.cells: dict[int, tuple[str, int]] = {}
        self.kind, self.style = "n", 0
        self.formula = False
        self.text: list[str] | None = None
        self.value = ""
        self.phonetic = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._cell(attributes)
        elif tag == "v" or (tag == "t" and not self.phonetic):
            self.text = []
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = self.sheet.following(int(attributes.get("r", self.row + 1)))
            self.column, self.cells = -1, {}
            if attributes.get("hidden") in ("1", "true"):
                self.sheet.hidden_rows.append(self.row)
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "mergeCell":
            span = _span(attributes.get("ref", ""))
            if span is not None:
                self.sheet.spans.append(span)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first = int(attributes.get("min", "1"))
            last = min(int(attributes.get("max", str(first))), first + 50)
            self.sheet.hidden_columns += range(first - 1, last)

    def end(self, tag: str) -> None:
        if tag in ("v", "t") and self.text is not None:
            self.value += "".join(self.text)
            self.text = None
        elif tag == "c":
            self._close()
        elif tag == "row":
            self.sheet.row(self.row, self.cells)
        elif tag == "rPh":
            self.phonetic = False

    def data(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _cell(self, attributes: Attributes) -> None:
        found = _CELL.fullmatch(attributes.get("r", ""))
        self.column = self.sheet.known(self.column + 1 if found is None else column_of(found[1]))
        self.kind = attributes.get("t", "n")
        self.style = int(attributes.get("s", "0"))
        self.value, self.formula, self.text = "", False, None

    def _close(self) -> None:
        text, kind = self._read()
        if self.formula:
            kind |= FORMULA if self.value != "" else FORMULA_EMPTY
        if text != "" or kind & FORMULA_EMPTY:
            self.cells[self.column] = text, kind

    def _read(self) -> tuple[str, int]:
        value = self.value
        if self.kind == "s":
            place = int(value) if value.isdigit() else -1
            return (self.strings[place], TEXT) if 0 <= place < len(self.strings) else ("", TEXT)
        if self.kind in ("str", "inlineStr"):
            return _unescaped(value), TEXT
        if self.kind == "b":
            return ("TRUE" if value == "1" else "FALSE" if value == "0" else value), BOOLEAN
        if self.kind == "e":
            return value, ERROR
        if self.kind == "d":
            return value.replace("T00:00:00", ""), DATE
        return self._number(value)

    def _number(self, value: str) -> tuple[str, int]:
        form = self.formats[self.style] if self.style < len(self.formats) else numberformat.built_in(0)
        if form.date or form.time:
            day = numberformat.iso(value, form, from_1904=self.from_1904)
            if day is not None:
                return day, DATE
            form = numberformat.built_in(0)
        text = numberformat.shown(value, form)
        return text, NUMBER | (LOST if _lost(value) else 0)


def _read_sheet(archive: Archive, part: _SheetPart, strings: list[str], formats: list[numberformat.Format],
                from_1904: bool) -> Held:
    sheet = Sheet(archive.file, part.name)
    reader = _Reader(sheet, strings, formats, from_1904)
    archive.parse(part.part, reader.start, reader.end, reader.data)
    return Held(archive.file, part.name, sheet.batches(), spans=sheet.spans, problems=hidden(sheet))


def hidden(sheet: Sheet) -> list[Problem]:
    """What is hidden in a sheet and read all the same."""
    told = []
    if len(sheet.hidden_rows) > 0:
        told.append(Problem(where(sheet.file, sheet.name, row=sheet.hidden_rows[0]), "hidden_rows",
                            f"hidden rows are data and are read: {len(sheet.hidden_rows):,} of them",
                            "delete them from the sheet if they are not meant"))
    if len(sheet.hidden_columns) > 0:
        names = ", ".join(letter(c) for c in sheet.hidden_columns[:10])
        told.append(Problem(where(sheet.file, sheet.name, column=sheet.hidden_columns[0]), "hidden_columns",
                            f"hidden columns are read: {names}", "delete them from the sheet if they are not meant"))
    return told


def _sheets(archive: Archive) -> tuple[list[_SheetPart], bool]:
    """The sheets in their order, and whether days are counted from 1904."""
    targets: dict[str, str] = {}
    found: list[tuple[str, str, bool]] = []
    flags: list[bool] = []

    def relation(tag: str, a: Attributes) -> None:
        if tag == "Relationship":
            targets[a.get("Id", "")] = a.get("Target", "")

    def sheet(tag: str, a: Attributes) -> None:
        if tag == "sheet":
            found.append((a.get("name", ""), a.get("id", ""), a.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            flags.append(a.get("date1904") in ("1", "true"))

    root = _root(archive)
    archive.parse(f"{posixpath.dirname(root)}/_rels/{posixpath.basename(root)}.rels", relation, _nothing, _nothing)
    archive.parse(root, sheet, _nothing, _nothing)
    parts = [_SheetPart(name, _target(root, targets[key]), gone) for name, key, gone in found if key in targets]
    known = set(archive.names())
    return [p for p in parts if p.part in known and "chartsheet" not in p.part], any(flags)


def _root(archive: Archive) -> str:
    roots: list[str] = []

    def relation(tag: str, a: Attributes) -> None:
        if tag == "Relationship" and a.get("Type", "").endswith("/officeDocument"):
            roots.append(a.get("Target", "").lstrip("/"))

    archive.parse("_rels/.rels", relation, _nothing, _nothing)
    return roots[0] if len(roots) > 0 else "xl/workbook.xml"


def _target(root: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(
        posixpath.join(posixpath.dirname(root), target))


def _formats(archive: Archive) -> list[numberformat.Format]:
    """The number format of each cell style."""
    part = next((n for n in archive.names() if n.endswith("/styles.xml")), None)
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside: list[str] = []

    def start(tag: str, a: Attributes) -> None:
        if tag == "numFmt":
            codes[int(a.get("numFmtId", "0"))] = a.get("formatCode", "General")
        elif tag == "cellXfs":
            inside.append(tag)
        elif tag == "xf" and len(inside) > 0:
            styles.append(int(a.get("numFmtId", "0")))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside.clear()

    if part is not None:
        archive.parse(part, start, end, _nothing)
    return [numberformat.custom(codes[s]) if s in codes else numberformat.built_in(s) for s in styles]


def _strings(archive: Archive) -> list[str]:
    """The texts that cells refer to by number."""
    part = next((n for n in archive.names() if n.lower().endswith("/sharedstrings.xml")), None)
    found: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": False}

    def start(tag: str, _: Attributes) -> None:
        if tag == "t":
            state["text"] = not state["phonetic"]
        elif tag == "rPh":
            state["phonetic"] = True

    def end(tag: str) -> None:
        if tag == "t":
            state["text"] = False
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "si":
            found.append(_unescaped("".join(pieces)))
            pieces.clear()

    def data(text: str) -> None:
        if state["text"]:
            pieces.append(text)

    if part is not None:
        archive.parse(part, start, end, data)
    return found


def _span(reference: str) -> Span | None:
    first, _, last = reference.partition(":")
    a, b = _CELL.fullmatch(first), _CELL.fullmatch(last)
    if a is None or b is None:
        return None
    return int(a[2]), column_of(a[1]), int(b[2]), column_of(b[1])


def _unescaped(text: str) -> str:
    return text if "_x" not in text else _ESCAPE.sub(_character, text)


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _lost(value: str) -> bool:
    """Whether a number is so long that its last digits were not kept by the program."""
    digits = re.sub(r"[eE].*|\D", "", value).strip("0")
    large = re.search(r"[eE]\+?(\d+)", value)
    return len(digits) > 15 or (large is not None and int(large[1]) >= 15)


def _nothing(*_: object) -> None:
    return None
