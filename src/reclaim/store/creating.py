"""Making a case folder: whole, or not there."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from reclaim.model.errors import CaseExists
from reclaim.store import safely
from reclaim.store.folder import Folder
from reclaim.store.tables import APPLICATION, META, METADATA, SCHEMA
from reclaim.store.writing import writing


def create(path: Path, toml: str, actor: str, now: datetime) -> Folder:
    """Make the folder at `path` with that `case.toml`. It is built beside and renamed into place.

    Raises CaseExists if something other than an empty folder stands there, WriteError if it cannot be written.
    """
    _check_free(path)
    with safely.naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        part = Folder(path.with_name(f".{path.name}.{os.getpid()}{safely.PART}"))
        part.path.mkdir()
        try:
            _build(part, toml, actor, now)
            os.replace(part.path, path)
        except OSError:
            _check_free(path)
            raise
        finally:
            shutil.rmtree(part.path, ignore_errors=True)
        safely.flush(path.parent)
    return Folder(path)


def _check_free(path: Path) -> None:
    if Folder(path).database.exists() or Folder(path).toml.exists():
        raise CaseExists("there is a case already", where=str(path), mend="choose another name")
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CaseExists("something else is there already", where=str(path), mend="choose another name")


def _build(part: Folder, toml: str, actor: str, now: datetime) -> None:
    for place in (part.sources, part.registers, part.derived):
        place.mkdir()
    safely.write(part.toml, toml.encode("utf-8"))
    lay_out(part.database)
    with writing(part, "new", actor, now) as work:
        work.add(META, {"name": "schema", "value": str(SCHEMA)})


def lay_out(database: Path) -> None:
    """Make an empty database with all tables."""
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(database), poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
        METADATA.create_all(connection)


def _sweep(path: Path) -> None:
    """Remove what a process that died while making this very case left beside it."""
    for part in path.parent.glob(f".{path.name}.*{safely.PART}"):
        owner = part.name.removesuffix(safely.PART).rpartition(".")[2]
        if part.is_dir() and owner.isdigit() and not safely.alive(int(owner)):
            shutil.rmtree(part, ignore_errors=True)
