"""The one look at the weapon that would decide most between the answers that are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reclaim.trace.agree import DIFFERENT
from reclaim.trace.fields import NOT_READ
from reclaim.trace.kernels_align import OTHERS
from reclaim.trace.weapons import TEXT_FIELDS, Weapons

if TYPE_CHECKING:
    from reclaim.trace.reasons import Listed

SMALL: Final = 0.02
"""Candidates of less probability are not what a look has to decide between,"""

RIVAL: Final = 0.25
"""nor are those that have less than this part of what no register has."""


def one_look(listed: Listed, weapons: Weapons, begin: int, end: int, none: float) -> list[str]:
    """What to look at, in words, or nothing: the place or the field in which the candidates `begin` to `end` differ
    most by probability; if there is one only, what is doubtful about it."""
    if listed.probability[begin] < SMALL:
        return []
    rivals = [n for n in range(begin + 1, end) if listed.probability[n] >= max(SMALL, none * RIVAL)]
    return [_between(listed, weapons, begin, rivals) if len(rivals) > 0 else _alone(listed, weapons, begin)]


def _between(listed: Listed, weapons: Weapons, best: int, rivals: Sequence[int]) -> str:
    marks = [listed.mark[n] for n in (best, *rivals)]
    weight = [listed.probability[n] for n in rivals]
    if len(set(marks)) == 1:
        return _field_between(listed, weapons, [best, *rivals])
    if len({len(m) for m in marks}) > 1:
        same = sum(w for w, m in zip(weight, marks[1:], strict=True) if len(m) == len(marks[0]))
        if same < sum(weight) / 2:
            lengths = sorted({len(m) for m in marks})
            return f"one look decides: count the symbols ({' or '.join(map(str, lengths))})"
    return _place(marks, weight)


def _field_between(listed: Listed, weapons: Weapons, places: Sequence[int]) -> str:
    for n, name in enumerate(TEXT_FIELDS):
        words = [weapons.vocabularies[name].word(listed.word[place][n]) for place in places]
        told = list(dict.fromkeys(word for word in words if word != ""))
        if len(told) > 1:
            return f"one look decides: the {name} on the weapon ({' or '.join(told)})"
    return "the mark alone cannot decide between weapons that bear it"


def _place(marks: Sequence[str], weight: Sequence[float]) -> str:
    split = [sum(w for w, m in zip(weight, marks[1:], strict=True) if len(m) == len(marks[0]) and m[n] != symbol)
             for n, symbol in enumerate(marks[0])]
    place = max(range(len(split)), key=lambda n: (split[n], -n))
    symbols = list(dict.fromkeys(m[place] for m in marks if len(m) == len(marks[0])))
    return f"one look decides most: place {place + 1} of the mark, {' or '.join(symbols)}"


def _alone(listed: Listed, weapons: Weapons, best: int) -> str:
    code, at = int(listed.found[best, 0]), int(listed.at[best, 0])
    if 0 <= code < OTHERS:
        letter = weapons.symbols.letter
        return (f"one look decides: place {at + 1} of the reading, whether it is {letter(code // 64)} and not "
                f"{letter(code % 64)}")
    if code >= OTHERS:
        return f"one look decides: whether the whole mark is {listed.mark[best]}"
    for n, name in enumerate(TEXT_FIELDS):
        if listed.grade[best][n] in (NOT_READ, DIFFERENT):
            return (f"one look helps most: the {name} on the weapon, registered as "
                    f"{weapons.vocabularies[name].word(listed.word[best][n])}")
    return "the record holder's own check of this row would settle it"
