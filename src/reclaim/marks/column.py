"""Read a whole column of marks: distinct cells once, clean shapes by column expressions, the rest by grammar.

A register has millions of rows and few kinds of cell. Most are a serial and nothing else, and those are
recognised and made canonical by expressions over the column. Codes with spaces and dashes are grouped by their
*template* (every digit as 9): one cell of each template is read by grammar, and if all that it holds is one mark,
so it is in the others. What is left (words) is read by grammar, cells that differ only in their serials once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from reclaim.marks.parse import NO_CONTEXT, Context, parse
from reclaim.marks.stencil import KEPT, Row, means_nothing, row_of, rows_of
from reclaim.marks.words import lexicon
from reclaim.model.mark import LEAST_READ, MarkKind, Reason

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS: Final = (
    "canonical", "pattern", "mark_kind", "part", "traceable", "reason", "completeness", "alternatives", "others",
)  # fmt: skip

_CLEAN: Final = "^[A-Z]{0,4}[0-9?][0-9?*]{2,11}[A-Z]?$"
"""A serial and nothing else (trimmed, in capitals): letters, digits and signs for unread places, at most one letter."""
_A_DIGIT: Final = "[0-9]"
_CROSSES: Final = "XXX"
_FILLER: Final = "^(0+|1+|2+|3+|4+|5+|6+|7+|8+|9+)$"
_CODE: Final = "^[A-Z0-9?*]{1,20}([ -][A-Z0-9?*]{1,20}){0,9}$"
"""Capitals, digits and signs for unread places, single spaces and dashes between."""
_BY_DIGITS: Final = r"^\d{4}-\d{2}-\d{2}$|^(19|20)\d\d\b|\dE-\d|\b(19|20)\d\d$"
"""Codes in which it matters what the digits are: dates, years, powers of ten."""


def parse_column(column: pa.Array | pa.ChunkedArray | Sequence[Any], context: Context | None = None,
                 columns: Sequence[str] = COLUMNS) -> pa.Table:
    """What each cell of a column says, as an Arrow table of as many rows.

    ``column``: any Arrow array or sequence; what is not text is read as it is shown. ``columns``: those of the table
    that are wanted.

    | column | holds |
    |---|---|
    | canonical, pattern | of the principal mark; null if there is none |
    | mark_kind | its kind |
    | part | the parts that carry it, ``;`` between; empty if not said |
    | traceable | whether a register can be asked |
    | reason | why not; null if traceable |
    | completeness | complete, doubtful, partial, restored; null without a mark |
    | alternatives | patterns of its other readings, ``;`` between; empty if none |
    | others | patterns of the other marks in the cell, ``;`` between; empty if none |
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = _as_text(column).dictionary_encode()
    table, place = _read_distinct(coded.dictionary, context or NO_CONTEXT)
    return table.select(list(columns)).take(place.take(pc.fill_null(pc.add(coded.indices.cast(pa.int64()), 1), 0)))


def _as_text(column: Any) -> Any:
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if not isinstance(column, pa.Array):
        column = pa.array([None if value is None else str(value) for value in column], pa.string())
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string())


def _read_distinct(distinct: Any, context: Context) -> tuple[Any, Any]:
    """A table of a null cell and each distinct cell, and which of its rows is that of the null cell (0) and of each
    distinct one (1 ...)."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    places = pa.array(np.arange(1, len(distinct) + 1))
    tables, order = [_table([row_of(parse(None, context))])], [np.zeros(1, np.int64)]
    left = distinct
    for take in (_clean, _codes) if context == NO_CONTEXT else ():
        if len(left) == 0:
            break
        taken, table = take(left)
        tables.append(table)
        order.append(np.asarray(pc.filter(places, taken)))
        left, places = pc.filter(left, pc.invert(taken)), pc.filter(places, pc.invert(taken))
    tables.append(_table(rows_of(left.to_pylist(), context)))
    order.append(np.asarray(places))
    back = np.empty(len(distinct) + 1, np.int64)
    back[np.concatenate(order)] = np.arange(len(back))
    return pa.concat_tables(tables), pa.array(back)


def _clean(cells: Any) -> tuple[Any, Any]:
    """Which cells are a serial and nothing else, and the table of those."""
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(cells)
    taken = pc.and_(pc.match_substring_regex(trimmed, _CLEAN), pc.match_substring_regex(trimmed, _A_DIGIT))
    for out in (pc.match_substring_regex(trimmed, _FILLER), pc.match_substring(trimmed, _CROSSES)):
        taken = pc.and_(taken, pc.invert(out))
    return taken, _serials(pc.replace_substring(pc.filter(trimmed, taken), "*", "?"))


def _codes(cells: Any) -> tuple[Any, Any]:
    """Which cells are one mark written with spaces, dashes or unread places, and the table of those."""
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(cells)
    likely = pc.match_substring_regex(trimmed, _CODE)
    likely = pc.and_(likely, pc.invert(pc.match_substring_regex(trimmed, _BY_DIGITS)))
    likely = pc.and_(likely, pc.invert(pc.is_in(_first_word(trimmed), value_set=_models())))
    bare = pc.replace_substring_regex(trimmed, "[ -]", "")
    likely = pc.and_(likely, pc.invert(pc.match_substring_regex(bare, _FILLER)))
    likely = pc.and_(likely, pc.invert(pc.match_substring(bare, "XX")))
    likely = pc.and_(likely, pc.invert(pc.is_in(bare, value_set=_models())))
    templates = _templates(pc.if_else(likely, trimmed, "")).dictionary_encode()
    first = pc.index_in(pa.array(range(len(templates.dictionary)), pa.int32()), templates.indices)
    samples = cells.take(first).to_pylist()
    whole = [template != "" and _is_whole(template, cell)
             for template, cell in zip(templates.dictionary.to_pylist(), samples, strict=True)]
    taken = pa.array(whole, pa.bool_()).take(templates.indices)
    return taken, _serials(pc.replace_substring(pc.filter(bare, taken), "*", "?"))


def _is_whole(template: str, cell: str) -> bool:
    """Whether cells of a template are one mark each, as this one of them says; remembered, for templates recur."""
    if template not in _whole:
        if len(_whole) >= KEPT:
            _whole.clear()
        _whole[template] = _is_all_one_mark(cell)
    return _whole[template]


_whole: dict[str, bool] = {}


def _is_all_one_mark(cell: str) -> bool:
    """Whether grammar finds one mark in a cell, one reading of it, and every letter, digit and sign in it."""
    read = parse(cell)
    if len(read.marks) != 1 or len(read.marks[0].readings) != 1 or len(read.stripped) > 0:
        return False
    mark = read.marks[0]
    bare = "".join(char for char in cell if char not in " -\t").replace("*", "?")
    return mark.kind is MarkKind.MAKER_SERIAL and mark.canonical == bare


def _templates(cells: Any) -> Any:
    """Every digit as 9, and letters that mean nothing by themselves as A."""
    import pyarrow as pa
    import pyarrow.compute as pc

    digits = pc.replace_substring_regex(cells, "[0-9]", "9").dictionary_encode()
    blanked = [_LETTERS.sub(_blanked, template) for template in digits.dictionary.to_pylist()]
    return pa.array(blanked, pa.string()).take(digits.indices)


_LETTERS: Final = re.compile("[A-Z]+")


def _blanked(letters: re.Match[str]) -> str:
    return "A" * len(letters[0]) if means_nothing(letters[0]) else letters[0]


def _first_word(cells: Any) -> Any:
    import pyarrow.compute as pc

    return pc.replace_substring_regex(cells, "[ -].*$", "")


@cache
def _models() -> Any:
    """Designations that grammar knows; whether a code opens with one depends on its digits."""
    import pyarrow as pa

    names = (entry for entry, concepts in lexicon().written.items() if "model" in concepts)
    keys = {part for name in names for part in (name.replace(" ", "").upper(), name.split(" ")[0].upper())}
    return pa.array(sorted(keys), pa.string())


def _serials(canonical: Any) -> Any:
    """The table of cells that are maker's serials and nothing else, from their canonical texts."""
    import pyarrow as pa
    import pyarrow.compute as pc

    count = len(canonical)
    unread = pc.match_substring(canonical, "?")
    read = pc.utf8_length(pc.replace_substring(canonical, "?", ""))
    enough = pc.greater_equal(read, LEAST_READ)
    columns = {
        "canonical": canonical,
        "pattern": canonical,
        "mark_kind": pa.repeat(pa.scalar(MarkKind.MAKER_SERIAL.value), count),
        "part": pa.repeat(pa.scalar(""), count),
        "traceable": enough,
        "reason": pc.if_else(enough, pa.scalar(None, pa.string()), Reason.TOO_LITTLE_READ.value),
        "completeness": pc.if_else(unread, "partial", "complete"),
        "alternatives": pa.repeat(pa.scalar(""), count),
        "others": pa.repeat(pa.scalar(""), count),
    }
    return pa.table([columns[name] for name in COLUMNS], schema=_schema())


def _schema() -> Any:
    import pyarrow as pa

    return pa.schema([(name, pa.bool_() if name == "traceable" else pa.string()) for name in COLUMNS])


def _table(rows: Iterable[Row]) -> Any:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, _schema(), strict=True)]
    return pa.table(arrays, schema=_schema())
