"""From probes to heads that are truly within the bound, with the tails that are."""

from __future__ import annotations

from typing import Any, NamedTuple

from reclaim.trace.compiled import Bool, Int, inner
from reclaim.trace.kernels_bits import I64, U64, prefetch
from reclaim.trace.kernels_edit import head_class, head_edits, head_length
from reclaim.trace.kernels_work import CANDIDATE_COUNT, CANDIDATES, FOUND, FULL, STAMP
from reclaim.trace.layout import GAP_SHIFT, GRID_SHIFT, TAG_BITS, TAG_SHIFT

TAG_MASK = U64((1 << TAG_BITS) - 1)
HEAD_MASK = U64(0xFFFFFFFF)


class Job(NamedTuple):
    """One way in which a reading may fall into a head and a tail (see `kernels_within`)."""

    number: Int  # a bit of `found_jobs`
    length: Int  # symbols of the reading that are compared with the head
    edits: Int  # allowed between these
    most: Int  # allowed in all, less those that the job itself has spent
    spent: Int  # 1 if the head's last and the tail's first symbol are swapped in the reading, else 0
    last: Int  # then the class of the head's last symbol, else -1
    code_of: Any
    class_of: Any
    filter_shift: Int
    start_shift: Int


@inner
def look_up(work: Any, heads: Any, table: Any, job: Any, count: Int) -> None:
    """Entries of `count` probes become candidates; all candidates are settled."""
    for place in range(count):
        prefetch(table.start, I64(work.hashes[place] >> U64(job.start_shift)))
    for place in range(count):
        prefetch(table.entries, I64(table.start[work.hashes[place] >> U64(job.start_shift)]))
    for place in range(count):
        bucket = work.hashes[place] >> U64(job.start_shift)
        begin, end = I64(table.start[bucket]), I64(table.start[bucket + U64(1)])
        while begin < end:
            upto = min(end, begin + CANDIDATES // 2)
            if work.numbers[CANDIDATE_COUNT] + upto - begin > CANDIDATES:
                settle(work, heads, job)
            take_entries(work, heads, table, place, begin, upto)
            begin = upto
    settle(work, heads, job)


@inner
def take_entries(work: Any, heads: Any, table: Any, place: Int, begin: Int, end: Int) -> None:
    """Entries whose tag, gap and picture of tails fit a probe become candidates."""
    tag, gaps, depth = work.hashes[place] & TAG_MASK, work.gaps[place], work.depths[place]
    grid = work.job_grids[depth]
    lifted = U64(depth) << U64(32)
    count = work.numbers[CANDIDATE_COUNT]
    for at in range(begin, end):
        held = table.entries[at]
        fits = (gaps >> ((held >> U64(GAP_SHIFT)) & U64(63))) & U64(1)
        fits &= U64((held >> U64(TAG_SHIFT)) & TAG_MASK == tag)
        fits &= U64((held >> U64(GRID_SHIFT)) & grid != U64(0))
        work.candidates[count] = (held & HEAD_MASK) | lifted
        count += I64(fits)
    work.numbers[CANDIDATE_COUNT] = count


@inner
def settle(work: Any, heads: Any, job: Any) -> None:
    """Check the candidates exactly and note what is within the bound."""
    records = heads.records
    count = work.numbers[CANDIDATE_COUNT]
    work.numbers[CANDIDATE_COUNT] = 0
    for place in range(count):
        prefetch(records, I64((work.candidates[place] & HEAD_MASK) << U64(2)))
    for place in range(count):
        head = I64(work.candidates[place] & HEAD_MASK)
        depth = I64(work.candidates[place] >> U64(32))
        allowed = 2 * (job.most - depth)
        low = records[head, 0] & work.job_tails[allowed]
        high = records[head, 1] & work.job_tails[allowed + 1]
        if low | high == U64(0) or is_met(work, head, job.number):
            continue
        edits = edits_of(work, heads, job, head)
        if edits <= job.edits:
            note(work, records, job, head, edits)


@inner
def edits_of(work: Any, heads: Any, job: Any, head: Int) -> Int:
    """Edits between the job's part of the reading and a head; 99 if the swap over the border does not fit."""
    word, rest = heads.records[head, 2], heads.records[head, 3]
    length = head_length(word, rest, heads.spare)
    if job.last < 0:
        return head_edits(work.matches, job.length, word, rest, heads.spare, job.class_of, length)
    if length == 0 or head_class(word, rest, heads.spare, job.class_of, length - 1) != job.last:
        return 99
    return head_edits(work.matches, job.length - 1, word, rest, heads.spare, job.class_of, length - 1)


@inner
def seat_of(work: Any, head: Int) -> Int:
    """Where a head sits, or may sit, in the hash table of heads found."""
    mask = len(work.seat_stamp) - 1
    seat = (head * 0x9E3779B1) & mask
    while work.seat_stamp[seat] == work.numbers[STAMP] and work.seat_head[seat] != head:
        seat = (seat + 1) & mask
    return seat


@inner
def is_met(work: Any, head: Int, job: Int) -> Bool:
    """Whether this job has already noted the head."""
    seat = seat_of(work, head)
    if work.seat_stamp[seat] != work.numbers[STAMP]:
        return False
    return (work.found_jobs[work.seat_place[seat]] >> job) & 1 == 1


@inner
def note(work: Any, records: Any, job: Any, head: Int, edits: Int) -> None:
    """Add the tails of a head that are within the bound, by the edits that they then have in all."""
    seat = seat_of(work, head)
    if work.seat_stamp[seat] != work.numbers[STAMP]:
        if work.numbers[FOUND] == len(work.found):
            work.numbers[FULL] = 1
            return
        take_seat(work, seat, head)
    at = work.seat_place[seat]
    work.found_jobs[at] |= 1 << job.number
    for left in range(job.most - edits + 1):  # edits of the tail
        level = 2 * (job.spent + edits + left)
        work.found_tails[at, level] |= records[head, 0] & work.job_tails[2 * left]
        work.found_tails[at, level + 1] |= records[head, 1] & work.job_tails[2 * left + 1]


@inner
def take_seat(work: Any, seat: Int, head: Int) -> None:
    """A head not met before gets a place."""
    at = work.numbers[FOUND]
    work.numbers[FOUND] = at + 1
    work.seat_stamp[seat] = work.numbers[STAMP]
    work.seat_head[seat] = head
    work.seat_place[seat] = at
    work.found[at] = head
    work.found_jobs[at] = 0
    work.found_tails[at, :] = U64(0)
