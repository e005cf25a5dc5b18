"""Records and decisions to what stands: corrections followed, rejected records left out, later things not yet known.

`at` is the date in the world: what certainly came later is left out. What was known when is the store's matter; the
records and decisions given are those known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reclaim.model.cells import Cells
from reclaim.model.claim import Claim
from reclaim.model.decision import Decision, Judgement, standing
from reclaim.model.event import Event
from reclaim.model.form import Body, read_body
from reclaim.model.line import ItemLine, StockLine
from reclaim.model.problem import Problem
from reclaim.model.quantity import Words
from reclaim.model.record import Record, RecordKind
from reclaim.model.statement import Statement
from reclaim.model.step import Step
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Current:
    """What stands, by record id and in the order of their keys: (record, body) pairs, decisions, problems.

    `moved` says for each record that gave way which one stands in its place; `replaced` the same of sources.
    """

    bodies: tuple[tuple[Record, Body], ...]
    decisions: tuple[Decision, ...]
    moved: dict[str, str]
    replaced: dict[str, str]
    problems: tuple[Problem, ...]


def current(records: Iterable[Record], decisions: Sequence[Decision], at: When | None = None,
            words: Words | None = None) -> Current:
    """Fold records and decisions to what stands at a date."""
    known = {r.id: r for r in records}
    shipped = [d for r in known.values() if r.kind is RecordKind.DECISION
               if isinstance(d := read_body(r.kind, Cells(r.cells(), r.key)), Decision)]
    judged = standing([*decisions, *shipped])
    by_key = _keys(known.values())
    moved = _moved(judged, by_key)
    rejected = {_record(s, by_key) for d in judged if d.judgement is Judgement.REJECT for s in d.subjects}
    bodies, later, problems = [], set[tuple[RecordKind, str]](), list[Problem]()
    for record in sorted(known.values(), key=lambda r: (r.kind, _natural(r.key), r.id)):
        if record.id in moved or record.id in rejected or record.kind is RecordKind.DECISION:
            continue
        body, own = _read(record, words)
        problems += own
        if body is not None and _later(body, at):
            later.add((record.kind, body.id))
        elif body is not None:
            bodies.append((record, body))
    bodies = [(record, body) for record, body in bodies if _parent(body) not in later]
    replaced = {known[old].source: known[new].source for old, new in moved.items()
                if old in known and known[old].kind is RecordKind.SOURCE}
    return Current(tuple(bodies), tuple(judged), moved, replaced, tuple(problems))


@lru_cache(maxsize=1 << 17)
def _read(record: Record, words: Words | None) -> tuple[Body | None, tuple[Problem, ...]]:
    """The value that a record states, and what was met on reading it: the same for ever, for neither changes."""
    cells = Cells(record.cells(), record.key, words)
    return read_body(record.kind, cells), tuple(cells.problems)


def _keys(records: Iterable[Record]) -> dict[str, str]:
    """Ids and keys to ids; of several records with one key the decisions say which stands."""
    by_key: dict[str, str] = {}
    for record in sorted(records, key=lambda r: r.id):
        by_key[record.id] = record.id
        by_key.setdefault(record.key, record.id)
    return by_key


def _record(subject: str, by_key: dict[str, str]) -> str:
    return by_key.get(subject, subject)


def _moved(decisions: Iterable[Decision], by_key: dict[str, str]) -> dict[str, str]:
    """Of each corrected record, the one that stands in its place at last; the latest decision wins."""
    direct: dict[str, str] = {}
    for d in decisions:
        if d.judgement is Judgement.CORRECT and len(d.subjects) == 2:
            old, new = (_record(s, by_key) for s in d.subjects)
            direct.pop(new, None)
            direct[old] = new
    moved: dict[str, str] = {}
    for old in direct:
        seen, end = {old}, direct[old]
        while end in direct and end not in seen:
            seen.add(end)
            end = direct[end]
        if end in by_key:
            moved[old] = end
    return moved


def _later(body: Body, at: When | None) -> bool:
    """Whether what the record tells of certainly came after the date asked for."""
    if at is None:
        return False
    if isinstance(body, Event | Statement | Step):
        return at.certainly_before(body.date)
    return isinstance(body, StockLine) and at.certainly_before(body.as_of)


def _parent(body: Body) -> tuple[RecordKind, str] | None:
    """The event of a line, the statement of a claim: what is later takes them with it."""
    if isinstance(body, Claim):
        return RecordKind.STATEMENT, body.statement
    return (RecordKind.EVENT, body.event) if isinstance(body, ItemLine | StockLine) and body.event != "" else None


@lru_cache(maxsize=1 << 17)
def _natural(key: str) -> tuple[tuple[int, str], ...]:
    """Orders `H9` before `H10`."""
    parts, digits = list[tuple[int, str]](), ""
    for c in [*key, ""]:
        if c.isascii() and c.isdigit():
            digits += c
            continue
        if digits != "":
            parts.append((int(digits[:18]), digits))
            digits = ""
        parts.append((-1, c))
    return tuple(parts)
