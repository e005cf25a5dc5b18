"""The audit chain: its formula by hand, and that nothing in an entry can change unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace

import pytest

from reclaim.store.chain import GENESIS, Entry, expected, row_sum

FIRST = Entry.after(None, "2025-01-01T00:00:00.000000Z", "Inspectorate", "new", None, {"meta": {"schema": "a" * 64}})
SECOND = Entry.after(FIRST, "2025-01-02T00:00:00.000000Z", "Inspectorate", "add", {"files": ["a"]},
                     {"records": {"r1": "b" * 64, "r2": None}})


def test_the_head_is_the_documented_formula() -> None:
    said = {"actor": SECOND.actor, "at": SECOND.at, "detail": '{"files":["a"]}', "seq": 2, "verb": "add",
            "writes": json.dumps({"records": {"r1": "b" * 64, "r2": None}}, separators=(",", ":"))}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    assert SECOND.head == hashlib.sha256((FIRST.head + text).encode()).hexdigest()
    assert (FIRST.seq, FIRST.previous, SECOND.previous) == (1, GENESIS, FIRST.head)


@pytest.mark.parametrize("name", [f.name for f in fields(Entry)])
def test_no_field_of_an_entry_changes_unseen(name: str) -> None:
    value = getattr(SECOND, name)
    changed = replace(SECOND, **{name: value + 1 if isinstance(value, int) else value[:-1] + "~"})
    assert SECOND.honest()
    assert not changed.honest()


def test_what_must_stand_is_the_sum_of_the_entries() -> None:
    standing: dict[str, dict[str, tuple[str, int]]] = {"records": {"r2": ("c" * 64, 1)}}
    expected(SECOND, standing)
    assert standing == {"records": {"r1": ("b" * 64, 2)}}


def test_a_damaged_list_of_rows_is_told() -> None:
    for text in ("", "[]", '{"records":3}', "{"):
        with pytest.raises(ValueError):
            expected(replace(SECOND, writes=text), {})


def test_the_sum_of_a_row_covers_names_and_values() -> None:
    assert row_sum({"a": "1", "b": 2}) == row_sum({"b": 2, "a": "1"})
    rows = ({"a": "1", "b": 2}, {"a": 1, "b": 2}, {"a": "1", "c": 2}, {"a": "1", "b": "2"})
    assert len({row_sum(row) for row in rows}) == 4
