"""Which holder is part of which at a date, looked up once for each pair."""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.catalogue.parties import Parties
from reclaim.model.scope import Standing
from reclaim.model.when import When


class Holders:
    """Holders as wholes and parts. Circles are allowed: then each is part of the other."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties
        self._above: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, str, When], Standing] = {}
        self._parts: dict[tuple[str, When], frozenset[str]] = {}

    def above(self, holder: str) -> frozenset[str]:
        """All that the holder was a part of at some time, itself not counted in unless it stands in a circle."""
        if holder not in self._above:
            found, waiting = set[str](), [holder]
            while len(waiting) > 0:
                party = self._parties.parties.get(waiting.pop())
                wholes = () if party is None else tuple(self._parties.resolve(w) for w in party.part_of)
                waiting += [w for w in wholes if w not in found]
                found.update(wholes)
            self._above[holder] = frozenset(found)
        return self._above[holder]

    def standing(self, part: str, whole: str, at: When) -> Standing:
        """Whether `part` is `whole` or a part of it at a date."""
        if part != whole and whole not in self.above(part):
            return Standing.EXCLUDED
        key = (part, whole, at)
        if key not in self._known:
            self._known[key] = self._parties.part_of(part, whole, at)
        return self._known[key]

    def is_part(self, part: str, whole: str, at: When) -> bool:
        """Whether it is shown that `part` is another than `whole`, and a part of it."""
        return part != whole and self.standing(part, whole, at) is Standing.SHOWN

    def nearest(self, whole: str, holders: Iterable[str], at: When) -> list[str]:
        """Those of `holders` that are parts of `whole` with no other of them between."""
        parts = [h for h in sorted(holders) if self.is_part(h, whole, at)]
        circular = [p for p in parts if self.is_part(whole, p, at)]
        inner = [p for p in parts if p not in circular]
        under = {p for p in inner for q in inner if self.is_part(p, q, at) and not self.is_part(q, p, at)}
        return sorted({*circular, *inner} - under)

    def teams(self, parts: Iterable[str], at: When) -> list[list[str]]:
        """`parts` in teams whose members have no part in common, so that they add up; usually one team of all."""
        teams: list[list[str]] = []
        for part in sorted(parts):
            home = next((t for t in teams if not any(self._overlap(part, other, at) for other in t)), None)
            if home is None:
                teams.append([part])
            else:
                home.append(part)
        return teams

    def _overlap(self, left: str, right: str, at: When) -> bool:
        return not self._below(left, at).isdisjoint(self._below(right, at))

    def _below(self, holder: str, at: When) -> frozenset[str]:
        """The holder and all that may be parts of it."""
        if (holder, at) not in self._parts:
            self._parts[holder, at] = frozenset({holder, *(
                p for p in self._parties.parties
                if holder in self.above(p) and self.standing(p, holder, at) is not Standing.EXCLUDED)})
        return self._parts[holder, at]
