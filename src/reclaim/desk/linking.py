"""Near links between the books of a case: what stands on one book alone against what that book lacks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from reclaim.model.canonical import Plain
from reclaim.model.progress import Progress, silent
from reclaim.model.register import RegisterKind

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.desk.case import Case
    from reclaim.ledger.books import Book, Names
    from reclaim.ledger.judged import Judged


def near_links(case: Case, books: list[Book], names: Names, judged: Judged, progress: Progress = silent) -> pa.Table:
    """Near links between all books that can hold one weapon (schema `ledger.reconcile.NEAR`).

    Kept in `derived/` by what they were made from; deleting it loses nothing.
    """
    from pyarrow import parquet as pq

    from reclaim.ledger.spread import spread

    inputs: Plain = {"books": [b.snapshot for b in books], "judged": repr(judged), "names": repr(names)}
    kept = case.derived("links", inputs, ".parquet",
                        lambda path: pq.write_table(linked(spread(books, names, judged), books, progress), path))
    return pq.read_table(kept)


def linked(rows: pa.Table, books: Sequence[Book], progress: Progress = silent) -> pa.Table:
    """Near links (schema `ledger.reconcile.NEAR`) among rows (`ledger.spread`): `right` is the row that stands on its
    book alone, `left` those of the weapon that it may be."""
    import pyarrow as pa

    from reclaim.ledger.reconcile import NEAR

    beside = _beside(books)
    parts = [_of_book(rows, book, sorted(beside[book]), progress) for book in sorted(beside)]
    found = pa.concat_tables([NEAR.empty_table(), *parts])
    return _halved(found, rows) if len(found) > 0 else found


def pairs(books: Sequence[Book]) -> list[tuple[Book, Book]]:
    """Pairs of books that are compared: other kinds or keepers, and of one register's inventories each with the next.

    Of an event register only the latest snapshot is read, and two states of one register are no two witnesses.
    """
    read = [b for b in books if b.kind.is_stock or b.latest]
    chosen = []
    for left, right in combinations(read, 2):
        if left.register != right.register:
            if left.kind is not right.kind or left.kind is RegisterKind.INVENTORY:
                chosen.append((left, right))
        elif _next(left, right, read):
            chosen.append((left, right))
    return chosen


def _beside(books: Sequence[Book]) -> dict[int, set[int]]:
    """The numbers of the books that each is compared with."""
    found: dict[int, set[int]] = {}
    for left, right in pairs(books):
        found.setdefault(left.number, set()).add(right.number)
        found.setdefault(right.number, set()).add(left.number)
    return found


def _next(left: Book, right: Book, books: Sequence[Book]) -> bool:
    """Whether no other inventory of the register lies between the two."""
    own = sorted((b for b in books if b.register == left.register and b.as_of is not None),
                 key=lambda b: (str(b.as_of), b.number))
    return left in own and right in own and abs(own.index(left) - own.index(right)) == 1


def _of_book(rows: pa.Table, book: int, others: list[int], progress: Progress) -> pa.Table:
    """The links of what stands on one book alone to what it lacks and `others` have."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute as pc

    from reclaim.ledger.reconcile import NEAR
    from reclaim.trace.link import near

    lone = rows.filter(pc.and_(pc.equal(rows["book"], book), rows["lone"]))
    has = pc.match_substring_regex(rows["books"], f"(^|,){book}(,|$)")
    lacking = rows.filter(pc.and_(pc.is_in(rows["book"], pa.array(others, pa.int32())), pc.invert(has)))
    if len(lone) == 0 or len(lacking) == 0:
        return NEAR.empty_table()
    first = _first_of_each(lacking)
    weapons = lacking.take(first)
    groups = weapons["books"].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
    found = near(lone, weapons, groups.astype(np.int64), progress=progress)
    return _expanded(found, lone, weapons, lacking)


def _first_of_each(rows: pa.Table) -> Any:
    """The places of the first row of each article and mark."""
    import pyarrow as pa
    from pyarrow import compute as pc

    placed = pa.table({"article": rows["article"], "canonical": rows["canonical"], "place": pa.array(range(len(rows)))})
    first = placed.group_by(["article", "canonical"]).aggregate([("place", "min")])["place_min"]
    return first.take(pc.sort_indices(first))


def _expanded(found: pa.Table, lone: pa.Table, weapons: pa.Table, lacking: pa.Table) -> pa.Table:
    """Each link as pairs of rows: the lone row with every row of the weapon."""
    import pyarrow as pa

    from reclaim.ledger.reconcile import NEAR

    right, left = lone.take(found["lone"]), weapons.take(found["other"])
    told = pa.table({"article": left["article"], "right_book": right["book"], "right_row": right["row"],
                     "edits": found["edits"], "probability": found["probability"],
                     "chance": found["expected_by_chance"]})
    own = pa.table({"article": lacking["article"], "left_book": lacking["book"], "left_row": lacking["row"]})
    return told.join(own, "article", join_type="inner").select(NEAR.names).cast(NEAR)


def _halved(found: pa.Table, rows: pa.Table) -> pa.Table:
    """A pair of two lone rows was weighed from both sides: it counts half each."""
    import duckdb

    con = duckdb.connect()
    con.register("found", found)
    con.register("rows", rows)
    return con.sql("""
        WITH weighed AS (SELECT f.*, r.lone FROM found f JOIN rows r ON r.book = left_book AND r.row = left_row),
             sided AS (SELECT least((left_book, left_row), (right_book, right_row)) AS a,
                              greatest((left_book, left_row), (right_book, right_row)) AS b, *
                       FROM weighed),
             both_lone AS (SELECT min_by((left_book, left_row), right_book) AS l,
                                  min_by((right_book, right_row), right_book) AS r, max(edits) AS edits,
                                  sum(probability) / 2 AS probability, max(chance) AS chance
                           FROM sided WHERE lone GROUP BY a, b)
        SELECT left_book, left_row, right_book, right_row, edits, probability, chance FROM weighed WHERE NOT lone
        UNION ALL SELECT l[1], l[2], r[1], r[2], edits, probability, chance FROM both_lone
        ORDER BY 1, 2, 3, 4""").to_arrow_table().cast(found.schema)
