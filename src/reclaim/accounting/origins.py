"""Which source rests on which, and how many independent origins a set of records has.

An echo is not a second source. A source that names nothing has *unknown* origin: it never counts as independent of
another. Rules: "blank origin", "circle", "dangling".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reclaim.model.decision import Decision, Judgement
from reclaim.model.problem import Problem
from reclaim.model.source import SELF, Source


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A root that records rest on. `known` only if its source says that it saw or holds the thing itself."""

    root: str
    known: bool


class Origins:
    """Origins of sources, by source id, with the decisions that call two of them the same or different.

    `replaced` names, for the id of a source whose own record was corrected, the id that stands in its place.
    """

    def __init__(self, sources: Iterable[Source], decisions: Iterable[Decision] = (),
                 replaced: Mapping[str, str] | None = None) -> None:
        self._replaced = replaced or {}
        self.sources = {s.id: s for s in sorted(sources, key=lambda s: (s.id, s.key))}
        self.problems: list[Problem] = []
        self._by_key = {s.key: s.id for s in self.sources.values()}
        self._circular = self._find_circles()
        self._same, self._different = self._read_decisions(list(decisions))
        self._known: dict[str, frozenset[Origin]] = {}
        for source in self.sources:
            self.of(source)

    @property
    def judged(self) -> tuple[Mapping[str, str], frozenset[frozenset[str]]]:
        """Which sources a person called the same, and which different."""
        return self._same, self._different

    def resolve(self, name: str) -> str:
        """The id of the source that a key or an id names; empty if there is none."""
        name = self._replaced.get(name, name)
        return name if name in self.sources else self._by_key.get(name, "")

    def get(self, source: str) -> Source | None:
        """The source of that id or key, as it now stands."""
        return self.sources.get(self.resolve(source))

    def of(self, source: str, rests_on: tuple[str, ...] = ()) -> frozenset[Origin]:
        """The origins of a record of `source`; the record's own `rests_on` outranks the source's."""
        source = self.resolve(source) or source
        if len(rests_on) > 0:
            return self._roots(source, rests_on, frozenset())
        if source not in self._known:
            self._known[source] = self._walk(source, frozenset())
        return self._known[source]

    def independent(self, left: frozenset[Origin], right: frozenset[Origin]) -> bool:
        """Whether two records' origins are independent: all known and none shared, or decided different."""
        if len(left) == 0 or len(right) == 0:
            return False
        return all(self._apart(a, b) for a in left for b in right)

    def count(self, sets: Iterable[frozenset[Origin]]) -> int:
        """The number of independent origins among records: the largest set of pairwise independent ones.

        Found greedily in a fixed order, known origins first; it never overstates.
        """
        ordered = sorted((o for o in set(sets) if len(o) > 0),
                         key=lambda o: (not all(x.known for x in o), len(o), sorted(o)))
        if len(self._different) == 0:
            return self._count_known(ordered)
        chosen: list[frozenset[Origin]] = []
        for origins in ordered:
            if all(self.independent(origins, other) for other in chosen):
                chosen.append(origins)
        return len(chosen)

    def _count_known(self, ordered: Iterable[frozenset[Origin]]) -> int:
        """The same where nobody decided any two different: then only known origins are independent, and of each other
        if they share no root."""
        used, count, all_known = set[str](), 0, True
        for origins in ordered:
            roots = {self._merged(o.root) for o in origins}
            known = all(o.known for o in origins)
            if count == 0 or (known and all_known and used.isdisjoint(roots)):
                count += 1
                used |= roots
                all_known = known
        return count

    def echoes(self, source: str) -> tuple[str, ...]:
        """The sources that rest, at last, on `source` alone."""
        own = self.of(source)
        return tuple(sorted(s for s in self.sources if s != source and self.of(s) == own
                            and all(o.root == source for o in own)))

    def _apart(self, a: Origin, b: Origin) -> bool:
        left, right = self._merged(a.root), self._merged(b.root)
        if left == right:
            return False
        return (a.known and b.known) or frozenset((left, right)) in self._different

    def _walk(self, source: str, seen: frozenset[str]) -> frozenset[Origin]:
        found = self.sources.get(source)
        if found is None or source in self._circular or len(found.rests_on) == 0:
            return frozenset({Origin(source, False)})
        return self._roots(source, found.rests_on, seen | {source})

    def _roots(self, source: str, rests_on: tuple[str, ...], seen: frozenset[str]) -> frozenset[Origin]:
        roots: set[Origin] = set()
        for name in rests_on:
            target = self.resolve(name)
            if name == SELF:
                roots.add(Origin(source, True))
            elif target == "":
                roots.add(Origin(f"missing:{name}", False))
            elif target not in seen:
                roots |= self._walk(target, seen)
        return frozenset(roots) if len(roots) > 0 else frozenset({Origin(source, False)})

    def _find_circles(self) -> frozenset[str]:
        circular: set[str] = set()
        for source in self.sources.values():
            for name in source.rests_on:
                if name != SELF and self.resolve(name) == "":
                    self.problems.append(Problem(f"sources#{source.key}", "no_such_source",
                                                 f"it rests on '{name}', which is not in the case",
                                                 "add that source, or mend the key; until then its origin is unknown"))
            if self._reaches(source.id, source.id):
                circular.add(source.id)
        for circle in self._group(circular):
            names = ", ".join(sorted(self.sources[s].key for s in circle))
            self.problems.append(Problem(f"sources#{min(self.sources[s].key for s in circle)}", "circle",
                                         f"these sources rest on each other: {names}",
                                         "say which saw it itself; until then their origin is unknown"))
        return frozenset(circular)

    def _group(self, circular: set[str]) -> list[list[str]]:
        groups: list[list[str]] = []
        for source in sorted(circular):
            home = next((g for g in groups if self._reaches(source, g[0]) and self._reaches(g[0], source)), None)
            if home is None:
                groups.append([source])
            else:
                home.append(source)
        return groups

    def _reaches(self, start: str, goal: str) -> bool:
        waiting, seen = [start], set[str]()
        while len(waiting) > 0:
            current = waiting.pop()
            for name in self.sources[current].rests_on:
                target = self.resolve(name)
                if target == goal:
                    return True
                if target != "" and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return False

    def _read_decisions(self, decisions: list[Decision]) -> tuple[dict[str, str], frozenset[frozenset[str]]]:
        same: dict[str, str] = {}
        pairs: list[tuple[str, str]] = []
        for d in decisions:
            subjects = [self.resolve(s) for s in d.subjects]
            if len(subjects) < 2 or "" in subjects:
                continue
            first, *others = subjects
            for other in others:
                if d.judgement is Judgement.SAME:
                    a, b = _root(same, first), _root(same, other)
                    if a != b:
                        same[max(a, b)] = min(a, b)
                elif d.judgement is Judgement.DIFFERENT:
                    pairs.append((first, other))
        return same, frozenset(frozenset((_root(same, a), _root(same, b))) for a, b in pairs)

    def _merged(self, root: str) -> str:
        return _root(self._same, root)


def _root(parents: dict[str, str], name: str) -> str:
    while name in parents:
        name = parents[name]
    return name
