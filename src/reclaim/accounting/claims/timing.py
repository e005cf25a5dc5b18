"""Dates: was a thing in those hands at the date of the claim?

Rules: "return before t", "open window", "at interval".
"""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.accounting.custody.holding import Holding, before, by, may_precede
from reclaim.catalogue.parties import Parties
from reclaim.model.verdict import Slot, VerdictTable
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Ends:
    """What bounds a custody: `back` are the records that end it, `left` those after which its window begins, and
    `older` earlier custody that shows no more than that the thing existed."""

    back: tuple[Holding, ...]
    left: tuple[Holding, ...]
    older: tuple[Holding, ...]


def date_slot(table: VerdictTable, find: Holding, at: When, ends: Ends, parties: Parties) -> Slot:
    """The slot `date` of a custody that began at `find`, for a claim about `at`."""
    word, end = _word(find, at, ends)
    party = parties.name(find.party) if not find.gone else parties.name(find.sight.event.giver)
    when = at if at.known else "an unknown date"
    record = "" if end is None else f"{end.when}, {end.sight.key}"
    return table["date"].slot(word, party=party or "another", found=find.when, at=when, left=record, back=record)


def _word(find: Holding, at: When, ends: Ends) -> tuple[str, Holding | None]:
    if not at.known or at.lo is None:
        return "claim_undated", None
    if find.when.certainly_by(at):
        return _still(find, at, ends)
    if at.certainly_before(find.when):
        return _window(find, at, ends, "begins_after")
    if find.when.hi is not None and at.hi is not None and find.when.hi <= at.hi and at.lo < at.hi:
        return "part_of_interval", None
    return _window(find, at, ends, "may_begin_after")


def _still(find: Holding, at: When, ends: Ends) -> tuple[str, Holding | None]:
    """With another by then: did it come back by then, surely or perhaps?"""
    unsure: Holding | None = None
    for end in ends.back:
        if before(end, find) or (end.sight.id == find.sight.id and not may_precede(find, end)):
            continue
        if at.certainly_before(end.when):
            continue
        if by(find, end) and end.when.certainly_by(at):
            return "returned", end
        unsure = unsure or end
    if unsure is not None:
        return "return_undated", unsure
    return ("gone_at_date" if find.gone else "with_at_date"), None


def _window(find: Holding, at: When, ends: Ends, otherwise: str) -> tuple[str, Holding | None]:
    """First with another after the date, or perhaps: does the window reach back over it?"""
    later = [h for h in ends.left if at.certainly_before(h.when) and may_precede(h, find)]
    if len(later) > 0 and otherwise == "begins_after":
        return "begins_after", later[-1]
    reaching = [h for h in ends.left if h.when.known and h.when.certainly_by(at) and may_precede(h, find)]
    if len(reaching) > 0:
        return "window_overlaps", reaching[-1]
    older = [h for h in ends.older if h.when.certainly_by(at) and may_precede(h, find)]
    if len(older) > 0 and otherwise == "begins_after":
        return "older_left_end", older[-1]
    return otherwise, None


