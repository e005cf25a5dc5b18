"""Where and when things turned up: a map and a timeline that filter each other, and the events behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from reclaim.catalogue.places import gazetteer
from reclaim.desk.serve import State
from reclaim.model.errors import UsageError
from reclaim.model.overview import TurnUp
from reclaim.output.figures import shapes
from reclaim.output.figures.map import BORDER_NOTE, extent, tally
from reclaim.web.show import Offset, Part, page, state_of

router = APIRouter(include_in_schema=False)

SIZE: Final = 100
_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
COUNTRY: Final = "country:"
"""Before the name of a country whose events are not placed more finely."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with the areas of the map that it lies in (one province may be several), else its country; `month` is
    the one that it falls into, the year if it falls into several, or empty."""

    event: TurnUp
    areas: tuple[str, ...]
    month: str

    def within(self, begin: str, end: str) -> bool:
        """Whether it may have been between two months or years, both included."""
        when = self.event.event.date
        if begin == "" and end == "":
            return True
        if not when.known:
            return False
        first, last = str(when.lo)[:7] if when.lo else "0000-01", str(when.hi)[:7] if when.hi else "9999-12"
        return last >= _first(begin) and first <= _last(end)


def _first(word: str) -> str:
    return word if len(word) == 7 else f"{word or '0000'}-01"


def _last(word: str) -> str:
    return word if len(word) == 7 else f"{word or '9999'}-12"


@router.get("/where")
def where(request: Request, area: str = "", begin: str = "", end: str = "", offset: Offset = 0, at: str = "",
          known_by: str = "") -> Response:
    """Events in an area of the map, and between two months (2021-08) or years."""
    for name, word in (("begin", begin), ("end", end)):
        if word != "" and _MONTH.fullmatch(word) is None:
            raise UsageError(f"{name} '{word}' is no month", mend="write 2021-08 or 2021")
    state = state_of(request, at, known_by)
    every, names = _placed(state), _names(state)
    if area != "" and area not in names:
        raise UsageError(f"no event lies in '{area}'", mend="choose an area of the list")
    chosen = [p for p in every if (area == "" or area in p.areas) and p.within(begin, end)]
    counts = Counter(a for p in every for a in dict.fromkeys(p.areas))
    return page(request, "where.html.j2", "Where and when", state, part=Part.of(chosen, offset, SIZE), total=len(every),
                areas=sorted(((a, names[a], n) for a, n in counts.items()), key=lambda found: found[1]), note=BORDER_NOTE,
                asked={"area": area, "begin": begin, "end": end}, section=state.section("places"))


@router.get("/where/map.json")
def drawn(request: Request, at: str = "", known_by: str = "") -> Response:
    """What the map and the timeline are drawn from: land, areas, and how many events fall into which area and month."""
    state = state_of(request, at, known_by)
    return JSONResponse(state.kept("where map", lambda: _drawn(state)))


def _placed(state: State) -> list[Placed]:
    return state.kept("where", lambda: list(_place(t for c in state.findings.countries for t in c.events)))


def _place(events: Iterable[TurnUp]) -> Iterable[Placed]:
    known = gazetteer()
    for turned in events:
        found = known.find(turned.event.place)
        areas = () if found is None else found.areas if found.precise else (COUNTRY + found.country,)
        when = turned.event.date
        first, last = (str(when.lo)[:7], str(when.hi)[:7]) if when.known and when.lo and when.hi else ("", "")
        yield Placed(turned, tuple(areas), first if first == last else first[:4] if first[:4] == last[:4] else "")


def _names(state: State) -> dict[str, str]:
    """What each area is called, as a source wrote it first."""
    def make() -> dict[str, str]:
        found = tally([p.event.event.place for p in _placed(state)], gazetteer())
        named = dict(found.names)
        for p in _placed(state):
            named |= {a: f"{a.removeprefix(COUNTRY)}, no finer" for a in p.areas if a.startswith(COUNTRY)}
        return named
    return state.kept("where names", make)


def _drawn(state: State) -> dict[str, Any]:
    names = _names(state)
    box = extent(tally([p.event.event.place for p in _placed(state)], gazetteer()))
    wide = (box[0] - 25, max(box[1] - 20, -85), box[2] + 25, min(box[3] + 20, 85))
    land = [_feature(name, g) for name, s in sorted(shapes.countries().items()) if (g := shapes.cut(s, wide)) is not None]
    areas: list[dict[str, Any]] = []
    rough: list[dict[str, Any]] = []
    for ident, name in sorted(names.items()):
        country = ident.removeprefix(COUNTRY) if ident.startswith(COUNTRY) else ""
        shape = shapes.countries().get(country) if country != "" else shapes.area(ident)
        cut = None if shape is None else shapes.cut(shape, wide)
        if cut is not None:
            (rough if country != "" else areas).append(_feature(name, cut, ident))
    counts = Counter((a, p.month) for p in _placed(state) for a in (*dict.fromkeys(p.areas), *(("",) if not p.areas else ())))
    return state.cleared({"box": list(box), "land": _collection(land), "areas": _collection(areas),
                          "rough": _collection(rough), "counts": sorted([a, m, n] for (a, m), n in counts.items())})


def _feature(name: str, geometry: dict[str, Any], key: str = "") -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"name": name, "key": key}}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
