"""On which books each article stands: what near links are sought from.

A mark that stands on one book alone, while another article that should be there is missing from that book, may be that
article's mark mistaken by a clerk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reclaim.ledger.articles import articles
from reclaim.ledger.books import Book, Names, read_books
from reclaim.ledger.judged import Judged
from reclaim.ledger.opened import LINKING, opened

if TYPE_CHECKING:
    import pyarrow as pa


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
        return con.sql("""
            WITH seen AS (SELECT a.article, r.* FROM articles a JOIN rows r USING (book, row)),
                 stands AS (SELECT article, string_agg(DISTINCT seen.book::VARCHAR, ',' ORDER BY seen.book::VARCHAR)
                                   AS books, count(DISTINCT seen.book) = 1 AS lone FROM seen GROUP BY article)
            SELECT book, row, article, canonical, coalesce(make, '') AS make, coalesce(model, '') AS model,
                   coalesce(calibre, '') AS calibre, books, lone,
                   kind IN ('inventory', 'received', 'imported', 'shipped', 'exported', 'manufactured') AND
                   row_number() OVER (PARTITION BY book, article, canonical ORDER BY row) > 1 AS surplus,
                   count(*) OVER (PARTITION BY book, article, canonical) AS times
            FROM seen JOIN stands USING (article) JOIN books USING (book) WHERE canonical IS NOT NULL
            ORDER BY book, row""").to_arrow_table()
    finally:
        con.close()
