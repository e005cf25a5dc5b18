"""What stands in a case, as tables: events, items, claims as coded, and records as they were written."""

from __future__ import annotations

from collections import defaultdict

from reclaim.accounting.assemble import Assembly
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case, KnownBy
from reclaim.model.decision import Judgement, corrections, standing
from reclaim.model.event import Event, EventKind
from reclaim.model.form import FORM_OF
from reclaim.model.item import Item
from reclaim.model.record import Record, RecordKind
from reclaim.model.table import Cell, Column, Holds, Table
from reclaim.model.when import When

# After these the things stay where the event was: its place is where they are kept.
KEPT = frozenset({EventKind.INVENTORIED, EventKind.RECEIVED, EventKind.ISSUED, EventKind.IMPORTED,
                   EventKind.RETURNED, EventKind.SURRENDERED})

_PLACES = {"place": Holds.PLACE, "province": Holds.PROVINCE, "country": Holds.COUNTRY, "precision": Holds.PRECISION}

EVENTS = (
    Column("event", "its id in the record files"),
    Column("kind", "what happened: seized, found, shipped ..."),
    Column("date", "as written; a month or a year is no day"),
    Column("date_from", "the first day that it may be; empty if open"),
    Column("date_to", "the last day that it may be; empty if open"),
    Column("date_basis", "how the date is known"),
    Column("place", "as the source wrote it", Holds.PLACE),
    Column("province", "as stated", Holds.PROVINCE),
    Column("country", "as stated", Holds.COUNTRY),
    Column("precision", "how precisely the place is known", Holds.PRECISION),
    Column("by", "who did it"),
    Column("from", "whom it came from"),
    Column("to", "whom it went to"),
    Column("things", "its lines in words; (no number) where none is stated"),
    Column("basis", "how what is said of the things is known"),
    Column("strength", "serials checked, serials read, list or picture, or word only"),
    Column("source", "the source's key"),
    Column("cited", "the source as one would cite it"),
    Column("record", "the id of the record"),
)

ITEMS = (
    Column("item", "the smallest id among its records"),
    Column("name", "its serials as written, else the transcriber's name for it"),
    Column("types", "the types stated of it, split by ;"),
    Column("records", "the records of it, by their address, split by ;"),
    Column("joined_by", "what holds the records together, split by ;"),
    Column("last_event", "the latest event of which the date is known"),
    Column("last_date", "its date as written"),
    Column("last_holder", "who has it after that event; empty if not stated"),
)

CLAIMS = (
    Column("claim", "its id in the record files"),
    Column("statement", "the statement that it was coded from"),
    Column("speaker", "who said it"),
    Column("party", "for whom"),
    Column("date", "when it was said, as written"),
    Column("said", "the proposition in the words of the claims language"),
    Column("words", "the quote if there is one, else the transcriber's paraphrase"),
    Column("form", "the form of the claim; empty if it has none"),
    Column("modality", "asserted, conditional, possible, demanded, proposed or reported"),
    Column("not_testable", "why it cannot be tested; empty if it can"),
    Column("coder", "who coded it"),
    Column("source", "the source's key"),
    Column("record", "the id of the record"),
)


def events(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """The events that stand, by date."""
    return events_of(assembled(case, at, known_by))


def events_of(found: Assembly) -> Table:
    """The same of what was assembled already."""
    things = _things(found)
    ordered = sorted(found.events, key=lambda e: (e[1].date.sort_key(), e[0].key))
    rows = [_event(found, record, event, things[event.id]) for record, event in ordered]
    stored = frozenset(n for n, (_, event) in enumerate(ordered) if event.kind in KEPT)
    return Table.of("events", EVENTS, rows, ("event",), stored)


def items(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """The articles that can be told apart, by the name that each goes by."""
    return items_of(assembled(case, at, known_by))


def items_of(found: Assembly) -> Table:
    """The same of what was assembled already."""
    ordered = sorted(found.items, key=lambda item: (item.name, item.id))
    return Table.of("items", ITEMS, [_item(item) for item in ordered], ("item",))


def claims(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """The claims that stand, as coded."""
    return claims_of(assembled(case, at, known_by))


def claims_of(found: Assembly) -> Table:
    """The same of what was assembled already."""
    rows: list[dict[str, Cell]] = []
    for record, claim in found.claims:
        statement = found.statement(claim.statement)
        said = None if statement is None else statement[1]
        source = found.source(record)
        rows.append({
            "claim": claim.id, "statement": claim.statement, "said": claim.said(), "modality": str(claim.modality),
            "form": _or_none(str(claim.form or "")), "not_testable": _or_none(claim.not_testable),
            "coder": _or_none(claim.coder), "record": record.id, "source": None if source is None else source.key,
            **({} if said is None else {"speaker": _or_none(said.speaker), "party": _or_none(said.party),
                                        "date": _or_none(said.date.written), "words": said.words}),
        })
    return Table.of("claims", CLAIMS, rows, ("claim",))


def as_written(kind: RecordKind, case: Case, known_by: KnownBy = None) -> Table:
    """All records of a form, corrected and rejected ones too. Cells are as written; empty ones were empty."""
    found, decisions = case.known(known_by)
    gave_way = corrections(decisions)
    rejected = {s for d in standing(decisions) if d.judgement is Judgement.REJECT for s in d.subjects}
    envelope = (Column("record", "its id"), Column("source_id", "the id of its source"),
                Column("standing", "stands, corrected (another stands in its place) or rejected"))
    columns = tuple(Column(n, f"as written in {kind}", _PLACES.get(n, Holds.PLAIN)) for n in FORM_OF[kind].columns)
    rows: list[dict[str, Cell]] = []
    for record in found:
        if record.kind is kind:
            state = ("corrected" if record.id in gave_way else
                     "rejected" if rejected & {record.id, record.key} else "stands")
            rows.append({**record.cells(), "record": record.id, "source_id": record.source, "standing": state})
    stored = frozenset(range(len(rows))) if kind is RecordKind.STOCK else frozenset()
    return Table.of(str(kind), (*columns, *envelope), rows, ("id", "record"), stored)


def stock(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """Stock lines as written."""
    return as_written(RecordKind.STOCK, case, known_by)


def statements(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """Statements as written."""
    return as_written(RecordKind.STATEMENT, case, known_by)


def steps(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """Steps of retrievals as written."""
    return as_written(RecordKind.STEP, case, known_by)


def sources(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """Sources as written."""
    return as_written(RecordKind.SOURCE, case, known_by)


def _things(found: Assembly) -> dict[str, list[str]]:
    """The lines of each event in words, by the event's id."""
    lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in found.items:
        for entry in item.entries:
            name = entry.line.serial or entry.line.item
            lines[entry.event.id].append((entry.record.key, f"1 {entry.line.type_as_written} {name}".strip()))
    for record, line, event in found.counts:
        lines[event.id].append((record.key, f"{line.quantity} {line.type_as_written}" if line.quantity.written != ""
                                else f"{line.type_as_written} ({line.quantity})"))
    return defaultdict(list, {event: [words for _, words in sorted(found)] for event, found in lines.items()})


def _event(found: Assembly, record: Record, event: Event, things: list[str]) -> dict[str, Cell]:
    source, place = found.source(record), event.place
    return {
        "event": event.id, "kind": str(event.kind), "date": _or_none(event.date.written), **_days(event.date),
        "date_basis": str(event.date.basis), "place": _or_none(place.written), "province": _or_none(place.province),
        "country": _or_none(place.country), "precision": str(place.precision), "by": _or_none(event.by),
        "from": _or_none(event.from_party), "to": _or_none(event.to_party), "things": _or_none("; ".join(things)),
        "basis": str(event.basis), "strength": event.basis.strength, "record": record.id,
        "source": None if source is None else source.key, "cited": None if source is None else source.cite(),
    }


def _item(item: Item) -> dict[str, Cell]:
    dated = sorted((e for e in item.entries if e.event.date.known), key=lambda e: (e.event.date.sort_key(), e.id))
    last = dated[-1].event if len(dated) > 0 else None
    row: dict[str, Cell] = {
        "item": item.id, "name": item.name, "types": "; ".join(item.types),
        "records": "; ".join(sorted(e.record.key for e in item.entries)),
        "joined_by": _or_none("; ".join(sorted({str(link.basis) for link in item.links}))),
    }
    if last is not None:
        row |= {"last_event": str(last.kind), "last_date": last.date.written, "last_holder": _or_none(last.holder)}
    return row


def _days(date: When) -> dict[str, Cell]:
    lo, hi = date.lo, date.hi
    return {"date_from": None if lo is None else str(lo), "date_to": None if hi is None else str(hi)}


def _or_none(text: str) -> str | None:
    return text if text != "" else None
