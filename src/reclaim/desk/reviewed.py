"""From an accepted proposal to the records that it stands for, each anchored at its span of the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reclaim.model.anchor import Anchor
from reclaim.model.cells import Cells
from reclaim.model.errors import UsageError
from reclaim.model.form import read_body
from reclaim.model.record import Record, RecordKind


@dataclass(frozen=True, slots=True)
class Made:
    """The records of one proposal, the main one first; empty for a link or a lone name of arms."""

    records: tuple[Record, ...] = ()


def records_of(source: str, body: Mapping[str, Any]) -> Made:
    """The records that a proposal becomes. Raises UsageError if a needed field is empty or is no word of its form."""
    makers = {"statement": _statement, "event": _event, "record": _row}
    maker = makers.get(str(body.get("kind", "")))
    made = Made() if maker is None else Made(tuple(maker(source, body)))
    for record in made.records:
        cells = Cells(record.cells(), record.key)
        if read_body(record.kind, cells) is None:
            first = next(p for p in cells.problems if p.fatal)
            raise UsageError(
                f"no record can be made of it: {first.what}", mend="correct it, and fill in what is missing"
            )
    return made


def _statement(source: str, body: Mapping[str, Any]) -> Iterable[Record]:
    """The statement, and a claim for each proposition that stands in it."""
    direct = body.get("quote_type") == "direct"
    ident = _ident(source, body)
    cells = {
        "id": ident,
        "source": source[:12],
        "speaker": _text(body, "speaker"),
        "role": _text(body, "role"),
        "party": _text(body, "party"),
        "addressee": _text(body, "addressee"),
        "date": _text(body, "date"),
        "date_basis": _text(body, "date_basis") if _text(body, "date") else "",
        "reported_by": _text(body, "outlet"),
        "quote": _unquoted(_text(body, "content")) if direct else "",
        "paraphrase": "" if direct else _text(body, "content"),
        "hedges": "; ".join(body.get("hedges", [])),
    }
    yield _record(source, body, RecordKind.STATEMENT, cells)
    for number, claim in enumerate(body.get("claims", []), start=1):
        yield _claim(source, body, ident, number, claim)


def _claim(source: str, body: Mapping[str, Any], statement: str, number: int, claim: Mapping[str, Any]) -> Record:
    plain = {k: _joined(v) for k, v in claim.items()}
    cells = {**plain, "id": f"{statement}-c{number}", "statement": statement, "coder": "reader"}
    return _record(source, body, RecordKind.CLAIM, cells)


def _event(source: str, body: Mapping[str, Any]) -> Iterable[Record]:
    """The event and a line for each of its arms; an article with marks has a line for each mark."""
    ident = _ident(source, body)
    if not body.get("happened", True):
        if _demanded_back(body):
            yield from _demands(source, body)
            return
        raise UsageError(
            "it is said to be planned, possible or denied, and makes no event",
            mend="correct its modality, or reject it",
        )
    cells = {
        "id": ident,
        "source": source[:12],
        "kind": _text(body, "event"),
        "date": _text(body, "date"),
        "date_basis": _text(body, "date_basis") if _text(body, "date") else "",
        "place": _text(body, "place"),
        "province": _text(body, "province"),
        "country": _text(body, "country"),
        "precision": _text(body, "precision"),
        "by": _text(body, "by"),
        "from": _text(body, "from"),
        "to": _text(body, "to"),
        "basis": "official_word" if _text(body, "said_in") != "" else "assertion",
    }
    yield _record(source, body, RecordKind.EVENT, cells)
    number = 0
    for mention in body.get("items", []):
        marks = mention.get("marks") or [""]
        for mark in marks:
            number += 1
            yield _line(source, ident, number, mention, mark)


def _demanded_back(body: Mapping[str, Any]) -> bool:
    """A return that somebody demands is a step of a retrieval."""
    back = body.get("event") in ("returned", "transferred") and body.get("polarity") == "affirmed"
    return back and body.get("modality") == "demanded" and _text(body, "said_by") != ""


def _demands(source: str, body: Mapping[str, Any]) -> Iterable[Record]:
    """A step for each of the arms that are demanded back, by whoever is said to demand them."""
    for number, mention in enumerate(body.get("items", []), start=1):
        types = mention.get("types") or [mention.get("category", "")]
        cells = {
            "id": f"{_ident(source, body)}-{number}",
            "source": source[:12],
            "step": "demanded",
            "by": _text(body, "said_by"),
            "to": _text(body, "by") or _text(body, "from"),
            "date": _text(body, "date"),
            "date_basis": _text(body, "date_basis") if _text(body, "date") else "",
            "type": str(types[0]),
            "scope_types": str(types[0]),
            "quantity": str(mention.get("quantity", "")),
            "qualifier": str(mention.get("qualifier", "")),
        }
        yield _record(source, mention, RecordKind.STEP, cells)


def _line(source: str, event: str, number: int, mention: Mapping[str, Any], mark: str) -> Record:
    types = mention.get("types") or [mention.get("category", "")]
    cells = {
        "id": f"{event}-{number}",
        "event": event,
        "type": str(types[0]) or str(mention.get("written", "")),
        "type_as_written": str(mention.get("written", "")),
        "quantity": "" if mark else str(mention.get("quantity", "")),
        "qualifier": "" if mark else str(mention.get("qualifier", "")),
        "serial": mark,
        "origin": str(mention.get("origin", "")),
    }
    return _record(source, mention, RecordKind.LINE, cells)


def _row(source: str, body: Mapping[str, Any]) -> Iterable[Record]:
    """A row of a table: a line of stock, or an event of its own with one line."""
    cells = dict(body.get("cells", {}))
    ident = _ident(source, body)
    if body.get("form") == "stock":
        known = {"type_as_written": cells.get("type", ""), **{k: v for k, v in cells.items() if k in _STOCK}}
        yield _record(source, body, RecordKind.STOCK, {"id": ident, "source": source[:12], **known})
        return
    event = {"id": ident, "source": source[:12], "kind": _text(body, "event"), "basis": "item_list"}
    event |= {k: v for k, v in cells.items() if k in ("date", "place", "from", "to", "by")}
    yield _record(source, body, RecordKind.EVENT, event)
    line = {"id": f"{ident}-1", "event": ident, "type_as_written": cells.get("type", "")}
    line |= {k: v for k, v in cells.items() if k in ("type", "serial", "make", "model", "origin")}
    if "serial" not in cells:
        line |= {k: v for k, v in cells.items() if k == "quantity"}
    yield _record(source, body, RecordKind.LINE, line)


_STOCK = frozenset({"as_of", "holder", "place", "type", "quantity", "qualifier", "kind", "counts"})


def _record(source: str, body: Mapping[str, Any], kind: RecordKind, cells: Mapping[str, str]) -> Record:
    anchor = Anchor.span(source, int(body["start"]), int(body["end"]))
    return Record.make(source, anchor, kind, {k: v for k, v in cells.items() if v != ""})


def _ident(source: str, body: Mapping[str, Any]) -> str:
    """An id that no other span of any document has."""
    return f"{source[:8]}-{str(body.get('kind', ''))[:1]}{body['start']}-{body['end']}"


def _text(body: Mapping[str, Any], name: str) -> str:
    return " ".join(str(body.get(name) or "").split())


def _joined(value: object) -> str:
    return "; ".join(str(v) for v in value) if isinstance(value, list) else str(value or "")


def _unquoted(words: str) -> str:
    return words.strip().strip('“”"').strip()
