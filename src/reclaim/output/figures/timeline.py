"""When things turned up: one mark an event, as wide as its date is uncertain, by country and strength."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reclaim.model.when import When
from reclaim.output.figures.style import INK, RULE, SIZE, SOFT, STRENGTH, spec

# A mark narrower than this many days would vanish on a span of years.
NARROWEST = timedelta(days=9)

CROWDED = 200
"""So many marks have square corners: nobody sees round ones among them, and they weigh half of the picture."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on the timeline: its date, the row it stands in, its strength, and what to say of it."""

    when: When
    row: str
    strength: str
    label: str


def timeline(marks: Sequence[Mark], *, cut_off: When | None = None, cut_off_label: str = "cut-off",
             width: int = 640, title: str = "When it turned up") -> dict[str, Any]:
    """The specification of the timeline; events without any date are counted in the subtitle."""
    dated = [m for m in marks if m.when.lo is not None or m.when.hi is not None]
    rows = [_row(m) for m in sorted(dated, key=lambda m: (m.row, m.when.sort_key(), m.strength, m.label))]
    order = sorted({m.row for m in dated}, key=lambda r: (-sum(m.row == r for m in dated), r))
    undated = len(marks) - len(dated)
    note = "Each mark is one event, as wide as its date is uncertain." + (
        f" {undated} without a date not drawn." if undated > 0 else "")
    layers = [_events(rows, order)]
    if cut_off is not None and cut_off.lo is not None:
        layers += _line(cut_off.lo, cut_off_label)
    return spec({"width": width, "height": {"step": 11}, "title": {"text": title, "subtitle": note}, "layer": layers})


def _row(mark: Mark) -> dict[str, Any]:
    lo = mark.when.lo or mark.when.hi or date.min
    hi = (mark.when.hi or lo) + timedelta(days=1)
    if hi - lo < NARROWEST:
        room = (NARROWEST - (hi - lo)) / 2
        lo, hi = lo - room, hi + room
    return {"from": lo.isoformat(), "to": hi.isoformat(), "row": mark.row, "strength": mark.strength,
            "label": mark.label}


def _events(rows: list[dict[str, Any]], order: list[str]) -> dict[str, Any]:
    used = [s for s in STRENGTH if any(r["strength"] == s for r in rows)]
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "cornerRadius": 1.5 if len(rows) < CROWDED else 0, "height": 9, "stroke": "#4f86b5", "strokeWidth": 0.4},
        "encoding": {
            "x": {"field": "from", "type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": "year"}},
            "x2": {"field": "to"},
            "y": {"field": "row", "type": "nominal", "sort": order, "title": None,
                  "axis": {"labelFontWeight": 600, "labelColor": INK, "ticks": False, "domain": False, "grid": True,
                           "gridColor": RULE}},
            "yOffset": {"field": "strength", "type": "nominal", "sort": used},
            "color": {"field": "strength", "type": "nominal", "title": "strength", "sort": used,
                      "scale": {"domain": used, "range": [STRENGTH[s] for s in used]}, "legend": {"orient": "bottom"}},
        },
    }


def _line(day: date, label: str) -> list[dict[str, Any]]:
    values = {"values": [{"at": day.isoformat(), "label": label}]}
    at = {"x": {"field": "at", "type": "temporal"}}
    return [
        {"data": values, "mark": {"type": "rule", "color": SOFT, "strokeDash": [4, 3]}, "encoding": at},
        {"data": values, "mark": {"type": "text", "align": "left", "dx": 4, "dy": -4, "baseline": "bottom", "y": 0,
                                  "color": SOFT, "fontSize": SIZE["small"]},
         "encoding": {**at, "text": {"field": "label"}}},
    ]
