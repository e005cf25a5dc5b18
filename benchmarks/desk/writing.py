"""The desk after a write: how long until the folds show it, and how long "without this source" takes when first asked."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from statistics import median, quantiles

from starlette.testclient import TestClient

from reclaim.desk.by_hand import by_hand
from reclaim.desk.case import Case
from reclaim.desk.decide import decide
from reclaim.desk.undo import undo
from reclaim.web.app import Door

WEAPON = {"kind": "seized", "date": "2021-05-04", "country": "Pakistan", "by": "party-3",
          "type": "type-7", "basis": "serial_read"}


def write(case: Case, door: Door) -> None:
    """Print, for one write of each kind, the seconds until every fold is made of it: nobody else asks meanwhile."""
    records = case.records()
    lines = [r.key for r in records if r.kind == "event_lines"]
    # Another one each time that the case is used.
    weapon = WEAPON | {"serial": f"BM{len(records):06d}"}
    decided: list[str] = []
    writes: dict[str, Callable[[], object]] = {
        "a stock line rejected": lambda: decided.append(decide(case, ["stock#h11"], "reject", "slip", "benchmark").id),
        "two records joined": lambda: decide(case, [lines[400], lines[401]], "same", "seen", "benchmark"),
        "a weapon documented by hand": lambda: by_hand(case, weapon, "benchmark"),
        "a decision undone": lambda: undo(case, decided[0], "taken back", "benchmark"),
    }
    for name, act in writes.items():
        act()
        start = time.perf_counter()
        door.desk.warm()
        print(f"folds after {name}: {time.perf_counter() - start:.1f} s", flush=True)


def drop(door: Door, browser: TestClient, most: int = 20) -> None:
    """Print how long `/accounts?without=SOURCE` takes the first time, over sources of every standing."""
    state = door.desk.state()
    cited = [s for s, _ in Counter(f.source for b in state.bounds for f in b.figures).most_common()]
    times = []
    for source in cited[::max(1, len(cited) // most)][:most]:
        start = time.perf_counter()
        assert browser.get(f"/accounts?without={source}").status_code == 200, source
        times.append(1000 * (time.perf_counter() - start))
    print(f"/accounts?without=SOURCE for the first time: {len(times)} sources; median {median(times):.0f} ms, p95 "
          f"{quantiles(times, n=20)[-1]:.0f} ms, worst {max(times):.0f} ms", flush=True)
