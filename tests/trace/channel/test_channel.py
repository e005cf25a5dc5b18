"""The channel is a probability: what can befall a mark sums to one, and the shipped table is what its maker makes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from benchmarks.channel.__main__ import TABLE, text
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reclaim.trace.channel import KINDS, default, for_symbols
from reclaim.trace.kernels_align import UNREACHED
from reclaim.trace.misreadings import Misreadings
from reclaim.trace.symbols import PLAIN, Symbols

MARKS = st.text("0123456789ABCDEFGHKMW", min_size=5, max_size=9)


def misread(pairs: list[tuple[str, str]]) -> Misreadings:
    """(registered, read) pairs."""
    symbols = Symbols.of([t for pair in pairs for t in pair])
    marks, mark_starts = symbols.encode([registered for registered, _ in pairs])
    codes, starts = symbols.encode([read for _, read in pairs])
    numbers = np.arange(len(pairs))
    channel = for_symbols(default(), symbols.letters)
    return Misreadings.of(codes, starts, np.ones(len(codes), np.float32), marks, mark_starts, numbers, numbers, channel)


def told(registered: str, read: str) -> tuple[int, list[str]]:
    """How many misreadings, and their kinds ("B>8" for one symbol read as another)."""
    found = misread([(registered, read)])
    names = [f"{PLAIN[c // 64]}>{PLAIN[c % 64]}" if c < 4096 else KINDS[(c - 4096) // 64] for c in found.found[0]
             if c >= 0]
    return int(found.count[0]), names


def test_the_shipped_table_is_what_its_maker_makes() -> None:
    assert TABLE.read_text(encoding="utf-8") == text()


def once_misread(mark: str) -> set[str]:
    """Every text that one misreading makes of a mark, runs left out."""
    out = set()
    for n in range(len(mark)):
        out |= {mark[:n] + s + mark[n + 1:] for s in PLAIN}
        out.add(mark[:n] + mark[n + 1:])
    for n in range(len(mark) + 1):
        out |= {mark[:n] + s + mark[n:] for s in PLAIN}
    for n in range(len(mark) - 1):
        out.add(mark[:n] + mark[n + 1] + mark[n] + mark[n + 2:])
    return out - {mark}


@pytest.mark.parametrize("mark", ["W1004340", "204817", "AB12345"])
def test_all_that_one_misreading_can_do_sums_to_about_one(mark: str) -> None:
    """The kinds that make runs are 6 % of all and are not enumerated here."""
    reads = sorted(once_misread(mark))
    found = misread([(mark, read) for read in reads])
    single = found.count == 1
    assert single.all()
    assert 0.7 < found.rate(default())[single].sum() < 1.3


@pytest.mark.parametrize(("registered", "read", "count", "kinds"), [
    ("W1004340", "W1004340", 0, []),
    ("W1004340", "W10O4340", 1, ["0>O"]),
    ("W1004340", "1004340", 1, ["lost_first"]),
    ("W1004340", "W100434", 1, ["lost_last"]),
    ("W1004340", "W104340", 1, ["lost_twin"]),
    ("W1004340", "W10004340", 1, ["doubled"]),
    ("W1004340", "W1004430", 1, ["swapped"]),
    ("W1004340", "4340", 1, ["head_lost"]),
    ("W1004340", "W10043", 1, ["tail_lost"]),
    ("W1004340", "M4W1004340", 1, ["head_glued"]),
    ("ABAB1234", "AB1234", 1, ["head_lost"]),
    ("W1004340", "W1?04340", 0, []),
    ("W1004340", "*4340", 0, []),
    ("W10?4340", "W1004340", 0, []),
    ("W1004340", "X9004341", 3, ["W>X", "1>9", "0>1"]),
])
def test_what_befell_a_mark(registered: str, read: str, count: int, kinds: list[str]) -> None:
    assert told(registered, read) == (count, kinds)


def test_two_marks_with_nothing_in_common_are_not_reached() -> None:
    assert told("W1004340", "AK77125")[0] == UNREACHED
    assert told("W1004340", "99943")[0] == UNREACHED


def test_a_letter_of_another_script_is_read_for_the_one_that_it_looks_like() -> None:
    """Cyrillic А for Latin A: one misreading, and a likely one."""
    found = misread([("А1234", "A1234"), ("Ж1234", "A1234")])
    channel = for_symbols(default(), Symbols.of(["АЖ"]).letters)
    likely, unlikely = found.rate(channel)
    assert found.count.tolist() == [1, 1]
    assert likely > 10 * unlikely


def osa(a: str, b: str) -> int:
    """Optimal string alignment distance, by the textbook: nothing is edited twice."""
    rows = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i, j in itertools.product(range(1, len(a) + 1), range(1, len(b) + 1)):
        rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@settings(max_examples=150)
@given(mark=MARKS, data=st.data())
def test_what_was_misread_up_to_three_times_is_reached(mark: str, data: st.DataObject) -> None:
    read = mark
    for _ in range(data.draw(st.integers(0, 3))):
        read = data.draw(st.sampled_from(sorted(once_misread(read))))
    # Two symbols that were swapped and then parted, or read twice wrong, are no three misreadings: nothing is edited twice.
    assume(osa(mark, read) <= 3)
    found = misread([(mark, read)])
    assert found.count[0] <= 3
    rate = found.rate(default())[0]
    assert 0 < rate <= 1.0001
    assert (found.count[0] == 0) == (mark == read)


def test_unread_places_cost_nothing_for_any_mark_that_fits() -> None:
    """A `?` says nothing for or against: it is as free for one fitting mark as for another."""
    found = misread([(f"W10{a}{b}340", "W10??340") for a, b in itertools.product("059", "17A")])
    assert set(found.count.tolist()) == {0}
    assert set(found.rate(default()).tolist()) == {1.0}
