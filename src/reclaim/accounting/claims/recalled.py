"""What earlier evidence made of each thing, recalled for as long as everything that it rests on is as it was.

The paths of a question over a thing rest on the thing's own ground (`grounds`), on what else is on record of its types,
and on the frame that all things share (`frame`). All three are compared whole, value by value, with those of the
evidence before; where one differs the paths are made anew. So what is recalled is what would be made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the paths of one thing rest on: `own` is a value to be compared, `types` name further such values, that
    things of a type share."""

    own: object
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that the paths of a case rest on."""

    frame: object
    of_type: Mapping[str, object]
    of_thing: Mapping[str, Ground]

    def unchanged(self, earlier: Basis) -> frozenset[str]:
        """The things of which everything that their paths rest on is as it was."""
        if self.frame != earlier.frame:
            return frozenset()
        moved = {t for t in {*self.of_type, *earlier.of_type} if self.of_type.get(t) != earlier.of_type.get(t)}
        return frozenset(i for i, ground in self.of_thing.items()
                         if ground.types.isdisjoint(moved) and earlier.of_thing.get(i) == ground)


@dataclass(slots=True)
class Recalled(Generic[T]):
    """What is made of each thing, by question; `earlier` is another such memory, of the evidence before. Without a basis
    nothing can be recalled later, and only the last question is kept."""

    basis: Basis | None = None
    earlier: Recalled[T] | None = None
    _made: dict[object, dict[str, T]] = field(default_factory=dict)
    _unchanged: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.earlier is not None and self.earlier.basis is not None and self.basis is not None:
            self._unchanged = self.basis.unchanged(self.earlier.basis)

    def of(self, question: object) -> dict[str, T]:
        """By thing, what is known already of a question; whoever asks adds what he makes. Questions that are not asked
        again are forgotten with the evidence before (`settle`)."""
        found = self._made.get(question)
        if found is None:
            if self.basis is None:
                self._made.clear()
            known = {} if self.earlier is None else self.earlier._made.get(question, {})
            found = self._made[question] = {i: made for i, made in known.items() if i in self._unchanged}
        return found

    def settle(self) -> None:
        """Let go of the evidence before: everything has been asked."""
        self.earlier, self._unchanged = None, frozenset()
