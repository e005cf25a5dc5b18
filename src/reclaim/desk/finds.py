"""The case's finds with a mark as a work-list: the best candidate of each, and what was decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reclaim.desk.case import Case
from reclaim.desk.readings import case_finds
from reclaim.desk.weighed import candidates
from reclaim.model.candidate import Weighed
from reclaim.model.decision import Decision, Judgement, standing
from reclaim.model.item import Entry

_OF_IDENTITY = (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE)


@dataclass(frozen=True, slots=True)
class Find:
    """A find: its line, the most probable candidate (None if there is none), the probability that it is in no register,
    and the decisions on its identity that stand."""

    entry: Entry
    best: Weighed | None
    none: float | None
    decided: tuple[Decision, ...]

    @property
    def key(self) -> str:
        """The name that a decision takes."""
        return self.entry.record.key


def finds(case: Case, entries: Sequence[Entry] | None = None) -> tuple[Find, ...]:
    """All finds with a mark: those that nobody has decided first, the more probable before the less; `entries` are
    `case_finds(case)`, if they were made already."""
    weighed: dict[str, list[Weighed]] = {}
    for candidate in candidates(case, entries):
        weighed.setdefault(candidate.find, []).append(candidate)
    decided = judged(case)
    rows = []
    for entry in case_finds(case) if entries is None else entries:
        own = weighed.get(entry.record.key, [])
        rows.append(Find(entry, max((c for c in own if c.row != ""), key=lambda c: c.probability, default=None),
                         next((c.probability for c in own if c.row == ""), None),
                         tuple(decided.get(entry.record.key, ()))))
    return tuple(sorted(rows, key=lambda f: (len(f.decided) > 0, -(f.best.probability if f.best is not None else 0.0),
                                             f.key)))


def judged(case: Case) -> dict[str, list[Decision]]:
    """The decisions on identity that stand, by each of their subjects, the latest first."""
    found: dict[str, list[Decision]] = {}
    for decision in reversed(standing(case.decisions())):
        if decision.judgement in _OF_IDENTITY:
            for subject in decision.subjects:
                found.setdefault(subject, []).append(decision)
    return found
