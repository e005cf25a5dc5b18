"""python -m benchmarks.bounds [--most N] [--draw F.svg]

Every bound that a brief asks for (each stated account, with its binding sources and the conflict sets), from a few
hundred figures to N (default 10,000). Two shapes: figures spread over many scopes, and all in one scope, where every
account hangs together with every other. Ten pairs that conflict are planted. The peer is the plain way: the same lines
in one linear program, its minimum and maximum asked for each account, warm; its answers are compared with ours where
nothing conflicts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bounds.world import World, world
from reclaim.accounting.bounds import accounts
from reclaim.accounting.gathering import gather
from reclaim.accounting.pieces import pieces
from reclaim.accounting.program import Program
from reclaim.accounting.questions import Question
from reclaim.model.bounds import Bounds

PLANTED = 10
# Beyond this many figures in one scope the peer takes minutes; it is not asked, and the table says so.
MOST_FOR_PEER = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the table. Seconds are of this process (one thread); `peer` None was not asked."""

    shape: str
    figures: int
    accounts: int
    seconds: float
    wrong: int
    planted: int
    clean: float
    peer: float | None
    differing: int


def measure(shape: str, figures: int, scopes: int) -> Measured:
    """Time a world with planted conflicts, and one without beside the peer."""
    planted = world(figures, scopes=scopes, seed=figures, conflicts=PLANTED)
    seconds, found = _timed(planted)
    sets = {frozenset(f.key for f in c.figures) for b in found for c in b.conflicts}
    clean = world(figures, scopes=scopes, seed=figures + 1, conflicts=0)
    own, bounds = _timed(clean)
    peer, differing = _peer(clean, bounds) if figures <= MOST_FOR_PEER or scopes > 1 else (None, 0)
    return Measured(shape, figures, len(found), seconds, _wrong(planted, found) + _wrong(clean, bounds),
                    len(planted.planted & sets), own, peer, differing)


def _timed(case: World) -> tuple[float, Sequence[Bounds]]:
    start = time.process_time()
    found = accounts(case.assembly)
    return time.process_time() - start, found


def _wrong(case: World, found: Sequence[Bounds]) -> int:
    """Bounds that do not hold the truth. Of figures that conflict one is false, and bounds may be none the wiser."""
    if len(case.planted) > 0:
        found = [b for b in found if not any("stock#C" in f.key for f in (*b.lower_by, *b.upper_by))]
    return sum(b.range.possible and not _holds(b, case.truth[
        b.account.scope, b.account.holder, b.account.type, b.account.kind]) for b in found)


def _holds(b: Bounds, truth: int) -> bool:
    return (b.range.lower or 0) <= truth and (b.range.upper is None or truth <= b.range.upper)


def _peer(case: World, found: Sequence[Bounds]) -> tuple[float, int]:
    """Seconds of the plain linear program over all stated accounts, and how many of its answers differ from ours."""
    gathered = gather(case.assembly, Question())
    ours = {b.account: (b.range.lower, b.range.upper) for b in found}
    stated = {f.account for f in gathered.figures.values()}
    start, differing = time.process_time(), 0
    for piece in pieces(gathered.system):
        program = Program(piece, range(len(piece.lines)))
        for i, account in enumerate(piece.accounts):
            if account in stated:
                ends = tuple(program.extreme(i, greatest).value for greatest in (False, True))
                differing += ends != ours[account]
    return time.process_time() - start, differing


def main() -> None:
    """Measure, print the table, and draw the growth."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bounds")
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--draw", type=Path)
    asked = parser.parse_args()
    sizes = [n for n in (300, 1000, 3000, 10_000, 30_000, 100_000) if n <= asked.most]
    measure("warm up", 100, 10)
    lines = []
    print("shape | figures | accounts | s | wrong | planted found | s without conflicts | peer s | ratio | differing")
    for shape, scopes in (("many scopes", 0), ("one scope", 1)):
        for size in sizes:
            m = measure(shape, size, scopes or max(2, size // 60))
            lines.append(m)
            peer = "not asked" if m.peer is None else f"{m.peer:.2f}"
            ratio = "" if m.peer is None else f"{m.peer / max(m.clean, 1e-9):.1f}"
            print(f"{m.shape} | {m.figures} | {m.accounts} | {m.seconds:.2f} | {m.wrong} | {m.planted} of {PLANTED} | "
                  f"{m.clean:.2f} | {peer} | {ratio} | {m.differing}", flush=True)
    if asked.draw is not None:
        asked.draw.write_text(_drawn(lines), encoding="utf-8")


def _drawn(lines: Sequence[Measured]) -> str:
    from reclaim.output.figures.draw import svg
    from reclaim.output.figures.style import spec

    points = [{"figures": m.figures, "seconds": value, "line": name} for m in lines for name, value in (
        (f"{m.shape}, conflicts planted", m.seconds), (f"{m.shape}, plain linear program", m.peer))
        if value is not None]
    return svg(spec({
        "title": {"text": "Seconds for every bound", "subtitle": "one thread; both axes by powers of ten"},
        "data": {"values": points}, "width": 420, "height": 260,
        "mark": {"type": "line", "point": True},
        "encoding": {"x": {"field": "figures", "type": "quantitative", "scale": {"type": "log"}, "title": "figures"},
                     "y": {"field": "seconds", "type": "quantitative", "scale": {"type": "log"}, "title": "seconds"},
                     "color": {"field": "line", "type": "nominal", "title": None}}}))


if __name__ == "__main__":
    main()
