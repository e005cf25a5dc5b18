"""The design system that figures, brief and desk share: type, spacing, colours.

Colours are chosen so that they differ in lightness too: they stay apart for the colour-blind and in grey print.
Each has one meaning everywhere.
"""

from __future__ import annotations

from typing import Any

# Ink and paper.
INK = "#1b1f24"
SOFT = "#57606a"
RULE = "#d0d7de"
GRID = "#eceff2"
PAPER = "#ffffff"
LAND = "#f3f1ec"
BORDER = "#b9b4a8"

# One hue for evidence, darker for stronger; luminance falls in even steps.
STRENGTH = {
    "serials checked": "#08306b",
    "serials read": "#2a5f9e",
    "list or picture": "#6aa0cf",
    "word only": "#c3d9ec",
}

# Verdicts from against to for; grey for what nothing bears on.
VERDICT = {
    "refuted": "#7f1d1d",
    "contradicted": "#b45309",
    "weakened": "#e0a458",
    "consistent": "#9ec5ab",
    "supported": "#1b6e53",
    "untested": "#9aa3ad",
    "irrefutable": "#7a6f9b",
    "not_testable": "#d0d7de",
}

# And a shape each: in grey print lightness alone would not tell weakened from consistent.
VERDICT_SHAPE = {
    "refuted": "cross",
    "contradicted": "diamond",
    "weakened": "triangle-down",
    "consistent": "circle",
    "supported": "triangle-up",
    "untested": "square",
    "irrefutable": "triangle-left",
    "not_testable": "triangle-right",
}

BOUND = "#2a5f9e"
UNKNOWN = "#e7e5e4"
CONFLICT = "#b45309"

FONT = "Noto Sans, DejaVu Sans, Arial, sans-serif"
SIZE = {"small": 10, "text": 11.5, "title": 14, "heading": 18}
SPACE = (2, 4, 8, 12, 16, 24, 32)

# Steps of one hue for counts on a map, lightest first.
COUNTS = ("#deebf7", "#9ecae1", "#4292c6", "#08519c", "#08306b")


def config() -> dict[str, Any]:
    """The `config` of every Vega-Lite specification."""
    axis = {"labelColor": SOFT, "titleColor": SOFT, "domainColor": RULE, "tickColor": RULE, "gridColor": GRID,
            "labelFont": FONT, "titleFont": FONT, "labelFontSize": SIZE["small"], "titleFontSize": SIZE["small"],
            "titleFontWeight": "normal", "labelLimit": 260}
    return {
        # A figure is one picture with words of its own: a label on every mark made it three times as heavy.
        "aria": False,
        "background": PAPER, "font": FONT, "padding": 4, "view": {"stroke": None}, "axis": axis,
        "legend": {"labelColor": INK, "titleColor": SOFT, "labelFont": FONT, "titleFont": FONT,
                   "labelFontSize": SIZE["small"], "titleFontSize": SIZE["small"], "titleFontWeight": "normal",
                   "symbolStrokeWidth": 0},
        "title": {"font": FONT, "fontSize": SIZE["title"], "fontWeight": 600, "anchor": "start", "color": INK,
                  "subtitleFont": FONT, "subtitleFontSize": SIZE["small"], "subtitleColor": SOFT, "offset": 10},
        "text": {"font": FONT, "color": INK, "fontSize": SIZE["small"]},
        "header": {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "labelFontSize": SIZE["text"]},
    }


def spec(body: dict[str, Any]) -> dict[str, Any]:
    """A whole specification: schema and configuration around a body."""
    return {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": config(), **body}
