"""Steps that cannot all be as they are recorded: shown as problems, and out of the lower bound until settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reclaim.accounting.retrieval.counting import Taken
from reclaim.catalogue.parties import Parties
from reclaim.model.problem import Problem
from reclaim.model.step import StepKind

# A step and those that cannot surely come after it.
BEFORE = {StepKind.RETURNED: (StepKind.LOCATED,), StepKind.HANDED_OVER: (StepKind.LOCATED,),
          StepKind.DESTROYED: (StepKind.HANDED_OVER, StepKind.RETURNED)}


def contradictions(steps: Sequence[Taken], parties: Parties) -> tuple[tuple[Problem, ...], frozenset[str]]:
    """The problems, and the ids of the steps that they leave unsettled."""
    problems: list[Problem] = []
    unsettled: set[str] = set()
    for record, step in steps:
        for kind in BEFORE.get(step.kind, ()):
            later = [(r, s) for r, s in steps if s.kind is kind]
            if len(later) > 0 and all(step.date.certainly_before(s.date) for _, s in later):
                unsettled |= {record.id} | ({r.id for r, _ in later} if kind is not StepKind.LOCATED else set())
                problems.append(Problem(record.key, "step_order", f"{_said(step.kind)} on {step.date}, before it was "
                                        f"{_said(kind)} ({later[0][0].key}, {later[0][1].date})",
                                        "settle which is so; until then it is not in the lower bound"))
    problems += _both(steps, parties)
    return tuple(dict.fromkeys(problems)), frozenset(unsettled)


def _both(steps: Sequence[Taken], parties: Parties) -> Iterable[Problem]:
    """One party said to have agreed and to have refused at one time."""
    agreed = [(r, s) for r, s in steps if s.kind is StepKind.AGREED]
    refused = [(r, s) for r, s in steps if s.kind is StepKind.REFUSED]
    for record, yes in agreed:
        for other, no in refused:
            same = parties.resolve(yes.by) == parties.resolve(no.by) and yes.by != ""
            if same and yes.date.known and no.date.known and yes.date.overlaps(no.date):
                yield Problem(record.key, "agreed_and_refused",
                              f"{parties.name(yes.by)} is said to have agreed ({yes.date}) and to have refused "
                              f"({other.key}, {no.date})", "settle which is so; neither is a return")


def _said(kind: StepKind) -> str:
    return str(kind).replace("_", " ")
