"""A spreadsheet of weapons, one a row, whose columns are the questions of `reclaim add --form`: no mapping is needed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from reclaim.desk.by_hand import FURTHER, QUESTIONS
from reclaim.model.errors import InputError

SHEET_MARKS = 3
"""Marks of one weapon for which the template has columns; more may be added."""

COLUMNS = (*QUESTIONS, *(name for name in FURTHER if int(name.rpartition(" ")[2]) <= SHEET_MARKS))

MOST = 20_000


def template() -> bytes:
    """The empty sheet (xlsx): a row of names, all cells text, and beside it what each column asks."""
    from datetime import datetime

    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1)})
    sheet, about = book.add_worksheet("weapons"), book.add_worksheet("what is asked")
    text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
    # Cells are text from the start: a spreadsheet that thinks in numbers would eat leading zeros.
    sheet.set_column(0, len(COLUMNS) - 1, 16, text)
    for n, name in enumerate(COLUMNS):
        sheet.write_string(0, n, name, head)
        about.write_string(n, 0, name, head)
        about.write_string(n, 1, _asked(name))
    sheet.freeze_panes(1, 0)
    about.set_column(0, 0, 16)
    about.set_column(1, 1, 90)
    book.close()
    return out.getvalue()


def _asked(name: str) -> str:
    base, _, number = name.partition(" ")
    return QUESTIONS[base] + (f" (mark {number} of the same weapon)" if number != "" else "")


def is_one(header: Sequence[str]) -> bool:
    """Whether a header is that of such a sheet: it has what is needed, and nothing that is not asked."""
    names = {name.strip().lower() for name in header} - {""}
    return {"type", "kind"} <= names and "id" not in names and names <= {*QUESTIONS, *FURTHER}


def read(path: Path, name: str = "") -> list[dict[str, str]]:
    """The weapons of a sheet, in its order. Raises InputError, naming the row."""
    from reclaim.store.registers.opening import open_file

    called = name or path.name
    rows = open_file(path, called).grids[0].head(MOST + 2)
    header = [cell.strip().lower() for cell in rows[0][1]] if len(rows) > 0 else []
    unknown = [cell for cell in header if cell != "" and cell not in QUESTIONS and cell not in FURTHER]
    if not {"type", "kind"} <= set(header) or len(unknown) > 0:
        raise InputError(f"the column '{unknown[0]}' is not asked" if len(unknown) > 0 else
                         "its first row has not the names of the template", where=f"{called} row 1",
                         mend="fill in the template: reclaim add CASE --form --template weapons.xlsx")
    if len(rows) > MOST + 1:
        raise InputError(f"it has more than {MOST:,} weapons", where=called, mend="add it as a register")
    found = []
    for number, cells in rows[1:]:
        told = {h: c.strip() for h, c in zip(header, cells, strict=False) if h != "" and c.strip() != ""}
        if len(told) == 0:
            continue
        for needed in ("type", "kind"):
            if needed not in told:
                raise InputError(f"{needed} is empty", where=f"{called} row {number}", mend=f"fill in {needed}")
        found.append(told)
    if len(found) == 0:
        raise InputError("it has no weapon", where=called, mend="fill in a row for each weapon")
    return found
