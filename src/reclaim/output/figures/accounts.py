"""Accounts as figures: bounds as bars with who sets them, the flow from supplied to returned, conflict sets.

What is unknown is drawn as unknown: a pale bar that runs off the axis, with the word beside it. Nothing is stacked,
for kinds of count do not add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from reclaim.model.bounds import Bounds, ConflictSet, Figure, Range
from reclaim.model.quantity import CountKind, Counts, group_digits, number_text
from reclaim.output.figures.style import BOUND, CONFLICT, INK, RULE, SIZE, SOFT, UNKNOWN, spec


def bounds_chart(bounds: Sequence[Bounds], label: Callable[[Bounds], str], *, title: str, note: str = "",
                 width: int = 360) -> dict[str, Any]:
    """One row an account: its interval, its ends in figures, and the sources that set them."""
    edge = _edge(b.range for b in bounds)
    rows = [{**_row(n, label(b), b.range, edge), "by": _sources(b)} for n, b in enumerate(bounds)]
    return spec({"title": _title(title, note), "data": {"values": rows}, "width": width, "height": {"step": 40},
                 "layer": [*_bars(edge, 7), _words("said", -11, INK), _words("by", 11, SOFT)]})


def flow_chart(stages: Sequence[tuple[str, Range | None]], *, title: str, note: str = "", width: int = 460
               ) -> dict[str, Any]:
    """From supplied to returned, a row for each stage: what is known of it, and what of it is unknown.

    A stage without a range is one of which no figure speaks. Between two stages stands that no record ties them.
    """
    ranges = [found if found is not None else Range(Fraction(0), None) for _, found in stages]
    edge = _edge(ranges)
    rows = [_row(n, name, found, edge) for n, ((name, _), found) in enumerate(zip(stages, ranges, strict=True))]
    rows = [row | {"said": "nothing is known" if found.vacuous else row["said"]}
            for row, found in zip(rows, ranges, strict=True)]
    return spec({"title": _title(title, note), "data": {"values": rows}, "width": width, "height": {"step": 24},
                 "layer": [*_bars(edge, 12), _words("said", 0, INK)]})


def conflict_chart(found: ConflictSet, label: Callable[[Figure], str], *, width: int = 300) -> dict[str, Any]:
    """A set of figures that cannot all be true, each as the interval that it states, and what links them."""
    return spec(_conflict(found, label, width, 40, "Cannot all be true", by=True))


def conflict_charts(sets: Sequence[ConflictSet], label: Callable[[Figure], str], *, width: int = 130, columns: int = 2
                    ) -> dict[str, Any]:
    """Several conflict sets as small diagrams beside each other."""
    small = [_conflict(s, label, width, 22, s.figures[0].account.kind.replace("_", " "), by=False) for s in sets]
    return spec({"concat": small, "columns": columns, "spacing": {"row": 14, "column": 70}})


def _conflict(found: ConflictSet, label: Callable[[Figure], str], width: int, step: int, title: str, *, by: bool
              ) -> dict[str, Any]:
    ranges = [Range(f.quantity.lower, f.quantity.upper) for f in found.figures]
    edge = _edge(ranges)
    least = min((float(r.lower) for r in ranges if r.lower is not None and r.lower > 0), default=1.0)
    near = edge <= 1000 * least
    rows = [{**_row(n, label(f), r, edge), "by": f.source, "clash": True}
            for n, (f, r) in enumerate(zip(found.figures, ranges, strict=True))]
    one = len({f.account for f in found.figures}) == 1
    link = "of one holder, type, kind, scope and date" if one else f"by {'; '.join(found.identities)}"
    words = [_words("said", -11, INK), _words("by", 11, SOFT)] if by else [_words("said", 0, INK)]
    heading = _title(title, f"{link}; without any one of them the rest is possible" if by else link)
    return {"title": heading if by else {**heading, "fontSize": SIZE["text"], "subtitleFontSize": SIZE["small"] - 1},
            "data": {"values": rows}, "width": width, "height": {"step": step},
            "layer": [*_bars(edge, 7, near), *words]}


def _row(n: int, label: str, found: Range, edge: float) -> dict[str, Any]:
    """One row of data; an infeasible account has no bar and says so."""
    lower = float(found.lower) if found.lower is not None else 0.0
    upper = edge if found.upper is None else float(found.upper)
    return {"order": n, "label": f"{label}\u2007{n}", "lower": lower, "upper": upper if found.possible else 0.0,
            "text": lower if found.upper is None else upper, "open": found.possible and found.upper is None,
            "clash": not found.possible, "said": range_words(found)}


def range_words(found: Range) -> str:
    """A range in figures: `316,260`, `65 to 75`, `63 or more, upper end unknown`, `unknown`."""
    if not found.possible or found.lower is None:
        return "the sources cannot all be true"
    if found.vacuous:
        return "unknown"
    if found.upper is None:
        return f"{_number(found.lower)} or more, upper end unknown"
    same = found.lower == found.upper
    return _number(found.lower) if same else f"{_number(found.lower)} to {_number(found.upper)}"


def _number(value: Fraction) -> str:
    return group_digits(number_text(value))


def _sources(b: Bounds) -> str:
    """Who sets which end, in one line that stays readable."""
    low, high = _some(b.lower_sources), _some(b.upper_sources)
    if low == high:
        return low
    return "; ".join(f"{end} by {by}" for end, by in (("lower", low), ("upper", high)) if by != "")


def _some(sources: Sequence[str]) -> str:
    more = f" and {len(sources) - 2} more" if len(sources) > 2 else ""
    return ", ".join(sources[:2]) + more


def _edge(ranges: Iterable[Range]) -> float:
    """Where the axis ends: beyond every stated number, at 1, 2 or 5 times a power of ten."""
    numbers = [float(end) for r in ranges for end in (r.lower, r.upper) if end is not None]
    most = 1.2 * max(numbers, default=1.0)
    power = 10.0 ** (len(str(int(max(most, 1)))) - 1)
    return next(power * step for step in (1, 2, 5, 10) if power * step >= most)


def _title(title: str, note: str) -> dict[str, Any]:
    return {"text": title, "subtitle": note} if note != "" else {"text": title}


def _x(field: str, edge: float, near: bool = False) -> dict[str, Any]:
    """The axis: by powers of ten from zero, or in even steps where the figures are `near` each other."""
    ticks = [0.0] + [float(10**n) for n in range(len(str(int(edge))))]
    words = ("datum.value >= 1e9 ? datum.value / 1e9 + ' bn' : datum.value >= 1e6 ? datum.value / 1e6 + ' m' : "
             "format(datum.value, ',d')")
    axis = {"labelExpr": words, "gridColor": RULE, **({"tickCount": 5} if near else {"values": ticks})}
    return {"field": field, "type": "quantitative", "title": None, "axis": axis,
            "scale": {"type": "linear" if near else "symlog", "domain": [0, edge], "nice": False}}


def _y() -> dict[str, Any]:
    return {"field": "label", "type": "nominal", "sort": {"field": "order"}, "title": None,
            "axis": {"labelExpr": "split(datum.label, '\u2007')[0]", "labelLimit": 250, "ticks": False, "domain": False,
                     "labelColor": SOFT}}


def _bars(edge: float, height: int, near: bool = False) -> list[dict[str, Any]]:
    """The interval, pale and dashed where it has no end, and a tick at each end that is known."""
    colour = {"condition": [{"test": "datum.clash", "value": CONFLICT}, {"test": "datum.open", "value": UNKNOWN}],
              "value": BOUND}
    outline = {"condition": {"test": "datum.open", "value": SOFT}, "value": None}
    tick = {"condition": {"test": "datum.clash", "value": CONFLICT}, "value": BOUND}
    bar = {"mark": {"type": "bar", "height": height, "minBandSize": 2, "strokeDash": [3, 2], "strokeWidth": 0.8},
           "encoding": {"x": _x("lower", edge, near), "x2": {"field": "upper"}, "y": _y(), "color": colour,
                        "stroke": outline, "opacity": {"value": 0.85}}}
    ends = [{"transform": [{"filter": test}],
             "mark": {"type": "tick", "thickness": 3, "size": height + 4, "opacity": 1},
             "encoding": {"x": _x(field, edge, near), "y": _y(), "color": tick}}
            for field, test in (("lower", "datum.lower > 0 || datum.upper == 0"), ("upper", "!datum.open"))]
    return [bar, *ends]


def _words(field: str, dy: float, colour: str) -> dict[str, Any]:
    return {"mark": {"type": "text", "align": "left", "dx": 7, "dy": dy, "fontSize": SIZE["small"], "color": colour,
                     "stroke": None, "limit": 420},
            "encoding": {"x": {"field": "text", "type": "quantitative"}, "y": _y(), "text": {"field": field}}}


# The way of a thing, as far as kinds of count speak of it. Stages are never added up or taken from each other.
STAGES = (CountKind.DELIVERED, CountKind.ON_HAND, CountKind.LEFT, CountKind.CAPTURED, CountKind.DISABLED,
          CountKind.DESTROYED, CountKind.RECOVERED, CountKind.RETURNED)


def flow_stages(bounds: Sequence[Bounds], name: Callable[[str], str], type_: str, recovered: Range | None = None
                ) -> list[tuple[str, Range | None]]:
    """The stages of a flow chart for a type; each stage by the account that is told best.

    Told best is: by most figures, then of the later and longer period. `recovered` is the minimum count of what others
    were shown to have, which outranks any single list. A stage that no account speaks of is unknown.
    """
    items = [b for b in bounds if b.account.counts is Counts.ITEMS and not b.range.vacuous and b.account.type == type_]
    stages = [_stage(kind, [b for b in items if b.account.kinds == (kind,)], name) for kind in STAGES]
    if recovered is None:
        return stages
    return [("recovered from others", recovered) if k is CountKind.RECOVERED else s
            for k, s in zip(STAGES, stages, strict=True)]


def widest_type(bounds: Sequence[Bounds], under: Mapping[str, int]) -> str:
    """The type with most others under it that at least three stages speak of; else the one that most speak of."""
    told: dict[str, set[CountKind]] = {}
    for b in bounds:
        if b.account.counts is Counts.ITEMS and not b.range.vacuous:
            told.setdefault(b.account.type, set()).update(set(b.account.kinds) & set(STAGES))
    return min(told, key=lambda t: (-min(len(told[t]), 3), -under.get(t, 0), -len(told[t]), t), default="")


def _stage(kind: CountKind, told: list[Bounds], name: Callable[[str], str]) -> tuple[str, Range | None]:
    words = str(kind).replace("_", " ")
    if len(told) == 0:
        return words, None
    best = min(told, key=lambda b: (-len(b.figures), -(b.account.until or date.min).toordinal(), b.account.sort_key))
    whose = name(best.account.holder) if best.account.holder != "" else ""
    return ", ".join(p for p in (words, best.account.at, whose) if p != ""), best.range
