"""Near links between the books of a case: what stands on one book alone against what that book lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from reclaim.model.canonical import Plain
from reclaim.model.progress import Progress, silent
from reclaim.model.register import RegisterKind

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from reclaim.desk.case import Case
    from reclaim.ledger.books import Book, Names
    from reclaim.ledger.judged import Judged


MANY: Final = 40
"""So many books of the case's own lines are each laid beside all others; of more, those of one kind are one."""


@dataclass(frozen=True)
class Linked:
    """Near links (schema `ledger.reconcile.NEAR`), how probable it is that what a book seems to lack is missing from it
    (schema `ledger.reconcile.MISSING`), and that a row is another weapon's than its mark says (`ledger.reconcile.DOUBT`)."""

    near: pa.Table
    missing: pa.Table
    doubt: pa.Table


def near_links(case: Case, books: list[Book], names: Names, judged: Judged, progress: Progress = silent) -> Linked:
    """What may be one weapon among all books that can hold one.

    Kept in `derived/` by what it was made from; deleting it loses nothing.
    """
    from pyarrow import parquet as pq

    from reclaim.ledger.spread import spread

    inputs: Plain = {"books": [b.snapshot for b in books], "judged": repr(judged), "names": repr(names)}
    made: list[Linked] = []

    def make(part: str) -> Callable[[Path], None]:
        def written(path: Path) -> None:
            if len(made) == 0:
                made.append(linked(spread(books, names, judged), books, judged, progress))
            pq.write_table(getattr(made[0], part), path)
        return written

    parts = (case.derived(f"links-{part}", inputs, ".parquet", make(part)) for part in ("near", "missing", "doubt"))
    return Linked(*(pq.read_table(part) for part in parts))


def linked(rows: pa.Table, books: Sequence[Book], judged: Judged | None = None, progress: Progress = silent) -> Linked:
    """What may be one weapon among rows of `ledger.spread`: `left` are all rows of the weapon that the row on the right
    may be."""
    import pyarrow as pa
    from pyarrow import compute as pc

    from reclaim.ledger.reconcile import DOUBT, MISSING, NEAR
    from reclaim.trace.link_books import between
    from reclaim.trace.link_doubt import doubts

    named = together(books)
    beside: dict[int, set[int]] = {}
    for book, others in _beside(books).items():
        own = named.get(book, book)
        beside.setdefault(own, set()).update({named.get(o, o) for o in others} - {own})
    links, there = between(_renumbered(rows, named), {b: sorted(o) for b, o in beside.items()}, _apart(rows, judged),
                           progress)
    own = pa.table({"article": rows["article"], "left_book": rows["book"], "left_row": rows["row"]})
    left, right = rows.take(links["left"]), rows.take(links["right"])
    near = pa.table({"article": left["article"], "right_book": right["book"], "right_row": right["row"],
                     "edits": links["edits"], "probability": links["probability"], "chance": links["chance"],
                     "times": links["times"]}).join(own, "article", join_type="inner").select(NEAR.names).cast(NEAR)
    stands = rows.take(there["row"])
    missing = pa.table({"article": stands["article"], "other_book": there["book"],
                        "absent": pc.subtract(1.0, there["probability"])}).join(own, "article", join_type="inner")
    missing = missing.rename_columns({"left_book": "book", "left_row": "row"}).select(MISSING.names).cast(MISSING)
    unsure = doubts(links, rows)
    doubted = rows.take(unsure["row"]).select(["book", "row"])
    for name in ("probability", "alone"):
        doubted = doubted.append_column(name, unsure[name])
    return Linked(near.sort_by([(name, "ascending") for name in NEAR.names[:4]]),
                  missing.sort_by([(name, "ascending") for name in MISSING.names[:3]]), doubted.cast(DOUBT))


def together(books: Sequence[Book]) -> dict[int, int]:
    """Books of the case's own lines that are laid beside the others as one, each by the number of the first of its kind;
    none where there are few (MANY). Of a near mark in a thousand reports it is asked which register's or which other
    kind's weapon it is, and not which of a thousand books lacks it; equal marks are one article all the same."""
    lines, first = [b for b in books if b.lines], dict[RegisterKind, int]()
    return {b.number: first.setdefault(b.kind, b.number) for b in lines} if len(lines) > MANY else {}


def _renumbered(rows: pa.Table, named: dict[int, int]) -> pa.Table:
    """Rows whose books go by other numbers."""
    import numpy as np
    import pyarrow as pa

    if len(named) == 0:
        return rows
    number = np.arange(max(max(named), int(np.max(rows["book"].to_numpy(), initial=0))) + 1, dtype=np.int32)
    number[list(named)] = list(named.values())
    coded = rows["books"].combine_chunks()
    sets = [",".join(map(str, sorted({int(number[int(b)]) for b in text.split(",")}))) for text in
            coded.dictionary.to_pylist()]
    places = {name: rows.column_names.index(name) for name in ("book", "books")}
    rows = rows.set_column(places["book"], "book", pa.array(number[rows["book"].to_numpy()]))
    return rows.set_column(places["books"], "books", pa.array(sets, pa.string()).take(coded.indices))


def _apart(rows: pa.Table, judged: Judged | None) -> list[tuple[int, int]]:
    """Pairs decided different, as places in `rows`."""
    pairs = () if judged is None else judged.different
    if len(pairs) == 0:
        return []
    place = {(b, r): n for n, (b, r) in enumerate(zip(rows["book"].to_pylist(), rows["row"].to_pylist(), strict=True))}
    return [(place[a], place[b]) for a, b in pairs if a in place and b in place]


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
