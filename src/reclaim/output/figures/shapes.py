"""Shapes of countries and first-level areas from the packaged maps, cut to what a map shows.

Input is TopoJSON (arcs shared by neighbours, delta-coded integers); output is GeoJSON geometry in degrees.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reclaim.catalogue.places import MAPS

if TYPE_CHECKING:
    from shapely import Geometry


@lru_cache(maxsize=1)
def countries() -> dict[str, Geometry]:
    """Shapes of all countries by the map's name."""
    atlas = _topology("countries-50m.json")
    return {g["properties"]["name"]: _shape(g, atlas) for g in _drawable(atlas, "countries")}


@lru_cache(maxsize=512)
def area(ident: str) -> Geometry | None:
    """The shape of one first-level area by its id; None if the maps have none. Only what is drawn is decoded."""
    found = _areas().get(ident)
    return None if found is None else _shape(found, _topology("provinces.topo.json"))


@lru_cache(maxsize=1)
def _areas() -> dict[str, dict[str, Any]]:
    return {g["properties"]["id"]: g for g in _drawable(_topology("provinces.topo.json"), "adm1")}


@lru_cache(maxsize=2)
def _topology(name: str) -> dict[str, Any]:
    return dict(json.loads((MAPS / name).read_text(encoding="utf-8")))


def _drawable(topology: dict[str, Any], layer: str) -> list[dict[str, Any]]:
    return [g for g in topology["objects"][layer]["geometries"] if g.get("type") in ("Polygon", "MultiPolygon")]


def hatched(shape: Geometry, step: float) -> Geometry:
    """Slanting lines inside a shape, `step` degrees apart: an area that is known only roughly."""
    from shapely import MultiLineString

    west, south, east, north = shape.bounds
    height = north - south
    lines = []
    x = west - height
    while x < east:
        lines.append([(x, south), (x + height, north)])
        x += step
    return MultiLineString(lines).intersection(shape)


def cut(shape: Geometry, box: tuple[float, float, float, float]) -> dict[str, Any] | None:
    """The part of a shape inside a box (west, south, east, north) as GeoJSON, rings wound as d3 wants them."""
    from shapely import box as rectangle
    from shapely import make_valid
    from shapely.geometry import mapping

    west, south, east, north = shape.bounds
    if east < box[0] or west > box[2] or north < box[1] or south > box[3]:
        return None
    inside = make_valid(shape).intersection(rectangle(*box))
    return None if inside.is_empty else _clockwise(mapping(inside))


def _clockwise(geometry: dict[str, Any]) -> dict[str, Any]:
    """d3 reads a ring that runs counter-clockwise as the rest of the globe: outer rings must run clockwise."""
    from shapely.geometry import mapping
    from shapely.geometry import shape as shaped
    from shapely.geometry.polygon import orient

    if geometry["type"] == "GeometryCollection":
        parts = [_clockwise(g) for g in geometry["geometries"] if g["type"].endswith("Polygon")]
        return {"type": "GeometryCollection", "geometries": parts}
    if geometry["type"] == "Polygon":
        return dict(mapping(orient(shaped(geometry), -1.0)))
    if geometry["type"] == "MultiPolygon":
        rings = [mapping(orient(p, -1.0))["coordinates"] for p in shaped(geometry).geoms]
        return {"type": "MultiPolygon", "coordinates": rings}
    return geometry


def _shape(geometry: dict[str, Any], topology: dict[str, Any]) -> Geometry:
    from shapely.geometry import shape as shaped

    rings = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    polygons = [[_ring(ring, topology) for ring in polygon] for polygon in rings]
    return shaped({"type": "MultiPolygon", "coordinates": polygons})


def _arc(arc: list[list[int]], transform: dict[str, Any]) -> list[tuple[float, float]]:
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * kx + dx, y * ky + dy))
    return points


def _ring(indexes: list[int], topology: dict[str, Any]) -> list[tuple[float, float]]:
    """One ring of its arcs in order; a negative index is the complement of an arc run backwards."""
    ring: list[tuple[float, float]] = []
    for index in indexes:
        arc = topology["arcs"][index if index >= 0 else ~index]
        points = _arc(arc, topology["transform"])
        points = points if index >= 0 else points[::-1]
        ring += points if len(ring) == 0 else points[1:]
    return ring
