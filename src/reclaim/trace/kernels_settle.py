"""From probes to heads that are truly within the bound, with the tails that are."""

from __future__ import annotations

from typing import Any, NamedTuple

from reclaim.trace.compiled import Bool, Int, lean, tiny
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
from reclaim.trace.layout import GRID_SHIFT, HEAD_WORDS, TAG_BITS, TAG_SHIFT

TAG_MASK = U64((1 << TAG_BITS) - 1)
HEAD_MASK = U64(0xFFFFFFFF)

AHEAD = 16
"""How many reads are kept on their way: about what a core can wait for at once."""

ENTRIES_A_LINE = 8
MOST_FETCHED = 16 * ENTRIES_A_LINE
"""Longer lists the processor sees coming by itself."""


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
    """Entries of `count` probes become candidates; all candidates are settled.

    A pipeline: while the entries of one probe are read, those of the next are on their way from memory, and so are
    the starts of the ones after them.
    """
    work.numbers[PROBED] += count
    for place in range(count + 2 * AHEAD):
        if place < count:
            prefetch(table.start, bucket_of(work, job, place))
        if AHEAD <= place < count + AHEAD:
            bucket = bucket_of(work, job, place - AHEAD)
            fetch_entries(table.entries, I64(table.start[bucket]), I64(table.start[bucket + 1]))
        if place >= 2 * AHEAD:
            bucket = bucket_of(work, job, place - 2 * AHEAD)
            begin, end = I64(table.start[bucket]), I64(table.start[bucket + 1])
            work.numbers[READ] += end - begin
            take_list(work, heads, table, job, place - 2 * AHEAD, begin, end)
    settle(work, heads, job)


@tiny
def bucket_of(work: Any, job: Any, place: Int) -> Int:
    """The bucket of a probe."""
    return I64(work.probes[U64(place), HASH] >> U64(job.start_shift))


@tiny
def fetch_entries(entries: Any, begin: Int, end: Int) -> None:
    """Ask for the cache lines of a list, as far as it is worth it."""
    for at in range(begin, min(end, begin + MOST_FETCHED), ENTRIES_A_LINE):
        prefetch(entries, at)


@tiny
def take_list(work: Any, heads: Any, table: Any, job: Any, place: Int, begin: Int, end: Int) -> None:
    """A list's entries in parts for which there is room."""
    while begin < end:
        upto = min(end, begin + CANDIDATES // 2)
        if work.numbers[CANDIDATE_COUNT] + upto - begin > CANDIDATES:
            settle(work, heads, job)
        take_entries(work, table.entries, place, begin, upto)
        begin = upto


@tiny
def take_entries(work: Any, entries: Any, place: Int, begin: Int, end: Int) -> None:
    """Entries whose tag and picture of tails fit a probe become candidates."""
    tag, depth = work.probes[place, HASH] & TAG_MASK, work.probes[place, DEPTH]
    grid = work.job[U64(GRIDS) + depth]
    lifted = depth << U64(32)
    count = U64(work.numbers[CANDIDATE_COUNT])
    candidates = work.candidates
    for at in range(U64(begin), U64(end)):
        held = entries[at]
        candidates[count] = (held & HEAD_MASK) | lifted
        fits = ((held >> U64(TAG_SHIFT)) & TAG_MASK == tag) & ((held >> U64(GRID_SHIFT)) & grid != U64(0))
        count += U64(fits)
    work.numbers[CANDIDATE_COUNT] = I64(count)


@lean
def settle(work: Any, heads: Any, job: Any) -> None:
    """Check the candidates exactly and note what is within the bound."""
    records = heads.records
    count = work.numbers[CANDIDATE_COUNT]
    work.numbers[CANDIDATE_COUNT] = 0
    work.numbers[TOUCHED] += count
    for place in range(min(count, AHEAD)):
        fetch_head(work, records, U64(place))
    for place in range(U64(count)):
        if place + U64(AHEAD) < U64(count):
            fetch_head(work, records, place + U64(AHEAD))
        head = work.candidates[place] & HEAD_MASK
        allowed = U64(2) * (U64(job.most) - (work.candidates[place] >> U64(32)))
        fitting = (records[head, 0] & work.job[allowed]) | (records[head, 1] & work.job[allowed + U64(1)])
        if fitting == U64(0):
            continue
        seat = seat_of(work, head)
        if is_met(work, seat, job.number):
            continue
        work.numbers[CHECKED] += 1
        edits = edits_of(work, heads, job, head)
        if edits <= job.edits:
            note(work, records, job, seat, head, edits)


@tiny
def fetch_head(work: Any, records: Any, place: Int) -> None:
    """Ask for the record of a candidate."""
    prefetch(records, I64((work.candidates[place] & HEAD_MASK) * U64(HEAD_WORDS)))


@tiny
def edits_of(work: Any, heads: Any, job: Any, head: Int) -> Int:
    """Edits between the job's part of the reading and a head; 99 if the swap over the border does not fit."""
    word, rest = heads.records[head, 2], heads.records[head, 3]
    length = head_length(word, rest, heads.spare)
    if job.last < 0:
        return head_edits(work.matches, job.length, word, rest, heads.spare, job.class_of, length)
    if length == 0 or head_class(word, rest, heads.spare, job.class_of, length - 1) != job.last:
        return 99
    return head_edits(work.matches, job.length - 1, word, rest, heads.spare, job.class_of, length - 1)


@tiny
def seat_of(work: Any, head: Int) -> Int:
    """Where a head sits, or may sit, in the hash table of heads found."""
    mask, stamp = U64(len(work.seats) - 1), U64(work.numbers[STAMP])
    seat = (head * U64(0x9E3779B1)) & mask
    while work.seats[seat, SEAT_STAMP] == stamp and work.seats[seat, SEAT_HEAD] != head:
        seat = (seat + U64(1)) & mask
    return seat


@tiny
def is_met(work: Any, seat: Int, job: Int) -> Bool:
    """Whether this job has already noted the head of a seat."""
    if work.seats[seat, SEAT_STAMP] != U64(work.numbers[STAMP]):
        return False
    return (work.found[work.seats[seat, SEAT_PLACE], JOBS_MET] >> U64(job)) & U64(1) == U64(1)


@tiny
def note(work: Any, records: Any, job: Any, seat: Int, head: Int, edits: Int) -> None:
    """Add the tails of a head that are within the bound, by the edits that they then have in all."""
    if work.seats[seat, SEAT_STAMP] != U64(work.numbers[STAMP]):
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


@tiny
def take_seat(work: Any, seat: Int, head: Int) -> None:
    """A head not met before gets a place."""
    at = work.numbers[FOUND]
    work.numbers[FOUND] = at + 1
    work.seats[seat, SEAT_STAMP] = U64(work.numbers[STAMP])
    work.seats[seat, SEAT_HEAD] = head
    work.seats[seat, SEAT_PLACE] = U64(at)
    work.found[at, HEAD] = head
    for column in range(JOBS_MET, TAILS + 6):
        work.found[at, column] = U64(0)
