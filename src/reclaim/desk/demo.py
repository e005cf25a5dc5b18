"""Build a shipped case end to end: beside the old one, then swapped in.

An untouched demo case is rebuilt; one that somebody worked in is left as it is.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from reclaim.desk import register
from reclaim.desk.add import Added
from reclaim.desk.case import Case, open_case
from reclaim.desk.new import new
from reclaim.desk.read import read
from reclaim.model.errors import CaseError, CaseExists, WriteError
from reclaim.store import database, reading

CASES = Path(__file__).resolve().parent.parent / "data" / "cases"

SYNTHETIC = "synthetic"

WORN_MARK = ("W77?04O2", {"make": "Colt"})
"""A mark of the synthetic case, read off worn metal, and what else was seen."""


def shipped() -> tuple[str, ...]:
    """The names of the real cases that come with Reclaim."""
    return tuple(sorted(p.name for p in CASES.iterdir() if (p / "case.toml").exists() and p.name != SYNTHETIC))


def build(files: Path, place: Path) -> tuple[Case, Added]:
    """Build the case of a folder of record files at `place`, replacing an untouched one.

    `files` holds `case.toml`, the record files, `registers.toml` that names the registers where there are some, and
    in `documents/` what is to be read. Raises CaseExists if something else stands at `place` or somebody worked in the
    case there, InputError if a file cannot be read, WriteError.
    """
    _refuse_to_replace(place, files)
    beside = place.with_name(f".{place.name}.building")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        case = new(beside, toml=(files / "case.toml").read_text(encoding="utf-8"))
        added = case.add(record_files(files))
        for file, asked in registers(files):
            register.add(case, [file], asked)
        if len(documents(files)) > 0:
            read(case, documents(files))
        _swap(beside, place)
    except OSError as error:
        raise WriteError(f"the case cannot be built: {error.strerror or error}", where=str(place)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return open_case(place), added


def record_files(files: Path) -> Sequence[Path]:
    """The record files of a folder, in a fixed order."""
    return sorted(files.glob("*.csv"))


def registers(files: Path) -> Iterator[tuple[Path, register.Asked]]:
    """The registers that `registers.toml` names, in its order: each file, and what is said of it."""
    list_ = files / "registers.toml"
    if list_.exists():
        for entry in tomllib.loads(list_.read_text(encoding="utf-8"))["register"]:
            file = files / entry.pop("file")
            yield file, register.Asked(**entry)


def documents(files: Path) -> Sequence[Path]:
    """The documents of a folder that are to be read into proposals, in a fixed order."""
    return sorted(p for p in (files / "documents").glob("*") if p.is_file())


def verbs(files: Path) -> tuple[str, ...]:
    """What the audit log of a demo case holds as long as nobody worked in it."""
    read_ = ("read",) if len(documents(files)) > 0 else ()
    return ("new", "add", *("register add" for _ in registers(files)), *read_)


def untouched(place: Path, files: Path) -> bool:
    """Whether the case at `place` is as a demo left it: the same steps, and the same `case.toml`."""
    with database.reading(open_case(place).folder.database) as connection:
        done = tuple(entry.verb for entry in reading.entries(connection))
    toml = (place / "case.toml").read_bytes() == (files / "case.toml").read_bytes()
    return done == verbs(files) and toml


def _refuse_to_replace(place: Path, files: Path) -> None:
    if not place.exists():
        return
    try:
        fresh = untouched(place, files)
    except CaseError as error:
        raise CaseExists("something else stands there", where=str(place),
                         mend="move it away, or give another folder with --into") from error
    if not fresh:
        raise CaseExists("somebody worked in this demo case, so it is left as it is", where=str(place),
                         mend="go on in it, move it away, or give another folder with --into")


def _swap(beside: Path, place: Path) -> None:
    """Put the new folder in the place of the old one, by renames only."""
    old = place.with_name(f".{place.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        os.rename(place, old)
    os.rename(beside, place)
    shutil.rmtree(old, ignore_errors=True)
