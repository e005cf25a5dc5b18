"""What befell a mark on its way to a reading: the cheapest set of misreadings, for each pair of a list.

A misreading is one number. Below 4,096: 64 x registered + read, one symbol read for another. From 4,096 on:
4,096 + 64 x kind (`channel.KINDS`) + symbols in the run (1 where it is no run). What does not depend on learned
numbers (places, symbols of a glued run) is in `base`, in bits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reclaim.trace.channel import KIND, MOST_MISREADINGS, TWINS
from reclaim.trace.compiled import entry, lean
from reclaim.trace.symbols import RUN, UNREAD

OTHERS = 4096
NONE = -1
UNREACHED = 9
"""The number of misreadings of a pair that the law does not reach."""

LONGEST = 64
FAR = np.float32(1e9)
EACH = np.float32(3.5)
"""Bits that one misreading more costs while the cheapest set is looked for, whatever the law turns out to be."""

LEAST_LEFT = 4

UNREAD_IN_REGISTER = np.float32(3.585)
"""A symbol that the register does not know is any of about twelve."""

LOST, LOST_FIRST, LOST_LAST, LOST_TWIN = KIND["lost"], KIND["lost_first"], KIND["lost_last"], KIND["lost_twin"]
DOUBLED, EXTRA, SWAPPED = KIND["doubled"], KIND["extra"], KIND["swapped"]
HEAD_LOST, TAIL_LOST, HEAD_GLUED, TAIL_GLUED = (
    KIND["head_lost"],
    KIND["tail_lost"],
    KIND["head_glued"],
    KIND["tail_glued"],
)

MATCH, SUB, MISS, MORE, SWAP, STAR, EAT, BEGIN_LOST, BEGIN_GLUED = range(1, 10)


class Bits(NamedTuple):
    """The channel as costs in bits."""

    read_as: Any  # float32[64, 64]
    kinds: Any  # float32[kinds]


class Pad(NamedTuple):
    """What one alignment works with."""

    cost: Any  # float32[4, LONGEST, LONGEST]
    move: Any  # uint8[4, LONGEST, LONGEST]
    run: Any  # uint8[LONGEST, LONGEST]: length of a run at the beginning
    found: Any  # int32[3]: misreadings,
    at: Any  # int64[3]: and where in the reading (a lost symbol: in the mark), counted from 0
    edits: Any  # int64[3, LONGEST + 1]: three rows of a plain edit table


@lean
def agree(registered: int, read: int) -> Any:
    """Whether a symbol was read as it stands, or not read at all."""
    return registered == read or read == UNREAD or registered == UNREAD  # noqa: SIM109


@lean
def lost_kind(mark: Any, first: int, length: int, place: int) -> Any:
    """What it is called when the symbol at a place is not read."""
    if place == 0:
        return LOST_FIRST
    if place == length - 1:
        return LOST_LAST
    here = mark[first + place]
    if here == mark[first + place - 1] or here == mark[first + place + 1]:
        return LOST_TWIN
    return LOST


@lean
def lost_spread(kind: int, length: int) -> Any:
    """Bits: over how many places a lost symbol of that kind is spread."""
    if kind == LOST:
        return np.log2(np.float32(length))
    if kind == LOST_TWIN:
        return np.log2(np.float32(2 * TWINS * max(length - 1, 1)))
    return np.float32(0)


@lean
def lost_bits(bits: Any, mark: Any, first: int, length: int, place: int) -> Any:
    """Cost of a symbol of the mark that was not read."""
    kind = lost_kind(mark, first, length, place)
    return bits.kinds[kind] + lost_spread(kind, length)


@lean
def is_double(mark: Any, first: int, length: int, place: int, read: int) -> Any:
    """Whether a symbol too many repeats the symbol before or after the gap at `place`."""
    return (place > 0 and mark[first + place - 1] == read) or (place < length and mark[first + place] == read)


@lean
def symbol_bits(symbol: int) -> Any:
    """Bits of one symbol out of nowhere."""
    if symbol < 10:
        return np.float32(3.837)
    return np.float32(0) if symbol == UNREAD else np.float32(6.437)


@lean
def more_bits(bits: Any, mark: Any, first: int, length: int, place: int, read: int) -> Any:
    """Cost of a symbol that the mark does not have, in the gap before `place`."""
    if is_double(mark, first, length, place, read):
        return bits.kinds[DOUBLED] + np.log2(np.float32(length))
    return bits.kinds[EXTRA] + np.log2(np.float32(length + 1)) + symbol_bits(read)


@lean
def is_swapped(mark: Any, mark_end: int, read: Any, read_end: int) -> Any:
    """Whether the two symbols before these places are the same two in the other order."""
    return mark[mark_end - 1] == read[read_end - 2] and mark[mark_end - 2] == read[read_end - 1]


@lean
def fill(
    pad: Any,
    bits: Any,
    mark: Any,
    first: int,
    length: int,
    a0: int,
    n: int,
    read: Any,
    begin: int,
    b0: int,
    m: int,
    runs: bool,
) -> None:
    """The cheapest way from the first i symbols of the mark's middle to the first j of the reading's, with exactly k
    misreadings."""
    spread = np.log2(np.float32(length))
    for k in range(MOST_MISREADINGS + 1):
        for i in range(n + 1):
            for j in range(m + 1):
                pad.cost[k, i, j] = FAR
    pad.cost[0, 0, 0] = np.float32(0)
    if runs and a0 == 0 and b0 == 0:
        begin_runs(pad, bits, n, m, read, begin)
    for i in range(n + 1):
        for j in range(m + 1):
            here = read[begin + b0 + j - 1] if j > 0 else -1
            there = mark[first + a0 + i - 1] if i > 0 else -1
            same = i > 0 and j > 0 and here != RUN and agree(there, here)
            toll = UNREAD_IN_REGISTER if same and there == UNREAD and here != UNREAD else np.float32(0)
            sub = FAR
            if i > 0 and j > 0 and here != RUN and not same:
                sub = bits.read_as[there, here] + spread
            miss = lost_bits(bits, mark, first, length, a0 + i - 1) if i > 0 else FAR
            more = more_bits(bits, mark, first, length, a0 + i, here) if j > 0 and here != RUN else FAR
            swap = FAR
            if i > 1 and j > 1 and here != there and is_swapped(mark, first + a0 + i, read, begin + b0 + j):
                swap = bits.kinds[SWAPPED] + np.log2(np.float32(max(length - 1, 1)))
            for k in range(MOST_MISREADINGS + 1):
                best, move = pad.cost[k, i, j], pad.move[k, i, j]
                if same and pad.cost[k, i - 1, j - 1] + toll < best:
                    best, move = pad.cost[k, i - 1, j - 1] + toll, MATCH
                if here == RUN:
                    if pad.cost[k, i, j - 1] < best:
                        best, move = pad.cost[k, i, j - 1], STAR
                    if i > 0 and pad.cost[k, i - 1, j] < best:
                        best, move = pad.cost[k, i - 1, j], EAT
                if k > 0:
                    if sub < FAR and pad.cost[k - 1, i - 1, j - 1] + sub < best:
                        best, move = pad.cost[k - 1, i - 1, j - 1] + sub, SUB
                    if miss < FAR and pad.cost[k - 1, i - 1, j] + miss < best:
                        best, move = pad.cost[k - 1, i - 1, j] + miss, MISS
                    if more < FAR and pad.cost[k - 1, i, j - 1] + more < best:
                        best, move = pad.cost[k - 1, i, j - 1] + more, MORE
                    if swap < FAR and pad.cost[k - 1, i - 2, j - 2] + swap < best:
                        best, move = pad.cost[k - 1, i - 2, j - 2] + swap, SWAP
                pad.cost[k, i, j], pad.move[k, i, j] = best, move


@lean
def begin_runs(pad: Any, bits: Any, n: int, m: int, read: Any, begin: int) -> None:
    """Runs of two or more symbols lost, or glued on, at the beginning."""
    for i in range(2, n + 1):
        pad.cost[1, i, 0] = bits.kinds[HEAD_LOST] + np.float32(i - 1)
        pad.move[1, i, 0], pad.run[i, 0] = BEGIN_LOST, i
    toll = np.float32(0)
    for j in range(1, m + 1):
        if read[begin + j - 1] == RUN:
            return
        toll += symbol_bits(read[begin + j - 1])
        if j >= 2:
            pad.cost[1, 0, j] = bits.kinds[HEAD_GLUED] + np.float32(j - 1) + toll
            pad.move[1, 0, j], pad.run[0, j] = BEGIN_GLUED, j


@lean
def end_runs(bits: Any, mark_left: int, read_left: int, read: Any, begin: int) -> Any:
    """Cost of giving up: the rest of the mark lost, or the rest of the reading glued on, as one run."""
    if mark_left >= 2 and read_left == 0:
        return bits.kinds[TAIL_LOST] + np.float32(mark_left - 1)
    if read_left >= 2 and mark_left == 0:
        toll = np.float32(0)
        for place in range(read_left):
            if read[begin + place] == RUN:
                return FAR
            toll += symbol_bits(read[begin + place])
        return bits.kinds[TAIL_GLUED] + np.float32(read_left - 1) + toll
    return FAR


@lean
def walk(
    pad: Any,
    mark: Any,
    first: int,
    length: int,
    a0: int,
    read: Any,
    begin: int,
    b0: int,
    k: int,
    i: int,
    j: int,
    count: int,
) -> Any:
    """Follow the moves back from (k, i, j); misreadings come last first. How many there are now."""
    while i > 0 or j > 0:
        move = pad.move[k, i, j]
        here = read[begin + b0 + j - 1] if j > 0 else -1
        there = mark[first + a0 + i - 1] if i > 0 else -1
        if move == MATCH:
            i, j = i - 1, j - 1
        elif move == STAR:
            j -= 1
        elif move == EAT:
            i -= 1
        else:
            if move == SUB:
                i, j = i - 1, j - 1
                pad.found[count], pad.at[count] = there * 64 + here, b0 + j
            elif move == MISS:
                i -= 1
                pad.found[count] = OTHERS + 64 * lost_kind(mark, first, length, a0 + i) + 1
                pad.at[count] = a0 + i
            elif move == MORE:
                j -= 1
                double = is_double(mark, first, length, a0 + i, here)
                pad.found[count], pad.at[count] = OTHERS + 64 * (DOUBLED if double else EXTRA) + 1, b0 + j
            elif move == SWAP:
                i, j = i - 2, j - 2
                pad.found[count], pad.at[count] = OTHERS + 64 * SWAPPED + 1, b0 + j
            elif move == BEGIN_LOST:
                pad.found[count], pad.at[count] = OTHERS + 64 * HEAD_LOST + pad.run[i, j], 0
                i = 0
            else:
                pad.found[count], pad.at[count] = OTHERS + 64 * HEAD_GLUED + pad.run[i, j], 0
                j = 0
            count, k = count + 1, k - 1
    return count


@lean
def learned_bits(bits: Any, pad: Any, count: int) -> Any:
    """Bits of the misreadings found that depend on learned numbers."""
    total = np.float32(0)
    for place in range(count):
        found = pad.found[place]
        if found < OTHERS:
            total += bits.read_as[found // 64, found % 64]
        else:
            total += bits.kinds[(found - OTHERS) // 64]
    return total


@lean
def align(pad: Any, bits: Any, mark: Any, first: int, length: int, read: Any, begin: int, size: int) -> Any:
    """How many misreadings (`UNREACHED` if more than the law has), and bits that nothing learned changes."""
    a0, b0, n, m = 0, 0, length, size
    starred = False
    for j in range(size):
        starred |= read[begin + j] == RUN
    if not starred:
        while n > 0 and m > 0 and mark[first + a0] == read[begin + b0]:
            a0, b0, n, m = a0 + 1, b0 + 1, n - 1, m - 1
        if n == 0 and m == 0:
            return 0, np.float32(0)
        if a0 > 0:  # a run lost or glued on in front may hide behind a symbol that agrees by chance
            a0, b0, n, m = from_front(mark, first, length, read, begin, size, a0, b0, n, m)
        while n > 0 and m > 0 and mark[first + a0 + n - 1] == read[begin + b0 + m - 1]:
            n, m = n - 1, m - 1
    if n >= LONGEST or m >= LONGEST:
        return UNREACHED, np.float32(0)
    if not starred and abs(length - size) < 2 and are_far(pad, mark, first + a0, n, read, begin + b0, m):
        return UNREACHED, np.float32(0)
    count, base = cheapest(pad, bits, mark, first, length, a0, n, read, begin, b0, m, size, True)
    if count != UNREACHED and too_little_left(pad, count, length, size, starred):
        count, base = cheapest(pad, bits, mark, first, length, a0, n, read, begin, b0, m, size, False)
    return count, base


@lean
def are_far(pad: Any, mark: Any, first: int, n: int, read: Any, begin: int, m: int) -> Any:
    """Whether more single misreadings lie between two texts than the law has; most pairs are told by this alone."""
    rows = pad.edits
    for j in range(m + 1):
        rows[0, j] = j
    for i in range(1, n + 1):
        own, above = rows[i % 3], rows[(i - 1) % 3]
        own[0] = i
        least = i
        for j in range(1, m + 1):
            here, there = read[begin + j - 1], mark[first + i - 1]
            best = above[j - 1] + (0 if agree(there, here) else 1)
            best = min(best, above[j] + 1, own[j - 1] + 1)
            if i > 1 and j > 1 and here == mark[first + i - 2] and there == read[begin + j - 2]:
                best = min(best, rows[(i - 2) % 3, j - 2] + 1)
            own[j] = best
            least = min(least, best)
        if least > MOST_MISREADINGS + 1:
            return True
    return rows[n % 3, m] > MOST_MISREADINGS


@lean
def cheapest(pad: Any, bits: Any, mark: Any, first: int, length: int, a0: int, n: int,
             read: Any, begin: int, b0: int, m: int, size: int, runs: bool) -> Any:
    """The cheapest misreadings between the middles of a mark and a reading, with runs at the ends or without."""
    fill(pad, bits, mark, first, length, a0, n, read, begin, b0, m, runs)
    best, best_k, best_i, best_j, run = FAR, -1, 0, 0, 0
    for k in range(MOST_MISREADINGS + 1):
        total = pad.cost[k, n, m] + EACH * k
        if total < best:
            best, best_k, best_i, best_j, run = total, k, n, m, 0
    if runs and a0 + n == length and b0 + m == size:
        for k in range(MOST_MISREADINGS):
            for i in range(n - 1):
                total = pad.cost[k, i, m] + end_runs(bits, n - i, 0, read, begin) + EACH * (k + 1)
                if total < best:
                    best, best_k, best_i, best_j, run = total, k, i, m, n - i
            for j in range(m - 1):
                total = pad.cost[k, n, j] + end_runs(bits, 0, m - j, read, begin + b0 + j) + EACH * (k + 1)
                if total < best:
                    best, best_k, best_i, best_j, run = total, k, n, j, -(m - j)
    if best_k < 0 or best >= FAR:
        return UNREACHED, np.float32(0)
    count, total_k = 0, best_k
    if run != 0:
        pad.found[0] = OTHERS + 64 * (TAIL_LOST if run > 0 else TAIL_GLUED) + abs(run)
        pad.at[0] = b0 + best_j
        count, total_k = 1, best_k + 1
    count = walk(pad, mark, first, length, a0, read, begin, b0, best_k, best_i, best_j, count)
    return total_k, best - EACH * total_k - learned_bits(bits, pad, count)


@lean
def too_little_left(pad: Any, count: int, length: int, size: int, starred: bool) -> Any:
    """Whether runs at the ends leave fewer than four symbols to speak for the mark."""
    lost, glued, others, runs = 0, 0, 0, 0
    for place in range(count):
        kind = (pad.found[place] - OTHERS) // 64
        if pad.found[place] >= OTHERS and kind >= HEAD_LOST:
            runs += 1
            if kind <= TAIL_LOST:
                lost += (pad.found[place] - OTHERS) % 64
            else:
                glued += (pad.found[place] - OTHERS) % 64
        else:
            others += 1
    return runs > 0 and not starred and min(length - lost, size - glued) - others < LEAST_LEFT


@lean
def from_front(
    mark: Any, first: int, length: int, read: Any, begin: int, size: int, a0: int, b0: int, n: int, m: int
) -> Any:
    """Undo the cut in front where all of the shorter text ends the longer one."""
    shorter = min(length, size)
    if abs(length - size) < 2:
        return a0, b0, n, m
    for back in range(1, shorter + 1):
        if mark[first + length - back] != read[begin + size - back]:
            return a0, b0, n, m
    return 0, 0, length, size


@entry
def align_pairs(
    read: Any,
    read_starts: Any,
    doubts: Any,
    mark: Any,
    mark_starts: Any,
    patterns: Any,
    weapons: Any,
    bits: Any,
    count: Any,
    base: Any,
    found: Any,
    at: Any,
) -> None:
    """For pair p of pattern `patterns[p]` and weapon `weapons[p]`: `count` misreadings, `base` in log2 (0 or less, or
    more where doubtful symbols were misread), the misreadings `found` and where they are, first to last.

    `doubts` float32, by symbol of the readings: how many times as often it is misread.
    """
    size = MOST_MISREADINGS + 1
    pad = Pad(
        np.empty((size, LONGEST, LONGEST), np.float32), np.zeros((size, LONGEST, LONGEST), np.uint8),
        np.zeros((LONGEST, LONGEST), np.uint8), np.full(MOST_MISREADINGS, NONE, np.int32),
        np.zeros(MOST_MISREADINGS, np.int64), np.zeros((3, LONGEST + 1), np.int64),
    )  # fmt: skip
    for pair in range(len(patterns)):
        begin, end = read_starts[patterns[pair]], read_starts[patterns[pair] + 1]
        first, last = mark_starts[weapons[pair]], mark_starts[weapons[pair] + 1]
        total, bits_more = align(pad, bits, mark, first, last - first, read, begin, end - begin)
        count[pair], base[pair] = total, -bits_more
        for place in range(MOST_MISREADINGS):
            found[pair, place], at[pair, place] = NONE, NONE
        if total == UNREACHED:
            continue
        for place in range(total):
            turned = total - 1 - place
            found[pair, place], at[pair, place] = pad.found[turned], pad.at[turned]
            kind = (pad.found[turned] - OTHERS) // 64
            if pad.found[turned] < OTHERS or kind == DOUBLED or kind == EXTRA:  # noqa: SIM109
                base[pair] += np.log2(doubts[begin + pad.at[turned]])
