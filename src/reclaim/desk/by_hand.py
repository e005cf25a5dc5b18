"""Document a weapon by hand: a source, an event and a line for each mark, as if they had come in record files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

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
MARK = {
    "serial": "Serial number, as it reads; ? for each character that cannot be read, (8?) for one that is doubtful",
    "mark_kind": "What kind of mark that is (maker_serial, import_mark, registry_serial ...)",
    "part": "The part that it stands on (receiver, barrel, bolt ...)",
    "reading": "How it was read (in the hand, from a photograph, worn ...)",
}
LINE = {
    "type": "Type of weapon, by its id in the case (rifle, m16a4 ...)",
    "make": "Maker, as marked",
    "model": "Model, as marked",
    **MARK,
}
EVENT = {
    "kind": "What happened (found, seized, surrendered, sighted, used ...)",
    "date": "When (2025-03-01, 2025-03, 2025)",
    "place": "Where",
    "province": "In which province",
    "country": "In which country",
    "precision": "How precisely the place is known (point, settlement, district, province, country)",
    "by": "Who found, seized or used it: a body, never a private person",
    "from": "From which body it came",
    "to": "To which body it went",
    "basis": "How it is known (serial_read, picture, item_list, official_word ...)",
    "circumstances": "How it came about, in your words; no private person is named",
}
SOURCE = {"source": "The source's id in the case; empty if you saw it yourself"}
QUESTIONS = LINE | EVENT | SOURCE

MOST_MARKS = 6
FURTHER = tuple(f"{name} {n}" for n in range(2, MOST_MARKS + 1) for name in MARK)
"""Further marks of the same weapon: `serial 2`, `part 2`, and so on."""

Picture = tuple[str, bytes]
"""Name and bytes of a picture of the weapon."""


def by_hand(case: Case, told: Mapping[str, str], author: str = "", pictures: Sequence[Picture] = ()) -> Added:
    """Add what was told of one weapon, by the names of QUESTIONS and FURTHER; its pictures are kept as sources.

    Without a source it stands on the author's own word. The same words are the same records: telling them again
    changes nothing, and what cannot be taken whole is not taken. Raises UsageError (a name that is not asked, something
    needed that is missing, nobody named as author), CaseBusy, WriteError.
    """
    return several(case, [told], author, pictures)


def several(case: Case, weapons: Sequence[Mapping[str, str]], author: str = "", pictures: Sequence[Picture] = ()
            ) -> Added:
    """The same for many weapons in one transaction: all of them are taken, or none. `pictures` are of each of them."""
    for number, told in enumerate(weapons, start=1):
        _check(told, f"weapon {number}: " if len(weapons) > 1 else "")
    who = case.author_or(author)
    with case.writing("add", who, {"by_hand": True}) as work:
        held = [(name, work.source_bytes(content, name)) for name, content in pictures]
        known = {r.source for r in case.records() if r.kind is RecordKind.SOURCE}
        new = [(name, sha) for name, sha in held if sha not in known]
        rows = [row for told in weapons for row in _rows(told, who, [sha for _, sha in held], new)]
        taken = Arrivals(work, who, case.words).take(_once(rows))
        if (refused := next((p for p in taken.problems if p.fatal), None)) is not None:
            raise UsageError(refused.what, where=refused.where, mend=refused.mend)
    return Added(tuple(taken.added), tuple(taken.corrections), taken.known, taken.waiting, taken.refused,
                 tuple(held), tuple(taken.problems))


def ident_of(told: Mapping[str, str], author: str) -> str:
    """The id of the event that something told becomes; its lines are `ID-1`, `ID-2` ..."""
    return f"hand-{digest({**_given(told), 'author': author})[:12]}"


def _check(told: Mapping[str, str], where: str) -> None:
    unknown = sorted(set(told) - set(QUESTIONS) - set(FURTHER))
    if len(unknown) > 0:
        raise UsageError(f"{where}'{unknown[0]}' is not asked", mend=f"use some of {', '.join(QUESTIONS)}")
    if (bad := next((name for name, text in told.items() if broken(text) != ""), "")) != "":
        raise UsageError(f"{where}{bad} holds {broken(told[bad])}")


def _given(told: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in told.items() if text.strip() != ""}


def _rows(told: Mapping[str, str], author: str, pictures: Sequence[str], new: Sequence[tuple[str, str]]) -> list[Row]:
    given, ident = _given(told), ident_of(told, author)
    rows = []
    source = given.get("source", "")
    if source == "":
        source = ident
        about = " ".join(given[name] for name in ("make", "model", "serial", "type") if name in given)
        rows.append(_row(RecordKind.SOURCE, ident, {
            "title": f"Documented by hand: {about}", "publisher": author, "rests_on": SELF}))
    # A picture rests on whoever took it, so that word and picture stay one origin.
    rows += [_row(RecordKind.SOURCE, sha[:12], {"title": name, "sha256": sha, "rests_on": source}) for name, sha in new]
    event = {"source": source} | {n: given[n] for n in EVENT if n in given}
    if len(pictures) > 0:
        event["rests_on"] = ";".join(sha[:12] for sha in pictures)
    rows.append(_row(RecordKind.EVENT, ident, event))
    marks = _marks(given)
    shared = {n: given[n] for n in LINE if n in given and n not in MARK}
    # Several marks of one weapon are several lines that bear the transcriber's name for it.
    item = {"item": ident} if len(marks) > 1 else {}
    rows += [_row(RecordKind.LINE, f"{ident}-{n}", {"event": ident, **shared, **mark, **item})
             for n, mark in enumerate(marks, start=1)]
    return rows


def _marks(given: Mapping[str, str]) -> list[dict[str, str]]:
    """The marks told, in order; one without anything if there is none, for a weapon may be without a mark."""
    first = {n: given[n] for n in MARK if n in given}
    further = [{n: given[f"{n} {k}"] for n in MARK if f"{n} {k}" in given} for k in range(2, MOST_MARKS + 1)]
    return [first, *(m for m in further if "serial" in m)]


def _once(rows: Sequence[Row]) -> list[Row]:
    return list({(row.kind, row.ident): row for row in rows}.values())


def _row(kind: RecordKind, ident: str, cells: dict[str, str]) -> Row:
    return Row(kind, ident, {"id": ident} | cells, "by hand")


def sha256(content: bytes) -> str:
    """The name under which bytes are kept."""
    return hashlib.sha256(content).hexdigest()
