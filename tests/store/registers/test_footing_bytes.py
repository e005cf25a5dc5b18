"""Rows that are no rows are looked for by a byte or two first: no total may slip by."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.store.registers import footing

openings = st.sampled_from(footing._starts()).flatmap(lambda words: st.builds(
    lambda before, gap, upper, after: before + (words.upper() if upper else words).replace(" ", gap) + after,
    st.sampled_from(["", " ", "-", "(", "1", "é"]), st.sampled_from([" ", "", "-", ". "]), st.booleans(),
    st.sampled_from(["", " 5", ":", "s", "5", "é"])))
cells = st.lists(openings | st.text(max_size=8) | st.from_regex(r"[A-Z]{0,3}[0-9]{3,7}", fullmatch=True), max_size=40)


@settings(max_examples=200)
@given(cells, st.integers(0, 3))
def test_no_opening_is_left_out(written: list[str], cut: int) -> None:
    column = pa.array(written, pa.string()).slice(cut)
    opens = np.asarray(pc.match_substring_regex(column, footing._opening()))
    assert not bool((opens & ~footing.may_open(column)).any())


@settings(max_examples=100)
@given(cells, st.integers(0, 3))
def test_the_last_byte_is_that_of_each_cell(written: list[str], cut: int) -> None:
    whole = pa.array(written, pa.string())
    expected = [text.encode()[-1] if text != "" else 0 for text in written[cut:]]
    assert footing.last_byte(whole.slice(cut)).tolist() == expected
    assert footing.last_byte(pa.chunked_array([whole, whole])).tolist()[len(written):][cut:] == expected
