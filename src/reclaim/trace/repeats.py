"""Two readings of one weapon in a batch: one recovery told twice, or two weapons with one mark. It is always said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from reclaim.trace.weapons import NO_DATE

APART: Final = 31
"""Recoveries further apart than this, in days, are not one recovery told twice."""

NAMED: Final = 5


def repeats(best: Any, texts: Sequence[str], rows: Sequence[int], days: Any) -> dict[int, str]:
    """What to say of each reading that shares its weapon, or, in no register, its mark with another.

    `best` int64 by reading: its weapon or -1; `texts` the pattern asked, "" if none; `rows` the numbers that the user
    knows the readings by; `days` int32 of the recovery.
    """
    groups: dict[Any, list[int]] = defaultdict(list)
    for n, (weapon, text) in enumerate(zip(np.asarray(best).tolist(), texts, strict=True)):
        if weapon >= 0:
            groups["weapon", weapon].append(n)
        elif text != "" and "?" not in text and "*" not in text:
            groups["mark", text].append(n)
    notes: dict[int, str] = {}
    for (what, _), members in sorted(groups.items(), key=lambda group: group[1][0]):
        if len(members) > 1:
            for n in members:
                notes[n] = _note(what, [rows[m] for m in members if m != n], members, days)
    return notes


def _note(what: str, others: Sequence[int], members: Sequence[int], days: Any) -> str:
    named = ", ".join(str(row) for row in others[:NAMED]) + (" ..." if len(others) > NAMED else "")
    which = f"reading {named}" if len(others) == 1 else f"readings {named}"
    same = "points to this weapon too" if what == "weapon" else "has the same mark"
    if len(others) > 1:
        same = same.replace("points", "point").replace("has", "have")
    return f"{which} {same}: {_which(members, days)}"


def _which(members: Sequence[int], days: Any) -> str:
    known = [int(days[m]) for m in members if days[m] != NO_DATE]
    if len(known) == len(members) and max(known) - min(known) > APART:
        return ("found on days too far apart to be one recovery told twice, so CLONED_MARK (two weapons with one mark) "
                "or one of them is misread, unless it was handed back between")
    if len(known) == len(members) and max(known) == min(known):
        return "found on one day, so one recovery told twice, or CLONED_MARK (two weapons with one mark)"
    return ("one recovery told twice, or CLONED_MARK (two weapons with one mark), which the date and place of each "
            "would tell")
