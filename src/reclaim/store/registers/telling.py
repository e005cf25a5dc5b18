"""What the first pass met, in words: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from reclaim.model.problem import Problem
from reclaim.model.register import MARK, Fate
from reclaim.store.registers import dates
from reclaim.store.registers.grid import address
from reclaim.store.registers.looking import Tally
from reclaim.store.registers.part import Part
from reclaim.store.registers.survey import Surveyed

# What a tally counts, the code of the problem, what it says, and how to mend it. `{at}` is "2 cells of column Serial".
_OF_SERIALS = (
    ("number", "numeric_serial", "{at} hold serials as numbers: zeros before them, and digits after the fifteenth, "
     "were lost before they came here; they are written as shown", "ask for the list with serials as text"),
    ("damaged", "damaged_serial", "{at} hold serials that a spreadsheet turned into numbers (1.7E+27, 12345.0); they "
     "are kept as they stand", "ask for the list with serials as text"),
    ("day", "date_serial", "{at} hold dates: a spreadsheet may have turned serials into them; they are written ISO",
     "ask for the list with serials as text"),
    ("several", "several_serials", "{at} seem to hold several serials; each is one row with several marks",
     "give each article a row of its own, if it is one"),
    ("null_character", "null_character", "{at} hold null characters; they are kept", ""),
)
_OF_ALL = (
    ("lost_digits", "lost_digits", "{at} hold numbers of more than fifteen digits; the last ones were lost before they "
     "came here", "ask for the list with these as text"),
    ("error", "error_cell", "{at} hold an error; its words are kept", "mend the formula"),
    ("formula", "formula", "{at} are formulas; the values saved with them are read", ""),
    ("formula_empty", "formula_without_value", "{at} are formulas without a saved value; they are read as empty",
     "open the file in its program and save it"),
    ("long_cell", "long_cell", "{at} are longer than 100,000 characters; they are kept whole", ""),
    ("no_quantity", "bad_quantity", "{at} are no quantity; they are kept as text", "write a number"),
)


def problems(seen: Surveyed) -> list[Problem]:
    """What the first pass met in one part, in words."""
    told = [*seen.part.grid.problems, *seen.part.problems, *seen.footing.problems()]
    for column, tally in enumerate(seen.tallies):
        told += _told(seen.part, column, tally)
    return told


def _told(part: Part, column: int, tally: Tally) -> Iterator[Problem]:
    meaning = part.columns[column]
    if meaning.fate is Fate.REFUSED:
        return
    name = meaning.header or address("", column, None)
    is_serial = meaning.fate is Fate.BECAME and meaning.target.split(" ")[0] in ("serial", MARK)
    for kind, code, what, mend in (*_OF_SERIALS, *_OF_ALL) if is_serial else _OF_ALL:
        count = tally.counts[kind]
        if count > 0:
            at = f"{_cells(count)} of column {name}"
            yield Problem(part.where(tally.first[kind], column), code, _numbered(what.format(at=at), count), mend)
    if meaning.fate is Fate.BECAME and meaning.target == "date":
        order = decided_order(meaning.order, meaning.why, tally.dates)
        yield from _told_of_dates(part, column, tally.dates, name, order)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"


def _numbered(text: str, count: int) -> str:
    """The verb of a sentence about one cell."""
    if count != 1:
        return text
    for many, one in ((" hold ", " holds "), (" seem ", " seems "), (" are ", " is "), ("; they is ", "; it is ")):
        text = text.replace(many, one, 1)
    return text


def decided_order(stated: str, why: str, evidence: dates.Evidence) -> str:
    """The order of day and month in a column: as a person says, else as its dates show, else as the last snapshot's."""
    if stated == dates.YYDDD or (stated != "" and why == "the mapping"):
        return stated
    shown = evidence.order()
    if evidence.numbers > 0 and evidence.numbers > evidence.unread and shown == "":
        return dates.DAY_NUMBER
    return stated if stated != "" and shown == dates.BOTH and evidence.undecided > 0 and (
        evidence.day_first + evidence.month_first == 0) else shown


def _told_of_dates(part: Part, column: int, met: dates.Evidence, name: str, order: str) -> Iterator[Problem]:
    def at(kind: str) -> str:
        return part.where(met.first.get(kind), column)

    mend = "say in the mapping: order = \"day first\" or \"month first\""
    if order == dates.BOTH and met.day_first + met.month_first == 0:
        yield Problem(at("undecided"), "ambiguous_date", f"{_cells(met.undecided)} of column {name} can be read day "
                      "first or month first, and no other decides it; both readings are kept", mend)
    elif order == dates.BOTH:
        yield Problem(at("month_first"), "mixed_dates", f"column {name} is written both ways: {_cells(met.day_first)} "
                      f"can only be read day first, {_cells(met.month_first)} only month first; of {met.undecided:,} "
                      "others both readings are kept", mend)
    elif order in (dates.DAY_FIRST, dates.MONTH_FIRST):
        other = met.month_first if order == dates.DAY_FIRST else met.day_first
        decides = met.day_first if order == dates.DAY_FIRST else met.month_first
        yield Problem(at("day_first" if order == dates.DAY_FIRST else "month_first"), "date_order",
                      f"the dates of column {name} are read {order}: {_cells(decides)} can only be read so, "
                      f"{met.undecided:,} either way, {other:,} only the other way", "" if decides > other else mend)
    if met.short > 0:
        yield Problem(at("short"), "short_year", f"column {name} has years of two digits, in {_cells(met.short)}; "
                      "70 to 99 are read as 19.., the others as 20..", "write the year in full")
    if order == dates.DAY_NUMBER:
        yield Problem(at("numbers"), "day_number", f"column {name} has a spreadsheet's numbers of days for dates, "
                      f"in {_cells(met.numbers)}; they are read as such", "ask for the list with dates")
    unread = met.unread + (met.numbers if order != dates.DAY_NUMBER else 0)
    if unread > 0:
        kind = "unread" if met.unread > 0 else "numbers"
        yield Problem(at(kind), "bad_date", f"column {name} has no date that can be read in {_cells(unread)}; what "
                      "stands there is kept as text", "write 2021-08-15")
