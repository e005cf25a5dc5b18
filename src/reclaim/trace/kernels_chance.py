"""How much of the weapons around a reading, level by level, could be read so: the raw numbers behind `density`.

For a text of m symbols and every level: `here`, the share of weapons in the cell of the text itself times the share
of its last symbols at their places; `once`, the same summed over all texts that one misreading turns into it, each
times the rate of that misreading; `tail`, how much of `once` stays in the text's own cell, as a part of `here`.

Each level stands twice: first by weapons, where a cell counts as much as it holds, then by cells, where all cells that
hold any count alike.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reclaim.trace.channel import KIND
from reclaim.trace.compiled import entry, lean
from reclaim.trace.kernels_cells import (
    BASE,
    PLACES,
    cell_key,
    cell_size,
    mark_shape,
    seat,
    shape_bit,
    size_at,
    start_at,
)
from reclaim.trace.symbols import RUN, UNREAD

U64 = np.uint64
BASE_INVERSE = U64(pow(int(BASE), -1, 1 << 64))

LOST, LOST_FIRST, LOST_LAST = KIND["lost"], KIND["lost_first"], KIND["lost_last"]
DOUBLED, EXTRA, SWAPPED = KIND["doubled"], KIND["extra"], KIND["swapped"]
TAIL_LOST = KIND["tail_lost"]

MOST_FILLS = 1500
"""So many ways to fill the unread places of a reading are tried; beyond, only what the search finds counts."""

LONGEST = 40


class Near(NamedTuple):
    """What the kernels read: the lie of the weapons (`cells.Lie`) and the rates of the channel."""

    cells: Any
    levels: Any
    power: Any
    group_keys: Any
    places: Any
    present: Any
    weapons: int
    filled: Any  # float64[levels]: how many cells hold a weapon
    rates: Any  # float64[64, 64]
    kinds: Any  # float64[kinds]


class Text(NamedTuple):
    """One text under work."""

    codes: Any  # int64[LONGEST + 2]
    begin: Any  # uint64[LONGEST + 2]: hash of the first i symbols
    tail: Any  # float64[LONGEST + 2]: product of the shares of the symbols from place i on
    other: Any  # the same for a text that differs from it
    base: Any  # float64[2 x levels]
    doubt: Any  # float64[LONGEST + 2]
    unread: Any  # int64[8]: places of `?`
    fill: Any  # int64[8]


@lean
def find_group(near: Any, length: int, shape: int) -> Any:
    """The number of the group of a length and shape, or -1."""
    key = (U64(length) << U64(56)) | shape
    low, high = 0, len(near.group_keys)
    while low < high:
        middle = (low + high) // 2
        if near.group_keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < len(near.group_keys) and near.group_keys[low] == key else -1


@lean
def is_digit(code: int) -> Any:
    """Whether a symbol is a digit."""
    return code < 10


@lean
def share_at(near: Any, group: int, place: int, code: int) -> Any:
    """The share of a symbol at a place of a group, never quite 0."""
    return max(float(near.places[group, place, code]), 1e-4)


@lean
def measure(near: Any, text: Any, m: int, group: int) -> None:
    """Hashes of the beginnings and products of the shares of the ends."""
    text.begin[0] = U64(0)
    for place in range(m):
        text.begin[place + 1] = text.begin[place] + U64(text.codes[place] + 1) * near.power[place]
    text.tail[m] = 1.0
    for place in range(m - 1, -1, -1):
        share = share_at(near, group, place, text.codes[place]) if group >= 0 else 0.0
        text.tail[place] = text.tail[place + 1] * share


@lean
def kept_at(near: Any, level: int, length: int) -> Any:
    """How many first symbols the cells of a level share, for marks of that length; -1 if marks so long have no cells.
    Levels beyond the length are all the whole group."""
    return max(length - near.levels[level], 0) if length <= PLACES else -1


@lean
def symbol_part(near: Any, code: int) -> Any:
    """How often a symbol stands anywhere."""
    return 0.07 if code < 10 else 0.3 / 26


@lean
def add(near: Any, out: Any, level: int, size: int, share: float) -> None:
    """Add a cell of so many weapons, of which a share is meant, by weapons and by cells."""
    if size > 0:
        out[level] += share * size / near.weapons
        out[level + len(near.levels)] += share / near.filled[level]


@lean
def add_here(near: Any, text: Any, m: int, shape: int, here: Any, weight: float) -> None:
    """The mass of the text's own cells."""
    for level in range(len(near.levels) - 1, -1, -1):
        kept = kept_at(near, level, m)
        if kept >= 0:
            size = cell_size(near.cells, text.begin[kept], kept, m, shape)
            text.base[level], text.base[level + len(near.levels)] = 0.0, 0.0
            add(near, text.base, level, size, text.tail[kept])
            here[level] += weight * text.base[level]
            here[level + len(near.levels)] += weight * text.base[level + len(near.levels)]


@lean
def add_substituted(near: Any, text: Any, m: int, shape: int, group: int, once: Any, tail: Any) -> None:
    """One symbol of another text read as the one that stands here."""
    for place in range(m):
        read = text.codes[place]
        spread = text.doubt[place] / m
        if group >= 0:
            stays = 0.0
            for code in range(10 if is_digit(read) else 36):
                if code != read and is_digit(code) == is_digit(read) and near.rates[code, read] > 0:
                    rate = near.rates[code, read] * spread
                    stays += rate * share_at(near, group, place, code) / share_at(near, group, place, read)
                    if (near.present[place] >> U64(code)) & U64(1) != U64(0):
                        add_changed(near, text, m, shape, place, code, rate, once)
            for level in range(len(near.levels)):
                kept = kept_at(near, level, m)
                if 0 <= kept <= place:
                    once[level] += stays * text.base[level]
                    once[level + len(near.levels)] += stays * text.base[level + len(near.levels)]
                    tail[level] += stays
        turned = shape ^ shape_bit(place)
        group_turned = find_group(near, m, turned)
        if group_turned >= 0:
            add_turned(near, text, m, turned, group_turned, place, read, spread, once)


@lean
def add_changed(near: Any, text: Any, m: int, shape: int, place: int, code: int, rate: float, once: Any) -> None:
    """The cells of the text with another symbol at a place that they share, widest first."""
    change = (U64(code) - U64(text.codes[place])) * near.power[place]
    for level in range(len(near.levels) - 1, -1, -1):
        kept = kept_at(near, level, m)
        if kept > place:
            size = cell_size(near.cells, text.begin[kept] + change, kept, m, shape)
            if size == 0:
                return
            add(near, once, level, size, rate * text.tail[kept])


@lean
def add_turned(near: Any, text: Any, m: int, shape: int, group: int, place: int, read: int, spread: float,
               once: Any) -> None:
    """The same where a digit stands for a letter or a letter for a digit: another shape."""
    text.other[m] = 1.0
    for at in range(m - 1, -1, -1):
        text.other[at] = text.other[at + 1] * (1.0 if at == place else share_at(near, group, at, text.codes[at]))
    whole = 0.0
    begin, end = (10, 62) if is_digit(read) else (0, 10)
    for code in range(begin, end):
        if near.rates[code, read] > 0:
            whole += near.rates[code, read] * spread * float(near.places[group, place, code])
    for level in range(len(near.levels)):
        kept = kept_at(near, level, m)
        if 0 <= kept <= place:
            size = cell_size(near.cells, text.begin[kept], kept, m, shape)
            add(near, once, level, size, whole * text.other[kept])
    for code in range(begin, end):
        if near.rates[code, read] > 0 and (near.present[place] >> U64(code)) & U64(1) != U64(0):
            change = (U64(code) - U64(read)) * near.power[place]
            for level in range(len(near.levels) - 1, -1, -1):
                kept = kept_at(near, level, m)
                if kept > place:
                    size = cell_size(near.cells, text.begin[kept] + change, kept, m, shape)
                    if size == 0:
                        break
                    add(near, once, level, size, near.rates[code, read] * spread * text.other[kept])


@lean
def shape_with(shape: int, gap: int, digit: bool) -> Any:
    """The shape with one more place at a gap."""
    shift = U64(56 - gap)
    front = (shape >> shift) << shift
    back = (shape & ((U64(1) << shift) - U64(1))) >> U64(1)
    return front | back | (U64(0) if digit else shape_bit(gap))


@lean
def shape_without(shape: int, place: int) -> Any:
    """The shape without a place."""
    shift = U64(56 - place)
    front = (shape >> shift) << shift
    back = (shape & ((U64(1) << (shift - U64(1))) - U64(1))) << U64(1)
    return front | back


@lean
def add_lost(near: Any, text: Any, m: int, shape: int, once: Any) -> None:
    """A symbol of a longer text that was not read."""
    longer = m + 1
    for gap in range(m + 1):
        rate = near.kinds[LOST] / longer
        if gap == 0:
            rate = near.kinds[LOST_FIRST]
        elif gap == m:
            rate = near.kinds[LOST_LAST]
        for turn in range(2):
            digit = turn == 0
            grown = shape_with(shape, gap, digit)
            group = find_group(near, longer, grown)
            if group < 0:
                continue
            text.other[longer] = 1.0
            for at in range(longer - 1, -1, -1):
                code = text.codes[at - 1] if at > gap else text.codes[at]
                text.other[at] = text.other[at + 1] * (1.0 if at == gap else share_at(near, group, at, code))
            for level in range(len(near.levels)):
                kept = kept_at(near, level, longer)
                if 0 <= kept <= gap:
                    size = cell_size(near.cells, text.begin[kept], kept, longer, grown)
                    add(near, once, level, size, rate * text.other[kept])
            for code in range(0 if digit else 10, 10 if digit else 62):
                if (near.present[gap] >> U64(code)) & U64(1) != U64(0):
                    add_longer(near, text, longer, grown, gap, code, rate, once)


@lean
def add_longer(near: Any, text: Any, longer: int, shape: int, gap: int, code: int, rate: float, once: Any) -> None:
    """The cells of the text with one more symbol among those that they share."""
    front = text.begin[gap] + U64(code + 1) * near.power[gap]
    for level in range(len(near.levels) - 1, -1, -1):
        kept = kept_at(near, level, longer)
        if kept > gap:
            begin = front + (text.begin[kept - 1] - text.begin[gap]) * BASE
            size = cell_size(near.cells, begin, kept, longer, shape)
            if size == 0:
                return
            add(near, once, level, size, rate * text.other[kept])


@lean
def add_extra(near: Any, text: Any, m: int, shape: int, once: Any) -> None:
    """A symbol that a shorter text does not have."""
    shorter = m - 1
    for place in range(m):
        read = text.codes[place]
        double = (place > 0 and text.codes[place - 1] == read) or (place < m - 1 and text.codes[place + 1] == read)
        rate = near.kinds[DOUBLED] / shorter / 2 if double else near.kinds[EXTRA] / m * symbol_part(near, read)
        left = shape_without(shape, place)
        group = find_group(near, shorter, left)
        if group < 0:
            continue
        text.other[shorter] = 1.0
        for at in range(shorter - 1, -1, -1):
            code = text.codes[at] if at < place else text.codes[at + 1]
            text.other[at] = text.other[at + 1] * share_at(near, group, at, code)
        for level in range(len(near.levels) - 1, -1, -1):
            kept = kept_at(near, level, shorter)
            if kept < 0:
                continue
            begin = text.begin[kept]
            if kept > place:
                begin = text.begin[place] + (text.begin[kept + 1] - text.begin[place + 1]) * BASE_INVERSE
            size = cell_size(near.cells, begin, kept, shorter, left)
            if size == 0:
                break
            add(near, once, level, size, rate * text.doubt[place] * text.other[kept])


@lean
def add_swapped(near: Any, text: Any, m: int, shape: int, once: Any, tail: Any) -> None:
    """Two neighbours of another text in the wrong order."""
    rate = near.kinds[SWAPPED] / max(m - 1, 1)
    for place in range(m - 1):
        one, other = text.codes[place], text.codes[place + 1]
        if one == other:
            continue
        turned = shape
        if is_digit(one) != is_digit(other):
            turned = shape ^ shape_bit(place) ^ shape_bit(place + 1)
        group = find_group(near, m, turned)
        if group < 0:
            continue
        text.other[m] = 1.0
        for at in range(m - 1, -1, -1):
            code = other if at == place else one if at == place + 1 else text.codes[at]
            text.other[at] = text.other[at + 1] * share_at(near, group, at, code)
        front = text.begin[place] + U64(other + 1) * near.power[place]
        both = front + U64(one + 1) * near.power[place + 1]
        for level in range(len(near.levels) - 1, -1, -1):
            kept = kept_at(near, level, m)
            if kept < 0:
                continue
            begin = text.begin[kept]
            if kept == place + 1:
                begin = front
            elif kept > place + 1:
                begin = both + text.begin[kept] - text.begin[place + 2]
            size = cell_size(near.cells, begin, kept, m, turned)
            if size == 0:
                break
            add(near, once, level, size, rate * text.other[kept])
            if kept <= place and turned == shape and text.tail[kept] > 0:
                tail[level] += rate * text.other[kept] / text.tail[kept]


@lean
def add_cut(near: Any, text: Any, m: int, shape: int, once: Any) -> None:
    """Two to four digits at the end of a longer text that were not read."""
    for run in range(2, 5):
        size = cell_size(near.cells, text.begin[m], m, m + run, shape)
        for level in range(len(near.levels)):
            share = near.kinds[TAIL_LOST] * 0.5 ** (run - 1) * size / near.weapons
            once[level] += share
            once[level + len(near.levels)] += share


@lean
def add_text(near: Any, text: Any, m: int, around: bool, weight: float, here: Any, once: Any, tail: Any) -> None:
    """All that belongs to one text without unread places."""
    shape = mark_shape(text.codes, 0, m)
    group = find_group(near, m, shape)
    measure(near, text, m, group)
    add_here(near, text, m, shape, here, weight)
    if not around:
        return
    add_substituted(near, text, m, shape, group, once, tail)
    add_lost(near, text, m, shape, once)
    if m > 1:
        add_extra(near, text, m, shape, once)
    add_swapped(near, text, m, shape, once, tail)
    add_cut(near, text, m, shape, once)


@lean
def next_fill(near: Any, text: Any, count: int) -> Any:
    """The next way to fill the unread places with symbols that stand there somewhere; False after the last."""
    for turn in range(count):
        place = text.unread[turn]
        code = text.codes[place] + 1
        while code < 62 and (near.present[min(place, len(near.present) - 1)] >> U64(code)) & U64(1) == U64(0):
            code += 1
        if code < 62:
            text.codes[place] = code
            return True
        text.codes[place] = first_fill(near, place)
    return False


@lean
def first_fill(near: Any, place: int) -> Any:
    """The first symbol that stands at a place."""
    code = 0
    while code < 61 and (near.present[min(place, len(near.present) - 1)] >> U64(code)) & U64(1) == U64(0):
        code += 1
    return code


@entry
def chances(read: Any, starts: Any, doubts: Any, near: Any, here: Any, once: Any, tail: Any, known: Any) -> None:
    """`here`, `once` float64[readings, 2 x levels], `tail` float64[readings, levels] for each reading.

    `known` uint8: 1 if the numbers were worked out, 2 if unread places were filled and `once` was taken as `here`, 0 if
    the reading holds a run, too many unread places, or too many symbols.
    """
    text = Text(
        np.zeros(LONGEST + 4, np.int64), np.zeros(LONGEST + 4, np.uint64), np.zeros(LONGEST + 4),
        np.zeros(LONGEST + 4), np.zeros(2 * len(near.levels)), np.ones(LONGEST + 4), np.zeros(8, np.int64),
        np.zeros(8, np.int64),
    )
    for n in range(len(starts) - 1):
        begin, m = starts[n], starts[n + 1] - starts[n]
        if m == 0 or m > LONGEST or m >= len(near.present) + 8:
            continue
        count, runs, fills = 0, False, 1.0
        for place in range(m):
            text.codes[place], text.doubt[place] = read[begin + place], doubts[begin + place]
            runs |= read[begin + place] == RUN
            if read[begin + place] == UNREAD:
                if count < 8:
                    text.unread[count] = place
                    text.codes[place] = first_fill(near, place)
                count += 1
                fills *= choices(near, place)
        if runs or count >= 8 or fills > MOST_FILLS or fills == 0:
            continue
        around = count <= 1 and m < len(near.present)
        known[n] = 1 if around else 2
        more = True
        while more:
            add_text(near, text, m, around, 1.0, here[n], once[n], tail[n])
            more = next_fill(near, text, count) if count > 0 else False
        if count > 0 and around:
            for level in range(len(near.levels)):
                tail[n, level] /= fills


@entry
def stretches(read: Any, starts: Any, near: Any, start: Any, size: Any, share: Any) -> None:
    """The cells of texts without unread places: int64[texts, levels] `start` and `size` of the stretch of weapons,
    float64 `share`, the product of the shares of the last symbols at their places. Others have size 0, share 0."""
    for n in range(len(starts) - 1):
        begin, m = starts[n], starts[n + 1] - starts[n]
        if m == 0 or m > LONGEST or m > near.places.shape[1]:
            continue
        shape = mark_shape(read, begin, m)
        group = find_group(near, m, shape)
        clean = group >= 0
        for place in range(m):
            clean &= read[begin + place] < UNREAD
        if not clean:
            continue
        product, word = 1.0, U64(0)
        hashes = np.zeros(m + 1, np.uint64)
        for place in range(m):
            word += U64(read[begin + place] + 1) * near.power[place]
            hashes[place + 1] = word
        left = m
        for level in range(len(near.levels)):
            kept = kept_at(near, level, m)
            while left > kept:
                left -= 1
                product *= share_at(near, group, left, read[begin + left])
            key = cell_key(hashes[kept], kept, m, shape)
            at = seat(near.cells, key)
            share[n, level] = product
            if near.cells.seats[at, 0] == key:
                start[n, level], size[n, level] = start_at(near.cells, at), size_at(near.cells, at)


@lean
def choices(near: Any, place: int) -> Any:
    """How many symbols stand at a place."""
    found = 0.0
    for code in range(62):
        if (near.present[min(place, len(near.present) - 1)] >> U64(code)) & U64(1) != U64(0):
            found += 1
    return found
