"""Laws of import: nothing that was written is lost or moved; keys stay with their rows."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reclaim.model.register import Fate, RegisterKind
from reclaim.store.registers import folder
from reclaim.store.registers.adding import Added, Request, add
from reclaim.store.registers.grid import column_of
from reclaim.store.registers.snapshotfile import place_of

FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
HEADER = ["Serial number", "Make", "Model", "Remark A", "Remark B"]
# What may stand in a cell: no carriage returns (CSV cannot keep them apart from line ends in every program), no null.
TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff") | st.sampled_from(',;"\t\n '),
    max_size=12,
)
SERIAL = st.from_regex(r"[A-Z]{1,3}[0-9]{4,7}", fullmatch=True)
ROWS = st.lists(st.tuples(SERIAL, TEXT, TEXT, TEXT, TEXT), min_size=1, max_size=25)


def _write_csv(path: Path, rows: list[tuple[str, ...]], header: list[str] = HEADER) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([header, *rows])
    path.write_bytes(out.getvalue().encode())


def _write_xlsx(path: Path, rows: list[tuple[str, ...]]) -> None:
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("S")
    for r, row in enumerate([tuple(HEADER), *rows]):
        for c, cell in enumerate(row):
            sheet.write_string(r, c, cell)
    book.close()


def _added(folder_: Path, path: Path, name: str = "list") -> Added:
    return add(folder_, [path], Request(name, RegisterKind.RECEIVED))


def _read_back(registers: Path, added: Added) -> dict[tuple[int, int], str]:
    """Every cell by (row of the file, column), found through the mapping's addresses and the snapshot's places."""
    table = folder.rows(registers, added.snapshot)
    path = folder.parquet(registers, added.snapshot)
    found = {}
    for place, row in enumerate(table.to_pylist()):
        at = int(place_of(path, place + 1).rpartition("row ")[2])
        for column in added.mapping.columns:
            own = column.fate is Fate.BECAME and not column.extra
            cell = row[column.target] if own else dict(row["extra"]).get(column.target, "")
            found[at, column_of(column.letter)] = cell
    return found


@FEW
@given(ROWS, st.sampled_from(["csv", "xlsx"]))
def test_every_value_comes_back_as_written_from_its_address(rows, form):
    with tempfile.TemporaryDirectory() as where:
        path, registers = Path(where) / f"list.{form}", Path(where) / "registers"
        (_write_csv if form == "csv" else _write_xlsx)(path, rows)
        added = _added(registers, path)
        refused = {column_of(c.letter) for c in added.mapping.refused()}
        written = {
            (r, c): cell for r, row in enumerate(rows, start=2) for c, cell in enumerate(row) if c not in refused
        }
        read = _read_back(registers, added)
        assert {at: cell for at, cell in read.items() if at in written} == written
        assert all(cell == "" for at, cell in read.items() if at not in written)


def _keys(registers: Path, added: Added) -> list[tuple[bytes, tuple[str, ...]]]:
    """Key and cells of each row, in any order."""
    table = folder.rows(registers, added.snapshot)
    return sorted(
        (row["key"], tuple(row[n] or "" for n in ("serial", "make", "model", "date"))) for row in table.to_pylist()
    )


FEW_VALUES = st.lists(
    st.tuples(
        st.sampled_from(["A1000", "A1001", "B2000", ""]),
        st.sampled_from(["Colt", "FN"]),
        st.sampled_from(["M4", "M16"]),
        st.sampled_from(["2020-01-01", "2020-02-02", ""]),
    ),
    min_size=3,
    max_size=20,
)


@FEW
@given(FEW_VALUES, st.randoms())
def test_another_order_an_added_column_and_a_new_import_leave_keys_with_their_rows(rows, random):
    header = ["Serial", "Make", "Model", "Date"]
    with tempfile.TemporaryDirectory() as where:
        path, registers = Path(where) / "list.csv", Path(where) / "registers"
        _write_csv(path, rows, header)
        first = _added(registers, path)
        keys = _keys(registers, first)
        assert len({key for key, _ in keys}) == len(keys)
        shuffled = rows[:]
        random.shuffle(shuffled)
        _write_csv(path, shuffled, header)
        assert _keys(registers, _added(registers, path)) == keys
        wider = [(*row, f"shelf {i}") for i, row in enumerate(shuffled)]
        _write_csv(path, wider, [*header, "Shelf"])
        assert _keys(registers, _added(registers, path)) == keys
        order = [3, 1, 0, 2]
        _write_csv(path, [tuple(row[i] for i in order) for row in rows], [header[i] for i in order])
        assert _keys(registers, _added(registers, path)) == keys
        again = Path(where) / "again"
        _write_csv(path, rows, header)
        assert _keys(again, _added(again, path)) == keys


@settings(max_examples=5)
@given(FEW_VALUES)
def test_the_same_file_gives_the_same_bytes(rows):
    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / "list.csv"
        _write_csv(path, rows, ["Serial", "Make", "Model", "Date"])
        bytes_ = []
        for name in ("one", "two"):
            registers = Path(where) / name
            added = _added(registers, path)
            bytes_.append([(p.relative_to(registers), p.read_bytes()) for p in added.written])
        assert bytes_[0] == bytes_[1]
