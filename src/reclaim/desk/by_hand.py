"""Document one weapon by hand: a source, an event and a line, as if they had come in record files."""

from __future__ import annotations

from collections.abc import Mapping

from reclaim.desk.add import Added
from reclaim.desk.case import Case
from reclaim.model.canonical import digest
from reclaim.model.errors import UsageError
from reclaim.model.record import RecordKind
from reclaim.model.source import SELF
from reclaim.store.arrivals import Arrivals
from reclaim.store.decoding import broken
from reclaim.store.recordfile import Row

# What is asked, in the order in which a person tells it, and how it is put.
LINE = {
    "type": "Type of weapon, by its id in the case (rifle, m16a4 ...)",
    "make": "Maker, as marked",
    "model": "Model, as marked",
    "serial": "Serial number, as it reads; ? for each character that cannot be read",
    "mark_kind": "What kind of mark that is (maker_serial, import_mark, registry_serial ...)",
    "part": "The part that it stands on (receiver, barrel, bolt ...)",
    "reading": "How it was read (in the hand, from a photograph, worn ...)",
}
EVENT = {
    "kind": "What happened (found, seized, surrendered, sighted, used ...)",
    "date": "When (2025-03-01, 2025-03, 2025)",
    "place": "Where",
    "province": "In which province",
    "country": "In which country",
    "by": "Who found, seized or used it: a body, never a private person",
    "from": "From which body it came",
    "to": "To which body it went",
    "basis": "How it is known (serial_read, picture, item_list, official_word ...)",
}
SOURCE = {"source": "The source's id in the case; empty if you saw it yourself"}
QUESTIONS = LINE | EVENT | SOURCE


def by_hand(case: Case, told: Mapping[str, str], author: str = "") -> Added:
    """Add what was told of one weapon, by the names of QUESTIONS.

    Without a source it stands on the author's own word. The same words are the same records: telling them again
    changes nothing, and what cannot be taken whole is not taken. Raises UsageError (a name that is not asked, something
    needed that is missing, nobody named as author), CaseBusy, WriteError.
    """
    unknown = sorted(set(told) - set(QUESTIONS))
    if len(unknown) > 0:
        raise UsageError(f"'{unknown[0]}' is not asked", mend=f"use some of {', '.join(QUESTIONS)}")
    if (bad := next((name for name, text in told.items() if broken(text) != ""), "")) != "":
        raise UsageError(f"{bad} holds {broken(told[bad])}")
    who = case.author_or(author)
    with case.writing("add", who, {"by_hand": True}) as work:
        taken = Arrivals(work, who, case.words).take(_rows(told, who))
        if (refused := next((p for p in taken.problems if p.fatal), None)) is not None:
            raise UsageError(refused.what, where=refused.where, mend=refused.mend)
    return Added(tuple(taken.added), tuple(taken.corrections), taken.known, taken.waiting, taken.refused, (),
                 tuple(taken.problems))


def _rows(told: Mapping[str, str], author: str) -> list[Row]:
    given = {name: text.strip() for name, text in told.items() if text.strip() != ""}
    ident = f"hand-{digest({**given, 'author': author})[:12]}"
    rows = []
    source = given.get("source", "")
    if source == "":
        source = ident
        about = " ".join(given[name] for name in ("make", "model", "serial", "type") if name in given)
        rows.append(_row(RecordKind.SOURCE, ident, {
            "title": f"Documented by hand: {about}", "publisher": author, "rests_on": SELF}))
    rows.append(_row(RecordKind.EVENT, ident, {"source": source} | {n: given[n] for n in EVENT if n in given}))
    rows.append(_row(RecordKind.LINE, f"{ident}-1", {"event": ident} | {n: given[n] for n in LINE if n in given}))
    return rows


def _row(kind: RecordKind, ident: str, cells: dict[str, str]) -> Row:
    return Row(kind, ident, {"id": ident} | cells, "by hand")
