"""From probes to heads that are truly within the bound, with the tails that are."""

from __future__ import annotations

from typing import Any, NamedTuple

from reclaim.trace.compiled import Bool, Int, lean
from reclaim.trace.kernels_bits import I64, U64, prefetch
from reclaim.trace.kernels_edit import head_class, head_edits, head_length
from reclaim.trace.kernels_work import (
    CANDIDATE_COUNT,
    CANDIDATES,
    CHECKED,
    DEPTH,
    FOUND,
    FULL,
    GRIDS,
    HASH,
    HEAD,
    JOBS_MET,
    PROBED,
    READ,
    SEAT_HEAD,
    SEAT_PLACE,
    SEAT_STAMP,
    STAMP,
    TAILS,
    TOUCHED,
)
from reclaim.trace.layout import GRID_SHIFT, TAG_BITS, TAG_SHIFT

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


@lean
def look_up(work: Any, heads: Any, table: Any, job: Any, count: Int) -> None:
    """Entries of `count` probes become candidates; all candidates are settled."""
    work.numbers[PROBED] += count
    shift = U64(job.start_shift)
    for place in range(count):
        prefetch(table.start, I64(work.probes[place, HASH] >> shift))
    for place in range(count):
        prefetch(table.entries, I64(table.start[work.probes[place, HASH] >> shift]))
    for place in range(count):
        bucket = work.probes[place, HASH] >> shift
        begin, end = I64(table.start[bucket]), I64(table.start[bucket + U64(1)])
        work.numbers[READ] += end - begin
        while begin < end:
            upto = min(end, begin + CANDIDATES // 2)
            if work.numbers[CANDIDATE_COUNT] + upto - begin > CANDIDATES:
                settle(work, heads, job)
            take_entries(work, heads.records, table.entries, place, begin, upto)
            begin = upto
    settle(work, heads, job)


@lean
def take_entries(work: Any, records: Any, entries: Any, place: Int, begin: Int, end: Int) -> None:
    """Entries whose tag and picture of tails fit a probe become candidates."""
    tag, depth = work.probes[place, HASH] & TAG_MASK, work.probes[place, DEPTH]
    grid = work.job[GRIDS + I64(depth)]
    lifted = depth << U64(32)
    count = work.numbers[CANDIDATE_COUNT]
    candidates = work.candidates
    for at in range(begin, end):
        held = entries[at]
        fits = U64((held >> U64(TAG_SHIFT)) & TAG_MASK == tag)
        fits &= U64((held >> U64(GRID_SHIFT)) & grid != U64(0))
        candidates[count] = (held & HEAD_MASK) | lifted
        count += I64(fits)
    work.numbers[CANDIDATE_COUNT] = count


@lean
def settle(work: Any, heads: Any, job: Any) -> None:
    """Check the candidates exactly and note what is within the bound."""
    records = heads.records
    count = work.numbers[CANDIDATE_COUNT]
    work.numbers[CANDIDATE_COUNT] = 0
    work.numbers[TOUCHED] += count
    for place in range(count):
        prefetch(records, I64((work.candidates[place] & HEAD_MASK) << U64(2)))
    for place in range(count):
        head = I64(work.candidates[place] & HEAD_MASK)
        allowed = 2 * (job.most - I64(work.candidates[place] >> U64(32)))
        fitting = (records[head, 0] & work.job[allowed]) | (records[head, 1] & work.job[allowed + 1])
        if fitting == U64(0):
            continue
        seat = seat_of(work, head)
        if is_met(work, seat, job.number):
            continue
        work.numbers[CHECKED] += 1
        edits = edits_of(work, heads, job, head)
        if edits <= job.edits:
            note(work, records, job, seat, head, edits)


@lean
def edits_of(work: Any, heads: Any, job: Any, head: Int) -> Int:
    """Edits between the job's part of the reading and a head; 99 if the swap over the border does not fit."""
    word, rest = heads.records[head, 2], heads.records[head, 3]
    length = head_length(word, rest, heads.spare)
    if job.last < 0:
        return head_edits(work.matches, job.length, word, rest, heads.spare, job.class_of, length)
    if length == 0 or head_class(word, rest, heads.spare, job.class_of, length - 1) != job.last:
        return 99
    return head_edits(work.matches, job.length - 1, word, rest, heads.spare, job.class_of, length - 1)


@lean
def seat_of(work: Any, head: Int) -> Int:
    """Where a head sits, or may sit, in the hash table of heads found."""
    mask = len(work.seats) - 1
    stamp = work.numbers[STAMP]
    seat = (head * 0x9E3779B1) & mask
    while work.seats[seat, SEAT_STAMP] == stamp and work.seats[seat, SEAT_HEAD] != head:
        seat = (seat + 1) & mask
    return seat


@lean
def is_met(work: Any, seat: Int, job: Int) -> Bool:
    """Whether this job has already noted the head of a seat."""
    if work.seats[seat, SEAT_STAMP] != work.numbers[STAMP]:
        return False
    return (work.found[work.seats[seat, SEAT_PLACE], JOBS_MET] >> U64(job)) & U64(1) == U64(1)


@lean
def note(work: Any, records: Any, job: Any, seat: Int, head: Int, edits: Int) -> None:
    """Add the tails of a head that are within the bound, by the edits that they then have in all."""
    if work.seats[seat, SEAT_STAMP] != work.numbers[STAMP]:
        if work.numbers[FOUND] == len(work.found):
            work.numbers[FULL] = 1
            return
        take_seat(work, seat, head)
    at = work.seats[seat, SEAT_PLACE]
    work.found[at, JOBS_MET] |= U64(1) << U64(job.number)
    for left in range(job.most - edits + 1):  # edits of the tail
        column = TAILS + 2 * (job.spent + edits + left)
        work.found[at, column] |= records[head, 0] & work.job[2 * left]
        work.found[at, column + 1] |= records[head, 1] & work.job[2 * left + 1]


@lean
def take_seat(work: Any, seat: Int, head: Int) -> None:
    """A head not met before gets a place."""
    at = work.numbers[FOUND]
    work.numbers[FOUND] = at + 1
    work.seats[seat, SEAT_STAMP] = work.numbers[STAMP]
    work.seats[seat, SEAT_HEAD] = head
    work.seats[seat, SEAT_PLACE] = at
    work.found[at, HEAD] = U64(head)
    for column in range(JOBS_MET, TAILS + 6):
        work.found[at, column] = U64(0)
