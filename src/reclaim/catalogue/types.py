"""The tree of types: which names mean which type, and what stands under what."""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.model.equipment import Type
from reclaim.model.problem import Problem


class TypeTree:
    """Types by id, name and alias. A name that two types share resolves to neither.

    A type that nobody declared is a type of its own, without parent: nothing is guessed from its spelling.
    """

    def __init__(self, types: Iterable[Type]) -> None:
        self.types: dict[str, Type] = {t.id: t for t in sorted(types, key=lambda t: t.id)}
        self.problems: list[Problem] = []
        self._names = self._read_names()
        self._parents = self._read_parents()
        self._lines: dict[str, tuple[str, ...]] = {}

    def resolve(self, name: str) -> str:
        """The id that `name` means; `name` itself if no declared type has it."""
        if name in self.types:
            return name
        return self._names.get(_fold(name), name)

    def name(self, ident: str) -> str:
        """The name that readers are shown."""
        found = self.types.get(self.resolve(ident))
        return ident if found is None else found.name

    def lineage(self, ident: str) -> tuple[str, ...]:
        """The type and all above it, nearest first."""
        known = self._lines.get(ident)
        if known is not None:
            return known
        line, current = [], self.resolve(ident)
        while current != "":
            line.append(current)
            current = self._parents.get(current, "")
        return self._lines.setdefault(ident, tuple(line))

    def is_a(self, ident: str, ancestor: str) -> bool:
        """Whether everything of type `ident` is also of type `ancestor`."""
        return self.resolve(ancestor) in self.lineage(ident)

    def may_be(self, ident: str, other: str) -> bool:
        """Whether a thing called `ident` may turn out to be an `other`: one stands above the other, or they are one."""
        return self.is_a(ident, other) or self.is_a(other, ident)

    def children(self, ident: str) -> tuple[str, ...]:
        """The types directly under `ident`."""
        return tuple(sorted(t for t, parent in self._parents.items() if parent == self.resolve(ident)))

    def descendants(self, ident: str) -> tuple[str, ...]:
        """The type and all under it."""
        return tuple(sorted({self.resolve(ident)} | {t for t in self.types if self.is_a(t, ident)}))

    def _read_names(self) -> dict[str, str]:
        names: dict[str, set[str]] = {}
        for t in self.types.values():
            for name in (t.id, t.name, *t.aliases):
                names.setdefault(_fold(name), set()).add(t.id)
        for name, ids in sorted(names.items()):
            own = {t for t in ids if name in (_fold(t), _fold(self.types[t].name))}
            if len(ids) > 1 and len(own) != 1:
                self.problems.append(Problem(f"types#{min(ids)}", "shared_name",
                                             f"'{name}' names {', '.join(sorted(ids))}",
                                             "give the alias to one of them", False))
        return {name: _one(name, ids, self.types) for name, ids in names.items() if _one(name, ids, self.types) != ""}

    def _read_parents(self) -> dict[str, str]:
        parents: dict[str, str] = {}
        for t in self.types.values():
            parent = self.resolve(t.parent) if t.parent != "" else ""
            if t.parent != "" and parent not in self.types:
                self.problems.append(Problem(f"types#{t.id}", "no_such_type",
                                             f"its parent '{t.parent}' is not declared",
                                             "declare it or leave the cell empty"))
                parent = ""
            if _closes(t.id, parent, parents):
                self.problems.append(Problem(f"types#{t.id}", "circle", f"'{t.id}' would stand above itself",
                                             "give it another parent"))
                parent = ""
            parents[t.id] = parent
        return parents


def _closes(ident: str, parent: str, parents: dict[str, str]) -> bool:
    while parent != "":
        if parent == ident:
            return True
        parent = parents.get(parent, "")
    return False


def _one(name: str, ids: set[str], types: dict[str, Type]) -> str:
    if len(ids) == 1:
        return next(iter(ids))
    own = [t for t in sorted(ids) if name in (_fold(t), _fold(types[t].name))]
    return own[0] if len(own) == 1 else ""


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
