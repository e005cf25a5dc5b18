"""Places of a scope against places of records: by their names as written, at the level at which each is known."""

from __future__ import annotations

from collections.abc import Iterable

from reclaim.accounting.assemble import Assembly
from reclaim.model.decision import Judgement
from reclaim.model.place import Place
from reclaim.model.verdict import Slot, VerdictTable


class Places:
    """The places of a case: which names are countries or provinces, which lie in which, which were decided the same.

    There is no gazetteer behind it: what no record says is not known.
    """

    def __init__(self, places: Iterable[Place], same: Iterable[tuple[str, str]] = ()) -> None:
        self._one: dict[str, str] = {}
        for left, right in sorted(same):
            a, b = self._name(left), self._name(right)
            if a != b:
                self._one[max(a, b)] = min(a, b)
        known = list(places)
        self._countries = {self._name(p.country) for p in known if p.country != ""}
        self._provinces: dict[str, set[str]] = {}
        for p in known:
            if p.province != "":
                self._provinces.setdefault(self._name(p.province), set()).add(self._name(p.country))

    @property
    def known(self) -> object:
        """All that answers rest on, as a value to be compared."""
        return self._one, self._countries, self._provinces

    def slot(self, table: VerdictTable, place: Place, wanted: str) -> Slot:
        """The slot `place` of a record at `place` for a scope at `wanted`."""
        return table["place"].slot(self.word(place, wanted), place=str(place), scope_place=wanted)

    def word(self, place: Place, wanted: str) -> str:
        """no_place_in_scope, fits, not_stated or conflicts."""
        if wanted == "":
            return "no_place_in_scope"
        goal = self._name(wanted)
        written, province, country = (self._name(n) for n in (place.written, place.province, place.country))
        if goal in (written, province, country) or (written != "" and _inside(goal, written)):
            return "fits"
        if goal in self._countries:
            return "not_stated" if country == "" else "conflicts"
        countries = self._provinces.get(goal, set())
        if country != "" and len(countries - {""}) > 0 and country not in countries:
            return "conflicts"
        if goal in self._provinces:
            return "not_stated" if province == "" else "conflicts"
        return "not_stated" if written == "" else "conflicts"

    def _name(self, name: str) -> str:
        text = " ".join(name.casefold().split())
        while text in self._one:
            text = self._one[text]
        return text


def places_of(now: Assembly) -> Places:
    """The places of an assembly."""
    events = [event.place for _, event in now.events]
    stock = [line.place for _, line in now.stock]
    names = {n for p in (*events, *stock) for n in p.names()}
    same = [(d.subjects[0], other) for d in now.decisions if d.judgement is Judgement.SAME
            for other in d.subjects[1:] if any(s.casefold() in names for s in d.subjects)]
    return Places([*events, *stock], same)


def _inside(goal: str, written: str) -> bool:
    """Whether a place as written names the wanted one: `A (B district)` names A, B and B district."""
    parts = [p.strip() for p in written.replace("(", ",").replace(")", ",").split(",")]
    return goal in parts or any(p in (f"{goal} district", f"{goal} province") for p in parts)

