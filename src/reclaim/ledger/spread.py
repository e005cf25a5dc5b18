"""On which books each article stands: what near links are sought from.

A mark that stands on one book alone, while another article that should be there is missing from that book, may be that
article's mark mistaken by a clerk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reclaim.ledger.articles import articles
from reclaim.ledger.books import Book, Names, read_books
from reclaim.ledger.judged import Judged
from reclaim.ledger.opened import LINKING, opened

if TYPE_CHECKING:
    import pyarrow as pa


LISTS: Final = ("inventory", "received", "imported", "shipped", "exported", "manufactured")
"""Kinds of books that should have a weapon once."""


def spread(books: Sequence[Book], names: Names | None = None, judged: Judged | None = None, *, threads: int = 2
           ) -> pa.Table:
    """Rows with a whole mark: `book`, `row`, `article`, `canonical`, `make`, `model`, `calibre`, `books` (the numbers of
    all books that its article stands on, split by commas), `lone` (whether that is one book alone), `surplus` (a
    further row of a mark on a list that should have it once: entered twice, or another weapon's mark mistaken for it),
    `times` (on how many rows of the book the mark stands).

    Ordered by book and row.
    """
    judged = judged or Judged()
    con = opened(read_books(books), names, threads=threads, only=LINKING)
    try:
        articles(con, judged.same, judged.different, judged.unsure)
        for step in (_SEEN, _STANDS.format(last=max((b.number for b in books), default=1)), _SETS, _DOUBLED):
            con.execute(step)
        found = con.sql(_SPREAD).to_arrow_table()
        names_of_sets = con.sql("SELECT books FROM sets ORDER BY place").to_arrow_table()["books"]
        return _named(found, names_of_sets.combine_chunks())
    finally:
        con.close()


_SEEN = """
    CREATE TABLE seen AS SELECT article, book, row, canonical, kin, look
    FROM articles JOIN rows USING (book, row) WHERE canonical IS NOT NULL;
    DROP TABLE articles; DROP TABLE rows; DROP TABLE marks"""

_STANDS = "CREATE TABLE stands AS SELECT article, bitstring_agg(book, 0, {last}) AS stood FROM seen GROUP BY article"

# Sets of books are few, whatever the number of rows.
_SETS = """
    CREATE TABLE sets AS
    SELECT stood, bit_count(stood) = 1 AS lone, (row_number() OVER (ORDER BY stood) - 1)::INTEGER AS place,
        array_to_string(list_filter(range(length(stood)), lambda n: get_bit(stood, n::INTEGER) = 1), ',') AS books
    FROM (SELECT DISTINCT stood FROM stands)"""

# Rows of a mark beyond the least that any list has of it, or beyond one if no other list has it: what all lists have
# twice is two weapons, or was entered twice before they were written.
_DOUBLED = f"""
    CREATE TABLE doubled AS
    WITH often AS (SELECT book, article, canonical, count(*)::INTEGER AS times FROM seen GROUP BY ALL HAVING count(*) > 1),
         listed AS (SELECT book, article, canonical, count(*) AS times FROM seen JOIN books USING (book)
                    SEMI JOIN often USING (article, canonical) WHERE kind IN {LISTS} GROUP BY ALL),
         least AS (SELECT article, canonical, CASE WHEN count(*) > 1 THEN min(times) ELSE 1 END AS least FROM listed GROUP BY ALL)
    SELECT book, row, times,
        kind IN {LISTS} AND row_number() OVER (PARTITION BY book, article, canonical ORDER BY row) > least AS surplus
    FROM seen JOIN often USING (book, article, canonical) JOIN books USING (book) LEFT JOIN least USING (article, canonical)"""

_SPREAD = """
    SELECT book, row, article, canonical, coalesce(make, '') AS make, coalesce(model, '') AS model,
           coalesce(calibre, '') AS calibre, place, lone, coalesce(surplus, false) AS surplus,
           coalesce(times, 1) AS times
    FROM seen JOIN stands USING (article) JOIN sets USING (stood) LEFT JOIN doubled USING (book, row)
    JOIN kins USING (kin) JOIN looks USING (look)
    ORDER BY book, row"""


def _named(found: pa.Table, sets: pa.Array) -> pa.Table:
    """The places of sets of books as a dictionary column `books`."""
    import pyarrow as pa

    chunks = [pa.DictionaryArray.from_arrays(chunk, sets) for chunk in found["place"].chunks]
    column = pa.chunked_array(chunks, pa.dictionary(pa.int32(), pa.string()))
    return found.set_column(found.column_names.index("place"), "books", column)
