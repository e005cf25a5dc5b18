"""Rows to articles, held against a reading of the rule one row at a time."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable

import pytest
from tests.ledger.conftest import book

from reclaim.ledger.articles import ROW, articles
from reclaim.ledger.books import Book
from reclaim.ledger.opened import opened as opening

Opened = Callable[..., list[Book]]
Row = tuple[int, int, str, str]

MAKES = ("", "", "Colt", "colt.", "FN", "F-N")


def by_rule(rows: list[Row]) -> dict[tuple[int, int], int]:
    """(book, row, mark, make) to articles: makes that do not disagree, and no make beside one make at most."""
    found = {}
    marks = defaultdict(list)
    for number, row, mark, make in rows:
        marks[mark].append((number * ROW + row, "".join(c for c in make.lower() if c.isalnum())))
    for held in marks.values():
        makes = {make for _, make in held} - {""}
        for id_, make in held:
            joined = [other for other, theirs in held if len(makes) < 2 or (make != "" and theirs == make)]
            found[divmod(id_, ROW)] = min(joined, default=id_)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_rows_are_joined_as_the_rule_says(seed: int, opened: Opened) -> None:
    rng = random.Random(seed)
    rows = [[(f"A{rng.randrange(1000, 1060)}", rng.choice(MAKES)) for _ in range(60)] for _ in range(3)]
    heads = ("ship shipped maker 2020-12-31 - -", "recv received army 2020-12-31 - -", "count inventory army 2020-12-31 - -")
    books = opened(*(book(head, *(f"{mark} make={make}" for mark, make in own)) for head, own in zip(heads, rows, strict=True)))
    con = opening(books, only=())
    articles(con)
    said = {(b, r): a for b, r, a in con.execute("SELECT book, row, article FROM articles").fetchall()}
    con.close()
    assert said == by_rule([(b, r, mark, make) for b, own in enumerate(rows, 1) for r, (mark, make) in enumerate(own, 1)])
