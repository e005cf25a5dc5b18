"""How probable pairs of leftovers are: what is learned of all of them, and what the mark itself tells."""

from __future__ import annotations

import numpy as np
import pytest
from tests.trace.link.test_link import LOT, between_all, spread

from reclaim.trace.link import Pairs, pairs
from reclaim.trace.link_shares import LONE, SURPLUS, shares


def found(reading: list[int], weapon: list[int], ratio: list[float], unseen: float = 0.05) -> Pairs:
    count = len(reading)
    return Pairs(np.array(reading), np.array(weapon), np.array(ratio), np.ones(count, np.int8), np.zeros(count),
                 np.zeros(count), unseen, np.ones(count))


def test_a_row_too_many_is_no_less_probable_for_being_rare_among_misread_rows() -> None:
    """Whether a misreading hits a mark that stands there is in the mark: of a thousand misread rows forty do."""
    clear, hidden, new, gone = 1000, 40, 200, 260
    each = np.arange(clear + hidden)
    kinds = np.array([LONE] * clear + [SURPLUS] * hidden + [LONE] * new)
    ratio = [1e5] * clear + [110.0] * hidden
    told = shares(found(each.tolist(), each.tolist(), ratio), kinds, np.zeros(clear + hidden + gone, np.int64),
                  np.ones(clear + hidden + gone))
    assert told.pair[clear:].mean() > 0.5


@pytest.mark.parametrize("unseen", [0.02, 0.3])
def test_a_weapon_without_a_counterpart_may_stand_there_out_of_sight(unseen: float) -> None:
    """Ninety of a hundred were found: what is left is absent by so much less as lists do not hold all."""
    each = np.arange(90)
    told = shares(found(each.tolist(), each.tolist(), [1e9] * 90, unseen), np.zeros(90, np.int64),
                  np.zeros(100, np.int64), np.ones(100))
    there = min(0.9 / (1 - unseen), 1 - 0.5 / 101)
    assert told.absent[90:] == pytest.approx((1 - there) / (1 - there * (1 - unseen)), abs=0.06)


def test_rows_that_were_linked_exactly_teach_that_marks_are_seldom_misread() -> None:
    """A mark of a shape that no weapon has is the missing one misread: the more so, the fewer are misread at all."""
    known = spread([*LOT, "QX77128"])
    readings = known.slice(0, 1).set_column(3, "canonical", [["QX7712B"]])
    sought = np.array([mark == "QX77128" for mark in known["canonical"].to_pylist()])
    few, many = (pairs(readings, known, sought, right=right) for right in (10_000, 0))
    assert few.ratio.max() > 3 * many.ratio.max()
    assert 0 < few.unseen < 0.3


def test_two_leftovers_are_one_if_either_is_the_misreading_of_the_other() -> None:
    """Weighed from both sides, of which only one can be so: the odds add up and the surer side is not halved."""
    links, _ = between_all([*LOT, "QX77128"], [*LOT, "QX7712B"])
    assert [(a, b) for a, b, p in links if p > 0.5] == [("QX77128", "QX7712B")]
