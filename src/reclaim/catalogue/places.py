"""Places that maps know: countries and first-level areas by the names that sources write.

Only names are kept here; shapes are read where a map is drawn (`reclaim.output.figures`). A name that fits nothing
stays a name: it is listed beside the map and never placed by guess.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from reclaim.model.place import Place, Precision

MAPS = files("reclaim") / "data" / "maps"


@dataclass(frozen=True, slots=True)
class Area:
    """Where a place lies on a map: a country, and the areas of it that the place names; none if only the country.

    `precise` is False where only the country is known, so that a map can hatch it instead of filling it.
    """

    country: str
    areas: tuple[str, ...]

    @property
    def precise(self) -> bool:
        """Whether at least a first-level area is known."""
        return len(self.areas) > 0


class Gazetteer:
    """Names of countries and areas, folded: case, accents and punctuation do not matter.

    Areas are looked up country by country, so only the names of countries that are asked for are folded.
    """

    def __init__(self) -> None:
        self._countries = _countries()
        self._shapes: dict[str, list[dict[str, str]]] = {}
        atlas = json.loads((MAPS / "provinces.topo.json").read_text(encoding="utf-8"))
        for shape in atlas["objects"]["adm1"]["geometries"]:
            self._shapes.setdefault(self.country(shape["properties"]["admin"]), []).append(shape["properties"])
        self._also = list(csv.DictReader((MAPS / "also.csv").read_text(encoding="utf-8").splitlines()))
        self._areas: dict[str, dict[str, tuple[str, ...]]] = {}

    def country(self, name: str) -> str:
        """The map's name of a country; empty if the map has none of that name."""
        return self._countries.get(fold(name), "")

    def find(self, place: Place) -> Area | None:
        """Where a place lies; None if not even its country is on the map."""
        country = self.country(place.country)
        if place.precision.rank >= Precision.COUNTRY.rank or country == "":
            return Area(country, ()) if country != "" else None
        for name in (place.province, place.written):
            found = self.areas(country).get(fold(name))
            if found is not None:
                return Area(country, found)
        return Area(country, ())

    def areas(self, country: str) -> dict[str, tuple[str, ...]]:
        """Ids of the areas of a country (by the map's name) by folded name."""
        if country not in self._areas:
            self._areas[country] = self._fold_areas(self._shapes.get(country, []))
        return self._areas[country]

    def _fold_areas(self, shapes: list[dict[str, str]]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for about in sorted(shapes, key=lambda a: a["id"]):
            for name in (about["name"], *about["names"].split("|")):
                found.setdefault(fold(name), (about["id"],))
        by_name = {(about["country"], about["name"]): about["id"] for about in shapes}
        for row in self._also:
            ids = tuple(by_name[(row["country"], n)] for n in row["areas"].split(";") if (row["country"], n) in by_name)
            if len(ids) > 0:
                found[fold(row["name"])] = ids
        return found


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of the packaged maps, read once."""
    return Gazetteer()


def fold(name: str) -> str:
    """A name without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))


def _countries() -> dict[str, str]:
    atlas = json.loads((MAPS / "countries-50m.json").read_text(encoding="utf-8"))
    drawn = [g["properties"]["name"] for g in atlas["objects"]["countries"]["geometries"]]
    names = {fold(name): name for name in drawn}
    for row in csv.DictReader((MAPS / "countries.csv").read_text(encoding="utf-8").splitlines()):
        names |= {fold(other): row["name"] for other in row["also"].split(";") if row["name"] in names.values()}
    return names
