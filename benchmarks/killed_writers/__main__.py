"""python -m benchmarks.killed_writers [--rounds 200] [--seed 1] [--every]

Writing commands are run in processes of their own and killed (SIGKILL): at random moments, or with `--every` at each
call into the operating system or SQLite in turn. After each the case must open and verify, hold what it held before
or what it would hold after, and take the next command. Prints one line a command, and fails if any round did.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from reclaim.desk import register
from reclaim.desk.case import open_case
from reclaim.desk.decide import decide
from reclaim.desk.new import new
from reclaim.desk.undo import undo
from reclaim.desk.verify import verify

OLDER = Path(__file__).resolve().parents[2] / "tests/store/older/layout-1"
# Calls after which the world is another: each is a place to die at.
SYSTEM = frozenset({"replace", "rename", "fsync", "unlink", "mkdir", "rmdir", "link"})
DATABASE = frozenset({"execute", "executemany", "commit"})

SOURCES = "id,title,rests_on\nS1,Depot inspection,self\nS2,Evening news,S1\n"
STOCK = "id,source,as_of,holder,type,quantity,kind\n"

Command = Callable[[Path], object]
State = tuple[tuple[str, ...], int]


def files(place: Path) -> list[Path]:
    """What the killed `add` brings: a correction, new rows, rows that wait, a document."""
    rows = "".join(f"H{n},S1,2020,Northern Brigade,carbine,{n},on_hand\n" for n in range(300))
    (place / "stock.csv").write_text(STOCK + rows + "W1,S9,2020,Northern Brigade,carbine,1,on_hand\n")
    (place / "report.pdf").write_bytes(bytes(range(256)) * 4000)
    return [place / "stock.csv", place / "report.pdf"]


def base(place: Path) -> Path:
    """A case with records, a correction to come, and a decision to undo."""
    (place / "sources.csv").write_text(SOURCES)
    (place / "first.csv").write_text(STOCK + "H1,S1,2019,Northern Brigade,carbine,100,on_hand\n")
    case = new(place / "base", owner="Inspectorate")
    case.add([place / "sources.csv", place / "first.csv"])
    decide(case, ["S1", "S2"], "different", "two inspections")
    return case.path


def older(place: Path) -> Path:
    """A case of the first layout."""
    shutil.copytree(OLDER, place / "older")
    connection = sqlite3.connect(place / "older/case.db")
    connection.executescript((place / "older/case.sql").read_text(encoding="utf-8"))
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    (place / "older/case.sql").unlink()
    return place / "older"


def commands(place: Path) -> dict[str, tuple[Path | None, Command]]:
    """Each writing command, with the case that it begins with."""
    begun, brought, seized = base(place), files(place), place / "seized.csv"
    seized.write_text("serial,make,model,date\n" + "".join(f"AB{n:05},Alpha,A1,2020-05-01\n" for n in range(500)))
    decision = open_case(begun).decisions()[-1].id
    return {
        "new": (None, lambda at: new(at, owner="Inspectorate")),
        "add": (begun, lambda at: open_case(at).add(brought)),
        "decide": (begun, lambda at: decide(open_case(at), ["S1", "S2"], "same", "one inspection")),
        "undo": (begun, lambda at: undo(open_case(at), decision)),
        "lift": (older(place), open_case),
        "register": (begun, lambda at: register.add(open_case(at), [seized], register.Asked("seized", "seized"))),
    }


def state(path: Path) -> State:
    """What a case holds, without what it is called by its time."""
    case = open_case(path)
    return tuple(r.id for r in case.records()), len(case.decisions())


def fresh(start: Path | None, at: Path) -> None:
    """The case that a round begins with."""
    shutil.rmtree(at, ignore_errors=True)
    at.parent.mkdir(exist_ok=True)
    if start is not None:
        shutil.copytree(start, at)


def die_at(count: int) -> None:
    """Let this process be killed at its n-th call from SYSTEM or DATABASE."""
    left = [count]

    def watch(frame: FrameType, event: str, called: object) -> None:
        if event != "c_call":
            return
        name, owner = getattr(called, "__name__", ""), getattr(called, "__self__", None)
        system = name in SYSTEM and getattr(owner, "__name__", "") == "posix"
        if system or (name in DATABASE and isinstance(owner, sqlite3.Cursor | sqlite3.Connection)):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)


def child(command: Command, at: Path, count: int = 0) -> int:
    """Run a command in a process of its own, which dies at its `count`-th call; returns its number."""
    process = os.fork()
    if process > 0:
        return process
    code = 1
    try:
        if count > 0:
            die_at(count)
        command(at)
        code = 0
    finally:
        sys.setprofile(None)
        os._exit(code)


def after(at: Path, wanted: set[State], place: Path, start: Path | None) -> list[str]:
    """What is wrong with a case after its writer was killed."""
    if not at.exists():
        return [] if start is None else ["the case is gone"]
    told = verify(at)
    wrong = [f.line() for f in told.findings if f.failed]
    if state(at) not in wanted:
        wrong.append("it holds neither what it held nor what it would hold")
    (place / "next.csv").write_text("id,title\nS7,What came next\n")
    open_case(at).add([place / "next.csv"])
    wrong += [f.line() for f in verify(at).findings if f.failed]
    wrong += [f"{left.name} was left behind" for left in at.rglob("*.part")]
    return wrong


def timed(start: Path | None, command: Command, at: Path) -> float:
    """How long a command takes that is left alone, in seconds."""
    fresh(start, at)
    begun = time.perf_counter()
    if os.waitpid(child(command, at), 0)[1] != 0:
        raise RuntimeError("the command fails even if it is left alone")
    return time.perf_counter() - begun


def rounds(name: str, start: Path | None, command: Command, place: Path, share: int, chance: random.Random | None
           ) -> tuple[int, int, list[str]]:
    """Kill one command until it died `share` times, or without `chance` at each of its calls.

    Returns rounds, those that were killed in time, and what went wrong.
    """
    at = place / "work/case"
    fresh(start, at)
    wanted = {state(at)} if start is not None else set()
    took = min(timed(start, command, at) for _ in range(3))
    wanted.add(state(at))
    done, killed, wrong = 0, 0, list[str]()
    while chance is None or (killed < share and done < 5 * share):
        fresh(start, at)
        process = child(command, at, done + 1 if chance is None else 0)
        if chance is not None:
            time.sleep(chance.uniform(0, took))
            os.kill(process, signal.SIGKILL)
        died = os.WIFSIGNALED(os.waitpid(process, 0)[1])
        done, killed = done + 1, killed + died
        wrong += [f"{name}, round {done}: {line}" for line in after(at, wanted, place, start)]
        if chance is None and not died:
            break
    return done, killed, wrong


def main() -> int:
    """Run all commands and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed_writers")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", action="store_true", help="at each call in turn, instead of at random moments")
    parser.add_argument("--only", default="", help="one command: new, add, decide, undo, lift or register")
    given = parser.parse_args()
    chance = None if given.every else random.Random(given.seed)
    failures, total, killed = list[str](), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        chosen = {n: c for n, c in commands(Path(folder)).items() if given.only in ("", n)}
        for name, (start, command) in chosen.items():
            share = -(-given.rounds // len(chosen))
            done, died, wrong = rounds(name, start, command, Path(folder), share, chance)
            print(f"{name}: {done} rounds, {died} killed in time, {len(wrong)} wrong")
            failures, total, killed = failures + wrong, total + done, killed + died
    for line in failures:
        print(line)
    print(f"{total} rounds, {killed} killed, {len(failures)} wrong")
    return 1 if len(failures) > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
