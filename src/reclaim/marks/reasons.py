"""Why a cell without a mark has none: the order in which what its words say counts.

Taken away or changed counts before not recorded, for somebody saw it; not recorded (not apparent, not legible,
not stated, unknown, worn) before never marked, for "no visible number" does not say that there is none.
"""

from __future__ import annotations

import re
from typing import Final

from reclaim.marks.atoms import Atoms
from reclaim.marks.clauses import Clause
from reclaim.model.mark import Reason

_NOT_RECORDED: Final = ("not_recorded", "unread", "worn", "restored")
_NEVER_MARKED: Final = ("never_marked", "absent")
_ONLY_LABELS: Final = frozenset({"number", "stop", "negation", "not", "number_sign"})

_SAME: Final = re.compile(r"(\w)\1*")


def reason_of(cell: Atoms, clauses: list[Clause], short_numbers: int) -> Reason:
    """The reason that the words give; ``short_numbers`` counts codes too short to be a mark."""
    about_marks = [clause for clause in clauses if not _is_about_something_else(clause)]
    says: set[str] = set().union(*(clause.says for clause in about_marks or clauses))
    if not says.isdisjoint(("removed", "altered")):
        return Reason.OBLITERATED
    if not says.isdisjoint(_NOT_RECORDED):
        return Reason.NOT_RECORDED
    if not says.isdisjoint(_NEVER_MARKED):
        return Reason.NEVER_MARKED
    if "placeholder" in says:
        return Reason.PLACEHOLDER
    words = [atom for atom in cell.atoms if atom.is_word]
    if short_numbers > 0 and all(atom.concepts <= _ONLY_LABELS and len(atom.concepts) > 0 for atom in words):
        return Reason.PLACEHOLDER
    if len(words) == 0 or (says <= _ONLY_LABELS and all(len(atom.concepts) > 0 for atom in words)):
        return Reason.NOT_RECORDED
    return Reason.OTHER_TEXT


def _is_about_something_else(clause: Clause) -> bool:
    """ "Make unknown" says nothing of a serial."""
    return clause.has("make_word", "model_word", "calibre") and not clause.has("number")


def is_placeholder(text: str) -> bool:
    """One character over and over (0, 000000, XXXX, 9999999): a filler, not a mark."""
    return _SAME.fullmatch(text) is not None
