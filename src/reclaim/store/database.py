"""`case.db`: opened for reading by any number of processes, for writing by one at a time.

WAL mode: readers see the case as it stood when they began and never wait for a writer.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from reclaim.model.errors import CaseBusy, CaseDamaged, ReclaimError, WriteError

# How long a writer waits for another to finish, in seconds.
PATIENCE = 10.0


@contextmanager
def reading(database: Path) -> Iterator[Connection]:
    """A connection that sees one state of the case and changes nothing."""
    with _translated(database), _engine(database, "BEGIN", PATIENCE).connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(database: Path, patience: float = PATIENCE) -> Iterator[Connection]:
    """The one writer: everything in the block is written, or nothing. Raises CaseBusy, WriteError, CaseDamaged."""
    with _translated(database), _engine(database, "BEGIN IMMEDIATE", patience).connect() as connection, \
            connection.begin():
        yield connection


def _engine(database: Path, begin: str, patience: float) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: connect(database, patience, begin == "BEGIN"),
                           poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def connect(database: Path, patience: float = PATIENCE, only_read: bool = True) -> sqlite3.Connection:
    """A connection of the driver's own, without Python's transactions (they begin too late to be IMMEDIATE)."""
    how = "mode=rw" if os.access(database.parent, os.W_OK) and os.access(database, os.W_OK) else _frozen(database)
    quoted = database.resolve().as_uri()
    connection = sqlite3.connect(f"{quoted}?{how}", uri=True, timeout=patience, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if only_read:
        connection.execute("PRAGMA query_only = ON")
    return connection


def _frozen(database: Path) -> str:
    """How to open a case on a read-only medium: as unchanging if no log of a writer lies beside it."""
    log = database.with_name(database.name + "-wal")
    return "mode=ro" if log.exists() and log.stat().st_size > 0 else "immutable=1"


@contextmanager
def _translated(database: Path) -> Iterator[None]:
    """SQLite's complaints as errors of the one tree."""
    try:
        yield
    except DatabaseError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise _said(error.orig, database) from error
    except sqlite3.Error as error:
        raise _said(error, database) from error


def _said(error: sqlite3.Error, database: Path) -> ReclaimError:
    name, where = getattr(error, "sqlite_errorname", "") or "", str(database)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return CaseBusy("another process is writing to this case", where=where, mend="try again when it has finished")
    if name.startswith("SQLITE_FULL"):
        return WriteError("the disk is full", where=where, mend="make room and run it again; nothing was changed")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return WriteError("it cannot be written", where=where, mend="the folder is read-only, or another user's")
    if name.startswith("SQLITE_IOERR"):
        return WriteError(f"the disk does not answer ({error})", where=where, mend="nothing was changed")
    return CaseDamaged(f"the database does not answer ({error})", where=where, mend="reclaim verify says what is wrong")
