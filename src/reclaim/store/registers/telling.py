"""What the first pass met, in words: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from reclaim.model.problem import Problem
from reclaim.model.register import Fate
from reclaim.store.registers import dates
from reclaim.store.registers.grid import address
from reclaim.store.registers.looking import Tally
from reclaim.store.registers.part import Part
from reclaim.store.registers.survey import Surveyed


def problems(seen: Surveyed) -> list[Problem]:
    """What the first pass met in one part, in words."""
    told = [*seen.part.grid.problems, *seen.part.problems, *seen.footing.problems()]
    for column, tally in enumerate(seen.tallies):
        told += _told(seen, column, tally)
    return told


def _told(seen: Surveyed, column: int, tally: Tally) -> Iterator[Problem]:
    part, meaning = seen.part, seen.part.columns[column]
    name = meaning.header or address("", column, None)
    serial = meaning.fate is Fate.BECAME and meaning.target.split(" ")[0] in ("serial", "mark")

    def problem(kind: str, code: str, what: str, mend: str = "") -> Iterator[Problem]:
        if tally.counts[kind] > 0:
            yield Problem(part.where(tally.first[kind], column), code,
                          what.format(n=f"{tally.counts[kind]:,}", name=name), mend)

    if meaning.fate is Fate.REFUSED:
        return
    if serial:
        yield from problem("number", "numeric_serial",
                           "the column {name} holds {n} serials as numbers: zeros before them, and digits after the "
                           "fifteenth, were lost before they came here; they are written as shown",
                           "ask for the list with serials as text")
        yield from problem("damaged", "damaged_serial", "{n} serials of the column {name} were turned into numbers "
                           "by a spreadsheet (1.7E+27, 12345.0); they are kept as they stand",
                           "ask for the list with serials as text")
        yield from problem("several", "several_serials", "{n} cells of the column {name} seem to hold several serials; "
                           "each is one row with several marks", "give each article a row of its own if it is one")
        yield from problem("null_character", "null_character", "{n} cells of the column {name} hold null characters")
    yield from problem("lost_digits", "lost_digits", "{n} numbers of the column {name} have more than fifteen digits; "
                       "the last ones were lost before they came here", "ask for the list with these as text")
    yield from problem("error", "error_cell", "{n} cells of the column {name} hold an error; its words are kept",
                       "mend the formula")
    yield from problem("formula", "formula", "{n} cells of the column {name} are formulas; the values saved with them "
                       "are read")
    yield from problem("formula_empty", "formula_without_value", "{n} cells of the column {name} are formulas without "
                       "a saved value; they are read as empty", "open the file in its program and save it")
    yield from problem("long_cell", "long_cell", "{n} cells of the column {name} are longer than 100,000 characters; "
                       "they are kept whole")
    yield from problem("no_quantity", "bad_quantity", "{n} cells of the column {name} are no quantity; they are kept "
                       "as text", "write a number")
    if meaning.fate is Fate.BECAME and meaning.target == "date":
        yield from _told_of_dates(seen.part, column, tally.dates, name, decided_order(meaning.order, meaning.why,
                                                                                     tally.dates))


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
        yield Problem(at("undecided"), "ambiguous_date", f"{met.undecided:,} dates of the column {name} may be read "
                      "day first or month first, and none decides it; both readings are kept", mend)
    elif order == dates.BOTH:
        yield Problem(at("month_first"), "mixed_dates", f"the column {name} holds {met.day_first:,} dates that are "
                      f"only right day first and {met.month_first:,} only month first; of {met.undecided:,} others "
                      "both readings are kept", mend)
    elif order in (dates.DAY_FIRST, dates.MONTH_FIRST):
        other = met.month_first if order == dates.DAY_FIRST else met.day_first
        decides = met.day_first if order == dates.DAY_FIRST else met.month_first
        yield Problem(at("day_first" if order == dates.DAY_FIRST else "month_first"), "date_order",
                      f"the dates of the column {name} are read {order}: {decides:,} of them can only be read so, "
                      f"{met.undecided:,} either way, {other:,} only the other way", "" if decides > other else mend)
    if met.short > 0:
        yield Problem(at("short"), "short_year", f"{met.short:,} dates of the column {name} have a year of two digits; "
                      "70 to 99 are read as 19.., the others as 20..", "write the year in full")
    if order == dates.DAY_NUMBER:
        yield Problem(at("numbers"), "day_number", f"{met.numbers:,} dates of the column {name} are a spreadsheet's "
                      "numbers of days; they are read as such", "ask for the list with dates")
    unread = met.unread + (met.numbers if order != dates.DAY_NUMBER else 0)
    if unread > 0:
        kind = "unread" if met.unread > 0 else "numbers"
        yield Problem(at(kind), "bad_date", f"{unread:,} cells of the column {name} are no date that can be read; they "
                      "are kept as text", "write 2021-08-15")
