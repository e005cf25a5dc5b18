"""What the query of every class gives, and how pairs of rows become findings.

COLUMNS: `key` groups rows to one finding; `book` and `row` are the record (`row` null where a register should hold
one and does not); `role`; `detail` why; `probability` and `chance`; `settle` the record that would settle it.
"""

from __future__ import annotations

COLUMNS = ("key", "book", "row", "role", "detail", "probability", "chance", "settle")

# The rows of articles with what their books are.
SEEN = """
    CREATE VIEW seen AS SELECT a.article, r.*, b.register, b.kind, b.keeper, b.snapshot, b.as_of, b.complete, b.first,
        b.last, b.latest
    FROM articles a JOIN rows r USING (book, row) JOIN books b USING (book)"""


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


def absent(query: str) -> str:
    """A query of (key, book, row, missing_book, detail, settle): a record, and the register that should hold it.

    The probability is that no row of the register is the weapon with its mark mistaken (table `there`).
    """
    return (f"WITH named AS ({query}), found AS (SELECT n.*, 1 - coalesce(t.probability, 0) AS probability FROM named n "
            "LEFT JOIN there t ON t.book = n.book AND t.row = n.row AND t.other_book = n.missing_book) "
            "SELECT key, book, row, 'left' AS role, detail, min(probability) AS probability, NULL::DOUBLE AS chance, "
            "settle FROM found GROUP BY ALL "
            "UNION ALL SELECT DISTINCT key, missing_book, NULL::BIGINT, "
            "'absent_from', detail, probability, NULL::DOUBLE, settle FROM found")
