"""Claims over time: one mark a claim, by party, coloured by its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reclaim.model.when import BadDate, When
from reclaim.output.figures.style import INK, RULE, SOFT, VERDICT, VERDICT_SHAPE, spec


@dataclass(frozen=True, slots=True)
class Point:
    """One claim: when it was made, by whom, its form, and the verdict."""

    date: str
    party: str
    form: str
    verdict: str
    label: str


def claims_timeline(points: Sequence[Point], *, width: int = 480, parties: int = 10,
                    title: str = "What was claimed, and how it stands") -> dict[str, Any]:
    """The specification; parties with most claims first, the rest in one row."""
    order = _parties(points, parties)
    rows = [{"date": day, "month": day[:7], "party": p.party if p.party in order else "others", "verdict": p.verdict,
             "label": f"{p.form.replace('_', ' ')}: {p.label}"} for p in points if (day := _day(p.date)) != ""]
    used = [v for v in VERDICT if any(r["verdict"] == v for r in rows)]
    return spec({
        "title": {"text": title, "subtitle": "Each mark is one coded claim at the date of its statement."},
        "width": width, "height": {"step": 30, "for": "position"}, "data": {"values": rows},
        "transform": [{"window": [{"op": "row_number", "as": "nth"}], "groupby": ["party", "month"]}],
        "mark": {"type": "point", "filled": True, "size": 46, "opacity": 1, "strokeWidth": 1.6},
        "encoding": {
            "x": {"field": "date", "type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": "year"}},
            "y": {"field": "party", "type": "nominal", "title": None, "sort": [*order, "others"],
                  "axis": {"labelColor": INK, "domain": False, "ticks": False, "grid": True, "gridColor": RULE,
                           "labelLimit": 200}},
            "yOffset": {"field": "nth", "type": "ordinal"},
            "shape": {"field": "verdict", "type": "nominal", "sort": used,
                      "scale": {"domain": used, "range": [VERDICT_SHAPE[v] for v in used]}},
            "color": {"field": "verdict", "type": "nominal", "sort": used, "title": "verdict",
                      "scale": {"domain": used, "range": [VERDICT[v] for v in used]},
                      "legend": {"orient": "bottom", "labelColor": SOFT, "columns": 8,
                                 "labelExpr": "replace(datum.label, '_', ' ')"}},
        },
    })


def _parties(points: Sequence[Point], most: int) -> list[str]:
    counted = {p.party: sum(q.party == p.party for q in points) for p in points}
    return sorted(counted, key=lambda name: (-counted[name], name))[:most]


def _day(text: str) -> str:
    """The first day that the date may be; empty if it is none."""
    try:
        when = When.parse(text)
    except BadDate:
        return ""
    first = when.lo or when.hi
    return first.isoformat() if first is not None else ""
