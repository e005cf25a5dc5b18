"""What stands on one book alone, or once too often, against what that book lacks."""

from __future__ import annotations

import pyarrow as pa

from reclaim.trace.link_books import LEAST, LINKS, between

LOT = [f"AB{n}" for n in range(31000, 31900, 97)]


def spread(*books: list[str]) -> pa.Table:
    """Rows of `ledger.spread` of some lists of marks; book 1 is the first."""
    rows = [(b, n, mark) for b, marks in enumerate(books, 1) for n, mark in enumerate(marks, 1)]
    names = sorted({mark for _, _, mark in rows})
    on = {m: sorted({str(b) for b, _, mark in rows if mark == m}) for m in names}
    return pa.table({
        "book": pa.array([b for b, _, _ in rows], pa.int32()), "row": [n for _, n, _ in rows],
        "article": [names.index(m) for _, _, m in rows], "canonical": pa.array([m for _, _, m in rows], pa.string()),
        "make": ["kes"] * len(rows), "model": [""] * len(rows), "calibre": [""] * len(rows),
        "books": [",".join(on[m]) for _, _, m in rows],
        "lone": [len(on[m]) == 1 for _, _, m in rows],
        "surplus": [(b, m) in [(x, y) for x, _, y in rows[:i]] for i, (b, _, m) in enumerate(rows)],
        "times": [[(x, y) for x, _, y in rows].count((b, m)) for b, _, m in rows]})


def between_all(*books: list[str]) -> tuple[list[tuple[str, str, float]], dict[tuple[str, int], float]]:
    """Links as (mark, mark, probability), and what stands elsewhere by mark and book."""
    rows = spread(*books)
    beside = {b: [c for c in range(1, len(books) + 1) if c != b] for b in range(1, len(books) + 1)}
    links, there = between(rows, beside)
    marks = rows["canonical"].to_pylist()
    return ([(marks[r["left"]], marks[r["right"]], r["probability"]) for r in links.to_pylist()],
            {(marks[r["row"]], r["book"]): r["probability"] for r in there.to_pylist()})


def test_a_mistaken_number_is_the_weapon_that_is_missing() -> None:
    links, there = between_all([*LOT, "QX77128"], [*LOT, "QX77123"], [*LOT, "QX77128"])
    assert [(a, b) for a, b, p in links if p > 0.5] == [("QX77128", "QX77123")]
    assert there["QX77128", 2] > 0.5
    assert there["QX77123", 1] > 0.5


def test_a_number_far_from_all_is_no_mistake_of_any() -> None:
    links, there = between_all([*LOT, "QX77128"], [*LOT, "ZZ10001"], [*LOT, "QX77128"])
    assert links == []
    assert there.get(("QX77128", 2), 0.0) < 0.5


def test_a_mark_that_stands_twice_may_be_the_one_that_is_missing() -> None:
    links, there = between_all([*LOT, "QX77128", "QX77123"], [*LOT, "QX77123", "QX77123"], [*LOT, "QX77128", "QX77123"])
    assert there["QX77128", 2] > 0.3
    assert [(a, b) for a, b, p in links if p > 0.3] == [("QX77128", "QX77123")]


def test_two_misreadings_of_one_weapon_are_each_others() -> None:
    links, _ = between_all([*LOT, "QX77128"], [*LOT, "QX77123"], [*LOT, "QX77728"], [*LOT, "QX77128"])
    assert ("QX77123", "QX77728") in {(a, b) for a, b, p in links if p > 0.5}


def test_one_weapon_is_one_row_of_a_book() -> None:
    links, _ = between_all([*LOT, "QX77128"], [*LOT, "QX77123", "QX77129"], [*LOT, "QX77128"])
    assert sum(p for a, _, p in links if a == "QX77128") <= 1 + 1e-6
    assert all(p >= LEAST for _, _, p in links)


def test_a_row_whose_mistaken_number_another_weapon_has_went_astray_alone() -> None:
    many = [f"CD{n}" for n in range(50000, 59000, 157)]
    counted_only = [f"EF{n}" for n in range(10000, 99000, 9001)]
    never_received = [f"GH{n}" for n in range(10000, 99000, 9001)]
    shipped, received = [*many, "QX77128", *never_received], [*many, "QX77123"]
    links, there = between_all(shipped, received, [*many, "QX77128", "QX77123", *counted_only, *never_received])
    assert [(a, b) for a, b, p in links if p > 0.5] == [("QX77128", "QX77123")]
    assert there["QX77128", 2] > 0.5
    # The weapon whose number it was mistaken for is still one of its own: it does not stand where the other does.
    assert there.get(("QX77123", 1), 0.0) < 0.5


def test_where_such_weapons_are_no_rarity_no_row_went_astray() -> None:
    many = [f"CD{n}" for n in range(50000, 59000, 157)]
    received_and_counted = [f"EF{n}" for n in range(10000, 99000, 9001)]
    links, _ = between_all([*many, "QX77128"], [*many, "QX77123", *received_and_counted],
                           [*many, "QX77128", "QX77123", *received_and_counted])
    assert all({a, b} != {"QX77128", "QX77123"} for a, b, p in links if p > 0.5)


def test_nothing_is_linked_to_nothing() -> None:
    links, there = between(spread([]), {1: [2], 2: [1]})
    assert links.equals(LINKS.empty_table())
    assert len(there) == 0


def test_two_mistakes_of_one_weapon_are_no_weapon_of_their_own() -> None:
    """Receipts and count both mistook a number, so badly that neither leads to it; nobody else stands on just these two."""
    many = [f"CD{n}" for n in range(50000, 59000, 57)]
    gone, mistaken = [f"QX{n}" for n in range(10000, 19000, 450)], [f"QX{n + 6}" for n in range(10000, 19000, 450)]
    shipped = [*many, *gone, "K410568"]
    _, there = between_all(shipped, [*many, *mistaken, "Q41P563"], [*many, *gone, "Q41P56B"], [*many, *gone, "K410568"])
    assert there["Q41P563", 1] > 0.5


def test_a_row_that_joined_a_weapon_seen_elsewhere_went_astray_alone() -> None:
    """Its number was mistaken for one that was seized and found, as many were that are on no list: those stay apart."""
    many = [f"CD{n}" for n in range(50000, 59000, 57)]
    abroad = [f"EF{n}" for n in range(10000, 99000, 1801)]
    rows = spread([*many, "EF10007"], [*many, "EF10000"], [*many[:9], *abroad], [*many[:9], *abroad])
    links, _ = between(rows, {1: [2, 3, 4], 2: [1, 3, 4], 3: [1, 2], 4: [1, 2]})
    marks = rows["canonical"].to_pylist()
    assert [(marks[r["left"]], marks[r["right"]], r["astray"]) for r in links.to_pylist() if r["probability"] > 0.5] == [
        ("EF10007", "EF10000", True)]
