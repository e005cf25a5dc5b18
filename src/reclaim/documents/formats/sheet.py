"""Spreadsheets: each sheet a table, every cell text as shown, with the address that its own program gives it."""

from __future__ import annotations

import zipfile
from io import BytesIO

from reclaim.documents.formats.html import letters
from reclaim.documents.limits import Limits
from reclaim.documents.text import Draft, Text, tidy
from reclaim.model.proposal import Segment, SegmentRole


def read_sheet(raw: bytes, where: str, limits: Limits) -> Text:
    """The shown sheets of a workbook. A hidden sheet is not read, and told."""
    draft = Draft(where, limits.characters)
    if _bomb(raw, limits):
        draft.note(
            "not_readable", "the workbook unpacks to more than the limits allow, or its archive is damaged", fatal=True
        )
        return draft.finish()
    try:
        _sheets(raw, draft, limits)
    except Exception as error:  # noqa: BLE001 - the library raises its own and bare errors alike on broken files
        draft.note(
            "not_readable",
            f"the workbook could not be read ({str(error).splitlines()[0][:120]})",
            "open it and save it anew",
            fatal=True,
        )
    if len(draft.segments) == 0 and len(draft.problems) == 0:
        draft.note("empty", "there is nothing in the sheets", fatal=True)
    return draft.finish()


def _bomb(raw: bytes, limits: Limits) -> bool:
    """Whether an archive, as it lists itself, would grow beyond the limits; what is no archive is none."""
    if not raw.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
            real = sum(p.file_size for p in parts)
            return (
                len(parts) > limits.parts
                or real > limits.part_size * 4
                or real > max(len(raw), 10_000) * limits.expansion
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True


def _sheets(raw: bytes, draft: Draft, limits: Limits) -> None:
    import fastexcel

    book = fastexcel.read_excel(raw)
    cells = 0
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0, n_rows=limits.cells)
        if str(sheet.visible) != "visible":
            draft.note("hidden_sheet", f"the hidden sheet '{name}' was not read")
            continue
        table = sheet.to_arrow().to_pydict()
        columns = list(table.values())
        rows: list[list[Segment]] = []
        for number in range(len(columns[0]) if len(columns) > 0 else 0):
            rows.append(_row(draft, name, number + 1, [c[number] for c in columns]))
            cells += len(rows[-1])
            if cells > limits.cells or draft.full:
                draft.note(
                    "too_many_cells",
                    f"only the first {limits.cells:,} cells are read",
                    "split the workbook or raise the limit",
                )
                break
        draft.table(name, rows)


def _row(draft: Draft, sheet: str, number: int, values: list[str | None]) -> list[Segment]:
    cells: list[Segment] = []
    for column, value in enumerate(values, start=1):
        if value is None or value.strip() == "":
            continue
        segment = draft.add(
            tidy(value),
            SegmentRole.CELL,
            cell=f"{sheet}!{letters(column)}{number}",
            gap="\n" if len(cells) == 0 else "\t",
        )
        if segment is not None:
            cells.append(segment)
    return cells
