"""How many findings of each class the books of a case give, kept until the case changes."""

from __future__ import annotations

import json
from pathlib import Path

from reclaim.desk.case import Case

Counted = tuple[tuple[str, int], ...]


def discrepancies(case: Case) -> Counted:
    """Each class that occurs and the number of its findings, by `reclaim reconcile`, of all records held now."""
    def make(there: Path) -> None:
        from reclaim.desk.reconcile import reconcile

        there.write_text(json.dumps(reconcile(case).counts), encoding="utf-8")

    kept = case.derived("discrepancies", {"head": case.head()}, ".json", make)
    return tuple((str(name), int(number)) for name, number in json.loads(kept.read_text("utf-8")))
