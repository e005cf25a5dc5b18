"""Cells per second of ``marks.parse_column`` on a register-like mix, and the time for one cell.

The mix follows the shares found in two public seizure lists (two in three clean serials, a quarter without any, the
rest written with spaces, signs and words); every cell is made here from a fixed seed. Serials are nearly all
distinct, wordings come from a few dozen; 3 % of all cells are texts of serials and words.

    python -m benchmarks.marks [CELLS]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable

import pyarrow as pa

from reclaim import marks

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
REASONS = """|-|NULL|S/N|N/A|unknown|not visible|not recorded|illegible|removed|ground off|filed off
|obliterated by grinding|number removed by mechanical action|SEM NUMERO|NÃO CONSTA|RASPADA|SUPRIMIDO
|numeração suprimida por ação mecânica|SIN NÚMERO|limado|no visible|sans numéro|limé|б/н|номер спилен
|не читается|بدون رقم|مطموس|نامعلوم|ناخوانا|XXXX|0|see remarks|pistol""".replace("\n", "").split("|")
WORDED: list[Callable[[str, str], str]] = [
    lambda a, b: f"{a} (found on barrel and slide)",
    lambda a, b: f"frame {a}, barrel {b}",
    lambda a, b: f"{a} OR {b}",
    lambda a, b: f"{a} - RESTORED",
    lambda a, b: f"Nº {a} (revelado no cano)",
    lambda a, b: f"{a[:-2]}, last two digits worn",
    lambda a, b: f"ствол {a}, затвор {b}",
]
ASKED = {"column": "asked: 100,000", "cell": "asked: 1,000"}


def serial(draw: random.Random) -> str:
    letters = "".join(draw.choices(LETTERS, k=draw.choice((0, 0, 1, 2, 3, 3, 4))))
    return letters + "".join(draw.choices("0123456789", k=draw.randint(4, 7)))


def with_signs(text: str, draw: random.Random) -> str:
    places = draw.sample(range(len(text)), k=draw.randint(1, 3))
    return "".join("?" if place in places else char for place, char in enumerate(text))


def with_separator(text: str, draw: random.Random) -> str:
    place = draw.randint(1, len(text) - 1)
    return text[:place] + draw.choice(" -") + text[place:]


def cell(draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.67:
        return serial(draw)
    if kind < 0.92:
        return draw.choice(REASONS)
    if kind < 0.95:
        return with_separator(serial(draw), draw)
    if kind < 0.97:
        return with_signs(serial(draw), draw)
    return draw.choice(WORDED)(serial(draw), serial(draw))


def main(count: int) -> None:
    draw = random.Random(20250311)
    cells = [cell(draw) for _ in range(count)]
    marks.parse_column(cells[:1_000])  # reads the words once
    column = pa.array(cells)
    wall, cpu = time.perf_counter(), time.process_time()
    table = marks.parse_column(column)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    traceable = sum(table.column("traceable").to_pylist())
    print(f"{count:,} cells, {len(set(cells)):,} distinct, {traceable / count:.0%} traceable")
    print(f"parse_column: {count / wall:,.0f} cells a second ({ASKED['column']}); of processor time {count / cpu:,.0f}")
    shapes = {
        "clean": "W441207",
        "unread places": "TJX20??",
        "words": REASONS[13],
        "parts": "frame 44120, barrel 44190",
    }
    for shape, one in shapes.items():
        show(f"one cell, {shape}", [timed(one) for _ in range(2_000)])
    show("first readings of cells with words", [timed(text) for text in sorted({t for t in cells if " " in t})])
    print("reasons:", dict(Counter(table.column("reason").to_pylist()).most_common()))


def show(what: str, times: list[float]) -> None:
    times = sorted(times)
    middle, late = times[len(times) // 2] * 1e6, times[int(len(times) * 0.99)] * 1e6
    print(f"{what}: {middle:.0f} µs median, {late:.0f} µs at the 99th percentile of {len(times):,} ({ASKED['cell']})")


def timed(text: str) -> float:
    started = time.process_time()
    marks.parse(text)
    return time.process_time() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
