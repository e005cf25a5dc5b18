"""Files as keepers send them, built here; and a short way to add one and look at what became of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import pytest

from reclaim.model.register import Coverage, Fate, Mapping, RegisterKind
from reclaim.store.registers import folder
from reclaim.store.registers.adding import Added, Request, add


@dataclass
class Result:
    """A snapshot that was added: the rows as dicts, what was told, what the columns became."""

    added: Added
    table: pa.Table

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.table.to_pylist()

    def column(self, name: str) -> list[Any]:
        return self.table.column(name).to_pylist()

    def extra(self, name: str) -> list[str | None]:
        return [dict(cells).get(name) for cells in self.column("extra")]

    @property
    def codes(self) -> set[str]:
        return {p.code for p in self.added.problems}

    def told(self, code: str) -> str:
        """The one problem of that code, in a line."""
        found = [p.line() for p in self.added.problems if p.code == code]
        assert len(found) == 1, (code, found, [p.line() for p in self.added.problems])
        return found[0]

    @property
    def became(self) -> dict[str, str]:
        """Header -> field, `extra` or `personal`."""
        return {
            c.header: {Fate.BECAME: c.target, Fate.KEPT: "extra", Fate.REFUSED: "personal"}[c.fate]
            for c in self.added.mapping.columns
        }


Adding = Callable[..., Result]


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    return tmp_path / "registers"


@pytest.fixture
def adding(registers: Path) -> Adding:
    def run(
        *files: Path,
        name: str = "list",
        kind: str = "received",
        as_of: str = "",
        keeper: str = "",
        coverage: Coverage | None = None,
        mapping: Mapping | None = None,
    ) -> Result:
        request = Request(name, RegisterKind(kind), keeper, as_of, coverage or Coverage(), mapping)
        added = add(registers, list(files), request)
        return Result(added, folder.rows(registers, added.snapshot))

    return run


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., Path]:
    def make(text: str | bytes, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return make


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Sheets by name, each a list of rows; a cell is text, a number, a date, True, or (value, number format)."""

    def make(
        sheets: dict[str, Sequence[Sequence[Any]]],
        name: str = "list.xlsx",
        *,
        merge: Sequence[tuple[str, str, Any]] = (),
        hide_rows: Sequence[tuple[str, int]] = (),
        hide_sheets: Sequence[str] = (),
        formulas: Sequence[tuple[str, str, str, Any]] = (),
    ) -> Path:
        import xlsxwriter

        path = tmp_path / name
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "strings_to_numbers": False})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, tuple):
                        sheet.write(r, c, cell[0], book.add_format({"num_format": cell[1]}))
                    elif isinstance(cell, str):
                        sheet.write_string(r, c, cell)
                    elif cell is not None:
                        sheet.write(r, c, cell)
            for where, area, value in merge:
                if where == title:
                    sheet.merge_range(area, value)
            for where, row in hide_rows:
                if where == title:
                    sheet.set_row(row - 1, None, None, {"hidden": True})
            for where, cell, formula, value in formulas:
                if where == title:
                    sheet.write_formula(cell, formula, None, value)
            if title in hide_sheets:
                sheet.hide()
        book.close()
        return path

    return make


class Ods:
    """Makes ODS files; `row` and `cell` make the XML of their rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        sheets: dict[str, str],
        name: str = "list.ods",
        *,
        hide: Sequence[str] = (),
        manifest: str = "<manifest/>",
        prologue: str = "",
    ) -> Path:
        styles = "".join(
            f'<style:style style:name="s{i}" style:family="table"><style:table-properties '
            f'table:display="{"false" if s in hide else "true"}"/></style:style>'
            for i, s in enumerate(sheets)
        )
        tables = "".join(
            f'<table:table table:name={quoteattr(s)} table:style-name="s{i}">{rows}</table:table>'
            for i, (s, rows) in enumerate(sheets.items())
        )
        spaces = " ".join(
            f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "style", "text", "table")
        )
        content = (
            f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<office:document-content {spaces}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
            f"{tables}</office:spreadsheet></office:body></office:document-content>"
        )
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", manifest)
            archive.writestr("content.xml", content)
        return path

    @staticmethod
    def row(*cells: str, repeated: int = 1, hidden: bool = False) -> str:
        seen = ' table:visibility="collapse"' if hidden else ""
        times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
        return f"<table:table-row{times}{seen}>{''.join(cells)}</table:table-row>"

    @staticmethod
    def cell(
        text: str = "",
        *,
        kind: str = "string",
        value: str = "",
        rows: int = 1,
        columns: int = 1,
        repeated: int = 1,
        formula: str = "",
    ) -> str:
        if text == "" and value == "":
            return f'<table:table-cell table:number-columns-repeated="{repeated}"/>'
        typed = {"float": f' office:value="{value}"', "date": f' office:date-value="{value}"'}.get(kind, "")
        span = f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
        made = f" table:formula={quoteattr(formula)}" if formula != "" else ""
        words = f"<text:p>{escape(text)}</text:p>" if text != "" else ""
        return (
            f'<table:table-cell office:value-type="{kind}"{typed}{span}{made} '
            f'table:number-columns-repeated="{repeated}">{words}</table:table-cell>'
        )


@pytest.fixture
def ods(tmp_path: Path) -> Ods:
    return Ods(tmp_path)
