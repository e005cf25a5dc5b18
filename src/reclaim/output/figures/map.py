"""Where things turned up, on a map: areas filled by the number of events, hatched where only the country is known.

Never pins: a province is an area. Names are as the sources wrote them; borders are drawn as controlled, and the map
says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reclaim.catalogue.places import Gazetteer
from reclaim.model.place import Place
from reclaim.output.figures import shapes
from reclaim.output.figures.apart import Box, Label, apart
from reclaim.output.figures.style import BORDER, COUNTS, INK, LAND, SIZE, SOFT, spec

BORDER_NOTE = "Borders are drawn as they are controlled (Natural Earth), not as anyone claims them."


@dataclass(frozen=True, slots=True)
class Tally:
    """Events by area and by country; `unplaced` are places that no map name fits."""

    areas: dict[str, int]
    countries: dict[str, int]
    names: dict[str, str]
    unplaced: tuple[str, ...]


def tally(places: Sequence[Place], gazetteer: Gazetteer) -> Tally:
    """Count places by area; a place of which only the country is known counts for the country alone."""
    areas, countries, names, unplaced = Counter[str](), Counter[str](), dict[str, str](), []
    for place in places:
        found = gazetteer.find(place)
        if found is None:
            unplaced.append(str(place))
        elif found.precise:
            for area in found.areas:
                areas[area] += 1
                names.setdefault(area, place.province or place.written)
        else:
            countries[found.country] += 1
    return Tally(dict(areas), dict(countries), names, tuple(sorted(set(unplaced))))


def turned_up_map(found: Tally, *, width: int = 640, height: int = 380,
                  title: str = "Where it turned up") -> dict[str, Any]:
    """The specification of the map; its extent is that of the areas with events and some room around."""
    box = extent(found)
    layers = [_land(box), _filled(found, box), _hatched(found, box), _labels(found, box, width, height)]
    note = f"{BORDER_NOTE} Hatched: only the country is known."
    return spec({
        "width": width, "height": height, "projection": _projection(box, width, height),
        "title": {"text": title, "subtitle": note},
        "layer": [layer for layer in layers if layer is not None],
    })


def off_map(found: Tally) -> tuple[str, ...]:
    """Names of areas and countries with events that lie outside what the map shows."""
    from shapely import box as rectangle

    shown = rectangle(*extent(found))
    drawn = {found.names[a]: shapes.area(a) for a in found.areas} | {c: shapes.countries().get(c) for c in found.countries}
    return tuple(sorted(name for name, shape in drawn.items() if shape is None or not shape.intersects(shown)))


def extent(found: Tally) -> Box:
    """West, south, east and north of what a map of these shows: most of the areas, and some room around."""
    known = [shape.bounds for a in found.areas if (shape := shapes.area(a)) is not None]
    if len(known) == 0:
        known = [shapes.countries()[c].bounds for c in found.countries if c in shapes.countries()]
    if len(known) == 0:
        return (-170.0, -56.0, 180.0, 75.0)
    main = _main_cluster(known)
    west, south = min(b[0] for b in main), min(b[1] for b in main)
    east, north = max(b[2] for b in main), max(b[3] for b in main)
    room = max(1.5, 0.12 * max(east - west, north - south))
    return (west - room, south - room, east + room, north + room)


def _main_cluster(boxes: list[Box]) -> list[Box]:
    """Boxes that lie within 25 degrees of the middle one: a lone far event must not shrink the rest to nothing."""
    middle = sorted(boxes, key=lambda b: b[0] + b[2])[len(boxes) // 2]
    x, y = (middle[0] + middle[2]) / 2, (middle[1] + middle[3]) / 2
    return [b for b in boxes if abs((b[0] + b[2]) / 2 - x) < 25 and abs((b[1] + b[3]) / 2 - y) < 25]


def _projection(box: Box, width: int, height: int) -> dict[str, Any]:
    fit = {"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[box[0], box[1]], [box[2], box[3]]]},
           "properties": {}}
    return {"type": "mercator", "fit": fit, "size": [width, height]}


def _land(box: Box) -> dict[str, Any]:
    features = [{"type": "Feature", "geometry": g, "properties": {"name": name}}
                for name, shape in sorted(shapes.countries().items()) if (g := shapes.cut(shape, box)) is not None]
    return {"data": {"values": features},
            "mark": {"type": "geoshape", "fill": LAND, "stroke": BORDER, "strokeWidth": 0.7}}


def _filled(found: Tally, box: Box) -> dict[str, Any] | None:
    features = [{"type": "Feature", "geometry": g, "properties": {"name": found.names[a], "events": n}}
                for a, n in sorted(found.areas.items())
                if (shape := shapes.area(a)) is not None and (g := shapes.cut(shape, box)) is not None]
    if len(features) == 0:
        return None
    most = max(found.areas.values())
    return {"data": {"values": features}, "mark": {"type": "geoshape", "stroke": "#ffffff", "strokeWidth": 0.6},
            "encoding": {"color": {"field": "properties.events", "type": "quantitative", "title": "events",
                                   "scale": {"type": "sqrt", "domain": [0, most], "range": list(COUNTS)},
                                   "legend": {"orient": "bottom-right", "direction": "horizontal", "gradientLength": 90,
                                              "tickMinStep": 1, "values": sorted({1, most})}}}}


def _hatched(found: Tally, box: Box) -> dict[str, Any] | None:
    features = []
    for country in sorted(found.countries):
        if country in shapes.countries():
            lines = shapes.cut(shapes.hatched(shapes.countries()[country], (box[2] - box[0]) / 90), box)
            if lines is not None:
                features.append({"type": "Feature", "geometry": lines, "properties": {"name": country}})
    if len(features) == 0:
        return None
    return {"data": {"values": features},
            "mark": {"type": "geoshape", "filled": False, "stroke": COUNTS[2], "strokeWidth": 0.5,
                     "strokeOpacity": 0.45}}


def _labels(found: Tally, box: Box, width: int, height: int) -> dict[str, Any] | None:
    largest: dict[str, tuple[float, Label]] = {}
    for area, events in sorted(found.areas.items()):
        shape = shapes.area(area)
        if shape is not None:
            at, size = shape.representative_point(), shape.area
            known = largest.get(found.names[area])
            if known is None or size > known[0]:
                largest[found.names[area]] = (size, Label(f"{found.names[area]} · {events}", at.x, at.y))
    if len(largest) == 0:
        return None
    place = {"longitude": {"field": "lon", "type": "quantitative"},
             "latitude": {"field": "lat", "type": "quantitative"}}
    mark = {"type": "text", "fontSize": SIZE["small"], "fontWeight": 600}
    halo = {**mark, "stroke": "#ffffff", "strokeWidth": 3, "strokeJoin": "round", "color": SOFT}
    text = {"field": "label", "type": "nominal"}
    shown = apart([label for _, label in largest.values()], box, width, height)
    values = {"values": [{"label": at.words, "lon": at.lon, "lat": at.lat} for at in shown]}
    return {"data": values, "layer": [{"mark": halo, "encoding": {**place, "text": text}},
                                      {"mark": {**mark, "color": INK}, "encoding": {**place, "text": text}}]}
