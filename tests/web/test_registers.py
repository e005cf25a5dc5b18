"""A register in the browser: filtered and sorted on any column by its address, as the rows themselves say."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet as pq
from tests.web.conftest import Visit

from reclaim.store.registers.sorted import COLUMNS, Sorted, lay_out

CELLS = st.sampled_from(["", "a", "A", "ab", "Ab1", "b", "ß", "ж", "Жук", "1", "10", "9", None])
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=30)


def laid(rows: list[tuple[str | None, str | None]], folder: Path) -> Sorted:
    cells = {name: pa.nulls(len(rows), pa.string()) for name in COLUMNS} | {
        "row": pa.array(range(1, len(rows) + 1), pa.int64()), "serial": pa.array([r[0] for r in rows], pa.string()),
        "make": pa.array([r[1] for r in rows], pa.string())}
    pq.write_table(pa.table(cells), folder / "rows.parquet")
    lay_out(folder / "rows.parquet", folder / "laid.arrow")
    return Sorted.open(folder / "laid.arrow")


@given(ROWS, st.sampled_from(["", "a", "A", "ж", "1", "SS", "zz"]), st.sampled_from(["", "a", "b"]),
       st.sampled_from(["row", "serial", "make"]), st.booleans(), st.integers(0, 5))
def test_a_page_is_what_sorting_all_rows_would_give(
        tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, str | None]], serial: str, make: str,
        by: str, down: bool, offset: int) -> None:
    found = laid(rows, tmp_path_factory.mktemp("laid"))
    begins = {n: w for n, w in (("serial", serial), ("make", make)) if w != "" and n in found.columns}
    if by not in found.columns:
        by = "row"
    numbered = [{"row": n, "serial": s or "", "make": m or ""} for n, (s, m) in enumerate(rows, 1)]
    chosen = [r for r in numbered if all(upper(str(r[n])).startswith(upper(w)) for n, w in begins.items())]
    full = [r for r in chosen if r[by] != ""]
    full.sort(key=lambda r: r["row"] if by == "row" else upper(str(r[by])).encode())
    if down:
        full.reverse()
    total, page = found.page(begins, by, down, offset, 4)
    assert total == len(chosen)
    expected = full + [r for r in chosen if r[by] == ""]
    got = page["row"].to_pylist()
    if down and by != "row":  # equal cells may stand either way round
        assert [upper(str(numbered[n - 1][by])) for n in got] == [
            upper(str(r[by])) for r in expected[offset:offset + 4]]
    else:
        assert got == [r["row"] for r in expected[offset:offset + 4]]


def upper(word: str) -> str:
    return "".join(c if len(c.upper()) > 1 else c.upper() for c in word).replace("ß", "ẞ")


def shown(seen: Visit, query: str) -> list[str]:
    text = seen.browser.get(f"/registers/shipping{query}").text
    return [unescape(row) for row in re.findall(r"<tr><td[^>]*>[0-9]+</td><td[^>]*>([^<]*)</td>", text)]


def test_rows_are_sorted_and_filtered_by_address(invented: Visit) -> None:
    assert shown(invented, "")[:2] == ["K04401", "K04402"]
    assert shown(invented, "?sort=serial&order=down")[0] == "K04520"
    assert shown(invented, "?serial=k0451&sort=serial") == [f"K0451{n}" for n in range(10)]
    assert shown(invented, "?serial=nothing") == []


@pytest.mark.parametrize("query", ["?sort=nothing", "?order=up", "?holder=x", "?offset=-1", "?wrong=1",
                                   "?serial=K0451&offset=10"])
def test_what_no_register_has_is_refused(invented: Visit, query: str) -> None:
    assert invented.browser.get(f"/registers/shipping{query}").status_code == 400
