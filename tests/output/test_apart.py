"""Labels of a map are never written over each other, and none is lost."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from reclaim.output.figures.apart import CHARACTER, LINE, Box, Label, apart

BOX: Box = (60.0, 24.0, 78.0, 38.0)
PLACES = st.tuples(st.floats(60, 78), st.floats(25, 37), st.text("abc", min_size=1, max_size=12))


def pixels(label: Label) -> tuple[float, float]:
    """Where a label stands on a map of 640 by 380 pixels, worked out here once more."""
    def north(degrees: float) -> float:
        return math.asinh(math.tan(math.radians(degrees)))

    scale = min(640 / math.radians(BOX[2] - BOX[0]), 380 / (north(BOX[3]) - north(BOX[1])))
    return math.radians(label.lon) * scale, -north(label.lat) * scale


@given(st.lists(PLACES, max_size=12))
def test_no_two_labels_share_a_place(places: list[tuple[float, float, str]]) -> None:
    moved = apart([Label(words, lon, lat) for lon, lat, words in places], BOX, 640, 380)
    assert sorted(m.words for m in moved) == sorted(p[2] for p in places)
    for n, one in enumerate(moved):
        for other in moved[:n]:
            (x, y), (u, v) = pixels(one), pixels(other)
            beside = abs(x - u) >= (len(one.words) + len(other.words)) * CHARACTER / 2 - 1e-6
            assert beside or abs(y - v) >= LINE - 1e-6


def test_a_lone_label_stays_where_it_is() -> None:
    label = Label("Kunar · 1", 71.0, 35.0)
    assert math.isclose(apart([label], BOX, 640, 380)[0].lat, 35.0)
