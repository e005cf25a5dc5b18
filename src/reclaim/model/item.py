"""Items: articles that can be told apart, assembled from the records of them."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.event import Event
from reclaim.model.line import ItemLine
from reclaim.model.link import Link
from reclaim.model.record import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of an item: the line that names it and the event on whose list it stands.

    `canonical` is the line's mark in canonical form, empty if it has none that can be read whole; `marked` is
    (canonical, kind of mark, part), by which exact links are made.
    """

    record: Record
    line: ItemLine
    event: Event
    canonical: str = ""
    mark_kind: str = ""
    part: str = ""

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.record.id

    @property
    def marked(self) -> tuple[str, str, str]:
        """The mark by which exact links are made."""
        return (self.canonical, self.mark_kind, self.part)


@dataclass(frozen=True, slots=True)
class Item:
    """One article. The smallest id among its records names it; the others redirect.

    `links` are those that hold it together; `open_links` those that a decision `different` holds open, and `near`
    those to records outside it that stay pairs.
    """

    id: str
    entries: tuple[Entry, ...]
    links: tuple[Link, ...] = ()
    open_links: tuple[Link, ...] = ()
    near: tuple[Link, ...] = ()

    @property
    def serials(self) -> tuple[str, ...]:
        """The serials as written, each once."""
        return tuple(sorted({e.line.serial for e in self.entries if e.line.serial != ""}))

    @property
    def types(self) -> tuple[str, ...]:
        """The types stated of it, each once."""
        return tuple(sorted({e.line.type for e in self.entries if e.line.type != ""}))

    @property
    def name(self) -> str:
        """What a reader calls it: its serial, else the transcriber's name for it."""
        names = self.serials or tuple(sorted({e.line.item for e in self.entries if e.line.item != ""}))
        return " / ".join(names) if len(names) > 0 else self.id[:12]
