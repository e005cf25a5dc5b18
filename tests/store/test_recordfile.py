"""Record files as people send them: what is wrong is named with file, row and column, and the rest is read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.model.errors import InputError
from reclaim.model.record import RecordKind
from reclaim.store.decoding import broken, decode
from reclaim.store.recordfile import LONGEST_CELL, RecordFile, read

HEAD = "id,title,publisher,rests_on\n"


def lines(file: RecordFile) -> list[str]:
    return [("! " if p.fatal else "") + p.line() for p in file.problems]


def idents(file: RecordFile) -> list[str]:
    return [row.ident for row in file.rows]


def test_a_plain_file() -> None:
    file = read("sources.csv", (HEAD + "S1, A report ,Paper,self\nS2,Echo,,S1;S3\n").encode())
    assert file.form.kind is RecordKind.SOURCE
    assert file.rows[0].cells == {"id": "S1", "title": " A report ", "publisher": "Paper", "rests_on": "self"}
    assert file.rows[1].cells == {"id": "S2", "title": "Echo", "rests_on": "S1;S3"}
    assert file.rows[1].where == "sources.csv row 3"
    assert file.problems == ()


@pytest.mark.parametrize("encode", [
    lambda t: t.encode(), lambda t: t.encode("utf-8-sig"), lambda t: t.replace("\n", "\r\n").encode(),
    lambda t: t.replace("\n", "\r").encode(), lambda t: t.replace(",", ";").encode(),
    lambda t: t.replace(",", "\t").encode(), lambda t: t.rstrip("\n").encode(),
    lambda t: t.replace(HEAD, HEAD.upper()).encode(),
])
def test_the_same_rows_in_other_clothes(encode: Callable[[str], bytes]) -> None:
    text = HEAD + 'S1,"Bericht über Kisten\nzweite Zeile",Zeitung,self\n'
    file = read("s.csv", encode(text))
    assert file.rows[0].cells["title"] == "Bericht über Kisten\nzweite Zeile"
    assert file.problems == ()


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16")])
def test_another_encoding_is_read_and_told(encoding: str, said: str) -> None:
    file = read("s.csv", (HEAD + "S1,plain,,\nS2,“Évidence”,,\n").encode(encoding))
    assert file.rows[1].cells["title"] == "“Évidence”"
    assert lines(file) == [f"s.csv row 3, column 2: the file is not UTF-8; it is read as {said} "
                           "(save it as UTF-8, and look whether accents and quotation marks are right)"]


def test_a_row_with_broken_bytes_is_refused_and_the_rest_read() -> None:
    content = HEAD.encode() + "S1,Überblick,,\n".encode() + b"S2,br\xfcken,,\nS3,fine,,\n"
    file = read("s.csv", content)
    assert idents(file) == ["S1", "S3"]
    assert lines(file) == ["! s.csv row 3, column title: the byte 0xfc is no UTF-8 (save the file as UTF-8)"]
    assert file.refused == 1


def test_control_characters_are_refused() -> None:
    file = read("s.csv", (HEAD + "S1,a\x00b,,\nS2,tab\tis fine,,\n").encode())
    assert idents(file) == ["S2"]
    assert "control character 0x0" in lines(file)[0]


def test_ragged_rows() -> None:
    file = read("s.csv", (HEAD + "S1,Guns, and more,Paper,self\nS2,short\nS3,long but blank,,,,,\n").encode())
    assert idents(file) == ["S2", "S3"]
    assert lines(file) == [
        "! s.csv row 2: it has 5 cells, and the header 4 (put cells that hold commas in quotation marks)",
        "s.csv row 3: it has 2 cells, and the header 4 (the rest is read as empty; see that no comma is missing)"]


def test_an_open_quotation_mark_spoils_its_own_row_only() -> None:
    file = read("s.csv", (HEAD + 'S1,"he said "all" of it",,\nS2,fine,,\nS3,"never closed,,\nS4,fine too,,\n').encode())
    assert idents(file) == ["S2", "S4"]
    assert [p.where for p in file.problems] == ["s.csv row 2", "s.csv row 4"]
    assert all(p.fatal and p.code == "malformed" for p in file.problems)


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    file = read("s.csv", (HEAD + 'S1,"two\nlines",,\n\nS1,again,,\n').encode())
    assert lines(file) == [
        "! s.csv row 4, column id: 'S1' is the id of s.csv row 2 too (give each row an id of its own)"]


def test_columns_that_are_not_known_are_named_once() -> None:
    file = read("s.csv", b"id,title,titel,adress,title,secret\nS1,a,b,c,d,e\nS2,a,b,c,d,e\n")
    assert file.rows[0].cells == {"id": "S1", "title": "a"}
    assert lines(file) == [
        "s.csv row 1, column titel: sources has no such column; it is not taken (is title meant?)",
        "s.csv row 1, column adress: sources has no such column; it is not taken (is address meant?)",
        "s.csv row 1, column title: the column stands twice; the first is read (take one of them out)",
        "s.csv row 1, column secret: sources has no such column; it is not taken (see docs/record-files.md)"]


def test_a_huge_cell_is_refused() -> None:
    for size in (LONGEST_CELL + 1, 200_000):
        file = read("s.csv", (HEAD + f"S1,{'x' * size},,\nS2,fine,,\n").encode())
        assert idents(file) == ["S2"]
        assert file.problems[0].where.startswith("s.csv row 2")


def test_a_row_without_id_or_with_a_list_as_id() -> None:
    file = read("s.csv", (HEAD + ' ,a,,\n"S1;S2",b,,\n,,,\nS3,c,,\n').encode())
    assert idents(file) == ["S3"]
    assert [(p.where, p.code) for p in file.problems] == [
        ("s.csv row 2, column id", "missing"), ("s.csv row 3, column id", "bad_id")]


@pytest.mark.parametrize(("content", "said"), [
    (b"", "no header"), (b"\n\n", "no header"), (b"a,b\n1,2\n", "no record file"), (bytes(range(256)), "row 1"),
    (b"id,as_of\n", "nearest is stock, which needs holder too"),
])
def test_a_header_of_no_form(content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read("x.csv", content)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    assert isinstance(decode(content).text, str)
    file = read("s.csv", HEAD.encode() + content)
    assert all(broken(cell) == "" for row in file.rows for cell in row.cells.values())
    assert len(set(idents(file))) == len(file.rows)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(',;"\n\t'), max_size=8)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_what_a_writer_quotes_is_read_back(pairs: list[tuple[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "title", "publisher"])
    writer.writerows([f"S{place}", *pair] for place, pair in enumerate(pairs))
    rows = read("s.csv", out.getvalue().encode()).rows
    assert [(r.cells.get("title", ""), r.cells.get("publisher", "")) for r in rows] == [
        tuple(text if text.strip() != "" else "" for text in pair) for pair in pairs]
