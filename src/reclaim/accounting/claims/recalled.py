"""What earlier evidence made of each thing, recalled for as long as everything that it rests on is as it was.

What is made of a thing rests on the thing's own ground, on what the question was told of whole types (`heard`), and on
the frame that all things share (`grounds`). All are compared whole, value by value, with those of the evidence before;
where one differs it is made anew. So what is recalled is what would be made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")

Heard: TypeAlias = dict[tuple[str, str], object]
"""What a question was told of whole types: by what it asked and the type, the answer."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What rests under one thing: `own` is a value to be compared, `types` are those that may be asked of for it."""

    own: object
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything on which what is made of the things of a case rests."""

    frame: object
    of_type: Mapping[str, object]
    of_thing: Mapping[str, Ground]


@dataclass(slots=True)
class Known(Generic[T]):
    """What one question makes of things, by their ids, and what it was told of types."""

    of: dict[str, T] = field(default_factory=dict)
    heard: Heard = field(default_factory=dict)


@dataclass(slots=True)
class Recalled(Generic[T]):
    """What is made of each thing, by question; `earlier` is another such memory, of the evidence before. Without a basis
    nothing can be recalled later, and only the last question is kept."""

    basis: Basis | None = None
    earlier: Recalled[T] | None = None
    _made: dict[object, Known[T]] = field(default_factory=dict)
    _standing: frozenset[str] = frozenset()
    _moved: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        before = None if self.earlier is None else self.earlier.basis
        if before is None or self.basis is None or before.frame != self.basis.frame:
            return
        now, then = self.basis.of_thing, before.of_thing
        self._standing = frozenset(i for i, ground in now.items() if then.get(i) == ground)
        types = {*self.basis.of_type, *before.of_type}
        self._moved = frozenset(t for t in types if self.basis.of_type.get(t) != before.of_type.get(t))

    def of(self, question: object, hear: Callable[[str, str], object]) -> Known[T]:
        """What is known already of a question; whoever asks adds what he makes. `hear` answers what the question asks of
        a type. Questions that are not asked again are forgotten with the evidence before."""
        if question not in self._made:
            if self.basis is None:
                self._made.clear()
            self._made[question] = self._recall(question, hear)
        return self._made[question]

    def _recall(self, question: object, hear: Callable[[str, str], object]) -> Known[T]:
        known = None if self.earlier is None else self.earlier._made.get(question)
        if known is None or self.basis is None or len(self._standing) == 0:
            return Known()
        heard = {(asked, t): hear(asked, t) if t in self._moved else told for (asked, t), told in known.heard.items()}
        other = {t for (asked, t), told in heard.items() if told != known.heard[asked, t]}
        grounds = self.basis.of_thing
        return Known({i: made for i, made in known.of.items() if i in self._standing
                      and (len(other) == 0 or grounds[i].types.isdisjoint(other))}, heard)

    def settle(self) -> None:
        """Let go of the evidence before: everything has been asked."""
        self.earlier = None
