"""Stated figures as a chart: one row a figure, as wide as its bounds, grouped by kind of count; never one total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reclaim.output.figures.style import BOUND, CONFLICT, GRID, INK, SIZE, SOFT, spec


@dataclass(frozen=True, slots=True)
class Bar:
    """One stated figure: its bounds (`upper` None is open), the words it was stated in, and who stated it."""

    group: str
    label: str
    lower: float
    upper: float | None
    words: str
    disagrees: bool


def stated_chart(bars: Sequence[Bar], *, width: int = 380, title: str, note: str) -> dict[str, Any]:
    """The specification. The axis is logarithmic: figures of one case may lie four powers of ten apart."""
    most = max((b.upper or b.lower for b in bars), default=1.0)
    far = 10 ** (len(str(int(most * 1.6))) if most >= 1 else 1)
    rows = [{"group": b.group, "label": b.label, "lower": max(b.lower, 1), "words": b.words, "order": place,
             "upper": b.upper if b.upper is not None else far, "open": b.upper is None,
             "middle": max(b.lower, 1) if b.upper is None else max((b.lower + b.upper) / 2, 1),
             "row": f"{b.label}\u2007{place}", "disagrees": b.disagrees} for place, b in enumerate(bars)]
    least = min((r["lower"] for r in rows), default=1)
    near = 10 ** max(len(str(int(least))) - 1, 0)
    return spec({
        "title": {"text": title, "subtitle": note},
        "data": {"values": rows}, "spacing": 2,
        "facet": {"row": {"field": "group", "type": "nominal", "title": None, "sort": _order([b.group for b in bars]),
                          "header": {"labelAngle": 0, "labelAlign": "left", "labelAnchor": "start",
                                     "labelOrient": "top", "labelFontWeight": 600, "labelPadding": 2}}},
        "resolve": {"scale": {"y": "independent"}},
        "spec": {"width": width, "height": {"step": 17}, "layer": [_spans(near, far), *_ends(), _labels()]},
    })


def _spans(near: float, far: float) -> dict[str, Any]:
    return {
        "mark": {"type": "bar", "height": 7, "cornerRadius": 2, "minBandSize": 2},
        "encoding": {
            "x": {"field": "lower", "type": "quantitative", "title": None,
                  "scale": {"type": "log", "domain": [near, far], "nice": False},
                  "axis": {"format": "~s", "gridColor": GRID, "tickCount": 5}},
            "x2": {"field": "upper"}, "y": _row(),
            "color": {"condition": {"test": "datum.disagrees", "value": CONFLICT}, "value": BOUND},
            "opacity": {"condition": {"test": "datum.open", "value": 0.28}, "value": 0.75},
        },
    }


def _ends() -> list[dict[str, Any]]:
    colour = {"condition": {"test": "datum.disagrees", "value": CONFLICT}, "value": BOUND}
    return [{"mark": {"type": "point", "filled": True, "size": 38, "opacity": 1},
             "encoding": {"shape": {"condition": {"test": "datum.disagrees", "value": "diamond"}, "value": "circle"},
                          "x": {"field": "middle", "type": "quantitative"}, "y": _row(), "color": colour}}]


def _labels() -> dict[str, Any]:
    return {"mark": {"type": "text", "align": "left", "dx": 8, "dy": -0.5, "fontSize": SIZE["small"], "color": INK,
                     "stroke": None},
            "encoding": {"x": {"field": "middle", "type": "quantitative"}, "y": _row(), "text": {"field": "words"}}}


def _row() -> dict[str, Any]:
    return {"field": "row", "type": "nominal", "sort": {"field": "order"}, "title": None,
            "axis": {"labelExpr": "split(datum.label, '\u2007')[0]", "labelLimit": 300, "ticks": False, "domain": False,
                     "labelColor": SOFT}}


def _order(groups: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(groups))
