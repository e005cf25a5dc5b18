"""How an index lies in memory and on disk. Read this first; the kernels say nothing of it again.

**Symbol, class, key.** A mark is a row of *symbols* (letters and digits as written, in upper case; separators
dropped). Symbols that look alike are one *class* (`reclaim.marks.lookalike`). The classes of a mark are its
*key*. Edits are counted over keys, costs over symbols.

**Head and tail.** Serials are dense at the end. A mark that ends in two digits is cut there:

    mark   A B C 1 2 3 4 5            mark  7 7 1 2 K
           └── head ──┘ tail                └─ head ─┘  no tail (number 100)
                       45

Marks of one head differ in the tail only, so one *head record* of 32 bytes stands for up to 101 of them:

    heads[h] = │ tails 0..63 │ tails 64..99, none (bit 36) │ word │ first rank (low 32), spelling (high 32) │

`word`, for heads of up to ten symbols, holds their classes left to right, and the length:

    bit 63        57        51            9      3    0
        │ class 0 │ class 1 │ ... │ class 9 │ length │     unused classes are 0

so that heads stand in the order of their classes. `spelling` says which *member* of its class each symbol is,
3 bits a symbol (0: the class's first member, a digit where it has one). Heads of more symbols, or with a
class or member that does not fit, have length 15 and the classes of their first ten symbols (63 for one that
does not fit); their `spelling` is where they stand in `spare`: the length, then the symbols.

**Rank and record.** Heads stand by (word, spelling), those in `spare` by (word, a hash of their symbols). The
rank of a mark is its head's first rank, plus the number of lower tails of the head. `first_row[rank]` is its
*record*: the first row where that mark stands. Rows that repeat a mark stand apart: `repeated` holds the records
that have more rows, ascending, and `more_rows[more_start[i]:more_start[i + 1]]` their further rows. `earlier...`
say the same of rows whose mark is in an earlier segment. Rows count from the segment's first row, but `earlier`
from 0. `is_record` is one bit a row.

**Deletion table.** Every head is entered under its key, and under its key less one symbol, for each symbol. A
reading is searched by its own one-edit variants less one symbol (see `kernels_probe`): together two edits, in a
table of one-edit size. Tailed and tail-less heads have a table each. A table is

    filter    one bit for each of 2^f ranges of the hash: "something is entered here"
    start     for each of 2^b ranges of the hash (b < f): where its entries begin in `entries`
    entries   │ 16: tails │ 16: tag │ 32: head │
    shapes    one bit for each (hashed) pattern of digits and letters that a key less the symbol at a place has

The hash is of the classes and of the *gap*, the place of the symbol left out (no gap, if none was): so a search
that knows where a symbol must be missing reads just the heads that it wants. `tag` is the low end of the hash;
`tails` is a 4 x 4 picture of the head's tails (bit 4 (tens mod 4) + units mod 4): most heads that cannot match are told
by their entry alone, without touching the head record.

**Order from the end.** `by_end` lists the heads by their last ten classes, the last first, for readings that
lost a prefix.

**Segments.** An index is a list of segments of this layout over disjoint marks; appending rows adds a segment
for the marks that are new. A saved index is a folder: `index.json` (alphabet, segments, SHA-256 of each) and
one file a segment, its arrays one after the other, each at a multiple of 64 bytes: opening maps the files.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

U64 = np.uint64

MAX_SYMBOLS: Final = 60
"""Longest key that is indexed: with two edits it is 62 long, and its bits fit one 64-bit word."""

INLINE_SYMBOLS: Final = 10
"""Symbols that a head's word holds: 10 x 6 bits beside 4 bits of length."""

CLASS_BITS: Final = 6
MEMBER_BITS: Final = 3
LENGTH_BITS: Final = 4
LONG: Final = 15
"""The length that stands for "see `spare`"."""

NO_TAIL: Final = 100
"""The tail number of a mark that does not end in two digits; tails 0 to 99 are the two digits."""

TAIL_BITS: Final = 7

NO_GAP: Final = MAX_SYMBOLS + 1
"""The gap of a key that lost no symbol; gaps are places 0 to 59, and a reading may ask for 60."""

TAG_SHIFT: Final = 32
TAG_BITS: Final = 16
GRID_SHIFT: Final = 48
"""Where the parts of an entry begin; the head takes the 32 low bits."""

FILTER_BITS_PER_ENTRY: Final = 8
"""At least so many filter bits an entry: one bit in eight or fewer set, and 1M entries take 1 to 2 MB."""

ENTRIES_PER_BUCKET: Final = 3
"""About so many entries share a start: 4 bytes of `start` for three entries of 8."""

SHAPE_BITS: Final = 15
"""2^15 bits (4 KB, always in the nearest cache) for the few hundred patterns that registers hold."""

BASE: Final = 0x9E3779B97F4A7C15
"""Base of the key hash, sum(code[class] x BASE^place) mod 2^64: odd, so that it has an inverse."""

GAP_STEP: Final = 0xD1B54A32D192ED03
"""A gap adds (gap + 1) times this odd number to the hash of its key."""

BASE_INVERSE: Final = pow(BASE, -1, 1 << 64)

DIGITS: Final = 10
"""Symbols 1 to 10 are the digits 0 to 9, and so are classes 1 to 10; class 10 + ... are letters."""

UNREAD_SYMBOL: Final = 37
RUN_SYMBOL: Final = 38
"""Symbols of `?` and `*`; 11 to 36 are A to Z, 39 is `&`, others follow as an index meets them."""

UNREAD_IN_REGISTER: Final = 29
RUN_IN_REGISTER: Final = 30
UNREAD_IN_READING: Final = 31
"""Classes that equal nothing: an unread character is one edit, whatever stands opposite. Letters that are not Latin
have classes from 32 on, as an index meets them."""

HEAD_WORDS: Final = 4
"""Words of a head record."""

COST_SLOTS: Final = 512
OTHER_SLOT: Final = 511
"""Row of a symbol in a cost table: class x 8 + member, or `OTHER_SLOT` if that does not fit."""


class Heads(NamedTuple):
    """The head records and what hangs on them."""

    records: Any  # uint64[heads, 4]
    spare: Any  # uint32: symbols of heads that do not fit their word
    by_end: Any  # uint32[heads]


class Table(NamedTuple):
    """One deletion table."""

    filter: Any  # uint64
    start: Any  # uint32
    entries: Any  # uint64
    shapes: Any  # uint64[2^15 / 64]
    digits: Any  # uint32: the classes of its heads that are digits,
    letters: Any  # uint32: and all others


class Letters(NamedTuple):
    """The alphabet as kernels read it (see `alphabet`)."""

    ascii: Any  # uint32[128]: symbol of an ASCII character, 0 for a separator
    points: Any  # uint32, ascending: the other characters,
    point_symbols: Any  # uint32: and their symbols
    class_of: Any  # uint32[symbols]
    member_of: Any  # uint32[symbols]: place within the class
    code_of: Any  # uint64[classes]: what a class adds to the hash of a key
    digit_of: Any  # uint8[classes]: 0 to 9, or 10 for a class that holds no digit


class Rows(NamedTuple):
    """From ranks to rows of the register."""

    first_row: Any  # uint32[marks]
    repeated: Any  # uint32, ascending
    more_start: Any  # uint32[len(repeated) + 1]
    more_rows: Any  # uint32
    earlier: Any  # int64, ascending: records of earlier segments
    earlier_start: Any  # uint32[len(earlier) + 1]
    earlier_rows: Any  # uint32
    is_record: Any  # uint8, one bit a row


class Costs(NamedTuple):
    """A cost table in thousandths, by slots of symbols (`COST_SLOTS`)."""

    read_as: Any  # int16[512, 512]: read, registered
    missed: Any  # int16[512]
    extra: Any  # int16[512]
    least_change: Any  # int16[512]: cheapest registered symbol of another class, by the one read
    slots: Any  # int64[symbols + 1]
    used: Any  # int64: the slots of the alphabet, each once
    general: Any  # int64[9]: ALIKE to LEAST_MISSED


ALIKE, DIFFERENT, DOUBLED, AT_END, SWAPPED, AFFIX, AFFIX_SYMBOL, BEHIND_RUN, LEAST_MISSED = range(9)
"""Places of general costs in `Costs.general`."""
