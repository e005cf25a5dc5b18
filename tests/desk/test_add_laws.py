"""A case is the union of its records: adding is idempotent and free of order."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.desk.case import Case
from reclaim.desk.new import new
from reclaim.desk.verify import verify

Row = tuple[str, tuple[tuple[str, str], ...]]

HEADERS = {
    "sources": ("id", "title", "rests_on"),
    "stock": ("id", "source", "as_of", "holder", "type", "quantity", "kind"),
    "events": ("id", "source", "kind", "date", "by", "basis"),
    "event_lines": ("id", "event", "type", "serial"),
    "statements": ("id", "source", "speaker"),
    "claims": ("id", "statement", "form", "subject"),
    "types": ("id", "name", "parent"),
}


def row(form: str, *cells: str) -> Row:
    return form, tuple(zip(HEADERS[form], cells, strict=True))


KEYS = st.sampled_from(["1", "2", "3"])
# Some rows rest on sources, events and statements that never come: those wait in every order.
ROWS = st.lists(st.one_of(
    st.builds(lambda k: row("sources", k, f"Source {k}", "self"), KEYS),
    st.builds(lambda k, s: row("stock", f"H{k}{s}", s, "2020", "N", "carbine", k, "on_hand"), KEYS, KEYS),
    st.builds(lambda k: row("events", k, k, "found", "2020", "N", "document"), KEYS),
    st.builds(lambda k, e: row("event_lines", f"L{k}{e}", e, "carbine", k), KEYS, KEYS),
    st.builds(lambda k: row("statements", k, k, "Minister"), KEYS),
    st.builds(lambda k, t: row("claims", f"C{k}{t}", t, "holds_all", "N"), KEYS, KEYS),
    st.builds(lambda k: row("types", k, f"Type {k}", ""), KEYS),
), max_size=12)


@st.composite
def two_ways(draw: st.DrawFn) -> tuple[list[list[Row]], list[list[Row]]]:
    """The same rows in two orders, each cut into one call or several."""
    rows = draw(ROWS)
    other = draw(st.permutations(rows))
    return _cut(draw, rows), _cut(draw, other)


def _cut(draw: st.DrawFn, rows: Sequence[Row]) -> list[list[Row]]:
    places = sorted(draw(st.lists(st.integers(0, len(rows)), max_size=3)))
    return [list(rows[a:b]) for a, b in zip([0, *places], [*places, len(rows)], strict=True)]


def add(case: Case, rows: list[Row], folder: Path) -> None:
    """Add rows as one call with a file for each form, in the order in which the forms come."""
    files: dict[str, list[dict[str, str]]] = {}
    for form, cells in dict.fromkeys(rows):
        files.setdefault(form, []).append(dict(cells))
    paths = []
    for form, found in files.items():
        out = io.StringIO()
        writer = csv.DictWriter(out, HEADERS[form])
        writer.writeheader()
        writer.writerows(found)
        path = folder / f"{form}.csv"
        path.write_text(out.getvalue(), encoding="utf-8")
        paths.append(path)
    case.add(paths)


def built(calls: list[list[Row]], folder: Path) -> Case:
    folder.mkdir()
    case = new(folder / "case", owner="I")
    for rows in calls:
        add(case, rows, folder)
    return case


@settings(max_examples=30)
@given(two_ways())
def test_the_order_of_adding_leaves_no_trace_in_the_records(ways: tuple[list[list[Row]], list[list[Row]]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        left, right = (built(way, Path(place) / str(n)) for n, way in enumerate(ways))
        assert left.records() == right.records()
        assert left.decisions() == right.decisions() == []
        assert verify(left.path).whole


@settings(max_examples=15)
@given(ROWS)
def test_adding_again_leaves_the_case_as_it_is(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as place:
        case = built([rows], Path(place) / "a")
        head = case.head()
        add(case, rows, Path(place) / "a")
        assert case.head() == head


@settings(max_examples=15)
@given(ROWS, ROWS)
def test_a_case_of_two_lots_is_the_union_of_both(first: list[Row], second: list[Row]) -> None:
    sources: list[Row] = [row("sources", k, f"Source {k}", "self") for k in "123"]
    events: list[Row] = [row("events", k, k, "found", "2020", "N", "document") for k in "123"]
    statements: list[Row] = [row("statements", k, k, "Minister") for k in "123"]
    base = sources + events + statements
    with tempfile.TemporaryDirectory() as place:
        one, two, both = (built([lot], Path(place) / str(n)) for n, lot in
                          enumerate((base + first, base + second, base + first + second)))
        assert {r.id for r in both.records()} == {r.id for r in one.records()} | {r.id for r in two.records()}
