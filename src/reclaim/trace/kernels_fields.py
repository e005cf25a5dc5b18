"""What the weapons around a reading say of make, model, calibre and country, counted in samples of them."""

from __future__ import annotations

from typing import Any

from reclaim.trace.agree import DIFFERENT
from reclaim.trace.compiled import entry, lean

SAMPLED = 32
"""So many weapons of a stretch are looked at, evenly spread."""

EQUAL_AT, SIMILAR_AT, DIFFERENT_AT = 0, 1, 2


@entry
def count_blocks(start: Any, size: Any, asked: Any, tables: Any, offsets: Any, fields: Any, within: Any,
                 out: Any) -> None:
    """`out` int32[readings, levels, fields, 3]: weapons in the sample that are equal, similar, different.

    `start`, `size` int64[readings, levels]: the stretches. `asked` int64[readings, fields]: the row of the reading's
    word in the table of its field, -1 if it is not stated. `tables` int8: one row after the other, `offsets`
    int64[fields, 2] where a field's begin and how long its rows are. `fields` int32[weapons] for each field: codes.
    `within` int64[fields]: the field that another is judged within, -1 for none.
    """
    for reading in range(len(start)):
        for level in range(start.shape[1]):
            length = size[reading, level]
            taken = min(length, SAMPLED)
            for turn in range(taken):
                weapon = start[reading, level] + (turn * length) // taken
                count_weapon(weapon, asked[reading], tables, offsets, fields, within, out[reading, level])


@lean
def count_weapon(weapon: int, asked: Any, tables: Any, offsets: Any, fields: Any, within: Any, out: Any) -> None:
    """Count one weapon for each field."""
    for field in range(len(within)):
        word = fields[field][weapon]
        if asked[field] < 0 or word == 0:
            continue
        outer = within[field]
        if outer >= 0 and differs(tables, offsets, outer, asked[outer], fields[outer][weapon]):
            continue
        found = table_cell(tables, offsets, field, asked[field], word)
        out[field, found - 3] += 1


@lean
def differs(tables: Any, offsets: Any, field: int, row: int, word: int) -> Any:
    """Whether a registered word disagrees with the reading's; not if either is not stated."""
    return row >= 0 and table_cell(tables, offsets, field, row, word) == DIFFERENT


@lean
def table_cell(tables: Any, offsets: Any, field: int, row: int, word: int) -> Any:
    """How a reading's word compares with a registered one."""
    return tables[offsets[field, 0] + row * offsets[field, 1] + word]
