"""What the query of every class gives, and how pairs of rows become findings.

COLUMNS: `key` groups rows to one finding; `book` and `row` are the record (`row` null where a register should hold
one and does not); `role`; `detail` why; `probability` and `chance`; `settle` the record that would settle it.
"""

from __future__ import annotations

COLUMNS = ("key", "book", "row", "role", "detail", "probability", "chance", "settle")

# The rows of articles with what their books are; `placed` the same without what is written on them, to look there first
# and read few rows; `often` the articles that stand on a book more than once.
SEEN = """
    CREATE VIEW placed AS SELECT article, book, row, kind FROM articles JOIN books USING (book);
    CREATE TABLE often AS SELECT article, book FROM articles GROUP BY ALL HAVING count(*) > 1;
    CREATE VIEW seen AS SELECT a.article, r.*, k.sort, k.make, l.model, l.calibre, l.nsn, l.type, b.register, b.kind,
        b.keeper, b.snapshot, b.as_of, b.complete, b.first, b.last, b.latest
    FROM articles a JOIN rows r USING (book, row) JOIN books b USING (book) JOIN kins k USING (kin) JOIN looks l USING (look)"""


def kinds(*names: str) -> str:
    """Some kinds as an SQL list."""
    return "(" + ", ".join(f"'{name}'" for name in names) + ")"


def single(query: str, role: str = "member") -> str:
    """A query of (key, book, row, detail, settle) as findings of one record each or of equal records."""
    return (f"SELECT key, book, row, '{role}' AS role, detail, NULL::DOUBLE AS probability, NULL::DOUBLE AS chance, "
            f"settle FROM ({query})")


def pair(query: str) -> str:
    """A query of (key, left_book, left_row, right_book, right_row, detail, settle) as findings of two records."""
    sides = [f"SELECT key, {side}_book AS book, {side}_row AS row, '{side}' AS role, detail, "
             "NULL::DOUBLE AS probability, NULL::DOUBLE AS chance, settle FROM found" for side in ("left", "right")]
    return f"WITH found AS ({query}) {sides[0]} UNION ALL {sides[1]}"


def absent(query: str, explaining: str = "()", doubt: str = "0.0") -> str:
    """A query of (key, book, row, missing_book, detail, settle): a record, and the register that should hold it.

    The probability is that no row of that register, nor of another whose kind is among `explaining` (an SQL list), is the
    weapon with its mark mistaken: the least of table `there`, for one misreading often explains several books. What
    is less probable than the rules ask is no finding but a lead (`ledger.leads`). `doubt` names a column of the query:
    how probable it is that what makes the record due is another weapon's row.
    """
    others = "false" if explaining == "()" else f"b.kind IN {explaining}"
    return f"""
        WITH named AS ({query}),
             said AS (SELECT DISTINCT n.key, t.other_book, t.probability FROM named n
                      JOIN there t ON t.book = n.book AND t.row = n.row JOIN books b ON b.book = t.other_book
                      WHERE {others} OR (n.key, t.other_book) IN (SELECT (key, missing_book) FROM named)),
             sure AS (SELECT key, min(1 - probability) AS probability FROM said GROUP BY key),
             found AS (SELECT n.*, coalesce(s.probability, 1.0) * (1 - {doubt}) AS probability FROM named n LEFT JOIN sure s USING (key))
        SELECT DISTINCT key, book, row, 'left' AS role, detail, probability, NULL::DOUBLE AS chance, settle FROM found
        UNION ALL SELECT DISTINCT key, missing_book, NULL::BIGINT, 'absent_from', detail, probability, NULL::DOUBLE,
            settle FROM found"""
