"""Dates, quantities and numbers as keepers and their programs write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.store.registers import army80, dates, numberformat, quantities
from reclaim.store.registers.dates import BOTH, DAY_FIRST, MONTH_FIRST

DAYS = st.dates(date(1900, 1, 1), date(2069, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-08-15", "2021-08-15", "2021-08-15"),
        ("2021/8/5", "2021-08-05", "2021-08-05"),
        ("20210815", "2021-08-15", "2021-08-15"),
        ("2016-10-05 00:00:00", "2016-10-05", "2016-10-05"),
        ("2021-08-15T10:30:00Z", "2021-08-15", "2021-08-15"),
        ("15 Aug 2021", "2021-08-15", "2021-08-15"),
        ("Aug. 15, 2021", "2021-08-15", "2021-08-15"),
        ("15-AUG-21", "2021-08-15", "2021-08-15"),
        ("15 de agosto de 2021", "2021-08-15", "2021-08-15"),
        ("1er mars 2020", "2020-03-01", "2020-03-01"),
        ("15 августа 2021 г.", "2021-08-15", "2021-08-15"),
        ("15 серпня 2021 р.", "2021-08-15", "2021-08-15"),
        ("15 أغسطس 2021", "2021-08-15", "2021-08-15"),
        ("۲۰۲۱/۰۸/۱۵", "2021-08-15", "2021-08-15"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("08/2021", "2021-08-01", "2021-08-31"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("August 2021", "2021-08-01", "2021-08-31"),
        ("2021-08-01/2021-09-01", "2021-08-01", "2021-09-01"),
        ("FY2012", "2011-01-01", "2012-12-31"),
        ("31/12/1999", "1999-12-31", "1999-12-31"),
        ("12/31/1999", "1999-12-31", "1999-12-31"),
    ],
)
def test_dates_that_can_be_read_in_one_way(text, first, last):
    found = dates.read(text, BOTH)
    assert found is not None
    assert tuple(map(str, found)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unknown",
        "31/02/2021",
        "1400/05/24",
        "12345",
        "A1234",
        "9x19",
        "1005-01-233-0973",
        "99/99/9999",
        "2021-13-01",
        "x" * 1000,
        "15 Aug Sep 2021",
        "7.62",
        "0000-00-00",
    ],
)
def test_what_is_no_date(text):
    assert dates.read(text, BOTH) is None


@given(DAYS, st.sampled_from("-/. "), st.booleans())
def test_a_day_written_either_way_is_among_its_readings(day, mark, short):
    year = f"{day.year % 100:02d}" if short and day.year >= 1970 else f"{day.year}"
    for order, text in (
        (DAY_FIRST, f"{day.day}{mark}{day.month}{mark}{year}"),
        (MONTH_FIRST, f"{day.month:02d}{mark}{day.day:02d}{mark}{year}"),
    ):
        assert dates.read(text, order) == (day, day)
        low, high = dates.read(text, BOTH) or (date.max, date.min)
        assert low <= day <= high
        assert (low == high) == (day.day > 12 or day.day == day.month)


@given(DAYS)
def test_yyddd_and_day_numbers_go_back_and_forth(day):
    if 1970 <= day.year < 2070:
        assert dates.yyddd(day.strftime("%y%j")) == (day, day)
    number = (day - date(1899, 12, 30)).days
    if 20_000 <= number <= 60_000:
        assert dates.day_number(str(number)) == (day, day)
        assert numberformat.iso(str(number), numberformat.built_in(14), from_1904=False) == day.isoformat()
        later = day + timedelta(days=1462)
        assert numberformat.iso(str(number), numberformat.built_in(14), from_1904=True) == later.isoformat()


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("5", (5, 5)),
        ("1,200", (1200, 1200)),
        ("1.200", (1200, 1200)),
        ("1 200", (1200, 1200)),
        ("5.0", (5, 5)),
        ("12 pcs", (12, 12)),
        ("١٢", (12, 12)),
        ("about 400", (350, 450)),
        ("~50", (45, 55)),
        ("ca. 20", (15, 25)),
        (">100", (101, None)),
        ("100+", (100, None)),
        ("at least 30", (30, None)),
        ("up to 9", (0, 9)),
        ("10-12", (10, 12)),
        ("dozens", (24, None)),
        ("mais de 30", (31, None)),
        ("не менее 7", (7, None)),
        ("0", (0, 0)),
        ("", None),
        ("many", None),
        ("-5", None),
        ("3,5", None),
        ("12-10", None),
        ("9" * 40, None),
        ("5 rifles and 3 pistols", None),
    ],
)
def test_quantities_and_what_is_none(text, bounds):
    assert quantities.read(text) == bounds


@pytest.mark.parametrize(
    ("raw", "code", "shown"),
    [
        ("12345", "General", "12345"),
        ("42", "00000000", "00000042"),
        ("123456789", "000-00-0000", "123-45-6789"),
        ("1005012330973", "0000-00-000-0000", "1005-01-233-0973"),
        ("7", '"A"0000', "A0007"),
        ("17", r"00\-00", "00-17"),
        ("1234", "#,##0", "1,234"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("0.1", "0%", "10%"),
        ("1.7E+27", "General", "1.7E+27"),
        ("1.7E+27", "0.00E+00", "1.70E+27"),
        ("123456789012345", "General", "123456789012345"),
        ("0.30000000000000004", "General", "0.3"),
        ("5.56", "General", "5.56"),
        ("-5", "0;(0)", "(5)"),
        ("12", "#", "12"),
        ("9", '0 "mm"', "9 mm"),
        ("12", "[Red]0000", "0012"),
        ("5", "@", "5"),
        ("0", "0000", "0000"),
        ("5", "[<3]0;00", "5"),
    ],
)
def test_numbers_are_written_as_their_cell_shows_them(raw, code, shown):
    assert numberformat.shown(raw, numberformat.custom(code)) == shown


@given(st.integers(0, 10**15 - 1), st.integers(1, 15))
def test_whole_numbers_keep_all_their_digits(number, width):
    assert numberformat.shown(str(number), numberformat.built_in(0)) == str(number)
    assert numberformat.shown(str(number), numberformat.custom("0" * width)) == f"{number:0{width}d}"


@pytest.mark.parametrize(
    ("code", "day", "clock"),
    [
        ("dd/mm/yyyy", True, False),
        ("yyyy-mm-dd hh:mm", True, True),
        ("hh:mm:ss", False, True),
        ("[h]:mm", False, True),
        ("mmm", True, False),
        ('"day" 0', False, False),
        ("[$-409]d-mmm-yy;@", True, False),
        ("General", False, False),
        ("[Red]0.00", False, False),
        ("0.00E+00", False, False),
    ],
)
def test_formats_of_dates_are_told_from_those_of_numbers(code, day, clock):
    form = numberformat.custom(code)
    assert (form.date, form.time) == (day, clock)


@pytest.mark.parametrize(
    ("padded", "serial"),
    [
        ("000W0012345", "W0012345"),
        ("00000&12345", "012345"),
        ("&0012345678", "00012345678"),
        ("00000000000", ""),
        ("    W123456", "W123456"),
        ("12345678901", "12345678901"),
    ],
)
def test_padding_goes_and_a_real_zero_stays(padded, serial):
    assert army80.unpadded(padded) == serial
