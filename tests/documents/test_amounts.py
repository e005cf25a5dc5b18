"""Numbers in running text, as intervals with their words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.documents.quantities.amounts import amounts

CASES = {
    "at least 63 rifles": [("at least 63", 63, None)],
    "more than 7,000 devices": [("more than 7,000", 7001, None)],
    "up to 300 weapons": [("up to 300", 0, 300)],
    "fewer than 12 rifles": [("fewer than 12", 0, 11)],
    "nearly 900 firearms": [("nearly 900", 810, 900)],
    "about 250,000 firearms": [("about 250,000", 237500, 262500)],
    "40 to 50 pistols": [("40 to 50", 40, 50)],
    "between 300 and 400 guns": [("between 300 and 400", 300, 400)],
    "40-50 pistols": [("40-50", 40, 50)],
    "2 to 3 million rounds": [("2 to 3 million", 2000000, 3000000)],
    "four to five thousand rounds": [("four to five thousand", 4000, 5000)],
    "dozens of grenades": [("dozens", 24, None)],
    "hundreds of rifles": [("hundreds", 200, None)],
    "several mines": [("several", 3, None)],
    "two dozen rifles": [("two dozen", 24, 24)],
    "half a million rounds": [("half a million", 500000, 500000)],
    "sixty-three rifles": [("sixty-three", 63, 63)],
    "two hundred and ten thousand rounds": [("two hundred and ten thousand", 210000, 210000)],
    "a pair of pistols": [("a pair", 2, 2)],
    "1,600-plus rifles": [("1,600-plus", 1600, None)],
    "250 or more rifles": [("250 or more", 250, None)],
    "63 rifles and 2 pistols": [("63", 63, 63), ("2", 2, 2)],
    "two to three dozen mines": [("two to three dozen", 24, 36)],
    "two to three hundred fighters": [("two to three hundred", 200, 300)],
    "a quarter of a million rounds": [("a quarter of a million", 250000, 250000)],
    "three quarters of a million rounds": [("three quarters of a million", 750000, 750000)],
    "half a ton of explosives": [("half a", Fraction(1, 2), Fraction(1, 2))],
    "1/4 pound of powder": [("1/4", Fraction(1, 4), Fraction(1, 4))],
    "one in five rifles": [("one in five", Fraction(1, 5), Fraction(1, 5))],
    "four killed in two raids": [("four", 4, 4), ("two", 2, 2)],
    "killed one in three raids": [("one", 1, 1), ("three", 3, 3)],
    "one in two years": [("one", 1, 1), ("two", 2, 2)],
    "an average of 1500 rifles": [("1500", 1500, 1500)],
    "1.8M rounds": [("1.8M", 1800000, 1800000)],
}
NONE = [
    "M4A1 and AK-74 rifles",
    "5.56x45mm",
    "on March 6, 2025",
    "in 2021",
    "the 1990s",
    "at 10:30",
    "Resolution 1540",
    "since 2005-21",
    "the 22nd round",
    "the S&P 500 fell",
    "Type 56",
    "a 2-1 win",
    "They drove a new Model 3 car",
    "since the 9/11 attacks",
    "rifles of the '80s",
    "in '16",
    "a man in his 40s",
    "at 0945 this morning",
    "again at about 2115 when shots were heard",
    "on 30 march",
    "the rifle with serial number 1449075",
    "reference 669350861383049216",
    "number two on the list",
    "the Gang of Eight",
    "a shop at 12 Main Street",
    "the vote was 112-98",
    "1) Rifles were recovered",
]


@pytest.mark.parametrize("text", sorted(CASES))
def test_words_become_bounds(text: str) -> None:
    assert [(text[a.start : a.end], a.lower, a.upper) for a in amounts(text)] == CASES[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amounts(text) == []


def test_money_and_shares_are_not_counts() -> None:
    found = amounts("weapons worth $7.12 bn, 20 percent of them, and half of the rest")
    assert [a.kind for a in found] == ["money", "percent", "share"]


@pytest.mark.parametrize("words", ["about two-thirds", "roughly a third of", "about 1/3 of", "some 2/3 of"])
def test_about_a_third_is_read_and_does_not_go_on_for_ever(words: str) -> None:
    (amount,) = amounts(f"{words} the rifles")
    assert amount.upper is not None
    assert amount.lower < amount.first < amount.upper


@given(st.integers(0, 10**12))
def test_any_grouped_number_is_read_whole(number: int) -> None:
    if not (1500 <= number <= 2099):
        (found,) = amounts(f"a total of {number:,} rifles")
        assert (found.lower, found.upper) == (number, number)


@given(
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    # Not "about": about 1,000,000 is rounded to a million, about 526,316 to one.
    st.sampled_from(["at least", "more than", "up to", "nearly", "fewer than"]),
)
def test_a_larger_number_never_has_lower_bounds(a: int, b: int, word: str) -> None:
    low, high = sorted((a, b))
    first, second = amounts(f"{word} {low:,} rifles")[0], amounts(f"{word} {high:,} rifles")[0]
    assert first.lower <= second.lower
    assert first.upper is None or (second.upper is not None and first.upper <= second.upper)


@given(st.integers(1, 999), st.integers(1, 999), st.integers(0, 5))
def test_of_two_numbers_rounded_alike_the_larger_about_is_never_lower(a: int, b: int, zeros: int) -> None:
    """About 1,000,000 is rounded to a million and about 526,316 to one: only equal rounding is compared."""
    low, high = sorted(10 * n + 1 for n in (a, b))
    first, second = (amounts(f"about {n * 10**zeros:,} rifles")[0] for n in (low, high))
    assert first.lower <= second.lower
    assert first.upper is not None
    assert second.upper is not None
    assert first.upper <= second.upper
