"""Cleared events as GeoJSON (RFC 7946): each with the shape of the area that is known, never a point.

A settlement is shown as its province, for no source gives a point that could be shown; where only the country is
known, the country is the shape, and `geometry_is` says so. What fits no map has no geometry and keeps its words.
"""

from __future__ import annotations

import json
from typing import Any

from reclaim.catalogue.places import gazetteer
from reclaim.model.place import Place, Precision
from reclaim.model.table import Cell, Holds, Table
from reclaim.output.redact import Cleared

_DIGITS = 4  # decimals of a degree: about 10 m, far finer than the shapes are


def geojson_bytes(table: Cleared[Table]) -> bytes:
    """The file's content: a FeatureCollection with the columns as properties."""
    found = {
        "type": "FeatureCollection", "handling": str(table.marking), "withheld": list(table.withheld),
        "note": "Shapes are areas, never points. Borders: Natural Earth, as held in fact.",
        "features": [_feature(table.value, row) for row in table.value.rows],
    }
    return (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def _feature(table: Table, row: tuple[Cell, ...]) -> dict[str, Any]:
    properties = dict(zip(table.names, row, strict=True))
    shape, what = _geometry(_place(table, row))
    return {"type": "Feature", "geometry": shape, "properties": {**properties, "geometry_is": what}}


def _place(table: Table, row: tuple[Cell, ...]) -> Place:
    found = {c.holds: str(cell) for c, cell in zip(table.columns, row, strict=True) if cell is not None}
    precision = found.get(Holds.PRECISION, "")
    return Place(found.get(Holds.PLACE, ""), found.get(Holds.PROVINCE, ""), found.get(Holds.COUNTRY, ""),
                 Precision(precision) if precision != "" else Precision.PROVINCE)


def _geometry(place: Place) -> tuple[dict[str, Any] | None, str]:
    """The shape of the finest area known, and which it is: province, country or none."""
    from reclaim.output.figures import shapes

    area = gazetteer().find(place)
    if area is None:
        return None, "none"
    parts = [shape for shape in map(shapes.area, area.areas) if shape is not None]
    if len(parts) > 0:
        return _mapped(parts), "province"
    whole = shapes.countries().get(area.country)
    return (None, "none") if whole is None else (_mapped([whole]), "country")


def _mapped(parts: list[Any]) -> dict[str, Any]:
    """One MultiPolygon, outer rings counter-clockwise as the RFC wants them."""
    from shapely import MultiPolygon, union_all
    from shapely.geometry import mapping
    from shapely.geometry.polygon import orient

    whole = union_all(parts)
    polygons = [p for p in getattr(whole, "geoms", [whole]) if p.geom_type == "Polygon"]
    found = mapping(MultiPolygon([orient(p, 1.0) for p in polygons]))
    return {"type": "MultiPolygon", "coordinates": _rounded(found["coordinates"])}


def _rounded(value: Any) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else [_rounded(part) for part in value]
