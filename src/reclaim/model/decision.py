"""Decisions: what a person judged, when and why. They are records, and each can be reversed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reclaim.model.canonical import digest
from reclaim.model.cells import Cells


class Judgement(StrEnum):
    """same, different, unsure: of identities; accept, correct, reject: of proposals, records; undo: of a decision."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement on one or more subjects.

    A subject is the id of a record, its own address (`event_lines#R001-1`), the address of a register's row
    (`SNAPSHOT:ROW`), the key of a source, the id of a party or a place's name, or, to be undone, the id of a decision.
    Of a `correct`, the first subject gives way to the second. `made` is when it was made, UTC, to the second or
    finer, or the day that a file states. `seen` keeps the cells of rows as they were judged, by subject.
    """

    id: str
    subjects: tuple[str, ...]
    judgement: Judgement
    author: str
    made: str
    reason: str
    seen: tuple[tuple[str, str], ...] = ()

    @classmethod
    def make(cls, subjects: tuple[str, ...], judgement: Judgement, author: str, made: str, reason: str,
             seen: tuple[tuple[str, str], ...] = ()) -> Decision:
        """A decision with its id."""
        return cls(decision_id(subjects, judgement, author, made, reason, seen), subjects, judgement, author, made,
                   reason, seen)

    @classmethod
    def read(cls, cells: Cells) -> Decision | None:
        """A row of the form `decisions`, as a case may ship with; None if it cannot be one."""
        judgement = cells.needed_word("judgement", Judgement)
        author, reason, date = cells.needed("author"), cells.needed("reason"), cells.needed("date")
        cells.when("date")
        subjects = cells.list("subjects")
        if len(subjects) == 0:
            cells.note("subjects", "missing", "nothing is judged", "name the records, split by ;", fatal=True)
        if judgement is None:
            return None
        return cls.make(subjects, judgement, author, date, reason)

    def honest(self) -> bool:
        """Whether the id is what the content says it must be."""
        return self.id == decision_id(self.subjects, self.judgement, self.author, self.made, self.reason, self.seen)


def decision_id(subjects: tuple[str, ...], judgement: Judgement, author: str, made: str, reason: str,
                seen: tuple[tuple[str, str], ...]) -> str:
    """SHA-256 over canonical JSON of the whole decision."""
    return digest({"subjects": list(subjects), "judgement": str(judgement), "author": author, "made": made,
                   "reason": reason, "seen": [list(pair) for pair in seen]})


def standing(decisions: list[Decision]) -> list[Decision]:
    """The decisions that are not undone, in the order (made, id); an undo can itself be undone."""
    undone: set[str] = set()
    for d in sorted(decisions, key=lambda d: (d.made, d.id), reverse=True):
        if d.judgement is Judgement.UNDO and d.id not in undone:
            undone.update(d.subjects)
    return [d for d in sorted(decisions, key=lambda d: (d.made, d.id))
            if d.id not in undone and d.judgement is not Judgement.UNDO]


def corrections(decisions: list[Decision]) -> dict[str, str]:
    """Of each subject that gave way, the one that stands in its place; of two that contradict, the later counts."""
    gave_way: dict[str, str] = {}
    for d in standing(decisions):
        if d.judgement is Judgement.CORRECT and len(d.subjects) == 2:
            old, new = d.subjects
            gave_way.pop(new, None)
            gave_way[old] = new
    return gave_way
