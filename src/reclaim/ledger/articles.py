"""Rows to articles: the rows of all books that are of one weapon.

Exact: the same canonical mark of one kind and part, and makes that do not disagree; a row that states no make joins
only if its mark has one make at most. A further mark on a row (a national mark, a registry's own serial) carries the
identity on; a decision `same` joins, `different` and `unsure` keep rows out of one another's article. Near links never
join. Table `articles`: book, row, article, which is named by its first row. Table `marks`: each mark of one kind, part and make.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Final

from reclaim.ledger.judged import RowPair

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


ROW: Final = 1_000_000_000_000
"""An article is named by its first row: the number of the book times this, and the row."""


def articles(con: DuckDBPyConnection, same: Iterable[RowPair] = (), different: Iterable[RowPair] = (),
             unsure: Iterable[RowPair] = ()) -> list[RowPair]:
    """Make the table `articles` in a connection of `ledger.opened`; the pairs of rows that a decision holds open."""
    for step in (_MARKS, _BENT, _CLUSTERS, "DROP TABLE bent"):
        con.execute(step)
    same, different, unsure = list(same), list(different), list(unsure)
    _joined(con, same)
    con.execute("ALTER TABLE clusters RENAME TO articles")
    return [*unsure, *_kept_apart(con, same, [*different, *unsure])]


# A mark with two makes is two marks.
_MARKS = f"""
    CREATE TABLE marks AS SELECT canonical, kin, min(book * {ROW} + row) AS first, max(book * {ROW} + row) AS last,
        count(*) AS times
    FROM rows WHERE canonical IS NOT NULL GROUP BY canonical, kin"""

# Where a mark stands with a make and without: with one make they are one article, with more the rows without are of none
# (article null: each is its own).
_BENT = """
    CREATE TABLE bent AS
    WITH beside AS (SELECT m.canonical, m.kin AS bare, o.kin AS made, m.first AS own, o.first AS other, count(*) OVER w AS makes
                    FROM marks m JOIN kins k ON k.kin = m.kin AND k.make IS NULL
                    JOIN kins n ON n.sort = k.sort AND n.make IS NOT NULL
                    JOIN marks o ON o.canonical = m.canonical AND o.kin = n.kin
                    WINDOW w AS (PARTITION BY m.canonical, m.kin))
    SELECT canonical, unnest([bare, made]) AS kin, least(own, other) AS article FROM beside WHERE makes = 1
    UNION ALL SELECT DISTINCT canonical, bare, NULL FROM beside WHERE makes > 1"""

# Most marks stand on two rows at most, which need not be looked up again.
_CLUSTERS = f"""
    CREATE TABLE clusters AS
    WITH named AS NOT MATERIALIZED (
            SELECT m.*, CASE WHEN b.kin IS NULL THEN first ELSE b.article END AS article
            FROM marks m LEFT JOIN bent b USING (canonical, kin)),
         each AS (SELECT unnest(CASE times WHEN 1 THEN [first] ELSE [first, last] END) AS id, article FROM named
                  WHERE times <= 2
                  UNION ALL SELECT book * {ROW} + row, article FROM rows JOIN (FROM named WHERE times > 2)
                  USING (canonical, kin))
    SELECT id // {ROW} AS book, id % {ROW} AS row, coalesce(article, id) AS article FROM each"""


NAMESAKES: Final = """
    CREATE TABLE namesakes AS
    WITH several AS MATERIALIZED (SELECT canonical, sort FROM marks JOIN kins USING (kin) WHERE make IS NOT NULL GROUP BY ALL
                                  HAVING count(*) > 1)
    SELECT article, book, row, canonical, sort, make, model, nsn
    FROM rows JOIN kins USING (kin) JOIN several USING (canonical, sort) JOIN looks USING (look) JOIN articles USING (book, row);
    DROP TABLE marks"""
"""Rows of marks that several makes have, which are as many articles or more."""


def _joined(con: DuckDBPyConnection, same: list[RowPair]) -> None:
    """Join clusters that a further mark or a decision ties together."""
    edges = con.execute("""
        SELECT DISTINCT a.article, b.article FROM beside r
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


def _kept_apart(con: DuckDBPyConnection, same: list[RowPair], apart: list[RowPair]) -> list[RowPair]:
    """Cut the articles that hold a pair which is decided different or unsure; the links that are held open.

    Undecided links give way before decided ones, and of equal ones all on the path are held open (rules: "where to
    cut"): what decisions join stays together, every other row of the article stands alone, and its links to the rest
    are open, so that nothing is said to be absent.
    """
    held_open: list[RowPair] = []
    decided = {frozenset(pair) for pair in (*same, *apart)}
    for article in sorted({a for pair in apart for a in _both(con, pair)}):
        rows = con.execute("SELECT book, row FROM articles WHERE article = ? ORDER BY 1, 2", [article]).fetchall()
        place = {row: n for n, row in enumerate(rows)}
        roots: dict[int, int] = {}
        for left, right in same:
            if left in place and right in place:
                x, y = sorted((_root(roots, place[left]), _root(roots, place[right])))
                roots |= {y: x} if x != y else {}
        heads = {row: rows[_root(roots, n)] for row, n in place.items()}
        for (book, row), (first, head) in heads.items():
            con.execute("UPDATE articles SET article = ? WHERE book = ? AND row = ?",
                        [first * ROW + head, book, row])
        held_open += [(a, b) for a, b in combinations(rows, 2)
                      if heads[a] != heads[b] and frozenset((a, b)) not in decided]
    return held_open


def _both(con: DuckDBPyConnection, pair: RowPair) -> list[int]:
    """The article of a pair of rows, if it is one."""
    found = con.execute("SELECT DISTINCT article FROM articles WHERE (book, row) IN ((?, ?), (?, ?))",
                        [*pair[0], *pair[1]]).fetchall()
    return [found[0][0]] if len(found) == 1 and pair[0] != pair[1] else []


def _root(roots: dict[int, int], name: int) -> int:
    while name in roots:
        name = roots[name]
    return name
