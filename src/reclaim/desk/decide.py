"""Record what a person judged."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reclaim.desk.case import Case, checked
from reclaim.desk.subjects import Subjects
from reclaim.model.decision import Decision, Judgement
from reclaim.model.errors import UsageError

# The address of a register's row: SNAPSHOT:ROW, where a snapshot is called NAME@DATE-....
_ROW = re.compile(r".+@.+:\d+")

_AT_LEAST = {Judgement.SAME: 2, Judgement.DIFFERENT: 2, Judgement.UNSURE: 2, Judgement.ACCEPT: 1, Judgement.REJECT: 1}


def decide(case: Case, subjects: Sequence[str], judgement: Judgement | str, reason: str, author: str = "") -> Decision:
    """Record a decision; it stands until it is undone, and the record ids that were judged are kept with it.

    same, different, unsure: two subjects or more. accept, reject: one or more. correct: two, of which the first gives
    way to the second. Raises UsageError (no such subject, no reason, no author), CaseBusy, WriteError.
    """
    return decide_each(case, [subjects], judgement, reason, author)[0]


def decide_each(case: Case, matters: Sequence[Sequence[str]], judgement: Judgement | str, reason: str, author: str = ""
                ) -> list[Decision]:
    """The same judgement of several matters, a decision each, in one transaction: all are recorded, or none."""
    judged = _judgement(judgement)
    who = case.author_or(author)
    why = checked("reason", reason.strip())
    if why == "":
        raise UsageError("a decision has a reason", mend='give --reason "..."')
    records, decisions = case.known()
    known = Subjects(records, decisions, [p.id for p in case.proposals()])
    found = [_subjects(known, subjects, judged) for subjects in matters]
    seen = [tuple((s, kept) for s in own if (kept := _seen(case, known, s)) not in ("", s)) for own in found]
    with case.writing("decide", who) as work:
        made = [Decision.make(own, judged, who, work.moment(), why, kept)
                for own, kept in zip(found, seen, strict=True)]
        for decision in made:
            work.decision(decision)
    return made


def _subjects(known: Subjects, subjects: Sequence[str], judged: Judgement) -> tuple[str, ...]:
    names = [name.strip() for name in subjects]
    found = tuple(dict.fromkeys(n if _ROW.fullmatch(n) else known.find(n, judged) for n in names))
    _check_number(found, judged)
    if judged is Judgement.CORRECT and any(known.record(s) is None for s in found):
        raise UsageError("only records can be corrected", mend="name two records")
    return found


def _seen(case: Case, known: Subjects, subject: str) -> str:
    """What is kept of a subject as it was judged: a record's id, a register row's key and cells."""
    if _ROW.fullmatch(subject):
        from reclaim.desk.register import seen

        return seen(case, subject)
    record = known.record(subject)
    return "" if record is None else record.id


def _judgement(word: Judgement | str) -> Judgement:
    words = [j for j in Judgement if j is not Judgement.UNDO]
    if word not in words:
        raise UsageError(f"'{word}' is no judgement", mend=f"use one of {', '.join(words)}")
    return Judgement(word)


def _check_number(subjects: tuple[str, ...], judgement: Judgement) -> None:
    if judgement is Judgement.CORRECT and len(subjects) != 2:
        raise UsageError("correct takes two records", mend="first the one that gives way, then the one that stands")
    if len(subjects) < _AT_LEAST.get(judgement, 2):
        raise UsageError(f"{judgement} takes at least {_AT_LEAST.get(judgement, 2)} different subjects")
