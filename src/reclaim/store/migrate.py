"""Opening a case of an older layout: each step lifts it by one, in one transaction, with an audit entry."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from reclaim.model.errors import CaseDamaged, CaseNewer
from reclaim.store.database import connect
from reclaim.store.folder import Folder
from reclaim.store.tables import APPLICATION, SCHEMA


def lift(folder: Folder, now: datetime) -> None:
    """Bring a case to the layout of this version. Raises CaseDamaged, CaseNewer, WriteError."""
    found = layout(folder.database)
    if found < SCHEMA:
        raise CaseDamaged(f"there is no way from layout {found}", where=str(folder.database))


def layout(database: Path) -> int:
    """The version of a case's layout. Raises CaseDamaged if the file is no case, CaseNewer if it is of a later one."""
    try:
        with closing(connect(database)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise CaseDamaged(f"the database does not open ({error})", where=str(database),
                          mend="restore it from a copy of the folder") from error
    if application != APPLICATION:
        raise CaseDamaged("this database is no case of Reclaim's", where=str(database),
                          mend="restore it from a copy of the folder")
    if found > SCHEMA:
        raise CaseNewer(f"the case was written by a later version (layout {found}; this one reads {SCHEMA})",
                        where=str(database), mend="update Reclaim")
    return found
