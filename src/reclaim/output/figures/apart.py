"""Labels of a map moved apart, so that none is written over another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]

LINE = 15.0
"""Height of a line of a label in pixels."""

CHARACTER = 6.4
"""Width of a character in pixels, a little more than the font's mean."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place, in degrees."""

    words: str
    lon: float
    lat: float


def apart(labels: Sequence[Label], box: Box, width: int, height: int) -> list[Label]:
    """The same labels, from north to south, each moved south until it covers none before it.

    `box` (west, south, east, north) is what a map of `width` by `height` pixels in Mercator's projection shows.
    """
    scale = _scale(box, width, height)
    put: list[tuple[float, float, float]] = []
    moved: list[Label] = []
    for label in sorted(labels, key=lambda at: (-at.lat, at.lon, at.words)):
        x, y, half = math.radians(label.lon) * scale, -_mercator(label.lat) * scale, len(label.words) * CHARACTER / 2
        for left, top, other in sorted(put, key=lambda p: p[1]):
            if abs(left - x) < half + other and abs(top - y) < LINE:
                y = top + LINE
        put.append((x, y, half))
        moved.append(Label(label.words, label.lon, _latitude(-y / scale)))
    return moved


def _scale(box: Box, width: int, height: int) -> float:
    """Pixels of a radian of longitude."""
    wide = math.radians(box[2] - box[0])
    high = _mercator(box[3]) - _mercator(box[1])
    return min(width / wide, height / high)


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(max(-85.0, min(85.0, latitude))) / 2))


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2)
