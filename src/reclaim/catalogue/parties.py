"""Parties by name, which is part of which and when, and who counts as another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reclaim.model.party import Party
from reclaim.model.problem import Problem
from reclaim.model.scope import Standing
from reclaim.model.when import When


class Parties:
    """Parties by id, name and alias. Names that are not equal stay apart until a decision calls them the same.

    `same` holds the decided pairs of ids or names.
    """

    def __init__(self, parties: Iterable[Party], same: Iterable[tuple[str, str]] = ()) -> None:
        self.parties: dict[str, Party] = {p.id: p for p in sorted(parties, key=lambda p: p.id)}
        self.problems: list[Problem] = []
        self._names = self._read_names()
        self._one: dict[str, str] = {}
        self._known: dict[tuple[str, str, When], Standing] = {}
        for left, right in sorted(same):
            self._join(left, right)

    @property
    def joined(self) -> Mapping[str, str]:
        """Ids and names that were decided to be one with another: with `parties` all that answers rest on."""
        return self._one

    def resolve(self, name: str) -> str:
        """The id that `name` means; the name itself if no declared party has it; empty for an empty name."""
        text = " ".join(name.split())
        ident = text if text in self.parties else self._names.get(text.casefold(), text)
        while ident in self._one:
            ident = self._one[ident]
        return ident

    def name(self, ident: str) -> str:
        """The name that readers are shown."""
        found = self.parties.get(self.resolve(ident))
        return ident if found is None else found.name

    def part_of(self, part: str, whole: str, at: When) -> Standing:
        """Whether `part` is `whole` or a part of it at a date; possibly, if the date does not settle it."""
        key = (part, whole, at)
        if key not in self._known:
            self._known[key] = self._climb(self.resolve(part), self.resolve(whole), at, frozenset())
        return self._known[key]

    def for_a_time(self, part: str) -> bool:
        """Whether the party, or one that it is a part of, is a part of something for a time only."""
        waiting, seen = [self.resolve(part)], set[str]()
        while len(waiting) > 0:
            party = self.parties.get(waiting.pop())
            if party is None or party.id in seen:
                continue
            seen.add(party.id)
            if (party.since.known or party.until.known) and len(party.part_of) > 0:
                return True
            waiting += [self.resolve(whole) for whole in party.part_of]
        return False

    def another(self, party: str, than: str, at: When) -> bool:
        """Whether both are named and `party` is neither the same as `than` nor, even possibly, a part of it."""
        return party != "" and than != "" and self.part_of(party, than, at) is Standing.EXCLUDED

    def _climb(self, part: str, goal: str, at: When, seen: frozenset[str]) -> Standing:
        if part == goal:
            return Standing.SHOWN
        if part in seen or part not in self.parties:
            return Standing.EXCLUDED
        party, best = self.parties[part], Standing.EXCLUDED
        during = _during(party, at)
        if during is Standing.EXCLUDED:
            return best
        for whole in party.part_of:
            found = self._climb(self.resolve(whole), goal, at, seen | {part})
            if found is Standing.SHOWN and during is Standing.SHOWN:
                return Standing.SHOWN
            if found is not Standing.EXCLUDED:
                best = Standing.POSSIBLY
        return best

    def _join(self, left: str, right: str) -> None:
        a, b = self.resolve(left), self.resolve(right)
        if a != b:
            declared = [p for p in sorted((a, b)) if p in self.parties]
            keep = declared[0] if len(declared) > 0 else min(a, b)
            self._one[b if keep == a else a] = keep

    def _read_names(self) -> dict[str, str]:
        names: dict[str, set[str]] = {}
        for p in self.parties.values():
            for name in (p.id, p.name, *p.aliases):
                names.setdefault(" ".join(name.split()).casefold(), set()).add(p.id)
        for name, ids in sorted(names.items()):
            if len(ids) > 1:
                self.problems.append(Problem(f"parties#{min(ids)}", "shared_name",
                                             f"'{name}' names {', '.join(sorted(ids))}",
                                             "give the alias to one of them"))
        return {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}


def _during(party: Party, at: When) -> Standing:
    """Whether the party's membership held at a date; its first and last day are counted in."""
    if not party.since.known and not party.until.known:
        return Standing.SHOWN
    membership = When(party.since.lo, party.until.hi)
    sure = When(party.since.hi, party.until.lo)
    if not at.known:
        return Standing.POSSIBLY
    if not at.overlaps(membership):
        return Standing.EXCLUDED
    return Standing.SHOWN if at.within(sure) else Standing.POSSIBLY
