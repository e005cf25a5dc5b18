"""Scores of attributions against gold, over tokens; punctuation at the edges does not count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Tokens = frozenset[int]


@dataclass(frozen=True, slots=True)
class Triple:
    """Tokens of a source, a cue and a content, without edge punctuation."""

    source: Tokens
    cue: Tokens
    content: Tokens


@dataclass(slots=True)
class Tally:
    """Counts that make precision, recall and F."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __str__(self) -> str:
        return f"{self.precision:.3f}/{self.recall:.3f}/{self.f:.3f}"

    @property
    def precision(self) -> float:
        """Right among found."""
        return self.right / self.found if self.found > 0 else 0.0

    @property
    def recall(self) -> float:
        """Right among gold."""
        return self.right / self.gold if self.gold > 0 else 0.0

    @property
    def f(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both > 0 else 0.0


@dataclass(slots=True)
class Scores:
    """Several measures at once."""

    tallies: dict[str, Tally] = field(default_factory=dict)

    def tally(self, name: str) -> Tally:
        """The tally of a measure."""
        return self.tallies.setdefault(name, Tally())

    def add(self, found: Sequence[Triple], gold: Sequence[Triple]) -> None:
        """One paragraph."""
        for part in ("source", "cue", "content"):
            self._tokens(part, found, gold)
            self._exact(part, found, gold)
        pairs = matched(found, gold)
        self._pairs("content overlap", [p for p in pairs if p[2] > 0], found, gold)
        self._pairs("content J>=.5", [p for p in pairs if p[2] >= 0.5], found, gold)
        self._pairs(
            "content J>=.5 with right source",
            [p for p in pairs if p[2] >= 0.5 and right_source(found[p[0]], gold[p[1]])],
            found,
            gold,
        )

    def _tokens(self, part: str, found: Sequence[Triple], gold: Sequence[Triple]) -> None:
        a: set[int] = set().union(*(getattr(t, part) for t in found)) if len(found) > 0 else set()
        b: set[int] = set().union(*(getattr(t, part) for t in gold)) if len(gold) > 0 else set()
        tally = self.tally(f"{part} tokens")
        tally.right, tally.found, tally.gold = tally.right + len(a & b), tally.found + len(a), tally.gold + len(b)

    def _exact(self, part: str, found: Sequence[Triple], gold: Sequence[Triple]) -> None:
        left = [getattr(t, part) for t in gold if len(getattr(t, part)) > 0]
        mine = [getattr(t, part) for t in found if len(getattr(t, part)) > 0]
        tally = self.tally(f"{part} exact")
        tally.found, tally.gold = tally.found + len(mine), tally.gold + len(left)
        for tokens in mine:
            if tokens in left:
                left.remove(tokens)
                tally.right += 1

    def _pairs(
        self, name: str, pairs: Iterable[tuple[int, int, float]], found: Sequence[Triple], gold: Sequence[Triple]
    ) -> None:
        tally = self.tally(name)
        tally.right += len(list(pairs))
        tally.found += len(found)
        tally.gold += len(gold)


def matched(found: Sequence[Triple], gold: Sequence[Triple]) -> list[tuple[int, int, float]]:
    """One-to-one pairs, best content overlap first; of equal ones the pair with the better source."""
    pairs = [
        (jaccard(f.content, g.content), jaccard(f.source, g.source), i, j)
        for i, f in enumerate(found)
        for j, g in enumerate(gold)
    ]
    pairs = sorted((p for p in pairs if p[0] > 0), key=lambda p: (-p[0], -p[1], p[2], p[3]))
    used_i: set[int] = set()
    used_j: set[int] = set()
    chosen: list[tuple[int, int, float]] = []
    for overlap, _, i, j in pairs:
        if i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            chosen.append((i, j, overlap))
    return chosen


def right_source(found: Triple, gold: Triple) -> bool:
    """Both name nobody, or the sources share at least half of their tokens (Jaccard)."""
    if len(gold.source) == 0 or len(found.source) == 0:
        return len(gold.source) == len(found.source)
    return jaccard(found.source, gold.source) >= 0.5


def jaccard(left: Tokens, right: Tokens) -> float:
    """Shared among all."""
    either = len(left | right)
    return len(left & right) / either if either > 0 else 0.0
