"""Take a decision back. It stays in the case, and so does the undoing."""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.desk.case import Case, checked
from reclaim.model.cells import Cells
from reclaim.model.decision import Decision, Judgement, corrections, standing
from reclaim.model.errors import UsageError
from reclaim.model.form import read_body
from reclaim.model.record import Record, RecordKind
from reclaim.store.writing import Writing


def standing_decisions(records: list[Record], decisions: list[Decision]) -> list[Decision]:
    """Of what a case knows (`Case.known`): all decisions that stand, those that came in record files too, in the order in
    which they were made."""
    return standing(_all(records, decisions))


def undo(case: Case, decision: str, reason: str = "", author: str = "") -> Decision:
    """Undo a decision, named by its id or the beginning of it (8 digits or more); an undo can itself be undone.

    Of the versions of one row one must stand: where a correction between them is undone, the earlier is put back by
    a correction of its own; where that is taken back, the later.
    Raises UsageError (no such decision, or undone already), CaseBusy, WriteError.
    """
    who = case.author_or(author)
    records, known = case.known()
    decisions = _all(records, known)
    found = _find(decisions, decision.strip().lower())
    why = checked("reason", reason.strip()) or "taken back"
    with case.writing("undo", who) as work:
        made = _put(work, (found.id,), Judgement.UNDO, who, why)
        for other, version in _put_back(found, [*decisions, made], records):
            _put(work, (other, version), Judgement.CORRECT, who, f"put back: {why}")
    return made


def _put(work: Writing, subjects: tuple[str, ...], judgement: Judgement, author: str, reason: str) -> Decision:
    made = Decision.make(subjects, judgement, author, work.moment(), reason)
    work.decision(made)
    return made


def _put_back(undone: Decision, decisions: list[Decision], records: list[Record]) -> list[tuple[str, str]]:
    """The corrections by which the version stands that stood without, or with, the correction at the root of it all."""
    by_id = {d.id: d for d in decisions}
    root = undone
    while root.judgement is Judgement.UNDO and root.subjects[0] in by_id:
        root = by_id[root.subjects[0]]
    key = _row_of(root, records)
    if key == "":
        return []
    wanted = root.subjects[1] if root.id in _in_force(decisions) else root.subjects[0]
    gave_way = corrections(decisions)
    return [(r.id, wanted) for r in records if r.key == key and r.id not in gave_way and r.id != wanted]


def _row_of(decision: Decision, records: list[Record]) -> str:
    """The address of the row of which a decision corrects one version by another; empty if it does no such thing."""
    if decision.judgement is not Judgement.CORRECT:
        return ""
    keys = [r.key for r in records if r.id in decision.subjects and r.anchor.form != ""]
    return keys[0] if len(keys) == 2 and keys[0] == keys[1] else ""


def _all(records: Iterable[Record], decisions: list[Decision]) -> list[Decision]:
    shipped = [body for r in records if r.kind is RecordKind.DECISION
               and isinstance(body := read_body(r.kind, Cells(r.cells(), r.key)), Decision)]
    return list({d.id: d for d in [*decisions, *shipped]}.values())


def _find(decisions: list[Decision], name: str) -> Decision:
    begun = [d for d in decisions if d.id.startswith(name)] if len(name) >= 8 else []
    if len(begun) != 1:
        raise UsageError(f"'{name}' names {len(begun) or 'no'} decision{'s' if len(begun) > 1 else ''}",
                         mend="reclaim undo CASE lists those that stand; give 8 digits of the id or more")
    if begun[0].id not in _in_force(decisions):
        raise UsageError(f"decision {name} is undone already", mend="undo the undoing to bring it back")
    return begun[0]


def _in_force(decisions: list[Decision]) -> set[str]:
    """The ids of decisions and undoings that are not undone."""
    undone: set[str] = set()
    for d in sorted(decisions, key=lambda d: (d.made, d.id), reverse=True):
        if d.judgement is Judgement.UNDO and d.id not in undone:
            undone.update(d.subjects)
    return {d.id for d in decisions} - undone
