"""Words in the texts of held sources, found by an index of three characters each, so in any script."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reclaim.desk.case import Case
from reclaim.desk.read import text_of
from reclaim.model.canonical import Plain
from reclaim.model.errors import InputError
from reclaim.store import derived

NAME: Final = "texts"
INDEXED: Final = 3
"""Words of so many characters are looked up; shorter ones are sought in what the others leave."""

AROUND: Final = 90
"""So many characters are shown on both sides of a word found."""


@dataclass(frozen=True, slots=True)
class Words:
    """A source whose text holds all that was asked: the words around the first of them, and where that stands."""

    sha256: str
    name: str
    at: int
    around: str


def words_in_sources(case: Case, words: Sequence[str], most: int = 1000) -> list[Words]:
    """The held sources whose text holds all of the words, by name. An index is made, and kept, when sources came."""
    if len(words) == 0:
        return []
    with closing(sqlite3.connect(f"{index(case).resolve().as_uri()}?mode=ro", uri=True)) as base:
        rows = base.execute(*_asked(words, most)).fetchall()
    return [_around(sha, name, text, words) for sha, name, text in rows]


def index(case: Case) -> Path:
    """The index of the texts that the case holds now; those that an earlier one held are taken from it."""
    held = {Path(f.path).name: f.name for f in case.files() if Path(f.path).parent.name == "sources"}
    folder = case.folder.derived
    inputs: Plain = {"sources": sorted(held)}
    made = derived.kept(folder, NAME, inputs, ".db", lambda path: _make(case, held, folder, path))
    derived.prune(folder, f"{NAME}-", 2)
    return made


def _asked(words: Sequence[str], most: int) -> tuple[str, list[object]]:
    long = [w for w in words if len(w) >= INDEXED]
    short = [w for w in words if len(w) < INDEXED]
    asked = ["texts MATCH ?"] if len(long) > 0 else []
    values: list[object] = [" AND ".join('"' + w.replace('"', '""') + '"' for w in long)] if len(long) > 0 else []
    asked += ["instr(lower(text), ?) > 0"] * len(short)
    return (f"SELECT sha, name, text FROM texts WHERE {' AND '.join(asked)} ORDER BY name, sha LIMIT ?",
            [*values, *(w.lower() for w in short), most])


def _make(case: Case, held: dict[str, str], folder: Path, path: Path) -> None:
    known = dict(_known(folder))
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE VIRTUAL TABLE texts USING fts5(sha UNINDEXED, name UNINDEXED, text, tokenize = 'trigram')")
        base.execute("CREATE TABLE made (code TEXT)")
        base.execute("INSERT INTO made VALUES (?)", (derived.code(),))
        base.executemany("INSERT INTO texts VALUES (?, ?, ?)", (
            (sha, name, known[sha] if sha in known else _text(case, sha, name)) for sha, name in sorted(held.items())))


def _known(folder: Path) -> Iterator[tuple[str, str]]:
    """What the last index held, if this code made it."""
    earlier = sorted(folder.glob(f"{NAME}-*.db"), key=lambda p: p.stat().st_mtime)
    for path in earlier[-1:]:
        if derived.sound(path):
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
                if base.execute("SELECT code FROM made").fetchone() == (derived.code(),):
                    yield from base.execute("SELECT sha, text FROM texts")


def _text(case: Case, sha: str, name: str) -> str:
    """A picture has no text, and a broken file none that can be had."""
    try:
        return text_of(case, sha, name)
    except InputError:
        return ""


def _around(sha: str, name: str, text: str, words: Sequence[str]) -> Words:
    folded = text.lower()
    places = [at for w in words if (at := folded.find(w.lower())) >= 0]
    at = min(places, default=0)
    begin, end = max(0, at - AROUND), at + AROUND
    shown = " ".join(text[begin:end].split())
    return Words(sha, name, at, ("… " if begin > 0 else "") + shown + (" …" if end < len(text) else ""))
