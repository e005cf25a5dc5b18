"""The first fold: everything written to everything that the other folds speak of.

Records and decisions come in, what stands comes out: events with their lines, items, stock, statements, claims,
steps, the tree of types, the parties, and the origins of it all. Pure: no files, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from reclaim import marks
from reclaim.accounting.current import Current, current
from reclaim.accounting.joining import join
from reclaim.accounting.origins import Origin, Origins
from reclaim.catalogue.parties import Parties
from reclaim.catalogue.types import TypeTree
from reclaim.model.block import Block
from reclaim.model.claim import Claim
from reclaim.model.decision import Decision, Judgement
from reclaim.model.equipment import Type
from reclaim.model.event import Event
from reclaim.model.item import Entry, Item
from reclaim.model.line import ItemLine, StockLine
from reclaim.model.link import Link
from reclaim.model.mark import Completeness, Mark
from reclaim.model.party import Party
from reclaim.model.price import Price
from reclaim.model.problem import Problem
from reclaim.model.quantity import Words
from reclaim.model.record import Record
from reclaim.model.source import Source
from reclaim.model.statement import Statement
from reclaim.model.step import Step
from reclaim.model.when import When

B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Assembly:
    """What stands at a date, as known at a date.

    Bodies stand with their records: `(record, body)`. `counts` are the lines of events that have no marks, with
    their event; they are minimum counts and never added to stock. `moved` redirects ids that gave way or were joined;
    `said` finds a statement by the id that its file gives it.
    """

    types: TypeTree
    parties: Parties
    origins: Origins
    events: tuple[tuple[Record, Event], ...]
    items: tuple[Item, ...]
    counts: tuple[tuple[Record, StockLine, Event], ...]
    stock: tuple[tuple[Record, StockLine], ...]
    statements: tuple[tuple[Record, Statement], ...]
    claims: tuple[tuple[Record, Claim], ...]
    steps: tuple[tuple[Record, Step], ...]
    prices: tuple[tuple[Record, Price], ...]
    blocks: tuple[tuple[Record, Block], ...]
    decisions: tuple[Decision, ...]
    records: dict[str, Record]
    moved: dict[str, str]
    problems: tuple[Problem, ...]
    said: dict[str, tuple[Record, Statement]]

    def origin(self, record: Record, rests_on: tuple[str, ...] = ()) -> frozenset[Origin]:
        """The origins of a record; its own `rests_on` cell outranks its source's."""
        own = rests_on or tuple(p.strip() for p in record.text("rests_on").split(";") if p.strip() != "")
        return self.origins.of(record.source, own)

    def source(self, record: Record) -> Source | None:
        """The source of a record."""
        return self.origins.get(record.source)

    def statement(self, ident: str) -> tuple[Record, Statement] | None:
        """A statement by the id that its file gives it."""
        return self.said.get(ident)

    def item_of(self, name: str) -> Item | None:
        """The item that an id, a record's key, a transcriber's name or a serial names; None if none or several."""
        ident = self.moved.get(name, name)
        named = [i for i in self.items if ident == i.id or any(
            ident in (e.id, e.record.key, e.line.id, e.line.item) for e in i.entries)]
        if len(named) == 0:
            named = [i for i in self.items if name in i.serials]
        return named[0] if len(named) == 1 else None


def assemble(records: Iterable[Record], decisions: Sequence[Decision] = (), *, at: When | None = None,
             words: Words | None = None, rows: Sequence[tuple[Record, Event, ItemLine]] = (),
             sources: Iterable[Source] = (), near: Iterable[Link] = (), chain_exact: bool = True) -> Assembly:
    """Fold records and decisions.

    `rows` are register rows that stand in answers, as events with one line each; `near` are links that the search
    of registers found. Both come from the desk, for no fold reads a file. `sources` are what the rows are of.
    """
    now = current(records, decisions, at, words)
    types, parties = TypeTree(_bodies(now, Type)), _parties(now)
    origins = Origins([*_bodies(now, Source), *sources], now.decisions, now.replaced)
    events = _pairs(now, Event)
    entries, counts, lost = _lines(now, events)
    entries += [_entry(record, line, event) for record, event, line in rows
                if at is None or not at.certainly_before(event.date)]
    address = {name: e.id for e in entries for name in (e.record.key, e.line.id)} | now.moved
    items, met = join(entries, now.decisions, types, near, chain_exact=chain_exact, address=address)
    moved = now.moved | {e.id: i.id for i in items for e in i.entries if e.id != i.id}
    problems = [*now.problems, *types.problems, *parties.problems, *origins.problems, *lost, *met]
    return Assembly(
        types, parties, origins, events, items, tuple(counts), _pairs(now, StockLine), _pairs(now, Statement),
        _pairs(now, Claim), _pairs(now, Step), _pairs(now, Price), _pairs(now, Block), now.decisions,
        {r.id: r for r, _ in now.bodies} | {r.id: r for r, _, _ in rows}, moved, tuple(sorted(set(problems))),
        {s.id: (r, s) for r, s in reversed(_pairs(now, Statement))})


def _pairs(now: Current, kind: type[B]) -> tuple[tuple[Record, B], ...]:
    return tuple((record, body) for record, body in now.bodies if isinstance(body, kind))


def _bodies(now: Current, kind: type[B]) -> list[B]:
    return [body for _, body in now.bodies if isinstance(body, kind)]


def _parties(now: Current) -> Parties:
    parties = _bodies(now, Party)
    names = {p.id for p in parties} | {p.name for p in parties} | {a for p in parties for a in p.aliases}
    same = [(d.subjects[0], other) for d in now.decisions if d.judgement is Judgement.SAME
            for other in d.subjects[1:] if d.subjects[0] in names or other in names]
    return Parties(parties, same)


def _lines(now: Current, events: tuple[tuple[Record, Event], ...]
           ) -> tuple[list[Entry], list[tuple[Record, StockLine, Event]], list[Problem]]:
    by_id = {event.id: event for _, event in events}
    entries, counts, lost = list[Entry](), list[tuple[Record, StockLine, Event]](), list[Problem]()
    for record, line in now.bodies:
        if not isinstance(line, ItemLine | StockLine) or line.event == "":
            continue
        event = by_id.get(line.event)
        if event is None:
            lost.append(Problem(record.key, "no_such_event",
                                f"its event '{line.event}' is not in the case, or came later", "add the event"))
        elif isinstance(line, ItemLine):
            entries.append(_entry(record, line, event))
        else:
            counts.append((record, line, event))
    return entries, counts, lost


def _entry(record: Record, line: ItemLine, event: Event) -> Entry:
    """The line with its mark read; only one whole reading of the mark makes exact links."""
    mark = _mark(line.serial) if line.serial != "" else None
    if mark is None or len(mark.readings) != 1 or mark.completeness is not Completeness.COMPLETE:
        return Entry(record, line, event)
    part = str(mark.parts[0]) if len(mark.parts) == 1 else ""
    return Entry(record, line, event, mark.canonical, line.mark_kind or str(mark.kind), line.part or part)


@lru_cache(maxsize=1 << 17)
def _mark(serial: str) -> Mark | None:
    """The mark that a cell most likely holds."""
    return marks.parse(serial).principal
