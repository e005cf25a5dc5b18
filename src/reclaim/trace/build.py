"""Building one segment: a string column in, the arrays of `layout` out.

Two passes over the text (count, then spread), a sort of each partition, heads and ranks, two deletion tables.
Nothing is held in Python; at 100 million rows the peak is the input, 20 bytes a row while marks are sorted,
and the finished arrays. The result is the same whatever the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from reclaim.model.errors import UsageError
from reclaim.trace import kernels_heads as made
from reclaim.trace import layout
from reclaim.trace.abreast import each
from reclaim.trace.column import Chunk
from reclaim.trace.kernels_heads import gather_heads, mark_records, words_from_end
from reclaim.trace.kernels_sort import sort_partitions, spread_rows
from reclaim.trace.kernels_table import count_entries, fill_entries
from reclaim.trace.segment import Segment

ROWS_PER_PARTITION: Final = 1 << 17
"""20 bytes a mark, twice while it is sorted: 5 MB, about what a core has of the last cache."""

MOST_PARTITIONS: Final = 1 << 10
"""More at once would write to more places than the processor keeps open."""

SAMPLE: Final = 1 << 16
"""Rows from which the partitions' borders are guessed; a bad guess costs time only."""

MOST_ROWS: Final = (1 << 32) - 1

NONE_U32: Final = np.empty(0, np.uint32)
NONE_U64: Final = np.empty(0, np.uint64)

Progress = Callable[[float], None]


class HashCollided(Exception):
    """Two long heads share a hash: sort again with another seed."""


@dataclass
class Marks:
    """Marks in order: partitions one after the other, each sorted."""

    words: np.ndarray
    rests: np.ndarray
    rows: np.ndarray
    bounds: np.ndarray
    long_rows: np.ndarray
    long_starts: np.ndarray
    long_symbols: np.ndarray
    blank: int
    too_long: int


def build_segment(chunks: Sequence[Chunk], letters: layout.Letters, first_row: int, threads: int) -> Segment:
    """The segment of all rows of `chunks`; its rows count from `first_row` of the index on."""
    total = sum(chunk.rows for chunk in chunks)
    if total > MOST_ROWS:
        raise UsageError(f"more than {MOST_ROWS:,} rows at once", mend="append them in parts")
    for seed in range(64):
        marks = sorted_marks(chunks, letters, seed, threads)
        try:
            heads, rows = heads_and_rows(marks, total, letters.class_of, threads)
        except HashCollided:
            continue
        blank, too_long = marks.blank, marks.too_long
        del marks
        tailed = deletion_table(heads, letters, True, threads)
        tail_less = deletion_table(heads, letters, False, threads)
        return Segment(heads, tailed, tail_less, rows, first_row, total, blank, too_long)
    raise AssertionError("64 hashes in a row collided")


def sorted_marks(chunks: Sequence[Chunk], letters: layout.Letters, seed: int, threads: int) -> Marks:
    """Spread the rows over partitions and sort each."""
    splitters = partition_borders(chunks, letters, seed)
    blocks = row_blocks(chunks, threads)
    counts = np.zeros((len(blocks), len(splitters) + 1), np.int64)
    tallies = np.zeros((len(blocks), 4), np.int64)
    nothing = (NONE_U64, NONE_U64, NONE_U32, NONE_U32, NONE_U64, NONE_U32)

    def count(block: int) -> None:
        spread(blocks[block], letters, seed, splitters, counts[block], False, nothing, tallies[block])

    each(count, range(len(blocks)), threads)
    bounds = np.concatenate([[0], np.cumsum(counts.sum(axis=0))])
    places = bounds[:-1] + np.cumsum(counts, axis=0) - counts
    total, longs, long_symbols = int(bounds[-1]), int(tallies[:, 2].sum()), int(tallies[:, 3].sum())
    words, rests = np.empty(total, np.uint64), np.empty(total, np.uint64)
    rows = np.empty(total, np.uint32)
    kept = (np.empty(longs, np.uint32), np.empty(longs + 1, np.uint64), np.empty(long_symbols, np.uint32))
    kept[1][-1] = long_symbols
    begins = np.zeros_like(tallies)
    begins[1:, 2:] = np.cumsum(tallies, axis=0)[:-1, 2:]

    def write(block: int) -> None:
        out = (words, rests, rows, *kept)
        spread(blocks[block], letters, seed, splitters, places[block], True, out, begins[block])

    each(write, range(len(blocks)), threads)

    def sort(span: tuple[int, int]) -> None:
        sort_partitions(bounds, span[0], span[1], words, rests, rows)

    each(sort, spans(len(bounds) - 1, 4 * threads), threads)
    return Marks(words, rests, rows, bounds, *kept, int(tallies[:, 0].sum()), int(tallies[:, 1].sum()))


def spread(
    block: tuple[Chunk, int, int], letters: layout.Letters, seed: int, splitters: np.ndarray,
    places: np.ndarray, write: bool, out: tuple[np.ndarray, ...], tally: np.ndarray,
) -> None:  # fmt: skip
    """`spread_rows` over one block."""
    chunk, begin, end = block
    spread_rows(
        chunk.data, chunk.offsets, chunk.validity, chunk.validity_offset, begin, end, chunk.first_row,
        letters, seed, splitters, places, write, *out, tally,
    )  # fmt: skip


def row_blocks(chunks: Sequence[Chunk], threads: int) -> list[tuple[Chunk, int, int]]:
    """The rows in order, each chunk cut into one block a thread."""
    return [(chunk, *span) for chunk in chunks for span in spans(chunk.rows, threads)]


def partition_borders(chunks: Sequence[Chunk], letters: layout.Letters, seed: int) -> np.ndarray:
    """Words that cut the marks into partitions of about equal size, by a sample of evenly spaced rows."""
    total = sum(chunk.rows for chunk in chunks)
    wanted = min(MOST_PARTITIONS, -(-total // ROWS_PER_PARTITION))
    if wanted <= 1:
        return NONE_U64
    sample = np.empty(2 * SAMPLE + len(chunks), np.uint64)
    rests, rows = np.empty(len(sample), np.uint64), np.empty(len(sample), np.uint32)
    places, step, taken = np.zeros(1, np.int64), max(1, total // SAMPLE), 0
    for chunk in chunks:
        for begin in range(0, chunk.rows, 64 * step):
            block = (chunk, begin, min(begin + 64, chunk.rows))
            long_room = (np.empty(64, np.uint32), np.empty(64, np.uint64), np.empty(64 * 60, np.uint32))
            out = (sample[taken:], rests[taken:], rows[taken:], *long_room)
            places[0] = 0
            spread(block, letters, seed, NONE_U64, places, True, out, np.zeros(4, np.int64))
            taken += int(places[0])
    ordered = np.sort(sample[:taken])
    if taken < wanted:
        return NONE_U64
    return np.unique(ordered[np.arange(1, wanted) * taken // wanted])


def heads_and_rows(
    marks: Marks, total_rows: int, class_of: np.ndarray, threads: int
) -> tuple[layout.Heads, layout.Rows]:
    """Head records, and the way from ranks to rows."""
    parts = [
        (int(marks.bounds[first]), int(marks.bounds[last])) for first, last in spans(len(marks.bounds) - 1, 4 * threads)
    ]
    totals = np.zeros((len(parts), 6), np.int64)
    long = (marks.long_rows, marks.long_starts, marks.long_symbols)
    nothing = (np.empty((0, 4), np.uint64), *[NONE_U32] * 5)

    def count(part: int) -> None:
        gather_heads(marks.words, marks.rests, marks.rows, *parts[part], totals[part], False, *long, *nothing)

    each(count, range(len(parts)), threads)
    sums = totals.sum(axis=0)
    if sums[made.COLLIDED] > 0:
        raise HashCollided
    records = np.zeros((sums[made.HEADS], 4), np.uint64)
    spare = np.empty(sums[made.SPARE], np.uint32)
    first_row = np.empty(sums[made.MARKS], np.uint32)
    repeated = np.empty(sums[made.REPEATED], np.uint32)
    more_start = np.empty(sums[made.REPEATED] + 1, np.uint32)
    more_start[-1] = sums[made.MORE]
    more_rows = np.empty(sums[made.MORE], np.uint32)
    begins = np.cumsum(totals, axis=0) - totals
    out = (records, spare, first_row, repeated, more_start, more_rows)

    def write(part: int) -> None:
        gather_heads(marks.words, marks.rests, marks.rows, *parts[part], begins[part], True, *long, *out)

    each(write, range(len(parts)), threads)
    is_record = np.zeros((total_rows + 7) // 8, np.uint8)
    mark_records(first_row, is_record)
    by_end = order_from_end(records, spare, class_of)
    rows = layout.Rows(
        first_row, *in_row_order(repeated, more_start, more_rows),
        np.empty(0, np.int64), np.zeros(1, np.uint32), np.empty(0, np.uint32), is_record,
    )  # fmt: skip
    return layout.Heads(records, spare, by_end), rows


def in_row_order(
    repeated: np.ndarray, more_start: np.ndarray, more_rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Repeated records ascending, with their further rows."""
    order = np.argsort(repeated, kind="stable")
    lengths = np.diff(more_start)[order]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32)
    picked = np.repeat(more_start[:-1][order].astype(np.int64) - starts[:-1], lengths)
    return repeated[order], starts, more_rows[picked + np.arange(len(more_rows))]


def order_from_end(records: np.ndarray, spare: np.ndarray, class_of: np.ndarray) -> np.ndarray:
    """Heads by their classes read right to left (equal ones by their place)."""
    words = np.empty(len(records), np.uint64)
    words_from_end(records, spare, class_of, words)
    return np.argsort(words, kind="stable").astype(np.uint32)


def deletion_table(heads: layout.Heads, letters: layout.Letters, tailed: bool, threads: int) -> layout.Table:
    """The table of tailed or of tail-less heads (see `layout`)."""
    fixed = (heads.records, heads.spare, letters.class_of, letters.code_of, tailed)
    entries_total = count_entries(*fixed, 63, 0, 2, np.zeros(3, np.uint32))
    if entries_total > MOST_ROWS:
        raise UsageError("too many different serials at once", mend="append them in parts")
    buckets = power_of_two(max(64, entries_total // layout.ENTRIES_PER_BUCKET))
    filter_bits = power_of_two(max(64 * 64, entries_total * layout.FILTER_BITS_PER_ENTRY))
    shift, filter_shift = 65 - buckets.bit_length(), 65 - filter_bits.bit_length()
    start = np.zeros(buckets + 1, np.uint32)
    parts = spans(buckets // 64, threads)
    bounds = [(first * 64, last * 64) for first, last in parts]

    def count(part: tuple[int, int]) -> None:
        count_entries(*fixed, shift, *part, start)

    each(count, bounds, threads)
    np.cumsum(start, out=start)
    entries = np.empty(entries_total, np.uint64)
    filter_ = np.zeros(filter_bits // 64, np.uint64)
    shapes = np.zeros((len(parts), (1 << layout.SHAPE_BITS) // 64), np.uint64)
    present = np.zeros((len(parts), len(letters.code_of)), np.uint8)

    def fill(part: int) -> None:
        fill_entries(*fixed, shift, *bounds[part], start, filter_shift, entries, filter_,
                     shapes[part], present[part])  # fmt: skip

    each(fill, range(len(parts)), threads)
    start[:-1] = start[1:]
    start[-1] = entries_total
    held = np.flatnonzero(present.any(axis=0)).astype(np.uint32)
    digits = held[held <= layout.DIGITS]
    others = held[held > layout.DIGITS]
    return layout.Table(filter_, start, entries, np.bitwise_or.reduce(shapes, axis=0), digits, others)


def power_of_two(least: int) -> int:
    """The smallest power of two that is not below `least`."""
    return 1 << (least - 1).bit_length()


def spans(total: int, parts: int) -> list[tuple[int, int]]:
    """0 to `total` cut into at most `parts` runs of about equal length."""
    parts = max(1, min(parts, total))
    return [(total * part // parts, total * (part + 1) // parts) for part in range(parts)]
