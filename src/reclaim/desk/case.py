"""An open case: what the verbs of the desk work on.

Opening reads `case.toml` and looks at the layout of the database; everything else is read when it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from reclaim.desk import clock
from reclaim.model.canonical import Plain
from reclaim.model.decision import Decision
from reclaim.model.errors import UsageError
from reclaim.model.handling import Handling
from reclaim.model.quantity import Words
from reclaim.model.record import Record
from reclaim.store import database, derived, migrate, reading, settings, staged
from reclaim.store.decoding import broken
from reclaim.store.folder import Folder
from reclaim.store.reading import StoredFile, StoredProposal
from reclaim.store.writing import Writing, writing

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.desk.add import Added

# A date of knowledge: a day counts to its end, UTC; None is everything.
KnownBy: TypeAlias = str | date | datetime | None

Known: TypeAlias = tuple[list[Record], list[Decision]]
"""All records and decisions of one and the same moment."""


def open_case(path: str | Path) -> Case:
    """Open the case folder at `path`; one of an older layout is lifted first.

    Raises CaseMissing, CaseDamaged, CaseNewer, InputError (case.toml cannot be read).
    """
    folder = Folder.find(path)
    migrate.lift(folder, clock.now())
    if len(staged.waiting(folder)) > 0:
        with database.reading(folder.database) as connection:
            staged.settle(folder, reading.tomls(connection), writing=False)
    return Case(folder, settings.load(folder))


def checked(name: str, text: str) -> str:
    """Words of a person, as they can be kept. Raises UsageError if they hold what is no text."""
    if (what := broken(text)) != "":
        raise UsageError(f"{name} holds {what}", mend="write it anew")
    return text


class Case:
    """A case folder, opened. It holds no connection: readers see each time what stands, and never wait for a writer."""

    def __init__(self, folder: Folder, read: settings.Settings) -> None:
        self.folder = folder
        self.read = read

    @property
    def path(self) -> Path:
        """The folder."""
        return self.folder.path

    @property
    def name(self) -> str:
        """The case's title, or the folder's name."""
        return self.read.name or self.path.resolve().name

    @property
    def settings(self) -> Mapping[str, Any]:
        """`case.toml` as read."""
        return self.read.all

    @property
    def handling(self) -> Handling:
        """Marking, owner, standing."""
        return self.read.handling

    @property
    def words(self) -> Words:
        """How words become bounds here."""
        return self.read.words

    @property
    def chain_exact(self) -> bool:
        """Whether exact marks join by themselves, or the owner asked to be asked."""
        return self.read.chain_exact

    def records(self, known_by: KnownBy = None) -> list[Record]:
        """All records known by a date, corrected ones too, in an order that does not depend on that of adding."""
        with database.reading(self.folder.database) as connection:
            return reading.records(connection, clock.until(known_by))

    def decisions(self, known_by: KnownBy = None) -> list[Decision]:
        """All decisions known by a date, undone ones too (`reclaim.model.decision.standing` leaves them out)."""
        with database.reading(self.folder.database) as connection:
            return reading.decisions(connection, clock.until(known_by))

    def known(self, known_by: KnownBy = None) -> Known:
        """Records and decisions of one and the same moment, whatever others write meanwhile."""
        with database.reading(self.folder.database) as connection:
            until = clock.until(known_by)
            return reading.records(connection, until), reading.decisions(connection, until)

    def proposals(self, known_by: KnownBy = None) -> list[StoredProposal]:
        """What readers and matchers proposed, decided or not."""
        with database.reading(self.folder.database) as connection:
            return reading.proposals(connection, clock.until(known_by))

    def files(self) -> list[StoredFile]:
        """The files that the case keeps: held sources, snapshots, indexes."""
        with database.reading(self.folder.database) as connection:
            return reading.files(connection)

    def head(self) -> str:
        """The head of the audit log, 64 hexadecimal digits: it names everything the case holds."""
        with database.reading(self.folder.database) as connection:
            last = reading.last_entry(connection)
        return "" if last is None else last.head

    @contextmanager
    def writing(self, verb: str, author: str = "", detail: Plain = None, patience: float = database.PATIENCE
                ) -> Iterator[Writing]:
        """Write in one transaction with one audit entry; an error in the block undoes it all.

        `patience` is how long to wait for another writer, in seconds. Raises CaseBusy, WriteError, CaseDamaged.
        """
        with writing(self.folder, verb, author or self.author, clock.now(), detail, patience) as work:
            yield work

    @cached_property
    def author(self) -> str:
        """Who acts if nobody is named: RECLAIM_AUTHOR, else the case's owner; may be empty."""
        return os.environ.get("RECLAIM_AUTHOR", "").strip() or self.handling.owner

    def author_or(self, given: str) -> str:
        """Who decides. Raises UsageError if nobody is named anywhere, for a decision without an author is none."""
        author = given.strip() or self.author
        if author == "":
            raise UsageError("nobody is named as deciding", mend="give --author, or fill in owner in case.toml")
        return checked("author", author)

    def table(self, name: str, at: str = "", known_by: KnownBy = None) -> pa.Table:
        """A table of the case (`reclaim.desk.tables`) in Arrow, cleared as an export is.

        Polars, pandas and DuckDB take it as it is. Raises UsageError if there is no such table.
        """
        from reclaim.desk.tables import table
        from reclaim.output.as_parquet import arrow
        from reclaim.output.redact import clear

        return arrow(clear(table(name, self, at, known_by), self.handling))

    def add(self, files: Sequence[str | Path], author: str = "") -> Added:
        """Add record files and documents (`reclaim.desk.add`)."""
        from reclaim.desk.add import add

        return add(self, files, author)

    def derived(self, name: str, inputs: Plain, ending: str, make: Callable[[Path], None]) -> Path:
        """The file with the result of a costly fold, made if it is not there (`reclaim.store.derived`)."""
        return derived.kept(self.folder.derived, name, inputs, ending, make)
