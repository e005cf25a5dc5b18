"""Reclaim's own answer to a batch, with the time that it took."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.probability.measures import Outcome
from benchmarks.probability.world import Drawn, World
from reclaim import marks
from reclaim.trace import SerialIndex
from reclaim.trace.ask import Ask, Pattern
from reclaim.trace.batch import Part, answers, learned, weigh
from reclaim.trace.belief import Belief, Prior
from reclaim.trace.channel import default
from reclaim.trace.evidence import Searched
from reclaim.trace.reasons import Words
from reclaim.trace.rows import Reading, Table, rows
from reclaim.trace.weapons import NO_DATE, weapons


@dataclass(frozen=True)
class Ready:
    """Registers ready to be searched; `truth` for each row of each table the true weapon."""

    searched: Searched
    truth: list[Any]
    seconds: float


def ready(world: World) -> Ready:
    """Weapons, their lie, the index."""
    began = time.perf_counter()
    tables = [t.append_column("canonical", t.column("serial")) for t in world.registers]
    found = weapons(tables)
    index = SerialIndex.build(found.texts)
    searched = Searched.of(found, index, default())
    return Ready(searched, [t.column("weapon").to_numpy() for t in world.registers], time.perf_counter() - began)


def as_ask(readings: list[str], fields: dict[str, list[str]]) -> Ask:
    """Readings as cells are read."""
    table = marks.parse_column(pa.array(readings))
    columns = (table.column(name).to_pylist() for name in ("pattern", "traceable"))
    patterns = [(Pattern(text),) if fit else () for text, fit in zip(*columns, strict=True)]
    return Ask(patterns, fields, np.full(len(readings), NO_DATE, np.int32))


@dataclass(frozen=True)
class Answered:
    """The outcome, what was learned, and readings a second of the whole (search, learning, weighing)."""

    outcome: Outcome
    belief: Belief
    speed: float
    parts: list[Part]


def answer(ready: Ready, drawn: Drawn, readings: list[str], fields: dict[str, list[str]], prior: float | None = None,
           threads: int = 1) -> Answered:
    """Trace a batch."""
    began = time.perf_counter()
    ask = as_ask(readings, fields)
    told = Prior.default() if prior is None else Prior.of_user(prior)
    belief, whole = learned(ask, ready.searched, told, threads=threads)
    parts = list(weigh(ask, ready.searched, belief, whole, threads=threads))
    speed = len(readings) / (time.perf_counter() - began)
    return Answered(outcome(ready, drawn, parts), belief, speed, parts)


def outcome(ready: Ready, drawn: Drawn, parts: list[Part]) -> Outcome:
    """Whether the candidates are the weapons that were read."""
    weapons_found = ready.searched.weapons
    count = len(drawn.weapon)
    p, right, within = np.zeros(count), np.zeros(count, bool), np.zeros(count, bool)
    for part in parts:
        found = part.answers
        for n in range(found.count):
            begin, end = int(found.first[n]), int(found.first[n + 1])
            true = drawn.weapon[part.first + n]
            hits = [any(ready.truth[row.table][row.place] == true for row in weapons_found.rows_of(int(w)))
                    for w in found.weapon[begin:end]] if true >= 0 else [False] * (end - begin)
            if end > begin:
                p[part.first + n] = found.probability[begin]
                right[part.first + n] = hits[0]
                within[part.first + n] = any(hits[:10])
    return Outcome(p, right, within, drawn.weapon >= 0)


def timed(ready: Ready, world: World, readings: list[str], fields: dict[str, list[str]]) -> tuple[float, int]:
    """Seconds from cells to rows with their reasons, on one thread, and how many rows."""
    names = ("transfers", "inventory", "losses")
    tables = [Table(name, f"{name}@2021", t) for name, t in zip(names, world.registers, strict=True)]
    began = time.perf_counter()
    ask = as_ask(readings, fields)
    cells = [Reading(n, text, "" if len(ways) > 0 else "not traceable")
             for n, (text, ways) in enumerate(zip(readings, ask.patterns, strict=True), 1)]
    told: list[Belief] = []
    count = 0
    for part in answers(ask, ready.searched, Prior.default(), threads=1, believed=told.append):
        words = Words(part.evidence, part.answers, ready.searched.weapons, "three registers", "", told[0].share)
        count += len(rows(part, cells, ready.searched.weapons, tables, words, {}, "coverage not stated"))
    return time.perf_counter() - began, count
