"""Words to bounds, by the design's table."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.model.quantity import Counts, Qualifier, Quantity, Words, number_text, read_number


@pytest.mark.parametrize(("qualifier", "written", "lower", "upper"), [
    ("exact", "316,260", 316260, 316260),
    ("exact", "0", 0, 0),
    ("more_than", "22100", 22101, None),
    ("at_least", "10", 10, None),
    ("up_to", "100", 0, 100),
    ("about", "250000", 237500, 262500),
    ("about", "130", 123, 137),
    ("about", "27", 25, 29),
    ("about", "0", 0, 0),
    ("nearly", "68000", 61200, 68000),
    ("half_of", "7", 3, 4),
    ("at_least_half_of", "1000000", 500000, 1000000),
    ("dozens", "", 24, None),
    ("hundreds", "", 200, None),
    ("thousands", "", 2000, None),
    ("several", "", 3, None),
    ("exact", "", 0, None),
    ("unknown", "", 0, None),
])
def test_words_become_bounds(qualifier: str, written: str, lower: int, upper: int | None) -> None:
    stated = Quantity.stated(written, Qualifier(qualifier), Counts.ITEMS)
    assert stated.lower == lower
    assert stated.upper == upper


def test_about_may_be_twice_as_wide() -> None:
    wide = Quantity.stated("250000", Qualifier.ABOUT, Counts.ITEMS).restated(Words(widen=2))
    assert (wide.lower, wide.upper) == (225000, 275000)


def test_money_keeps_its_cents_and_items_round_outward() -> None:
    money = Quantity.stated("7.12", Qualifier.ABOUT, Counts.MONEY)
    assert money.lower == Fraction("7.12") * Fraction(95, 100)
    items = Quantity.stated("31", Qualifier.ABOUT, Counts.ITEMS)
    assert (items.lower, items.upper) == (29, 33)


@pytest.mark.parametrize("written", ["ten", "1,00", "12.", "1e5", "-3", "7 tons", "½"])
def test_what_is_no_number_is_said_to_be_none(written: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        read_number(written)


def test_a_stated_zero_is_a_quantity_and_no_number_is_not() -> None:
    assert not Quantity.stated("0", Qualifier.EXACT, Counts.ITEMS).vacuous
    assert Quantity.stated("", Qualifier.UNKNOWN, Counts.ITEMS).vacuous


@given(st.integers(0, 10**9),
       st.sampled_from([q for q in Qualifier if q not in (Qualifier.MORE_THAN, Qualifier.HALF_OF)]))
def test_the_stated_number_is_always_possible(number: int, qualifier: Qualifier) -> None:
    stated = Quantity.stated(str(number), qualifier, Counts.ITEMS)
    assert stated.lower <= number
    assert stated.upper is None or number <= stated.upper


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_disjoint_is_symmetric_and_excludes_inside(a: int, b: int) -> None:
    x, y = (Quantity.stated(str(n), Qualifier.ABOUT, Counts.ITEMS) for n in (a, b))
    assert x.disjoint(y) == y.disjoint(x)
    assert not (x.disjoint(y) and x.inside(y))


def test_a_bound_is_written_without_a_needless_point() -> None:
    assert number_text(Fraction(316260)) == "316260"
    assert number_text(Fraction(1, 3)) == "0.333333"


def test_a_range_as_stated_bounds_by_its_ends() -> None:
    ranged = Quantity.stated("40-50", Qualifier.EXACT, Counts.ITEMS)
    assert (ranged.lower, ranged.upper) == (40, 50)
    about = Quantity.stated("40-50", Qualifier.ABOUT, Counts.ITEMS)
    assert about.upper is not None
    assert about.lower < 40 < 50 < about.upper
    for wrong in ("50-40", "-5", "5-"):
        with pytest.raises(ValueError):
            Quantity.stated(wrong, Qualifier.EXACT, Counts.ITEMS)
