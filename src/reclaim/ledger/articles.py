"""Rows to articles: the rows of all books that are of one weapon.

Exact: the same canonical mark of one kind and part, and makes that do not disagree; a row that states no make joins
only if its mark has one make at most. A further mark on a row (a national mark, a registry's own serial) carries the
identity on; a decision `same` joins, a decision `different` keeps rows out of one another's article. Near links never
join. Table `articles`: book, row, article, which is named by its first row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RowPair = tuple[tuple[int, int], tuple[int, int]]


def articles(con: DuckDBPyConnection, same: Iterable[RowPair] = (), different: Iterable[RowPair] = ()) -> None:
    """Make the table `articles` in a connection that has `rows`."""
    con.execute(_MARKS)
    con.execute(_CLUSTERS)
    _joined(con, list(same))
    con.execute("CREATE TABLE articles AS SELECT book, row, article FROM clusters")
    _kept_apart(con, list(different))


# A mark with two makes is two marks, and a row of it without a make is of neither.
_MARKS = """
    CREATE TABLE makes AS SELECT canonical, mark_kind, part, count(DISTINCT make) AS makes, min(make) AS make
    FROM rows WHERE canonical IS NOT NULL GROUP BY ALL"""

_CLUSTERS = """
    CREATE TABLE clusters AS
    WITH named AS (
        SELECT r.book, r.row, r.canonical, r.mark_kind, r.part,
               CASE WHEN m.makes <= 1 THEN coalesce(m.make, '') ELSE r.make END AS make
        FROM rows r JOIN makes m USING (canonical, mark_kind, part))
    SELECT book, row, min(book * 1000000000000 + row) OVER (PARTITION BY canonical, mark_kind, part, make) AS article
    FROM named WHERE make IS NOT NULL
    UNION ALL
    SELECT book, row, book * 1000000000000 + row FROM named WHERE make IS NULL"""


def _joined(con: DuckDBPyConnection, same: list[RowPair]) -> None:
    """Join clusters that a further mark or a decision ties together."""
    edges = con.execute("""
        SELECT DISTINCT a.article, b.article FROM rows r
        JOIN clusters a ON a.book = r.book AND a.row = r.row
        JOIN rows f ON f.canonical = upper(regexp_replace(r.further, '[^\\p{L}\\p{N}]', '', 'g'))
        JOIN clusters b ON b.book = f.book AND b.row = f.row
        WHERE r.further IS NOT NULL AND a.article <> b.article ORDER BY 1, 2""").fetchall()
    for left, right in same:
        edges += con.execute("SELECT a.article, b.article FROM clusters a, clusters b WHERE a.book = ? AND a.row = ? "
                             "AND b.book = ? AND b.row = ?", [*left, *right]).fetchall()
    roots: dict[int, int] = {}
    for a, b in sorted(edges):
        x, y = _root(roots, a), _root(roots, b)
        if x != y:
            roots[max(x, y)] = min(x, y)
    moved = [(a, _root(roots, a)) for a in sorted(roots)]
    if len(moved) > 0:
        con.executemany("UPDATE clusters SET article = ? WHERE article = ?", [(to, a) for a, to in moved])


def _kept_apart(con: DuckDBPyConnection, different: list[RowPair]) -> None:
    """A row decided different from one of its article leaves it, unless another decision was the only tie."""
    for left, right in different:
        con.execute("""
            UPDATE articles SET article = book * 1000000000000 + row WHERE book = ? AND row = ? AND article IN
            (SELECT article FROM articles WHERE book = ? AND row = ?)""", [*max(left, right), *min(left, right)])


def _root(roots: dict[int, int], name: int) -> int:
    while name in roots:
        name = roots[name]
    return name
