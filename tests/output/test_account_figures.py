"""Figures of accounts: the unknown is drawn as unknown, and the same answer gives the same bytes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.stories.accounts.test_what_can_be_said import told

from reclaim.accounting.bounds import accounts
from reclaim.model.bounds import Range
from reclaim.output.figures.accounts import (
    bounds_chart,
    conflict_chart,
    conflict_charts,
    flow_chart,
    flow_stages,
    range_words,
    widest_type,
)
from reclaim.output.figures.draw import svg

ROWS = ("H1 | S1 | 2020-06-30 | army | rifle | 7000 | exact | on_hand | all",
        "H2 | S2 | 2020-06-30 | army | pistol | 300 | at_least | on_hand | all",
        "H3 | S3 | 2020-06-30 | army | carbine | 80 | exact | lost | all",
        "H4 | S4 | 2020-06-30 | army | carbine | 90 | exact | lost | all")


def between(lower: int | None, upper: int | None, possible: bool = True) -> Range:
    return Range(None if lower is None else Fraction(lower), None if upper is None else Fraction(upper), possible)


@pytest.mark.parametrize(("found", "words"), [
    (between(316260, 316260), "316,260"), (between(65, 75), "65 to 75"),
    (between(63, None), "63 or more, upper end unknown"), (between(0, None), "unknown"),
    (between(None, None, possible=False), "the sources cannot all be true")])
def test_a_range_in_words(found: Range, words: str) -> None:
    assert range_words(found) == words


def test_bars_with_their_sources() -> None:
    found = accounts(told(*ROWS))
    chart = bounds_chart(found, lambda b: b.account.type, title="What the army has")
    rows = {r["label"].split("\u2007")[0]: r for r in chart["data"]["values"]}
    assert [rows[t]["open"] for t in ("rifle", "pistol", "carbine")] == [False, True, False]
    assert rows["rifle"]["by"] == "S1"
    assert rows["carbine"]["said"] == "the sources cannot all be true"
    drawn = svg(chart)
    assert "7,000" in drawn
    assert "300 or more, upper end unknown" in drawn
    assert drawn == svg(bounds_chart(found, lambda b: b.account.type, title="What the army has"))


def test_a_stage_of_which_nobody_speaks_is_drawn_as_unknown() -> None:
    chart = flow_chart([("delivered", between(900, 900)), ("returned", None)], title="From supplied to returned")
    delivered, returned = chart["data"]["values"]
    assert (delivered["open"], delivered["said"]) == (False, "900")
    assert (returned["open"], returned["said"]) == (True, "nothing is known")
    assert returned["upper"] >= 900
    assert "nothing is known" in svg(chart)


def test_a_conflict_set_as_a_diagram() -> None:
    (found,) = {c for b in accounts(told(*ROWS)) for c in b.conflicts}
    drawn = svg(conflict_chart(found, lambda f: f.key))
    assert all(word in drawn for word in ("stock#H3", "stock#H4", "Cannot all be true", "80", "90"))


def test_several_sets_beside_each_other() -> None:
    third = ROWS[3].replace("H4 | S4", "H5 | S5").replace("90", "95")
    sets = list(dict.fromkeys(c for b in accounts(told(*ROWS, third)) for c in b.conflicts))
    assert len(sets) == 3
    assert len(conflict_charts(sets, lambda f: f.source)["concat"]) == 3
    assert "S5" in svg(conflict_charts(sets, lambda f: f.source))


def test_the_flow_of_a_type_goes_by_its_best_told_accounts() -> None:
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 900 | exact | delivered | all",
                          "H2 | S2 | 2019-06-30 | army | rifle | 700 | exact | on_hand | some",
                          "H3 | S3 | 2020-06-30 | army | rifle | 600 | exact | on_hand | all",
                          "H4 | S4 | 2020-06-30 | army | pistol | 5 | exact | left | all"))
    assert widest_type(found, {}) == "rifle"
    stages = dict(flow_stages(found, lambda i: i, "rifle", between(3, None)))
    assert stages["delivered, 2020-06-30, army"] == between(900, 900)
    assert stages["on hand, 2020-06-30, army"] == between(600, 600)
    assert stages["left"] is None
    assert stages["recovered from others"] == between(3, None)
