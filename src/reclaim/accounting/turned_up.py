"""Where things turned up: events by country, date and strength. Coverage is what was reported; it is no sample."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly
from reclaim.model.event import TURNED_UP, Event
from reclaim.model.line import ItemLine, StockLine
from reclaim.model.record import Record
from reclaim.model.when import When, hull

STRENGTHS = ("serials checked", "serials read", "list or picture", "word only")


@dataclass(frozen=True, slots=True)
class TurnUp:
    """One event with its lines in words: `3 M4 carbine; night vision (no number)`."""

    record: Record
    event: Event
    what: str
    strength: str
    source: str


@dataclass(frozen=True, slots=True)
class CountryRow:
    """The events of one country. `origins` counts independent origins, so echoes of a report count once."""

    country: str
    events: tuple[TurnUp, ...]
    span: When
    by_strength: tuple[tuple[str, int], ...]
    origins: int


def turned_up(assembly: Assembly) -> tuple[CountryRow, ...]:
    """Events in which things were seized, found, seen, used or offered, by country; most events first."""
    lines = _lines(assembly)
    by_country: dict[str, list[TurnUp]] = defaultdict(list)
    for record, event in assembly.events:
        if event.kind in TURNED_UP:
            source = assembly.source(record)
            what = "; ".join(lines.get(event.id, [])) or "things not named"
            by_country[event.place.country or "country not stated"].append(
                TurnUp(record, event, what, event.basis.strength, source.key if source else ""))
    rows = [_country(assembly, country, events) for country, events in by_country.items()]
    return tuple(sorted(rows, key=lambda r: (-len(r.events), r.country)))


def _country(assembly: Assembly, country: str, events: list[TurnUp]) -> CountryRow:
    ordered = tuple(sorted(events, key=lambda t: (t.event.date.sort_key(), t.record.key)))
    counted = Counter(t.strength for t in ordered)
    span = hull([t.event.date for t in ordered if t.event.date.known])
    origins = assembly.origins.count(assembly.origin(t.record) for t in ordered)
    return CountryRow(country, ordered, span, tuple((s, counted[s]) for s in STRENGTHS), origins)


def _lines(assembly: Assembly) -> dict[str, list[str]]:
    words: dict[str, list[str]] = defaultdict(list)
    for _, line, event in assembly.counts:
        words[event.id].append(_count(assembly, line))
    for item in assembly.items:
        for entry in item.entries:
            words[entry.event.id].append(_article(assembly, entry.line))
    return {event: sorted(said) for event, said in words.items()}


def _count(assembly: Assembly, line: StockLine) -> str:
    name = assembly.types.name(line.type)
    return name if line.quantity.vacuous else f"{line.quantity} {name}"


def _article(assembly: Assembly, line: ItemLine) -> str:
    mark = f" no. {line.serial}" if line.serial != "" else ""
    return f"{assembly.types.name(line.type)}{mark}"
