"""What stands beside a folder of tables: their marking, what each column holds, and what was withheld."""

from __future__ import annotations

from collections.abc import Sequence

from reclaim.model.table import Table
from reclaim.output.redact import Cleared

ABOUT = "about.txt"


def about(tables: Sequence[Cleared[Table]], form: str, cover: Sequence[str]) -> str:
    """The text. `cover` are lines that say whose tables these are and on which records they rest."""
    lines = [*(f"handling: {marking}" for marking in sorted({str(t.marking) for t in tables})), *cover,
             "An empty cell is not stated. A cell of a csv that would be a formula begins with an apostrophe."]
    withheld = list(dict.fromkeys(line for t in tables for line in t.withheld))
    lines += ["", "withheld:", *(f"  {line}" for line in withheld or ["nothing"])]
    for table in tables:
        rows = len(table.value.rows)
        lines += ["", f"{table.value.name}.{form}: {rows:,} row{'s' if rows != 1 else ''}"]
        lines += [f"  {c.name}: {c.doc}" if c.doc != "" else f"  {c.name}" for c in table.value.columns]
    return "\n".join(lines) + "\n"
