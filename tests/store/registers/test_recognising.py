"""Columns by header and by content; words as data; encodings, dialects and headers."""

from __future__ import annotations

import fastexcel
import pytest

from reclaim.model.register import FIELDS, MARK, RECORD, Fate, RegisterKind
from reclaim.store.registers import dialect, encoding, header, personal, recognise, words, workbook
from reclaim.store.registers.words import plain


def _became(parts, cells, kind=RegisterKind.RECEIVED):
    return [f.target if f.fate is Fate.BECAME else f.fate.value for f in recognise.columns(parts, cells, kind)]


def test_every_word_of_the_lists_means_one_thing():
    targets = {t.partition(".")[0] for t in words.names().values()}
    assert targets == {*FIELDS, RECORD, MARK}
    whole, within = words.personal()
    both = set(words.names()) & ({*whole, *within})
    assert both <= {"nombre"}, "only a word that `personal.unsure` knows may stand in both"
    for name, table in words.table("names").items():
        for language, entries in table.items():
            for entry in entries if isinstance(entries, list) else [w for g in entries.values() for w in g]:
                assert plain(entry) == entry or plain(entry) != "", (name, language, entry)
                assert words.names()[plain(entry)].startswith(name) or entry == "item", (name, entry)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Serial_No.", "serial no"),
        ("Nº de Série", "no de serie"),
        ("S/N", "s n"),
        ("SerialNumber", "serial no"),
        ("№ п/п", "no п п"),
        ("الرّقم التسلسليّ", "الرقم التسلسلی"),
        ("  WEAPON   NUMBER ", "weapon no"),
        ("#", "no"),
    ],
)
def test_headers_are_compared_as_plain_words(written, same):
    assert plain(written) == same


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("Weapon Serial Number", "serial"),
        ("Numéro de série", "serial"),
        ("Заводской номер", "serial"),
        ("نمبر سلاح", "serial"),
        ("سیریل نمبر", "serial"),
        ("Manufacturer", "make"),
        ("Marca", "make"),
        ("Caliber/Gauge", "calibre"),
        ("Калибр", "calibre"),
        ("Country of Origin", "country"),
        ("Tipo de arma", "type"),
        ("Qty.", "quantity"),
        ("Количество", "quantity"),
        ("Consignee", "to"),
        ("Station Name (LEA)", "holder"),
        ("Date of receipt", "date"),
        ("Exhibit No.", "record"),
        ("Slide No", "mark"),
        ("SERIAL NBR", "serial"),
        ("NUMERO_ARMA_FOGO", "serial"),
        ("NATO Stock Number", "nsn"),
        ("Contract #", "lot"),
        ("رقم السلاح", "serial"),
        ("العيار", "calibre"),
    ],
)
def test_headers_in_many_languages(written, target):
    assert _became([(written,)], [["x", "y"]]) == [target]


@pytest.mark.parametrize(
    "written",
    [
        "Owner name",
        "First Name",
        "Nome do proprietário",
        "CPF",
        "Date of Birth",
        "Дата рождения",
        "ФИО",
        "Home address",
        "Phone",
        "Tel. No.",
        "CNIC",
        "National ID",
        "شماره تذکره",
        "ولدیت",
        "رقم الهاتف",
        "Suspect",
        "E-mail",
        "Passport No",
        "Adresse",
        "Имя владельца",
        "Father's name",
        "Issuing officer name",
        "Nombre y apellidos",
        "Geburtsdatum",
        "Name of Constable",
        "Belt No",
        "Nom du détenteur",
        "Nombre del imputado",
        "Transferee Address",
        "Received By",
        "LOGRADOURO",
        "Hand receipt holder",
        "شناختی کارڈ نمبر",
    ],
)
def test_personal_columns_in_many_languages(written):
    assert _became([(written,)], [["x", "y"]]) == ["refused"]


@pytest.mark.parametrize(
    ("written", "cells", "became"),
    [
        ("Name", ["Rifle", "Pistol", "Rifle"], "type"),
        ("Name", ["Ali Khan", "John Smith", "Ana Souza"], "refused"),
        ("Nombre", ["12", "15", "3"], "quantity"),
        ("Unit price", ["100", "200", "150"], "kept"),
        ("Serial No", ["1", "2", "3", "4"], "record"),
        ("RTD Ref", ["1717431", "1717999", "1718222"], "kept"),
        ("Item name", ["Rifle", "Pistol", "Rifle"], "type"),
        ("Serial", ["1005-01-233-0973"] * 3, "nsn"),
        ("", ["W123456", "W123457", "X999123"], "serial"),
        ("", ["9x19", ".45 ACP", "5.56x45 mm"] * 3, "calibre"),
        ("", ["2020-01-01", "2020-01-05", "03/04/2020"], "date"),
        ("", ["Colt", "FN", "Colt"], "make"),
        ("", ["Pistola", "Revólver", "Pistola"], "type"),
        ("", ["Россия", "Китай", "Россия"], "country"),
        ("Remarks", ["ok", "call a@b.org", "or c@d.org"], "refused"),
        ("Remarks", ["ok", "worn", ""], "kept"),
        ("Ship date", ["2020-01-01", "2020-01-02", "2020-01-03"], "kept"),
    ],
)
def test_what_the_cells_say_counts_too(written, cells, became):
    assert _became([(written,) if written != "" else ()], [cells]) == [became]


def test_who_received_it_is_a_person_unless_it_is_a_body():
    assert _became([("Received by",)], [["Sgt A", "B", ""]]) == ["refused"]
    assert _became([("Received by",)], [["205 Corps", "1st Brigade", "Depot 4"]]) == ["kept"]


def test_the_serial_of_another_article_is_no_mark_of_this_one():
    cells = [["A1234", "B1234"], ["X99", "X98"], ["C1234", "D1234"]]
    assert _became([("Weapon S/N",), ("Optic S/N",), ("Slide No",)], cells) == ["serial", "kept", "mark"]


def test_a_thing_is_no_person():
    assert not personal.is_name("Smith Wesson 10")
    assert not personal.is_name("Colt Rifle")
    assert personal.is_name("Muhammad Ali")
    assert personal.by_content(["1005-01-233-0973"] * 10) is None
    assert personal.by_content(["2021-08-15"] * 10) is None
    assert personal.by_content(["W52H09-05-D-0190"] * 10) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Número de série;Observação\n1;não\n", "cp1252"),
        ("Заводской номер;Дата\n1;2020\n", "cp1251"),
        ("الرقم التسلسلي;العيار\n1;2\n", "cp1256"),
        ("Заводской номер;Калибр\n1;2\n", "cp866"),
        ("Serial;Make\nA;Köln\n", "utf-8"),
        ("Serial;Make\nA;Köln\n", "utf-16-le"),
        ("Serial;Make\nA;Köln\n", "utf-16-be"),
    ],
)
def test_encodings_without_a_mark(text, name):
    assert encoding.sniff(text.encode(name)).name == name


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark(mark):
    found = encoding.sniff("Serial;Make\nA;Köln\n".encode(mark))
    assert found.mark > 0
    assert mark.removesuffix("-sig") in found.name


@pytest.mark.parametrize(
    ("text", "delimiter", "width"),
    [
        ("a,b,c\n1,2,3\n", ",", 3),
        ("a;b;c\n1,5;2,5;3\n", ";", 3),
        ("a\tb\n1\t2\n", "\t", 2),
        ("a|b\n1|2\n", "|", 2),
        ("Title, with a comma\na;b;c\n1;2;3\n4;5;6\n", ";", 3),
        ("serial\nA\nB\n", ",", 1),
        ("sep=|\na|b\n1|2\n", "|", 2),
        ('"a, b";c\n"1, 2";3\n', ";", 2),
    ],
)
def test_dialects(text, delimiter, width):
    found = dialect.sniff(text, ".csv")
    assert (found.delimiter, found.width) == (delimiter, width)


def test_a_header_is_found_under_titles_and_over_data():
    head = [
        (1, ["Ministry of Interior", "", ""]),
        (3, ["Date:", "2021-05-01", ""]),
        (4, ["Serial", "Make", "Remarks"]),
        (5, ["A1234", "Colt", ""]),
    ]
    found = header.find(head, [], 3)
    assert (found.row, found.after, found.names) == (4, 4, ("Serial", "Make", "Remarks"))
    assert found.titles == ("Ministry of Interior", "Date: 2021-05-01")


def test_text_cells_of_a_workbook_agree_with_another_reader(xlsx):
    """fastexcel (calamine) as a second opinion on cells that hold text."""
    rows = [
        ["Serial", "Text"],
        ["00123", "  two  spaces "],
        ["A_x0041_B", "line\nbreak"],
        ["ÄÖ", "<&>\"'"],
        ["=1+1", "'quoted"],
    ]
    path = xlsx({"S": rows})
    own = [
        list(cells)
        for batch in workbook.read(path, "x")[0].batches(0)
        for cells in zip(*(c.to_pylist() for c in batch.columns), strict=True)
    ]
    other = fastexcel.read_excel(str(path)).load_sheet(0, header_row=None, dtypes="string").to_arrow()
    assert own == rows
    assert [list(r.values()) for r in other.to_pylist()] == rows
