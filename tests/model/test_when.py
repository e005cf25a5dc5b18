"""Dates as written, and what may be said of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.model.when import BadDate, DateBasis, When, hull

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(("written", "basis", "lo", "hi"), [
    ("2021-08-15", "exact", "2021-08-15", "2021-08-15"),
    ("2021-02", "month", "2021-02-01", "2021-02-28"),
    ("2024-02", "", "2024-02-01", "2024-02-29"),
    ("2021", "year", "2021-01-01", "2021-12-31"),
    ("2021-08-15/2021-09-01", "interval", "2021-08-15", "2021-09-01"),
    ("2016-01/2017", "interval", "2016-01-01", "2017-12-31"),
    ("FY2012", "fiscal_year(10-01)", "2011-10-01", "2012-09-30"),
    ("FY2012", "fiscal year from 10-01", "2011-10-01", "2012-09-30"),
    ("FY2012", "fiscal_year(01-01)", "2012-01-01", "2012-12-31"),
    ("FY2012", "", "2011-01-01", "2012-12-31"),
    ("2021-10-05", "approx", "2021-09-28", "2021-10-12"),
])
def test_a_date_is_the_interval_of_days_that_it_may_mean(written: str, basis: str, lo: str, hi: str) -> None:
    read = When.parse(written, basis)
    assert (str(read.lo), str(read.hi)) == (lo, hi)
    assert read.written == written


def test_since_has_no_end_and_unknown_has_neither() -> None:
    since = When.parse("2021-08", "since")
    assert since.lo == date(2021, 8, 1)
    assert since.hi is None
    assert since.precision == "open"
    assert not When.parse("").known
    assert When.parse("", "exact").basis is DateBasis.UNKNOWN


@pytest.mark.parametrize("written", ["2021-02-30", "2021-13", "15/08/2021", "August 2021", "0000",
                                     "2021-09/2021-08", "21", "/"])
def test_what_is_no_date_is_said_to_be_none(written: str) -> None:
    with pytest.raises(BadDate):
        When.parse(written)


def test_a_month_is_not_its_first_day() -> None:
    month, day = When.parse("2025-03"), When.parse("2025-03-11")
    assert not month.certainly_before(day)
    assert month.possibly_before(day)
    assert day.within(month)
    assert not month.within(day)
    assert month.overlaps(day)


@given(DAYS, DAYS, DAYS, DAYS)
def test_certain_is_possible_and_never_both_ways(a: date, b: date, c: date, d: date) -> None:
    x, y = When(min(a, b), max(a, b)), When(min(c, d), max(c, d))
    if x.certainly_before(y):
        assert x.possibly_before(y)
        assert not y.possibly_before(x)
        assert not x.overlaps(y)
    assert x.overlaps(y) == y.overlaps(x)
    assert x.overlaps(y) or x.certainly_before(y) or y.certainly_before(x)


@given(DAYS, st.integers(0, 800))
def test_what_is_written_reads_back(day: date, length: int) -> None:
    end = day + timedelta(days=length)
    again = When.parse(f"{day}/{end}")
    assert (again.lo, again.hi) == (day, end)


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=5))
def test_the_hull_holds_all(pairs: list[tuple[date, date]]) -> None:
    dates = [When(min(p), max(p)) for p in pairs]
    assert all(d.within(hull(dates)) for d in dates)
