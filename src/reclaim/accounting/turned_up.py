"""Where things turned up: events by country, date and strength. Coverage is what was reported; it is no sample."""

from __future__ import annotations

from collections import Counter, defaultdict

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.origins import Origin, Origins
from reclaim.model.event import TURNED_UP
from reclaim.model.line import ItemLine, StockLine
from reclaim.model.overview import CountryRow, TurnUp
from reclaim.model.when import hull

STRENGTHS = ("serials checked", "serials read", "list or picture", "word only")


def turned_up(assembly: Assembly) -> tuple[CountryRow, ...]:
    """Events in which things were seized, found, seen, used or offered, by country; most events first."""
    lines = _lines(assembly)
    by_country: dict[str, list[TurnUp]] = defaultdict(list)
    origins: dict[str, frozenset[Origin]] = {}
    for record, event in assembly.events:
        if event.kind in TURNED_UP:
            source, origins[record.key] = assembly.source(record), assembly.origin(record)
            what = "; ".join(lines.get(event.id, [])) or "things not named"
            by_country[event.place.country or "country not stated"].append(
                TurnUp(record.key, event, what, event.basis.strength, source.key if source else ""))
    rows = [_country(assembly.origins, origins, country, events) for country, events in by_country.items()]
    return tuple(sorted(rows, key=lambda r: (-len(r.events), r.country)))


def _country(known: Origins, of: dict[str, frozenset[Origin]], country: str, events: list[TurnUp]) -> CountryRow:
    ordered = tuple(sorted(events, key=lambda t: (t.event.date.sort_key(), t.key)))
    counted = Counter(t.strength for t in ordered)
    span = hull([t.event.date for t in ordered if t.event.date.known])
    apart = known.count(of[t.key] for t in ordered)
    return CountryRow(country, ordered, span, tuple((s, counted[s]) for s in STRENGTHS), apart)


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
