"""A chain of custody as a picture: who had the article when, windows in which it changed hands, gaps as gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from reclaim.model.chain import Chain, Spell, Window
from reclaim.model.when import When
from reclaim.output.figures.style import BOUND, CONFLICT, INK, RULE, SIZE, SOFT, spec

LEAST = timedelta(days=12)


def chain_figure(chain: Chain, name: Callable[[str], str], *, width: int = 560) -> dict[str, Any] | None:
    """The specification: a row a holder; None if no record of the chain has a date."""
    records = [r for r in (_record(s, name) for s in chain.spells) if r is not None]
    windows = [w for w in (_window(v, name) for v in chain.windows) if w is not None]
    if len(records) == 0:
        return None
    order = list(dict.fromkeys(r["holder"] for r in records))
    y = {"field": "holder", "type": "nominal", "sort": order, "title": None,
         "axis": {"labelColor": INK, "domain": False, "ticks": False, "grid": True, "gridColor": RULE,
                  "labelLimit": 190}}
    x = {"field": "from", "type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": "year"}}
    marks = {"data": {"values": records}, "layer": [
        {"mark": {"type": "bar", "height": 10, "cornerRadius": 2, "color": BOUND},
         "encoding": {"x": x, "x2": {"field": "to"}, "y": y}},
        {"mark": {"type": "text", "align": "left", "dy": -11, "fontSize": SIZE["small"], "color": SOFT},
         "encoding": {"x": x, "y": y, "text": {"field": "kind"}}}]}
    spans = {"data": {"values": windows}, "mark": {"type": "bar", "height": 4, "color": CONFLICT, "opacity": 0.55},
             "encoding": {"x": x, "x2": {"field": "to"}, "y": y}}
    return spec({"width": width, "height": {"step": 40},
                 "title": {"text": "Who had it, as far as it is recorded",
                           "subtitle": "Blue: a record, as wide as its date is uncertain. Orange: a window in which it "
                                       "changed hands. White: nothing is recorded."},
                 "layer": [spans, marks] if len(windows) > 0 else [marks]})


def _record(spell: Spell, name: Callable[[str], str]) -> dict[str, str] | None:
    ends = _ends(spell.date)
    if ends is None:
        return None
    holder = "nobody known" if spell.gone else name(spell.after or spell.before) or "not stated"
    return {"holder": holder, "from": ends[0], "to": ends[1], "kind": spell.kind.replace("_", " ")}


def _window(window: Window, name: Callable[[str], str]) -> dict[str, str] | None:
    if window.opens.lo is None or window.closes.hi is None:
        return None
    return {"holder": name(window.to_holder) or "not stated", "from": window.opens.lo.isoformat(),
            "to": window.closes.hi.isoformat()}


def _ends(when: When) -> tuple[str, str] | None:
    lo = when.lo or when.hi
    if lo is None:
        return None
    hi = (when.hi or lo) + timedelta(days=1)
    if hi - lo < LEAST:
        hi = lo + LEAST if lo < date.max - LEAST else hi
    return lo.isoformat(), hi.isoformat()
