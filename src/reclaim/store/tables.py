"""The tables of `case.db`. All are STRICT; every row of every one but `audit` is covered by the audit chain.

The layout of `audit` never changes, for its rows are hashed as they stand. Another layout of the rest is a new SCHEMA
with a step in `reclaim.store.migrate`.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, Table, Text

SCHEMA = 2
# "Rclm": what `file` and SQLite's own tools see in the header.
APPLICATION = 0x52636C6D

METADATA = MetaData()


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _table(name: str, key: str, *columns: Column[str] | Column[int] | CheckConstraint | Index) -> Table:
    """A table whose first column is its key. `entry` is the audit entry that wrote the row."""
    return Table(name, METADATA, Column(key, Text, primary_key=True, nullable=False), *columns, _number("entry"),
                 sqlite_strict=True)


# What the case is: the version of the layout.
META = _table("meta", "name", _text("value"))

# Each record as written; `written` is canonical JSON of the filled cells.
RECORDS = _table(
    "records", "id", _text("source"), _text("kind"), _text("anchor_kind"), _text("locator"), _text("written"),
    _text("recorded_at"), Index("records_by_place", "kind", "locator"))

# Rows whose parent is not in the case yet; taken as soon as it comes. `id` is the hash of form and cells.
WAITING = _table(
    "waiting", "id", _number("place"), _text("form"), _text("cells"), _text("found"), _text("parent"),
    _text("recorded_at"))

# What software reads or matches, until a person decides; `reader` is what proposed it, with its version.
PROPOSALS = _table("proposals", "id", _text("source"), _text("body"), _text("recorded_at"), _text("reader"))

DECISIONS = _table(
    "decisions", "id", _text("subjects"), _text("judgement"), _text("author"), _text("made"), _text("reason"),
    _text("seen"), _text("recorded_at"))

# Whom to ask for what, and what came of it.
REQUESTS = _table("requests", "id", _text("body"), _text("recorded_at"))

# Every file that the case keeps beside the database: held sources, register snapshots and indexes.
FILES = _table("files", "path", _text("sha256"), _number("size"), _text("name"), _text("recorded_at"))

# The files written by hand, as they stood when a command last recorded them.
TOML = _table("toml", "path", _text("sha256"), _text("text"), _text("recorded_at"))

AUDIT = Table(
    "audit", METADATA, Column("seq", Integer, CheckConstraint("seq > 0"), primary_key=True, autoincrement=False),
    _text("at"), _text("actor"), _text("verb"), _text("detail"), _text("writes"), _text("previous"), _text("head"),
    sqlite_strict=True)

COVERED = (META, RECORDS, WAITING, PROPOSALS, DECISIONS, REQUESTS, FILES, TOML)


def key_of(table: Table) -> str:
    """The name of a covered table's key column."""
    return next(iter(table.primary_key.columns)).name
