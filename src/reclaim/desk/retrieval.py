"""What is being got back: open case to matters, with their steps as bounds."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.retrieval.fold import problems
from reclaim.accounting.retrieval.fold import retrieval as fold
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.weighed import weighed
from reclaim.model.canonical import Plain
from reclaim.model.errors import UsageError
from reclaim.model.problem import Problem
from reclaim.model.retrieval import Matter, RetrievalRow
from reclaim.model.table import Cell, Column, Table
from reclaim.model.when import BadDate

COLUMNS = (
    Column("scope", "the things, in the words of the steps; empty for one article"),
    Column("item", "the article; empty for a scope of things"),
    Column("holder", "who has them, or of whom they are asked"),
    Column("type", "the type, by id"),
    Column("step", "located, confirmed, notified, title_claimed, demanded, agreed, returned ... or still_out"),
    Column("lower", "of at least so many items"),
    Column("upper", "of at most so many: the number demanded or located; empty is unknown"),
    Column("date", "of the latest such step; empty if not stated"),
    Column("sources", "keys of the sources, split by ;"),
    Column("next", "what can be done next, by what these records allow; empty if nothing"),
)


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The matters, and what was met on the way."""

    assembly: Assembly
    matters: tuple[Matter, ...]
    problems: tuple[Problem, ...]

    def rows(self, *, only_next: bool = False) -> tuple[RetrievalRow, ...]:
        """The rows of all matters; with `only_next` those after which something can be done."""
        return tuple(r for m in self.matters for r in m.rows if not only_next or r.next != "")


def retrieval(case: Case, *, at: str = "", known_by: KnownBy = None) -> Retrieval:
    """All that is being got back. Raises UsageError if a date is none."""
    try:
        assembly = weighed(case, at, known_by)
    except BadDate as error:
        raise UsageError(str(error)) from None
    matters = fold(assembly)
    return Retrieval(assembly, matters, tuple(dict.fromkeys((*assembly.problems, *problems(matters)))))


def retrieval_table(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """The rows as a table: what export writes and diff compares."""
    rows: list[dict[str, Cell]] = [{
        "scope": r.scope, "item": r.item, "holder": r.holder, "type": r.type, "step": r.step, "lower": r.lower,
        "upper": r.upper, "date": r.date, "sources": ";".join(r.sources), "next": r.next,
    } for r in retrieval(case, at=at, known_by=known_by).rows()]
    return Table.of("retrieval", COLUMNS, rows, ("scope", "item", "holder", "type", "step"))


def plain(row: RetrievalRow, matter: Matter) -> dict[str, Plain]:
    """A row with its records, what stands in the way, and what allows what comes next, as JSON."""
    own = [n for n in matter.next if n.record in row.records]
    return {"scope": row.scope, "item": row.item, "holder": row.holder, "type": row.type, "step": row.step,
            "lower": row.lower, "upper": row.upper, "date": row.date, "sources": list(row.sources), "next": row.next,
            "words": row.words, "records": list(row.records), "in_the_way": list(matter.in_the_way),
            "allowed_by": [{"next": n.what, "record": n.record, "source": n.source} for n in own]}
