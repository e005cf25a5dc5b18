"""Take a decision back. It stays in the case, and so does the undoing."""

from __future__ import annotations

from reclaim.desk.case import Case
from reclaim.model.cells import Cells
from reclaim.model.decision import Decision, Judgement, standing
from reclaim.model.errors import UsageError
from reclaim.model.form import read_body
from reclaim.model.record import RecordKind


def standing_decisions(case: Case) -> list[Decision]:
    """All decisions that stand, those that came in record files too, in the order in which they were made."""
    return standing(_all(case))


def undo(case: Case, decision: str, reason: str = "", author: str = "") -> Decision:
    """Undo a decision, named by its id or the beginning of it (8 digits or more); an undo can itself be undone.

    Raises UsageError (no such decision, or undone already), CaseBusy, WriteError.
    """
    who = case.author_or(author)
    found = _find(_all(case), decision.strip().lower())
    with case.writing("undo", who) as work:
        made = Decision.make((found.id,), Judgement.UNDO, who, work.moment(), reason.strip() or "taken back")
        work.decision(made)
    return made


def _all(case: Case) -> list[Decision]:
    records, decisions = case.known()
    shipped = [body for r in records if r.kind is RecordKind.DECISION
               and isinstance(body := read_body(r.kind, Cells(r.cells(), r.key)), Decision)]
    return list({d.id: d for d in [*decisions, *shipped]}.values())


def _find(decisions: list[Decision], name: str) -> Decision:
    begun = [d for d in decisions if d.id.startswith(name)] if len(name) >= 8 else []
    if len(begun) != 1:
        raise UsageError(f"'{name}' names {len(begun) or 'no'} decision{'s' if len(begun) > 1 else ''}",
                         mend="reclaim undo CASE lists those that stand; give 8 digits of the id or more")
    if begun[0].id not in in_force(decisions):
        raise UsageError(f"decision {name} is undone already", mend="undo the undoing to bring it back")
    return begun[0]


def in_force(decisions: list[Decision]) -> set[str]:
    """The ids of decisions and undoings that are not undone."""
    undone: set[str] = set()
    for d in sorted(decisions, key=lambda d: (d.made, d.id), reverse=True):
        if d.judgement is Judgement.UNDO and d.id not in undone:
            undone.update(d.subjects)
    return {d.id for d in decisions} - undone
