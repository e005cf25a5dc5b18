"""Killed writers, many readers, a busy writer, a full disk, a folder that cannot be written."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reclaim.desk.case import Case, open_case
from reclaim.desk.decide import decide
from reclaim.desk.new import new
from reclaim.desk.verify import verify
from reclaim.model.errors import CaseBusy, WriteError
from reclaim.store import safely
from reclaim.store.arrivals import Arrivals
from reclaim.store.recordfile import read

Put = Callable[..., list[Path]]
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_writer_leaves_a_case_that_opens_and_verifies() -> None:
    """Twenty deaths at random moments; `python -m benchmarks.killed_writers` dies 200 times, or at every call."""
    rounds = os.environ.get("RECLAIM_KILLS", "20")
    run = subprocess.run([sys.executable, "-m", "benchmarks.killed_writers", "--rounds", rounds], cwd=ROOT, text=True,
                         capture_output=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert int(run.stdout.split()[-4]) >= int(rounds)


READER = """
import sys, reclaim
case = reclaim.open_case(sys.argv[1])
seen = []
while True:
    records, decisions = case.known()
    lines = [r for r in records if r.kind == "event_lines"]
    assert len(lines) % 50 == 0, len(lines)
    if not seen:
        print("ready", flush=True)
    seen.append(len(lines))
    if len(lines) == 500:
        break
assert seen == sorted(seen)
print(len(seen), flush=True)
"""


def test_two_processes_read_while_one_writes(case: Case, put: Put) -> None:
    """Each reader sees whole commands only, in their order, and is never refused."""
    case.add(put("sources", "events"))
    readers = [subprocess.Popen([sys.executable, "-c", READER, str(case.path)], stdout=subprocess.PIPE, text=True)
               for _ in range(2)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    for batch in range(10):
        rows = "".join(f"L{batch}-{n},E1,carbine,AB{n:04}\n" for n in range(50))
        case.add(put(event_lines="id,event,type,serial\n" + rows))
    for reader in readers:
        out, _ = reader.communicate(timeout=60)
        assert reader.returncode == 0
        assert int(out) >= 2


def test_a_second_writer_waits_and_then_says_so(case: Case, put: Put) -> None:
    files = put("sources")
    holder = sqlite3.connect(case.path / "case.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(CaseBusy), case.writing("add", patience=0.05):
        pass
    assert case.records() == []
    timer = threading.Timer(0.2, holder.execute, ("ROLLBACK",))
    timer.start()
    began = time.monotonic()
    assert len(case.add(files).added) == 2
    assert time.monotonic() - began > 0.1
    timer.join()
    holder.close()


def test_an_error_in_the_middle_undoes_all(full: Case) -> None:
    head, records = full.head(), full.records()


    def begin() -> None:
        with full.writing("test") as work:
            work.record(records[0])
            work.source_bytes(b"new bytes", "new.txt")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        begin()
    assert (full.head(), full.records()) == (head, records)
    told = verify(full.path)
    assert told.whole
    assert [f.what for f in told.findings] == ["the case does not know this file"]


def test_ctrl_c_in_the_middle_leaves_the_case_as_it_was(full: Case, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    from reclaim.store.writing import Writing

    def interrupted(self: Writing) -> None:
        raise KeyboardInterrupt

    head = full.head()
    monkeypatch.setattr(Writing, "_record_toml", interrupted)
    with pytest.raises(KeyboardInterrupt):
        full.add(put(sources="id,title\nS7,Later\n"))
    monkeypatch.undo()
    assert full.head() == head
    assert verify(full.path).whole


def test_a_full_disk_in_the_database(full: Case, put: Put) -> None:
    """SQLite itself is told that there is no more room."""
    head = full.head()
    rows = "".join(f"X{n},Title {n} {'long ' * 50}\n" for n in range(400))
    found = read("s.csv", ("id,title\n" + rows).encode()).rows

    def begin() -> None:
        with full.writing("add") as work:
            work.connection.exec_driver_sql("PRAGMA max_page_count = 1")
            Arrivals(work, "I").take(found)

    with pytest.raises(WriteError, match="disk is full"):
        begin()
    assert full.head() == head
    assert verify(full.path).whole


def test_a_full_disk_under_a_document(full: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "big.pdf").write_bytes(b"x" * 1000)

    def no_room(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    head = full.head()
    monkeypatch.setattr(safely, "flush", no_room)
    with pytest.raises(WriteError, match=r"sources/[0-9a-f]{64}: the disk is full"):
        full.add([tmp_path / "big.pdf"])
    monkeypatch.undo()
    assert full.head() == head
    assert verify(full.path).findings == []


def test_a_folder_that_cannot_be_written_is_read_all_the_same(
        full: Case, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a read-only medium. Permission bits do not hold for root, so the system's answer is put in its place."""
    records, files = full.records(), put(sources="id,title\nS7,Later\n")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    there = sorted(full.path.iterdir())
    case = open_case(full.path)
    assert case.records() == records
    assert verify(full.path).whole
    with pytest.raises(WriteError, match="cannot be written"):
        case.add(files)
    with pytest.raises(WriteError):
        decide(case, ["stock#H1"], "accept", "seen")
    assert sorted(full.path.iterdir()) == there


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_for_real(full: Case, put: Put, tmp_path: Path) -> None:
    full.path.chmod(0o500)
    with pytest.raises(WriteError):
        open_case(full.path).add(put(sources="id,title\nS7,Later\n"))
    with pytest.raises(WriteError):
        new(full.path / "inside")
    full.path.chmod(0o700)


def test_what_dead_writers_left_is_swept_and_what_living_ones_write_is_not(full: Case, put: Put) -> None:
    dead = full.path / "sources/.abc.999999999.part"
    living = full.path / f"sources/.abc.{os.getppid()}.part"
    dead.write_bytes(b"half")
    living.write_bytes(b"half")
    full.add(put(sources="id,title\nS7,Later\n"))
    assert not dead.exists()
    assert living.exists()
