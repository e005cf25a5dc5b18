"""Compute every hash of a case again, and name what does not agree."""

from __future__ import annotations

from pathlib import Path

from reclaim.desk import clock
from reclaim.model.errors import CaseDamaged, UsageError
from reclaim.store import checking, database, migrate, reading, staged
from reclaim.store.checking import Checked, Finding
from reclaim.store.folder import Folder


def verify(path: str | Path, head: str = "") -> Checked:
    """Check the case at `path`; with `head`, also that it grew from the case that had that head.

    A database that does not open is a finding too. Raises CaseMissing, CaseNewer, UsageError (`head` is none).
    """
    head = head.strip().lower()
    if head != "" and (len(head) != 64 or not set(head) <= set("0123456789abcdef")):
        raise UsageError(f"'{head[:20]}' is no head of an audit log", mend="give all 64 hexadecimal digits")
    try:
        folder = Folder.find(path)
        migrate.lift(folder, clock.now())
        with database.reading(folder.database) as connection:
            staged.settle(folder, reading.tomls(connection), writing=False)
            return checking.check(connection, folder, head)
    except CaseDamaged as error:
        return Checked(findings=[Finding("case.db", error.what, error.mend)])
