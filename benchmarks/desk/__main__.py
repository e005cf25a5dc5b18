"""python -m benchmarks.desk [--folder F] [--items 5000] [--claims 1000] [--rows 10000000] [--rounds 20]

Server time of the desk's pages on a large SYNTHETIC case, cold (first time in a new process, folds made) and warm, the
weight of each page, how long it takes until the desk is ready and until a write is folded, "without this source" when
first asked, four tabs beside a command line that writes, and, where Chromium is installed, when it first paints each page
and what axe says of it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.testclient import TestClient

from benchmarks.desk.case import large
from benchmarks.desk.seen import look
from benchmarks.desk.writing import drop, write
from reclaim.desk.case import Case
from reclaim.desk.register import registers, show
from reclaim.desk.register_page import SORTABLE, laid_out
from reclaim.web.app import Door, listening, served
from reclaim.web.show import environment

REGISTER = "/registers/shipping"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "reclaim-desk")
    for name, most in (("items", 5_000), ("claims", 1_000), ("rows", 10_000_000), ("rounds", 20)):
        asked.add_argument(f"--{name}", type=int, default=most)
    given = asked.parse_args()
    case = large(given.folder, given.items, given.claims, given.rows)
    print(f"SYNTHETIC case: {given.items:,} items, {given.claims:,} claims, a register of {given.rows:,} rows")
    socket = listening(0)
    door = served(case.path, socket.getsockname()[1], patience=0.05)
    root = door.address.partition("/?")[0]
    browser = TestClient(door.app, base_url=root, raise_server_exceptions=False)
    browser.get(door.address.removeprefix(root).replace("/?", "/static/desk.css?"))
    _ready("templates compiled", lambda: [environment().get_template(n) for n in environment().list_templates()])
    if given.rows > 0:
        _ready("register laid out", lambda: _lay_out(case))
        laid = [c for c in SORTABLE if c in laid_out(case, registers(case)[0].snapshots[-1]).columns]
        _table("register", browser, _register_pages(laid), given.rounds)
    _ready("folds made", door.warm)
    write(case, door)
    drop(door, browser)
    _table("pages", browser, _pages(door), given.rounds)
    if given.rows > 0:
        _ready("marks searched for the first time", lambda: browser.get("/trace?mark=AB12345"))
        _table("a mark traced", browser, [f"/trace?mark={m}" for m in ("ABC12345", "1234567", "K04401", "QX9013")],
               given.rounds)
    shown = [p for p in _pages(door) if not p.startswith(("/api", "/figures"))]
    look(door, socket, dict(browser.cookies), [*shown, *([REGISTER, "/trace?mark=K04401"] if given.rows > 0 else [])])
    _together(case, browser, _pages(door)[:6])


def _ready(name: str, act: Callable[[], object]) -> None:
    start = time.perf_counter()
    act()
    print(f"{name}: {time.perf_counter() - start:.1f} s", flush=True)


def _lay_out(case: Case) -> None:
    for register in registers(case):
        show(case, register.name)
        laid_out(case, register.snapshots[-1])


def _register_pages(columns: list[str]) -> list[str]:
    sorts = [f"{REGISTER}?sort={c}{down}" for c in columns for down in ("", "&order=down")]
    both = [f"{REGISTER}?{a}={word}&sort={c}" for a, word in (("serial", "AB"), ("make", "Maker 0"), ("date", "2017"))
            if a in columns for c in columns]
    return [REGISTER, f"{REGISTER}?offset=5000000", *sorts, *both, f"{REGISTER}?make=maker&serial=1&sort=date&offset=5000"]


def _pages(door: Door) -> list[str]:
    state = door.desk.state()
    item = next(iter(state.assembly.items)).id
    claim = next(v.claim for v in state.claims.verdicts if v.claim != "")
    return ["/", "/claims", f"/claims/{claim}", "/items", f"/items/{item}", "/accounts", "/retrieval", "/registers",
            "/sources", "/sources/s1", "/history", "/search?q=orsk", "/search?q=SN000400", "/records/stock%23h1",
            "/figures/places/1.svg", "/api/items", "/api/claims", "/decide", "/where", "/review", "/document", "/import",
            "/discrepancies", "/trace"]


def _table(name: str, browser: TestClient, paths: list[str], rounds: int) -> None:
    cold, warm, heavy = [], [], 0
    slow: list[tuple[float, str]] = []
    for path in paths:
        took, size = _once(browser, path)
        cold.append(took)
        own = [_once(browser, path)[0] for _ in range(rounds)]
        warm += own
        heavy = max(heavy, size)
        slow.append((statistics.quantiles(own, n=20)[-1], path))
    print(f"{name}: {len(paths)} addresses; cold p95 {_p95(cold):.0f} ms, worst {max(cold):.0f} ms; warm p50 "
          f"{statistics.median(warm):.0f} ms, p95 {_p95(warm):.0f} ms; heaviest {heavy / 1000:.0f} KB", flush=True)
    for what, each in (("warm", slow), ("cold", list(zip(cold, paths, strict=True)))):
        for took, path in sorted(each, reverse=True)[:4]:
            print(f"    {what} {took:6.0f} ms  {path[:100]}", flush=True)


def _once(browser: TestClient, path: str) -> tuple[float, int]:
    start = time.perf_counter()
    answer = browser.get(path)
    took = 1000 * (time.perf_counter() - start)
    if answer.status_code != 200:
        print(f"    {answer.status_code} {path}", flush=True)
    return took, len(answer.content)


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def _together(case: Case, browser: TestClient, paths: list[str]) -> None:
    """Four tabs read while the command line adds ten files: all of them must be there, and be seen at once."""
    before, stop = len(case.records()), False
    times: list[float] = []

    def tab() -> None:
        while not stop:
            times.extend(_once(browser, path)[0] for path in paths)

    with ThreadPoolExecutor(4) as tabs, tempfile.TemporaryDirectory() as folder:
        running = [tabs.submit(tab) for _ in range(4)]
        for n in range(10):
            file = Path(folder) / f"more{n}-{time.time_ns()}.csv"
            file.write_text(f"id,title,rests_on\nmore-{time.time_ns()},Another report {n},self\n", encoding="utf-8")
            subprocess.run([sys.executable, "-m", "reclaim", "add", str(case.path), str(file)], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stop = True
        for one in running:
            one.result()
    seen = browser.get("/api").json()["head"] == case.head()
    print(f"four tabs and ten imports: {len(case.records()) - before} of 10 records there, p95 {_p95(times):.0f} ms of "
          f"{len(times)} pages, the present head {'is' if seen else 'is not yet'} shown", flush=True)


if __name__ == "__main__":
    main()
