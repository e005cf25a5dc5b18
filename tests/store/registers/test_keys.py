"""Keys against the standard library's own hash, and ordinals against counting."""

from __future__ import annotations

import hashlib
from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from reclaim.store.registers import keys

UTF8 = st.characters(blacklist_categories=("Cs",))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(UTF8, max_size=6), st.none() | st.text(UTF8, max_size=6)), min_size=1, max_size=20))
def test_a_key_is_the_beginning_of_sha256_over_the_identity_cells(rows):
    columns = [pa.array([row[i] for row in rows], pa.string()) for i in (0, 1)]
    found = keys.packed(keys.digest_rows(columns), np.zeros(len(rows), np.uint64)).to_pylist()
    assert found == [hashlib.sha256("\x1f".join(c or "" for c in row).encode()).digest()[:16] for row in rows]
    assert found == [keys.of_cells([c or "" for c in row]) for row in rows]


def test_an_ordinal_is_added_and_carried():
    digests = np.array([[1, 2**64 - 1], [7, 5]], np.uint64)
    found = keys.packed(digests, np.array([1, 3], np.uint64)).to_pylist()
    assert [int.from_bytes(k, "big") for k in found] == [2 << 64, (7 << 64) + 8]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=40))
def test_ordinals_count_equals_in_the_order_of_their_other_cells(pairs):
    digests = np.array([[d, d] for d, _ in pairs], np.uint64).reshape(-1, 2)
    orders = np.array([o for _, o in pairs], np.uint64)
    found = keys.ordinals(digests, orders).tolist() if len(pairs) > 0 else []
    for place, (digest, order) in enumerate(pairs):
        before = sum((o, i) < (order, place) for i, (d, o) in enumerate(pairs) if d == digest)
        assert found[place] == before
    apart = digests << np.uint64(40)
    assert keys.repeated(apart).tolist() == [Counter(d for d, _ in pairs)[d] > 1 for d, _ in pairs]
