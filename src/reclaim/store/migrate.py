"""Opening a case of an older layout: each step lifts it by one, in one transaction with an audit entry."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table

from reclaim.model.errors import CaseDamaged, CaseNewer
from reclaim.store import reading
from reclaim.store.chain import expected, row_sum
from reclaim.store.database import connect
from reclaim.store.folder import Folder
from reclaim.store.tables import APPLICATION, META, PROPOSALS, SCHEMA, key_of
from reclaim.store.writing import writing


def layout(database: Path) -> int:
    """The version of a case's layout. Raises CaseDamaged if the file is no case, CaseNewer if it is of a later one."""
    try:
        with closing(connect(database)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise CaseDamaged(f"the database does not open ({error})", where=str(database),
                          mend="restore it from a copy of the folder") from error
    if application != APPLICATION or found < 1:
        raise CaseDamaged("this database is no case of Reclaim's", where=str(database),
                          mend="restore it from a copy of the folder")
    if found > SCHEMA:
        raise CaseNewer(f"the case was written by a later version (layout {found}; this one reads {SCHEMA})",
                        where=str(database), mend="update Reclaim")
    return found


def lift(folder: Folder, now: datetime) -> None:
    """Bring a case to the layout of this version.

    Rows whose table gets other columns are hashed anew, so they are first compared with the log: what was changed
    behind its back is not blessed. Raises CaseDamaged, CaseNewer, WriteError.
    """
    if layout(folder.database) == SCHEMA:
        return
    with writing(folder, "lift", "", now) as work:
        # Another process may have lifted it while this one waited for its turn.
        found = work.connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        for step in range(found, SCHEMA):
            table, change = STEPS[step]
            _compare(work.connection, table, folder)
            change(work.connection)
            work.seal(table)
        if found < SCHEMA:
            work.connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
            work.take_out(META, "schema")
            work.add(META, {"name": "schema", "value": str(SCHEMA)})


def _compare(connection: Connection, table: Table, folder: Folder) -> None:
    standing: dict[str, dict[str, tuple[str, int]]] = {}
    for entry in reading.entries(connection):
        expected(entry, standing)
    rows = connection.exec_driver_sql(f"SELECT * FROM {table.name}").mappings()
    found = {str(row[key_of(table)]): row_sum(dict(row)) for row in rows}
    if found != {key: value for key, (value, _) in standing.get(table.name, {}).items()}:
        raise CaseDamaged(f"rows of {table.name} are not those that the audit log tells of",
                          where=str(folder.database), mend="verify it with the version that wrote it")


def _name_readers(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE proposals ADD COLUMN reader TEXT NOT NULL DEFAULT ''")


# From each older layout to the next: the table that gets other columns, and how.
STEPS: dict[int, tuple[Table, Callable[[Connection], None]]] = {
    1: (PROPOSALS, _name_readers),
}
