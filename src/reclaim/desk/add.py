"""Add record files, and documents to be held as sources."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reclaim.desk.case import Case
from reclaim.model.canonical import Plain
from reclaim.model.decision import Decision
from reclaim.model.errors import InputError
from reclaim.model.problem import Problem
from reclaim.model.record import Record, RecordKind
from reclaim.store import recordfile
from reclaim.store.arrivals import Arrivals
from reclaim.store.decoding import shown
from reclaim.store.recordfile import RecordFile, Row

# A record file or document beyond this is a register, or no document: 512 MiB.
LARGEST = 512 << 20


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` did. Rows are added, known already, waiting for a parent, or refused; no row is anything else.

    `corrections` are the decisions made because a known id came with other cells. `held` are the SHA-256 of
    documents kept, by name. `problems` are in the order of the files and their rows.
    """

    added: tuple[Record, ...]
    corrections: tuple[Decision, ...]
    known: int
    waiting: int
    refused: int
    held: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]

    def counts(self) -> dict[str, int]:
        """Records added, by form."""
        return {str(kind): count for kind in RecordKind if (count := sum(r.kind is kind for r in self.added)) > 0}


def add(case: Case, files: Sequence[str | Path], author: str = "") -> Added:
    """Add files to a case in one transaction.

    A `.csv` or `.tsv` is a record file, known by its header; anything else is kept in `sources/` as it is, with a
    `sources` record that gives its name as title. All files are read before anything is written.
    Raises InputError (a file cannot be read, or its header is of no form), CaseBusy, WriteError.
    """
    contents = list(zip(_names(files), [_bytes(Path(path)) for path in files], strict=True))
    read = [recordfile.read(name, content) for name, content in contents if recordfile.looks_like(name)]
    documents = [(name, content) for name, content in contents if not recordfile.looks_like(name)]
    rows = [_document(name, content) for name, content in documents] + [row for file in read for row in file.rows]
    detail: Plain = {"files": [{"name": n, "sha256": hashlib.sha256(c).hexdigest()} for n, c in contents]}
    with case.writing("add", author, detail) as work:
        held = tuple((name, work.source_bytes(content, name)) for name, content in documents)
        told = Arrivals(work, work.actor or "not named", case.words).take(rows)
    return Added(tuple(told.added), tuple(told.corrections), told.known, told.waiting,
                 told.refused + sum(f.refused for f in read), held, _in_order(read, told.problems))


def _names(files: Sequence[str | Path]) -> list[str]:
    """What each file is called in problems: its name, or its path if another has the same name."""
    names = [Path(path).name for path in files]
    return [shown(name if names.count(name) == 1 else str(path)) for name, path in zip(names, files, strict=True)]


def _bytes(path: Path) -> bytes:
    """The content of a file. Raises InputError if it is not there, no file, too large or not readable."""
    try:
        if path.is_dir():
            raise InputError("this is a folder", where=str(path), mend="name the files in it")
        if path.stat().st_size > LARGEST:
            raise InputError("the file is too large to be added", where=str(path),
                             mend="rows of a register are added with: reclaim register add")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file", where=str(path)) from None
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror or error}", where=str(path)) from error


def _document(name: str, content: bytes) -> Row:
    """The `sources` row of a held document: its key is the beginning of its hash."""
    sha = hashlib.sha256(content).hexdigest()
    cells = {"id": sha[:12], "title": name, "sha256": sha}
    return Row(RecordKind.SOURCE, sha[:12], cells, name)


def _in_order(read: list[RecordFile], met: list[Problem]) -> tuple[Problem, ...]:
    """Problems of reading and of taking, file by file."""
    names = {file.name: place for place, file in enumerate(read)}
    found = [p for file in read for p in file.problems] + met
    return tuple(sorted(dict.fromkeys(found), key=lambda p: names.get(p.where.rpartition(" row ")[0], len(names))))
