"""Lists as they come: each test builds one, and says what must come of it and what must be told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reclaim.model.register import Coverage


def test_title_rows_hidden_rows_totals_and_a_hidden_sheet(adding, xlsx):
    """1. A title, a stamp, a blank row, a hidden row, a total, a signature, a hidden sheet of codes."""
    path = xlsx(
        {
            "Inventory": [
                ["DEPOT NORTH: SMALL ARMS INVENTORY"],
                ["as of 30 June 2021"],
                [],
                ["No.", "Weapon type", "Make", "Model", "Serial No.", "Qty", "Remarks"],
                [1, "Rifle", "Colt", "M16A4", "W0012345", 1, "ok"],
                [2, "Rifle", "Colt", "M16A4", "W0012346", 1, ""],
                [3, "Pistol", "Beretta", "M9", "1187432Z", 1, "worn"],
                ["", "Total", "", "", "", 3, ""],
                ["Prepared by: the armourer"],
            ],
            "Codes": [["Code", "Meaning"], ["A", "serviceable"]],
        },
        hide_rows=[("Inventory", 6)],
        hide_sheets=["Codes"],
    )
    found = adding(path, kind="inventory", as_of="2021-06-30")
    assert found.column("serial") == ["W0012345", "W0012346", "1187432Z"]
    assert found.column("row") == [1, 2, 3]
    assert found.column("quantity_lo") == [1, 1, 1]
    assert found.became == {
        "No.": "record",
        "Weapon type": "type",
        "Make": "make",
        "Model": "model",
        "Serial No.": "serial",
        "Qty": "quantity",
        "Remarks": "extra",
    }
    assert found.extra("Remarks") == ["ok", None, "worn"]
    assert "row 6" in found.told("hidden_rows")
    assert "Codes" in found.told("hidden_sheet")
    assert "row 8" in found.told("total_row")
    assert "row 9" in found.told("legend_row")


def test_a_double_header_of_merged_groups(adding, xlsx):
    """2. Two serials on each weapon under merged groups, with the columns' numbers under the header."""
    path = xlsx(
        {
            "List": [
                [None] * 6,
                ["№", "Frame", None, "Slide", None, "Received"],
                ["", "Make", "Serial", "Serial", "Model", "Date"],
                [1, 2, 3, 4, 5, 6],
                ["1", "Glock", "ABC123", "ABC999", "G17", "2020-01-05"],
                ["2", "FN", "5500123", "", "HP", "2020-02-06"],
            ]
        },
        merge=[("List", "B2:C2", "Frame"), ("List", "D2:E2", "Slide"), ("List", "A2:A3", "№")],
    )
    found = adding(path)
    assert found.column("serial") == ["ABC123", "5500123"]
    assert found.extra("mark") == ["ABC999", None]
    assert found.column("make") == ["Glock", "FN"]
    assert found.became["Frame / Serial"] == "serial"
    assert found.became["Slide / Serial"] == "mark"
    assert "row 4" in found.told("numbering_row")
    assert next(c.address for c in found.added.mapping.columns if c.target == "serial") == "List!C3"


def test_a_portuguese_list_in_cp1252_with_semicolons_and_day_first_dates(adding, csv):
    """3. Semicolons, accents of an eight-bit code page, day-first dates, personal columns in Portuguese."""
    path = csv(
        "Relação de armas apreendidas;;;;;;\r\n\r\n"
        "Ordem;Nº de Série;Espécie;Marca;Calibre;Data da apreensão;Nome do proprietário;CPF\r\n"
        "1;ABC12345;Pistola;Taurus;.380;03/02/2019;João da Silva;123.456.789-00\r\n"
        "2;XYZ00912;Revólver;Rossi;.38;25/12/2019;Maria Souza;987.654.321-00\r\n"
        "3;?61??5;Revólver;Taurus;.38;04/05/2020;;\r\n"
        "Total geral;;3;;;;;\r\n",
        encoding="cp1252",
    )
    found = adding(path, kind="seized")
    assert found.column("serial") == ["ABC12345", "XYZ00912", "?61??5"]
    assert found.column("type") == ["Pistola", "Revólver", "Revólver"]
    assert found.column("date") == ["03/02/2019", "25/12/2019", "04/05/2020"]
    assert (
        found.column("date_lo") == found.column("date_hi") == [date(2019, 2, 3), date(2019, 12, 25), date(2020, 5, 4)]
    )
    assert "day first" in found.told("date_order")
    assert found.became["Nome do proprietário"] == found.became["CPF"] == "personal"
    assert "Silva" not in str(found.rows)
    assert "123.456" not in str(found.rows)
    assert "row 7" in found.told("total_row")


def test_a_russian_list_in_utf16_with_tabs(adding, csv):
    """4. UTF-16 with tabs, Cyrillic headers and makes, words for months, a row that numbers the columns."""
    path = csv(
        "Ведомость\t\t\t\t\n№ п/п\tЗаводской номер\tНаименование оружия\tДата выдачи\tКому\n1\t2\t3\t4\t5\n"
        "1\tАБ 1234\tАвтомат\t15 августа 2021 г.\tв/ч 12345\n2\tKT 0567\tПистолет\t1 марта 2020 г.\tв/ч 54321\n"
        "Итого\t2\t\t\t\n",
        name="list.tsv",
        encoding="utf-16",
    )
    found = adding(path, kind="issued")
    assert found.column("serial") == ["АБ 1234", "KT 0567"]
    assert found.column("date_lo") == [date(2021, 8, 15), date(2020, 3, 1)]
    assert found.column("to") == ["в/ч 12345", "в/ч 54321"]
    assert found.column("type") == ["Автомат", "Пистолет"]
    assert "row 6" in found.told("total_row")


def test_an_ods_with_merged_cells_and_dates_in_words(adding, ods):
    """5. A merged holder that counts for each row it covers, dates in words of their own, repeated and hidden rows."""
    r, c = ods.row, ods.cell
    path = ods(
        {
            "Liste": r(c("Liste des armes"))
            + r(c("Unité"), c("Numéro de série"), c("Date de réception"), c("Marque"))
            + r(c("1er bataillon", rows=3), c("FR001"), c("5 août 2021", kind="date", value="2021-08-05"), c("FN"))
            + r(c(), c("FR002"), c("06/08/21", kind="date", value="2021-08-06"), c("FN"), hidden=True)
            + r(c(), c("FR003"), c(kind="date", value="2021-08-07"), c("FN"))
            + r(c("2e bataillon"), c("FR004"), c("août 2021"), c("FN"), repeated=2)
            + r(c(repeated=4), repeated=1000000),
            "Caché": r(c("Numéro de série")) + r(c("SECRET1")),
        },
        hide=["Caché"],
    )
    found = adding(path)
    assert found.column("serial") == ["FR001", "FR002", "FR003", "FR004", "FR004"]
    assert found.column("holder") == ["1er bataillon"] * 3 + ["2e bataillon"] * 2
    assert found.column("date") == ["5 août 2021", "06/08/21", "2021-08-07", "août 2021", "août 2021"]
    assert found.column("date_lo") == [date(2021, 8, 5), date(2021, 8, 6), date(2021, 8, 7)] + [date(2021, 8, 1)] * 2
    assert found.column("date_hi")[-1] == date(2021, 8, 31)
    assert "Caché" in found.told("hidden_sheet")
    assert "row 4" in found.told("hidden_rows")


def test_serials_kept_as_numbers(adding, xlsx):
    """6. A serial column of numbers: as shown, with their format's zeros, and a named problem for what was lost."""
    path = xlsx(
        {
            "S": [
                ["Serial", "Make", "Date"],
                [12345, "Colt", date(2021, 8, 15)],
                [(42, "00000000"), "Colt", 44423],
                [1.7e27, "FN", (44424, "General")],
                [123456789012345678, "FN", None],
                ["0071", "FN", None],
            ]
        }
    )
    found = adding(path)
    assert found.column("serial") == ["12345", "00000042", "1.7E+27", "1.23457E+17", "0071"]
    assert "4 cells" in found.told("numeric_serial")
    assert "row 2, column A" in found.told("numeric_serial")
    assert "2 cells" in found.told("lost_digits")
    assert found.column("date")[0] == "2021-08-15"


def test_pages_with_repeated_headers_subtotals_and_a_legend(adding, csv):
    """7. A printed list saved as CSV: header and subtotal on each page, carried forward, a legend at the end."""
    head = "Serial number,Type,Quantity,Shipped to"
    path = csv(
        "\n".join(
            [
                head,
                "A1001,Rifle,1,Depot A",
                "A1002,Rifle,1,Depot A",
                "Sub-total,,2,",
                "",
                head,
                "A1003,Rifle,1,Depot B",
                "Carried forward,,3,",
                "Note: Depot B was closed in 2020,,,",
                "Grand Total:,,3,",
                "",
                "* = not seen,,,",
            ]
        )
    )
    found = adding(path, kind="shipped")
    assert found.column("serial") == ["A1001", "A1002", "A1003"]
    assert "row 6" in found.told("repeated_header")
    assert "row 4, 8, 10" in found.told("total_row")
    assert "row 9" in found.told("legend_row")


def test_a_dari_list_with_persian_digits(adding, xlsx):
    """8. Dari headers, Persian digits in serials and dates, names of fathers and identity cards left out."""
    path = xlsx(
        {
            "لست": [
                ["شماره", "نمبر سلاح", "نوع سلاح", "تاریخ", "قطعه", "ولدیت", "نمبر تذکره"],
                ["۱", "۱۲۳۴۵۶", "کلاشینکوف", "۲۰۲۰/۰۵/۱۷", "کندک اول", "احمد", "1399-0101-12345"],
                ["۲", "ب ۷۷۸۸", "تفنگچه", "۲۰۲۰/۰۵/۱۸", "کندک دوم", "علی", "1399-0101-12346"],
            ]
        }
    )
    found = adding(path, kind="issued")
    assert found.column("serial") == ["۱۲۳۴۵۶", "ب ۷۷۸۸"]
    assert found.column("date_lo") == [date(2020, 5, 17), date(2020, 5, 18)]
    assert found.column("holder") == ["کندک اول", "کندک دوم"]
    assert found.became["ولدیت"] == found.became["نمبر تذکره"] == "personal"
    assert "1399" not in str(found.rows)


def test_dates_that_nothing_decides_and_years_of_two_digits(adding, csv):
    """9. Every date could be read day first or month first: both readings are kept, and it is told."""
    path = csv("Serial,Seizure date\nA100,03/04/21\nA101,05/06/21\nA102,07/07/21\nA103,not stated\n")
    found = adding(path, kind="seized")
    assert found.column("date") == ["03/04/21", "05/06/21", "07/07/21", "not stated"]
    assert found.column("date_lo") == [date(2021, 3, 4), date(2021, 5, 6), date(2021, 7, 7), None]
    assert found.column("date_hi") == [date(2021, 4, 3), date(2021, 6, 5), date(2021, 7, 7), None]
    assert "2 cells" in found.told("ambiguous_date")
    assert "two digits" in found.told("short_year")
    assert "row 5" in found.told("bad_date")


def test_two_provinces_on_two_sheets_and_a_sheet_of_notes(adding, xlsx):
    """10. Sheets of one list are one snapshot, their columns in any order; a sheet of notes is told and left."""
    path = xlsx(
        {
            "North": [["Serial", "Model"], ["N1000", "M4"], ["N1001", "M4"]],
            "Notes": [["Remarks on this list"], ["Counted twice."], ["See letter."]],
            "South": [["Model", "Serial"], ["M9", "S2000"]],
        }
    )
    found = adding(path)
    assert found.column("serial") == ["N1000", "N1001", "S2000"]
    assert found.column("model") == ["M4", "M4", "M9"]
    assert found.column("row") == [1, 2, 3]
    assert "Notes" in found.told("other_table")


def test_personal_columns_known_by_what_stands_in_them(adding, csv):
    """11. Headers that say nothing over names, telephones, addresses, identity numbers and remarks that name people."""
    people = ["Ahmad Khan", "John Smith", "Maria Souza", "Mohammad Ali", "Ivan Petrov"] * 4
    lines = ["Ref,Serial,A1,B1,C1,D1,Text,Place name"]
    for i, person in enumerate(people):
        text = f"handed over by Mr {person.split()[0]}" if i % 3 == 0 else "checked"
        lines.append(
            f"R{i},WX{10000 + i},{person},0300-12345{i:02d},{i} Station Road Peshawar,12345-12345{i:02d}-1,{text},Herat"
        )
    found = adding(csv("\n".join(lines)), kind="found")
    assert found.became == {
        "Ref": "record",
        "Serial": "serial",
        "A1": "personal",
        "B1": "personal",
        "C1": "personal",
        "D1": "personal",
        "Text": "personal",
        "Place name": "extra",
    }
    everything = str(found.rows) + str(found.added.mapping.plain())
    assert not any(word in everything for word in ("Ahmad", "Smith", "Station", "0300", "12345-"))


def test_eighty_column_records_of_the_us_army(adding, csv):
    """12. Fixed columns: the serial stands padded in 57 to 67, `&` is a real zero, the date is YYDDD."""
    cards = []
    for serial, day in (("000W0012345", "21227"), ("00000&12345", "20366"), ("00000000000", "21999")):
        card = f"DSMB14S{'1005012330973':<15}{'LOCAL':<7}{'W45G1912340001':<14}A{'FB2039':<6}{'W45G19':<6}{serial} "
        cards.append(f"{card}{'W45G19':<6} {day}")
    assert all(len(c) == 80 for c in cards)
    found = adding(csv("\n".join(cards) + "\n", name="cards.txt"), kind="issued")
    assert found.column("serial") == ["000W0012345", "00000&12345", "00000000000"]
    assert found.column("date") == ["21227", "20366", "21999"]
    assert found.column("date_lo") == [date(2021, 8, 15), date(2020, 12, 31), None]
    assert found.column("nsn") == ["1005012330973"] * 3
    assert found.column("holder") == ["W45G19"] * 3
    assert found.extra("Transaction code") == ["S", "S", "S"]


def test_formulas_errors_booleans_and_numbers_as_text(adding, xlsx):
    """13. What formulas gave when saved, the words of errors, numbers as text and text as numbers."""
    path = xlsx(
        {
            "S": [
                ["Serial", "Quantity", "Model", "Checked"],
                ["A0001", "1,200", "M16", True],
                ["A0002", 3, 1911, False],
                [None, "about 400", "M9", None],
                ["A0004", "many", "M9", None],
            ]
        },
        formulas=[("S", "A4", '="A"&"0003"', "A0003"), ("S", "C5", "=1/0", "#DIV/0!")],
    )
    found = adding(path)
    assert found.column("serial") == ["A0001", "A0002", "A0003", "A0004"]
    assert found.column("model") == ["M16", "1911", "M9", "#DIV/0!"]
    assert found.column("quantity") == ["1,200", "3", "about 400", "many"]
    assert found.column("quantity_lo") == [1200, 3, 350, None]
    assert found.column("quantity_hi") == [1200, 3, 450, None]
    assert found.extra("Checked") == ["TRUE", "FALSE", None, None]
    assert "row 5, column C" in found.told("error_cell")
    assert {"formula", "bad_quantity"} <= found.codes


def test_two_languages_in_one_header_and_several_serials_in_a_cell(adding, csv):
    """14. An English and a French header row; two serials in a cell are one row, and told."""
    path = csv(
        "Serial number,Manufacturer,Caliber,Country of origin\nNuméro de série,Fabricant,Calibre,Pays d'origine\n"
        'TJY24001,Taurus,9x19,Brazil\n"TJY24002, TKN70003",Taurus,9x19,Brazil\n35298 OR 55298,Rossi,.38,Brazil\n'
        "12345/67890,Rossi,.38,Brazil\n"
    )
    found = adding(path)
    assert found.column("serial") == ["TJY24001", "TJY24002, TKN70003", "35298 OR 55298", "12345/67890"]
    assert found.became["Serial number / Numéro de série"] == "serial"
    assert found.column("country") == ["Brazil"] * 4
    assert "2 cells" in found.told("several_serials")
    assert "row 4" in found.told("several_serials")


def test_what_is_not_stated_of_coverage_stays_not_stated(adding, csv):
    """Absence is a finding only inside a stated coverage."""
    path = csv("Serial\nA1234\nB1234\n")
    assert adding(path).added.snapshot.coverage == Coverage()
    stated = Coverage.read("2020-01-01..2020-12-31", "yes", "0.8..0.9")
    covered = adding(path, name="covered", coverage=stated).added
    assert covered.snapshot.coverage.share == (Decimal("0.8"), Decimal("0.9"))


@pytest.mark.parametrize(("kind", "column"), [("shipped", "Ship date"), ("received", "Date received")])
def test_the_date_of_a_row_is_the_one_of_what_the_register_records(adding, csv, kind, column):
    """A list with two dates: the one that is the register's own becomes the date, the other is kept beside it."""
    path = csv("Serial,Ship date,Date received\nA1234,2020-01-01,2020-02-02\nB1234,2020-01-03,2020-02-04\n")
    found = adding(path, kind=kind)
    assert found.became[column] == "date"
    assert sorted(found.became.values()) == ["date", "extra", "serial"]


def test_units_under_the_header_and_a_second_table_below(adding, csv):
    """15. What is to be filled in stands under the header, and further down another header begins anew."""
    path = csv(
        "Serial,Calibre,Date received\n(text),(mm),(dd/mm/yyyy)\nA1001,9,2020-01-01\nA1002,9,2020-01-02\n\n"
        "Weapon No,Cal,Received\nA1003,9,2020-01-03\n"
    )
    found = adding(path)
    assert found.column("serial") == ["A1001", "A1002", "A1003"]
    assert "row 2" in found.told("numbering_row")
    assert "row 6" in found.told("repeated_header")


def test_serials_that_a_spreadsheet_turned_into_dates(adding, xlsx):
    """16. `1-2021` typed into a cell becomes the first of January: a named problem."""
    found = adding(xlsx({"S": [["Serial", "Make"], [date(2021, 1, 1), "FN"], ["2-2021", "FN"], ["AB2021", "FN"]]}))
    assert found.column("serial") == ["2021-01-01", "2-2021", "AB2021"]
    assert "row 2, column A" in found.told("date_serial")
