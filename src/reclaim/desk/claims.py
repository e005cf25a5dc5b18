"""Do the claims stand? Open case to verdicts, each beside the records that bear on it."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.claims.evidence import Evidence, evidence
from reclaim.accounting.claims.fold import verdicts
from reclaim.catalogue.tables import verdict_tables
from reclaim.desk import clock
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.weighed import weighed
from reclaim.model.canonical import Plain
from reclaim.model.errors import UsageError
from reclaim.model.problem import Problem
from reclaim.model.register import Completeness
from reclaim.model.table import Cell, Column, Table
from reclaim.model.verdict import Bearing, Verdict, VerdictTable
from reclaim.model.when import BadDate, When

COLUMNS = (
    Column("claim", "its id in the record files; empty for a statement that has none"),
    Column("statement", "the statement that it was coded from"),
    Column("speaker", "who said it"),
    Column("party", "for whom"),
    Column("said", "the quote if there is one, else the transcriber's paraphrase"),
    Column("form", "the form of the claim"),
    Column("scope", "the things that it speaks of"),
    Column("at", "the date that it is about; empty if unknown"),
    Column("verdict", "refuted, contradicted, weakened, consistent, supported, untested, irrefutable or not_testable"),
    Column("weakest", "the lowest slots of the strongest path, split by ;"),
    Column("bearing", "how many records bear on it"),
    Column("origins", "how many independent origins these have"),
    Column("settle", "the record that would change the verdict most"),
)


@dataclass(frozen=True, slots=True)
class Claims:
    """The verdicts asked for; `basis` is the line that stands under each of them."""

    verdicts: tuple[Verdict, ...]
    basis: str
    problems: tuple[Problem, ...]


def claims(case: Case, ident: str = "", *, at: str = "", known_by: KnownBy = None, why: bool = True) -> Claims:
    """The verdicts on all claims, or on one claim, or on those of one statement; with `why` all that stands behind.

    Raises UsageError if `ident` names neither, or if a date is none.
    """
    try:
        assembly = weighed(case, at, known_by)
    except BadDate as error:
        raise UsageError(str(error)) from None
    found = verdicts(assembly, only=ident, complete=_complete(case), why=why)
    if ident != "" and len(found) == 0:
        raise UsageError(f"there is no claim or statement '{ident}'", mend="list them: reclaim claims CASE")
    own = tuple(p for v in found for p in v.problems)
    return Claims(found, held_and_accepted(case, known_by), tuple(dict.fromkeys((*assembly.problems, *own))))


def judged(case: Case, assembly: Assembly) -> tuple[Verdict, ...]:
    """The verdicts on all claims, with what the case says of which of its registers are complete."""
    return verdicts(assembly, complete=_complete(case))


def looked_into(case: Case, assembly: Assembly) -> Evidence:
    """What claims are asked of, indexed once for many questions."""
    return evidence(assembly, _complete(case))


def held_and_accepted(case: Case, known_by: KnownBy = None) -> str:
    """On what a verdict rests: the line that stands under each."""
    known = str(known_by)[:10] if known_by not in (None, "") else clock.now().date().isoformat()
    return f"on the records held and accepted on {known} by {case.handling.owner or 'nobody named'}"


def verdicts_table(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """The verdicts as a table: what export writes and diff compares."""
    rows: list[dict[str, Cell]] = [{name: cell if isinstance(cell, str | int) else str(cell)
                                    for name, cell in v.row().items()}
                                   for v in claims(case, at=at, known_by=known_by, why=False).verdicts]
    return Table.of("verdicts", COLUMNS, rows, ("claim", "statement"))


def plain(verdict: Verdict, basis: str) -> dict[str, Plain]:
    """A verdict with everything that `--why` tells, as JSON."""
    row: dict[str, Plain] = {name: cell if isinstance(cell, str | int) else str(cell)
                             for name, cell in verdict.row().items()}
    more: dict[str, Plain] = {
        "proposition": verdict.proposition, "reason": verdict.reason, "on": basis,
        "would_refute": verdict.would_refute, "would_support": verdict.would_support,
        "paths": [_path(p) for p in verdict.paths],
        "alternatives": [_listed(a.kind, a.words, a.records) for a in verdict.alternatives],
        "rivals": [{"relation": r.relation, "claim": r.claim, "date": r.date, "words": r.words}
                   for r in verdict.rivals],
        "beside": [_listed(b.kind, b.words, b.records) for b in verdict.beside],
        "problems": [{"where": p.where, "code": p.code, "what": p.what} for p in verdict.problems],
        "table": table_plain(verdict_tables()[verdict.table]) if verdict.table != "" else None,
    }
    return row | more


def table_plain(table: VerdictTable) -> dict[str, Plain]:
    """A verdict table as JSON: each slot with its findings by grade."""
    return {"name": table.name, "title": table.title, "why": table.why,
            "slots": [{"slot": s.name, "asks": s.asks,
                       "grades": {"ungraded" if g is None else str(g): [w for w, (grade, _) in s.grades.items()
                                                                         if grade == g]
                                  for g in (3, 2, 1, 0, None) if any(grade == g for grade, _ in s.grades.values())}}
                      for s in table.slots]}


def _listed(kind: str, words: str, records: tuple[str, ...]) -> dict[str, Plain]:
    return {"kind": kind, "words": words, "records": list(records)}


def _path(path: Bearing) -> dict[str, Plain]:
    return {"side": str(path.side), "what": path.what, "find": path.find, "stock": list(path.stock),
            "grade": path.grade, "bears": path.bears, "weakest": list(path.weakest), "origins": path.origins,
            "slots": [{"slot": s.name, "finding": s.word, "grade": s.grade, "why": s.why} for s in path.slots]}


def _complete(case: Case) -> dict[str, int]:
    """Rows of the lists that their keepers call complete for the dates that they cover, by source id."""
    from reclaim.desk.register_rows import snapshot_source
    from reclaim.store.registers import folder

    return {snapshot_source(snapshot): snapshot.rows for register in folder.load_all(case.folder.registers)
            for snapshot in register.current()
            if snapshot.coverage.complete is Completeness.YES and _covers(snapshot.coverage.covers, snapshot.date)}


def _covers(covers: When | None, date: When) -> bool:
    return covers is not None and date.known and date.within(covers)
