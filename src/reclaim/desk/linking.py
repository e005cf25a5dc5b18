"""Near links between the books of a case: which pairs of books are compared, and the answer kept until they change."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from reclaim.model.progress import Progress, silent
from reclaim.model.register import RegisterKind

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.desk.case import Case
    from reclaim.ledger.books import Book


def near_links(case: Case, books: list[Book], progress: Progress = silent) -> pa.Table:
    """Near links between all pairs of books that can hold one weapon (schema `ledger.reconcile.NEAR`).

    Kept in `derived/` by what they were made from; deleting it loses nothing.
    """
    import pyarrow as pa
    from pyarrow import parquet as pq

    from reclaim.ledger.reconcile import NEAR

    parts = [NEAR.empty_table()]
    for left, right in pairs(books):
        kept = case.derived("links", {"left": left.snapshot, "right": right.snapshot}, ".parquet",
                            lambda path, a=left, b=right: pq.write_table(_linked(a, b, progress), path))  # type: ignore[misc]
        found = pq.read_table(kept)
        size = len(found)
        parts.append(pa.table({
            "left_book": pa.array([left.number] * size, pa.int32()), "left_row": found["left_row"],
            "right_book": pa.array([right.number] * size, pa.int32()), "right_row": found["right_row"],
            "edits": found["edits"], "probability": found["probability"], "chance": found["expected_by_chance"]},
            schema=NEAR))
    return pa.concat_tables(parts)


def pairs(books: list[Book]) -> list[tuple[Book, Book]]:
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


def _next(left: Book, right: Book, books: list[Book]) -> bool:
    """Whether no other inventory of the register lies between the two."""
    own = sorted((b for b in books if b.register == left.register and b.as_of is not None),
                 key=lambda b: (str(b.as_of), b.number))
    return left in own and right in own and abs(own.index(left) - own.index(right)) == 1


def _linked(left: Book, right: Book, progress: Progress) -> pa.Table:
    import pyarrow as pa
    from pyarrow import compute as pc
    from pyarrow import parquet as pq

    from reclaim.trace.link import FIELDS, near

    names = ["row", "canonical", "traceable", *FIELDS]
    ours, theirs = pq.read_table(left.path, columns=names), pq.read_table(right.path, columns=names)
    found = near(ours, theirs, progress=progress)
    return pa.table({
        "left_row": pc.take(ours["row"], found["left"]), "right_row": pc.take(theirs["row"], found["right"]),
        "edits": found["edits"], "weight_bits": found["weight_bits"], "probability": found["probability"],
        "expected_by_chance": found["expected_by_chance"]})
