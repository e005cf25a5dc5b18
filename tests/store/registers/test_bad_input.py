"""Files that are wrong: a clear word each, never a crash, never silence, and nothing left behind."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reclaim.model.errors import InputError, UsageError
from reclaim.model.register import Column, Fate, Mapping


def _refused(adding, path: Path, *words: str, **options: object) -> None:
    with pytest.raises(InputError) as told:
        adding(path, **options)
    line = told.value.line()
    assert path.name in line
    assert "\n" not in line
    for word in words:
        assert word in line
    registers = path.parent / "registers"
    assert not registers.exists() or list(registers.rglob("*")) == []


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\x00" * 1000, b"\xef\xbb\xbf"])
def test_an_empty_file(adding, csv, content):
    _refused(adding, csv(content), "empty" if content != b"\xef\xbb\xbf" else "no table")


def test_a_header_without_rows(adding, csv):
    _refused(adding, csv("Serial,Make\n"), "no table")
    _refused(adding, csv("Serial,Make\nTotal,0\n", name="total.csv"), "no rows")


def test_one_column_with_and_without_a_header(adding, csv):
    assert adding(csv("Serial number\nW1234\n\nX9876\n")).column("serial") == ["W1234", "X9876"]
    bare = adding(csv("W1234\nX9876\nY5555\n", name="bare.csv"), name="bare")
    assert bare.column("serial") == ["W1234", "X9876", "Y5555"]
    assert "no row heads the columns" in bare.told("no_header")


def test_a_cell_of_a_million_characters(adding, csv):
    long = "x" * 1_000_000
    found = adding(csv(f"Serial,Remarks\nA1234,{long}\nB1234,short\n"))
    assert found.extra("Remarks") == [long, "short"]
    assert "row 2, column B" in found.told("long_cell")


def test_duplicate_headers(adding, csv):
    found = adding(csv("Serial,Remarks,Remarks,Make,Make\nA1234,one,two,Colt,US\nB1234,three,,FN,BE\n"))
    assert "Make, Remarks" in found.told("duplicate_header")
    assert found.extra("Remarks") == ["one", "three"]
    assert found.extra("Remarks (2)") == ["two", None]
    assert found.column("make") == ["Colt", "FN"]
    assert found.extra("Make") == ["US", "BE"]


def test_lines_in_another_encoding(adding, csv):
    lines = ["Serial,Tipo", *(f"A{i:04d},Revólver" for i in range(50))]
    mixed = "\n".join(lines).encode() + b"\n" + "B0001,Revólver\n".encode("cp1252")
    found = adding(csv(mixed))
    assert set(found.column("type")) == {"Revólver"}
    assert "row 52" in found.told("mixed_encoding")


def test_rows_that_are_too_short_too_long_or_never_closed(adding, csv):
    found = adding(
        csv('Serial,Make,Model\nA1234,Colt,M4\nB1234\nC1234,FN,"FAL\nD1234,Smith, Wesson,10\nE1234,FN,FAL\n')
    )
    assert found.column("serial") == ["A1234", "B1234", "C1234", "D1234", "E1234"]
    assert "row 3" in found.told("short_row")
    assert "row 5" in found.told("long_row")
    assert found.extra("beyond the header") == [None, None, None, "10", None]
    assert "never closed" in found.told("unclosed_quote")


def test_a_workbook_with_a_password(adding, tmp_path):
    """What Excel writes: an OLE container with the streams EncryptionInfo and EncryptedPackage."""
    path = tmp_path / "locked.xlsx"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    names = ("EncryptionInfo", "EncryptedPackage")
    entries = b"".join(
        n.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(n) + 2) + bytes(62) for n in names
    )
    path.write_bytes(header + entries)
    _refused(adding, path, "password")


def test_an_old_workbook_and_an_ods_with_a_password(adding, tmp_path, ods):
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    _refused(adding, old, ".xls", "XLSX")
    _refused(adding, ods({"S": ""}, manifest="<manifest><encryption-data/></manifest>"), "password")


def _book(path: Path, sheet: str | bytes, **more: str) -> Path:
    """A workbook of one sheet, part by part."""
    parts = {
        "_rels/.rels": '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": '<workbook><sheets><sheet name="S" sheetId="1" id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_zip_bomb(adding, tmp_path):
    bomb = _book(tmp_path / "bomb.xlsx", b"<worksheet><sheetData>" + b" " * (80 << 20) + b"</sheetData></worksheet>")
    assert bomb.stat().st_size < 1 << 20
    _refused(adding, bomb, "unpacks")


def test_a_million_repeated_rows_in_an_ods(adding, ods):
    row = ods.row(ods.cell("A1234", repeated=16384), repeated=1_048_576)
    _refused(adding, ods({"S": ods.row(ods.cell("Serial")) + row}), "cells")


def test_entities_that_grow_without_end(adding, tmp_path, ods):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    _refused(
        adding,
        _book(tmp_path / "laughs.xlsx", f"{laughs}<worksheet><sheetData>&b;</sheetData></worksheet>"),
        "document type",
    )
    _refused(adding, ods({"S": ""}, prologue=laughs), "document type")


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v>",
        "not xml at all",
        "<worksheet><sheetData><row r='x'/></sheetData></worksheet>",
    ],
)
def test_a_damaged_workbook(adding, tmp_path, sheet):
    _refused(adding, _book(tmp_path / "damaged.xlsx", sheet), "damaged")


def test_a_workbook_cut_short(adding, xlsx):
    path = xlsx({"S": [["Serial"], ["A1234"]]})
    path.write_bytes(path.read_bytes()[:-200])
    _refused(adding, path, "damaged")


def test_odd_references_in_a_workbook_are_read_as_empty(adding, tmp_path):
    cells = (
        "<row r='1'><c r='A1' t='inlineStr'><is><t>Serial</t></is></c><c r='B1' t='str'><v>Make</v></c></row>"
        "<row r='2'><c r='A2' t='inlineStr'><is><t>A1234</t></is></c><c r='B2' t='s'><v>99</v></c></row>"
        "<row r='3'><c t='inlineStr'><is><t>B1234</t></is></c><c t='str' s='77'><v>Colt</v></c></row>"
    )
    found = adding(_book(tmp_path / "odd.xlsx", f"<worksheet><sheetData>{cells}</sheetData></worksheet>"))
    assert found.column("serial") == ["A1234", "B1234"]
    assert found.column("make") == ["", "Colt"]


def test_every_sheet_hidden(adding, ods):
    _refused(adding, ods({"S": ods.row(ods.cell("Serial"))}, hide=["S"]), "hidden")


def test_ten_thousand_equal_serials(adding, csv):
    found = adding(csv("Serial,Make\n" + "A1234,Colt\n" * 10_000))
    assert found.added.snapshot.rows == 10_000
    assert len(set(found.column("key"))) == 10_000


def test_equal_rows_without_a_serial_keep_apart(adding, csv):
    found = adding(csv("Serial,NSN,Quantity\n" + ",1005-01-233-0973,1\n" * 50 + "A1234,1005-01-233-0973,1\n"))
    assert found.added.snapshot.rows == 51
    assert len(set(found.column("key"))) == 51


@pytest.mark.parametrize(("name", "words"), [("list.csv", "Excel workbook"), ("list.parquet", "Excel workbook")])
def test_a_workbook_with_another_ending(adding, xlsx, name, words):
    found = adding(xlsx({"S": [["Serial"], ["A1234"]]}, name=name))
    assert found.column("serial") == ["A1234"]
    assert words in found.told("other_format")


def test_text_with_a_workbooks_ending(adding, csv):
    found = adding(csv("Serial;Make\nA1234;Colt\n", name="list.xlsx"))
    assert found.column("make") == ["Colt"]
    assert "delimited text" in found.told("other_format")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"\x1f\x8b\x08\x00rest", "gzip"),
        (b"<html><table><tr><td>Serial</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b'[{"serial": "A1234"}]', "JSON"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (bytes(range(256)) * 40, "no table"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_files_that_are_something_else(adding, csv, content, word):
    _refused(adding, csv(content, name="list.csv"), word)


def test_other_zip_files(adding, tmp_path):
    for name, part, word in (
        ("a.zip", "list.csv", "zip"),
        ("a.docx", "word/document.xml", "Word"),
        ("a.xlsb", "xl/workbook.bin", "xlsb"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(part, "x")
        _refused(adding, tmp_path / name, word)


def test_a_folder_and_a_file_that_is_not_there(adding, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    _refused(adding, tmp_path / "folder.csv", "folder")
    _refused(adding, tmp_path / "gone.csv", "cannot be read")


def test_a_parquet_file_of_many_types_and_a_damaged_one(adding, tmp_path):
    path = tmp_path / "list.parquet"
    table = pa.table(
        {
            "serial": pa.array([12345, None], pa.int64()),
            "make": pa.array(["Colt", "FN"]).dictionary_encode(),
            "date": pa.array([18000, 18001], pa.date32()),
            "quantity": pa.array([1.0, 2.0]),
            "tags": pa.array([["a"], None], pa.list_(pa.string())),
        }
    )
    pq.write_table(table, path)
    found = adding(path)
    assert found.column("serial") == ["12345", ""]
    assert found.column("make") == ["Colt", "FN"]
    assert found.column("date") == ["2019-04-14", "2019-04-15"]
    assert found.column("quantity") == ["1", "2"]
    assert found.extra("tags") == ['["a"]', None]
    assert "numbers" in found.told("numeric_serial")
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputError, match="damaged"):
        adding(broken, name="broken")


def test_a_list_without_serials(adding, csv):
    found = adding(
        csv("NSN,Item Name,Quantity\n1005-01-233-0973,RIFLE,5\n1005-00-073-9421,RIFLE,7\n"), kind="inventory"
    )
    assert "nothing here can be traced" in found.told("no_serial_column")
    assert found.column("quantity_lo") == [5, 7]


def test_null_characters_and_control_characters(adding, csv):
    found = adding(csv(b"Serial,Make\nA12\x0034,Colt\nB1234,F\x0bN\n"))
    assert found.column("serial") == ["A12\x0034", "B1234"]
    assert "null_character" in found.codes


def test_words_that_cannot_be_meant(adding, csv):
    path = csv("Serial\nA1234\nB1234\n")
    for name in ("", "../up", "a/b", "con", ".hidden", "a:b", "x" * 200):
        with pytest.raises(UsageError, match="name"):
            adding(path, name=name)
    adding(path, name="depot")
    with pytest.raises(UsageError, match="kind"):
        adding(path, name="depot", kind="lost")
    with pytest.raises(UsageError, match="case"):
        adding(path, name="Depot")
    with pytest.raises(UsageError, match="twice"):
        adding(path, path, name="twice")


def test_two_files_of_one_list_are_one_snapshot_whatever_their_order(adding, csv):
    one, two = csv("Serial\nA1234\nA1235\n", name="a.csv"), csv("Serial\nB1234\nB1235\n", name="b.csv")
    found = adding(two, one)
    assert found.column("serial") == ["A1234", "A1235", "B1234", "B1235"]
    assert found.added.snapshot.id == adding(one, two).added.snapshot.id


def test_a_mapping_cannot_bring_persons_in(adding, csv):
    path = csv("Serial,Phone,Owner\nA1234,+92 300 1234567,Depot\nB1234,+92 300 7654321,Depot\n")
    asked = Mapping(
        (
            Column("Serial", "A1", Fate.BECAME, "serial"),
            Column("Phone", "B1", Fate.KEPT, "Phone"),
            Column("Owner", "C1", Fate.BECAME, "holder"),
        )
    )
    found = adding(path, mapping=asked)
    assert found.became == {"Serial": "serial", "Phone": "personal", "Owner": "holder"}
    assert "Phone" not in str(found.rows)
    assert "1234567" not in str(found.rows)
    assert "not imported" in found.told("personal_column")


def test_addresses_that_no_workbook_has(adding, tmp_path):
    """Cells far outside of any sheet, rows that run backwards: damaged, and no memory is filled."""
    for cells in (
        "<row r='1'><c r='A1' t='str'><v>Serial</v></c><c r='ZZZZZ1'><v>1</v></c></row>",
        "<row r='99999999999999999999'><c r='A1'><v>1</v></c></row>",
        "<row r='5'><c r='A5'><v>1</v></c></row><row r='4'><c r='A4'><v>1</v></c></row>",
    ):
        _refused(
            adding, _book(tmp_path / "odd.xlsx", f"<worksheet><sheetData>{cells}</sheetData></worksheet>"), "damaged"
        )


def test_a_row_of_a_hundred_thousand_cells(adding, csv):
    _refused(adding, csv(",".join(f"c{i}" for i in range(100_000)) + "\n"), "100,000 cells")


def test_parts_of_a_workbook_in_bad_compression_or_an_unknown_encoding(adding, tmp_path, xlsx):
    _refused(adding, _book(tmp_path / "odd.xlsx", '<?xml version="1.0" encoding="klingon"?><worksheet/>'), "damaged")
    path = xlsx({"S": [["Serial"], ["A1234"]]}, name="bad.xlsx")
    content = bytearray(path.read_bytes())
    start = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[start : start + 40] = bytes(40)
    path.write_bytes(content)
    _refused(adding, path, "damaged")
