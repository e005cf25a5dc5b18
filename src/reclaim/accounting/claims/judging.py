"""From paths to a verdict: the strongest path against decides; paths for it never outnumber it.

Rules: "aggregation", "verdict words".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reclaim.model.verdict import Bearing, Beside, Outcome, VerdictTable, VerdictWord


def universal(table: VerdictTable, against: Sequence[Bearing], in_favour: Sequence[Bearing], *, whole: bool = False,
              beside: Iterable[Beside] = (), reason: str = "") -> Outcome:
    """A claim of all, or of none: one path against it is enough; `whole` says that a complete list shows all of it."""
    bad = [p for p in against if p.bears]
    good = [p for p in in_favour if p.bears]
    if len(bad) > 0:
        word = table.against.get(bad[0].grade, VerdictWord.UNTESTED)
    elif whole:
        word = VerdictWord.SUPPORTED
    else:
        word = VerdictWord.CONSISTENT if len(good) > 0 else VerdictWord.UNTESTED
    return Outcome(word, (*against, *in_favour), tuple(beside), reason)


def existential(table: VerdictTable, in_favour: Sequence[Bearing], against: Sequence[Bearing], *, least: int = 1,
                beside: Iterable[Beside] = (), reason: str = "") -> Outcome:
    """A claim of some, at least `least` of them: shown by paths that are not the claimant's own (rules: "verdict
    words"); only a figure, or a complete list, speaks against it."""
    bad = [p for p in against if p.bears]
    good = [p for p in in_favour if p.bears]
    if len(bad) > 0:
        word = table.against.get(bad[0].grade, VerdictWord.UNTESTED)
    elif _enough([p for p in good if _shows(table, p)], least):
        word = VerdictWord.SUPPORTED
    else:
        word = VerdictWord.CONSISTENT if len(good) > 0 else VerdictWord.UNTESTED
    return Outcome(word, (*in_favour, *against), tuple(beside), reason)


def first(outcomes: Sequence[Outcome]) -> Outcome:
    """Several ways of testing one claim as one outcome: what speaks against it most decides, then what supports it."""
    order = (VerdictWord.REFUTED, VerdictWord.CONTRADICTED, VerdictWord.WEAKENED, VerdictWord.SUPPORTED,
             VerdictWord.CONSISTENT, VerdictWord.UNTESTED, VerdictWord.IRREFUTABLE, VerdictWord.NOT_TESTABLE)
    best = min(outcomes, key=lambda o: order.index(o.verdict))
    paths = tuple(p for o in outcomes for p in o.paths)
    return replace(best, paths=paths, beside=tuple(b for o in outcomes for b in o.beside),
                   problems=tuple(p for o in outcomes for p in o.problems))


def _shows(table: VerdictTable, path: Bearing) -> bool:
    """Whether a path that is not the claimant's own shows the whole proposition. That something may have been so at
    the date (a window that reaches over it) shows nothing, so the date must be settled."""
    date = path.slot("date")
    return not path.own and table.for_.get(path.grade) is VerdictWord.SUPPORTED and (date is None or date.grade == 3)


def _enough(paths: Sequence[Bearing], least: int) -> bool:
    """Distinct single articles add up; counts of different lists do not, and only the largest is taken."""
    singles = len({p.what for p in paths if p.quantity == 1})
    return len(paths) > 0 and max([singles, *(p.quantity for p in paths)]) >= least
