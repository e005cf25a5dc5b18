"""What the folds of one state leave to those of the next, so that after a write only what it changed is made anew.

Nothing is taken on trust: each part is kept with everything that it rests on, and is taken again only where all of that
is as it was. Without a memory every fold comes out the same, and later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from reclaim.accounting.answering import Answering
from reclaim.accounting.claims.recalled import Recalled
from reclaim.model.verdict import Bearing, Verdict

T = TypeVar("T")


@dataclass(slots=True)
class Cleared(Generic[T]):
    """Values with what of them may be shown. They are known by what they are, not by what they are equal to: the same
    object is cleared once."""

    _known: dict[int, tuple[T, T]] = field(default_factory=dict)

    def of(self, values: Sequence[T], clear: Callable[[tuple[T, ...]], tuple[T, ...]]) -> tuple[T, ...]:
        """The values as they may be shown. Those that are not given this time are forgotten."""
        before = self._known
        new = tuple(v for v in values if id(v) not in before)
        known = before | {id(v): (v, shown) for v, shown in zip(new, clear(new), strict=True)}
        self._known = {id(v): known[id(v)] for v in values}
        return tuple(known[id(v)][1] for v in values)


@dataclass(slots=True)
class Memory:
    """One state's folds, for the next: the accounts in pieces, paths over things, and verdicts with what of them may be
    shown."""

    answering: Answering | None = None
    paths: Recalled[Any] = field(default_factory=Recalled)
    verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    shown: Cleared[Verdict] = field(default_factory=Cleared)

    def same(self, found: Iterable[Verdict]) -> tuple[Verdict, ...]:
        """The verdicts, where one says what it said before as the very object that it was, so that nobody need look at
        it again."""
        kept = tuple(old if (old := self.verdicts.get((v.claim, v.statement))) is not None and _says(old, v) else v
                     for v in found)
        self.verdicts = {(v.claim, v.statement): v for v in kept}
        return kept


def _says(old: Verdict, new: Verdict) -> bool:
    """Whether two verdicts say the same, their reasons included."""
    return old == new and all(map(_alike, old.paths, new.paths))


def _alike(old: Bearing, new: Bearing) -> bool:
    # Slots are equal by their findings alone; what a reason is filled with has to be compared beside them.
    return old is new or (old == new and all(a.facts == b.facts for a, b in zip(old.slots, new.slots, strict=True)))
