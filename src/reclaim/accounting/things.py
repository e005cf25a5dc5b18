"""Things: items, and the lines of events that count without marks, seen alike.

A count line is a thing of its own (some rifles, on one list) until a person decides that it is the same as another.
It never becomes n items.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reclaim.accounting.assemble import Assembly
from reclaim.model.decision import Judgement
from reclaim.model.event import Event
from reclaim.model.item import Item
from reclaim.model.line import ItemLine, StockLine
from reclaim.model.link import Link, LinkBasis
from reclaim.model.record import Record


@dataclass(frozen=True, slots=True)
class Sight:
    """One record of a thing: the line and the event on whose list it stands. `canonical` is its mark, if read whole."""

    record: Record
    line: ItemLine | StockLine
    event: Event
    canonical: str = ""
    id: str = field(init=False)
    key: str = field(init=False)

    def __post_init__(self) -> None:
        # Asked for at every turn, so they are kept: the record's id, and its address in the case's words.
        object.__setattr__(self, "id", self.record.id)
        object.__setattr__(self, "key", self.record.key)

    @property
    def counted(self) -> bool:
        """Whether it is a count without marks."""
        return isinstance(self.line, StockLine)


@dataclass(frozen=True, slots=True)
class Thing:
    """One item, or one count line (with those decided to be the same); `links` hold its records together.

    `near` are links to records of other things, `opened` those that a decision `different` holds open.
    """

    id: str
    name: str
    sights: tuple[Sight, ...]
    links: tuple[Link, ...] = ()
    near: tuple[Link, ...] = ()
    opened: tuple[Link, ...] = ()
    types: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        # The types stated of it, each once.
        object.__setattr__(self, "types", tuple(sorted({s.line.type for s in self.sights if s.line.type != ""})))

    @property
    def counted(self) -> bool:
        """Whether all that is known of it are counts."""
        return all(s.counted for s in self.sights)

    @property
    def names(self) -> frozenset[str]:
        """Everything by which a file may name it: ids and keys of its records, serials, the transcriber's name."""
        found = {self.id}
        for s in self.sights:
            found |= {s.id, s.key, s.line.id, s.event.id}
            if isinstance(s.line, ItemLine):
                found |= {s.line.serial, s.line.item, s.canonical}
        return frozenset(found - {""})


def things(assembly: Assembly) -> tuple[Thing, ...]:
    """All things of an assembly, by id."""
    found = [*(_of_item(i) for i in assembly.items), *_of_counts(assembly)]
    return tuple(sorted(found, key=lambda t: t.id))


def _of_item(item: Item) -> Thing:
    sights = tuple(Sight(e.record, e.line, e.event, e.canonical) for e in item.entries)
    return Thing(item.id, item.name, sights, item.links, item.near, item.open_links)


def _of_counts(assembly: Assembly) -> Iterable[Thing]:
    sights = {record.id: Sight(record, line, event) for record, line, event in assembly.counts}
    address = {s.key: s.id for s in sights.values()} | {i: i for i in sights}
    links = list(_decided(assembly, address))
    home = {i: i for i in sights}
    for link in links:
        old, new = home[link.right], home[link.left]
        home = {i: new if h == old else h for i, h in home.items()} if old != new else home
    groups: dict[str, list[str]] = {}
    for ident, first in home.items():
        groups.setdefault(first, []).append(ident)
    for members in groups.values():
        ids = sorted(members)
        inside = tuple(sorted(k for k in links if k.left in members))
        yield Thing(ids[0], _name(sights[ids[0]]), tuple(sights[i] for i in ids), inside)


def _decided(assembly: Assembly, address: dict[str, str]) -> Iterable[Link]:
    """Count lines that a person called the same; a later `different` or `unsure` on the pair takes it back."""
    judged: dict[tuple[str, str], Link | None] = {}
    for d in assembly.decisions:
        if d.judgement not in (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE):
            continue
        ids = sorted({address[s] for s in d.subjects if s in address})
        for n, left in enumerate(ids):
            for right in ids[n + 1:]:
                same = d.judgement is Judgement.SAME
                why = f"{d.author}, {d.made}: {d.reason}"
                judged[(left, right)] = Link(left, right, LinkBasis.DECIDED, why=why) if same else None
    return [link for link in judged.values() if link is not None]


def _name(sight: Sight) -> str:
    line = sight.line
    count = f"{line.quantity} " if isinstance(line, StockLine) and line.quantity.written != "" else ""
    return f"{count}{line.type_as_written or line.type}"
