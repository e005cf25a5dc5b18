"""The engines that are measured: each is built over the same serials and asked the same readings.

An engine's answer to a reading is every serial that it finds within two edits (of its own kind of edit), and the
first ten by its own order. Each runs alone in a process, on one thread.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
import pyarrow as pa

TOP: Final = 10
Answer = list[str]
Ask = Callable[[list[str]], list[Answer]]


class Engine:
    """One engine. `most` is the largest register that it is built for here, `sample` how many readings it is asked."""

    name = ""
    note = ""
    most = 100_000_000
    sample: ClassVar = {1_000_000: 2000, 10_000_000: 1000}

    def build(self, serials: pa.ChunkedArray) -> None:
        """Take in the register."""
        raise NotImplementedError

    def ask(self, readings: list[str]) -> list[Answer]:
        """All serials found, best first."""
        raise NotImplementedError


class RapidFuzz(Engine):
    """Every reading against every serial: the truth."""

    name, note = "RapidFuzz cdist, OSA <= 2", "brute force"
    sample: ClassVar = {1_000_000: 400, 10_000_000: 60}

    def build(self, serials: pa.ChunkedArray) -> None:
        self.serials = np.array(serials.unique().to_pylist(), object)

    def ask(self, readings: list[str]) -> list[Answer]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        answers = []
        for reading in readings:
            distance = process.cdist(
                [reading], self.serials, scorer=OSA.distance, score_cutoff=2, workers=1, dtype=np.uint8
            )[0]
            near = np.flatnonzero(distance <= 2)
            answers.append(self.serials[near[np.argsort(distance[near], kind="stable")]].tolist())
        return answers


class LexIndex(Engine):
    """A finite-state transducer and a Levenshtein automaton, in Rust; a swap is two edits."""

    name, note = "lexindex StringIndex.fuzzy", "no swaps"

    def build(self, serials: pa.ChunkedArray) -> None:
        from lexindex import StringIndex

        self.index = StringIndex(serials.unique().to_pylist())

    def ask(self, readings: list[str]) -> list[Answer]:
        fuzzy = self.index.fuzzy
        return [[key for key, _ in fuzzy(reading, 2)] for reading in readings]


class SymSpell(Engine):
    """Symmetric deletion over prefixes of seven symbols."""

    name, note = "symspellpy, prefix 7", ""
    most = 1_000_000
    sample: ClassVar = {1_000_000: 2000}

    def build(self, serials: pa.ChunkedArray) -> None:
        from symspellpy import SymSpell as Spell

        self.spell = Spell(max_dictionary_edit_distance=2, prefix_length=7)
        for serial in serials.unique().to_pylist():
            self.spell.create_dictionary_entry(serial, 1)

    def ask(self, readings: list[str]) -> list[Answer]:
        from symspellpy import Verbosity

        return [[hit.term for hit in self.spell.lookup(reading, Verbosity.ALL, 2)] for reading in readings]


class Tantivy(Engine):
    """A search engine's fuzzy term query, at most 1,000 hits."""

    name, note = "tantivy FuzzyTermQuery, limit 1000", "limit"
    sample: ClassVar = {1_000_000: 400, 10_000_000: 200}

    def build(self, serials: pa.ChunkedArray) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("serial", stored=True, tokenizer_name="raw")
        self.schema = builder.build()
        index = tantivy.Index(self.schema)
        writer = index.writer(500_000_000, 1)
        for serial in serials.unique().to_pylist():
            writer.add_document(tantivy.Document(serial=serial))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()

    def ask(self, readings: list[str]) -> list[Answer]:
        answers = []
        for reading in readings:
            query = self.tantivy.Query.fuzzy_term_query(self.schema, "serial", reading, distance=2)
            hits = self.searcher.search(query, 1000).hits
            answers.append([self.searcher.doc(address)["serial"][0] for _, address in hits])
        return answers


class DuckBrute(Engine):
    """SQL over all rows."""

    name, note = "DuckDB damerau_levenshtein <= 2", "brute force"
    sample: ClassVar = {1_000_000: 8, 10_000_000: 2}
    condition = "damerau_levenshtein(serial, ?) <= 2"
    order = "damerau_levenshtein(serial, ?)"

    def build(self, serials: pa.ChunkedArray) -> None:
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")
        unique = pa.table({"serial": serials.unique()})
        self.connection.register("incoming", unique)
        self.connection.execute("CREATE TABLE register AS SELECT serial FROM incoming")

    def ask(self, readings: list[str]) -> list[Answer]:
        return [self._one(reading) for reading in readings]

    def _one(self, reading: str) -> Answer:
        query = f"SELECT serial FROM register WHERE {self.condition} ORDER BY {self.order}, serial"
        return [row[0] for row in self.connection.execute(query, [reading] * query.count("?")).fetchall()]


class DuckBlocked(DuckBrute):
    """SQL over rows that share the first or the last four symbols."""

    name, note = "DuckDB blocked first 4 or last 4", "blocking loses"
    sample: ClassVar = {1_000_000: 400, 10_000_000: 100}

    def build(self, serials: pa.ChunkedArray) -> None:
        super().build(serials)
        self.connection.execute("ALTER TABLE register ADD COLUMN first4 VARCHAR")
        self.connection.execute("ALTER TABLE register ADD COLUMN last4 VARCHAR")
        self.connection.execute("UPDATE register SET first4 = left(serial, 4), last4 = right(serial, 4)")
        self.connection.execute("CREATE INDEX by_first ON register(first4)")
        self.connection.execute("CREATE INDEX by_last ON register(last4)")

    def _one(self, reading: str) -> Answer:
        query = (
            "SELECT DISTINCT serial, damerau_levenshtein(serial, ?) AS d FROM (SELECT serial FROM register WHERE "
            "first4 = left(?, 4) UNION ALL SELECT serial FROM register WHERE last4 = right(?, 4)) "
            "WHERE damerau_levenshtein(serial, ?) <= 2 ORDER BY d, serial"
        )
        return [row[0] for row in self.connection.execute(query, [reading] * 4).fetchall()]


class Trigrams(Engine):
    """PostgreSQL's trigram index, ten nearest by similarity."""

    name, note = "PostgreSQL pg_trgm GIN, limit 10", "another relation; server time"
    sample: ClassVar = {1_000_000: 200, 10_000_000: 50}
    wall_clock = True

    def build(self, serials: pa.ChunkedArray) -> None:
        self.server = postgres_server()
        self.connection = self.server.__enter__()
        cursor = self.connection.cursor()
        cursor.execute("CREATE EXTENSION pg_trgm")
        cursor.execute("CREATE UNLOGGED TABLE register (serial text)")
        with cursor.copy("COPY register FROM STDIN") as copy:
            for chunk in (
                serials.unique().chunks if isinstance(serials.unique(), pa.ChunkedArray) else [serials.unique()]
            ):
                copy.write("\n".join(chunk.to_pylist()) + "\n")
        cursor.execute("CREATE INDEX ON register USING gin (serial gin_trgm_ops)")
        cursor.execute("ANALYZE register")
        self.cursor = cursor

    def ask(self, readings: list[str]) -> list[Answer]:
        answers = []
        for reading in readings:
            self.cursor.execute(
                "SELECT serial FROM register WHERE serial %% %s ORDER BY similarity(serial, %s) DESC, serial LIMIT 10",
                (reading, reading),
            )
            answers.append([row[0] for row in self.cursor.fetchall()])
        return answers


def postgres_programs() -> Path | None:
    """Where PostgreSQL's server programs are, if they are there with pg_trgm."""
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True):
        return found.parent
    program = shutil.which("initdb")
    return Path(program).parent if program is not None else None


@contextmanager
def postgres_server() -> Iterator[Any]:
    """A server of our own on a socket in a folder of its own, gone afterwards."""
    import psycopg

    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("no PostgreSQL here")
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="trgm-"))
    if user is not None:
        shutil.chown(folder, user, user)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    cluster = folder / "cluster"
    run(str(programs / "initdb"), "-D", str(cluster), "-A", "trust", "-E", "UTF8", "--no-locale")
    settings = f"-k {folder} -c listen_addresses='' -c max_parallel_workers_per_gather=0 -c shared_buffers=1GB"
    control = (str(programs / "pg_ctl"), "-D", str(cluster), "-w")
    run(*control, "-o", settings, "-l", str(folder / "log"), "start")
    try:
        with psycopg.connect(f"host={folder} dbname=postgres user={user or os.environ['USER']}", autocommit=True) as c:
            yield c
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


class Reclaim(Engine):
    """Ours, from strings to an Arrow table of the ten cheapest of all marks within two edits."""

    name, note = "Reclaim search, complete", ""
    sample: ClassVar = {1_000_000: 20_000, 10_000_000: 20_000}
    options: ClassVar[dict[str, Any]] = {"affixes": False}

    def build(self, serials: pa.ChunkedArray) -> None:
        from reclaim.trace import SerialIndex

        self.index = SerialIndex.build(serials, threads=1)

    def table(self, readings: list[str]) -> pa.Table:
        """The answer as it comes."""
        return self.index.search(readings, TOP, threads=1, **self.options)


class ReclaimProgressive(Reclaim):
    """Two edits only where fewer than ten marks are within one."""

    name = "Reclaim search, progressive"
    options: ClassVar[dict[str, Any]] = {"affixes": False, "progressive": True}


class ReclaimAffixes(Reclaim):
    """As a user gets it: lost and glued runs too."""

    name = "Reclaim search, complete, with lost and glued runs"
    options: ClassVar[dict[str, Any]] = {}


class ReclaimCounts(Reclaim):
    """Every mark within two edits enumerated and counted by edits."""

    name = "Reclaim counts, all marks enumerated"

    def table(self, readings: list[str]) -> pa.Table:
        return self.index.counts(readings, threads=1)


class ReclaimMatches(Reclaim):
    """Every pair within two edits written out."""

    name = "Reclaim matches, all pairs out"

    def table(self, readings: list[str]) -> pa.Table:
        return self.index.matches(readings, threads=1)


PEERS: Final = (RapidFuzz, LexIndex, SymSpell, Tantivy, DuckBrute, DuckBlocked, Trigrams)
OURS: Final = (Reclaim, ReclaimProgressive, ReclaimAffixes, ReclaimCounts, ReclaimMatches)
