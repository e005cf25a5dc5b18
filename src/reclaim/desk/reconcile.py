"""Do the books agree? Registers against registers, and event lines with marks as registers of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case
from reclaim.desk.event_books import event_books
from reclaim.desk.linking import near_links, together
from reclaim.model.decision import Decision, Judgement, standing
from reclaim.model.discrepancy import Due, Rules
from reclaim.model.errors import InputError
from reclaim.model.progress import Progress, silent
from reclaim.model.table import Column, Table
from reclaim.model.when import When

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.catalogue.parties import Parties
    from reclaim.ledger.books import Book, Names
    from reclaim.ledger.judged import Judged, RowPair
    from reclaim.model.block import Block

COLUMNS = (
    Column("finding", "groups the records of one finding"),
    Column("class", "what is wrong (docs/reconcile.md)"),
    Column("item", "the article, by the address of its first row; empty where no mark tells it"),
    Column("register", "the register of this record"),
    Column("snapshot", "its snapshot"),
    Column("record", "the register's own number of the row, else SNAPSHOT:ROW; empty for a register that lacks it"),
    Column("anchor", "SNAPSHOT:ROW; of a line of the case, its own address"),
    Column("role", "left, right, member, or absent_from"),
    Column("detail", "why"),
    Column("probability", "of a near link; empty where none was computed"),
    Column("expected_by_chance", "how many such links chance alone would make"),
    Column("settle", "the record that would settle it"),
)

WORK_COLUMNS = (
    Column("check", "the record that would settle it"),
    Column("register", "whose keeper is asked"),
    Column("cost", "of one check, in looking up one paper"),
    Column("weapons", "how many weapons it would settle"),
    Column("findings", "findings among them"),
    Column("leads", "leads among them, which are no findings"),
    Column("classes", "what is settled"),
    Column("first", "the first row to look at"),
)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The discrepancies and leads (schema `columns.discrepancies`), how many findings each class has, how many rows no
    register covers (schema `ledger.uncovered.UNCOVERED`), and the books that were read. `together` of them, the case's own
    lines, were so many that near marks were looked for by their kinds (`desk.linking.together`)."""

    table: pa.Table
    counts: tuple[tuple[str, int], ...]
    books: tuple[Book, ...]
    leads: pa.Table
    uncovered: pa.Table
    together: int = 0

    def work(self) -> pa.Table:
        """What to ask of whom, the cheapest check that settles most first (schema `ledger.work.WORK`)."""
        from reclaim.ledger.work import work

        return work(self.table, self.leads)


def reconcile(case: Case, progress: Progress = silent) -> Reconciliation:
    """Reconcile all registers of the case by its rules. Raises InputError if a rule cannot be read."""
    from reclaim.ledger.reconcile import reconcile as fold

    rules = read_rules(case)
    books, judged, names, blocks = compared(case)
    found = near_links(case, books, names, judged, progress)
    folded = fold(books, found.near, judged, rules, blocks=blocks, names=names, missing=found.missing, doubt=found.doubt,
                  progress=progress)
    table = folded.discrepancies
    return Reconciliation(table, _counts(table), tuple(books), folded.leads, folded.uncovered, len(together(books)))


def compared(case: Case) -> tuple[list[Book], Judged, Names, tuple[Block, ...]]:
    """The books of a case, its registers and the lines of its own events; decisions on their rows, who is who, and the
    blocks that the case knows."""
    assembly = assembled(case)
    books = _books(case)
    books += event_books(case, assembly, {b.snapshot for b in books}, len(books) + 1)
    return (books, _judged(case.decisions(), books), _names(assembly.parties, books),
            tuple(b for _, b in assembly.blocks))


def _counts(table: pa.Table) -> tuple[tuple[str, int], ...]:
    met = table.group_by("class").aggregate([("finding", "count_distinct")])
    return tuple(sorted(zip(met["class"].to_pylist(), met["finding_count_distinct"].to_pylist(), strict=True)))


def read_rules(case: Case) -> Rules:
    """The case's rules for its books: `[rules.books]` in case.toml. Raises InputError."""
    found = dict(case.read.rules.get("books", {}))
    try:
        due = tuple(Due(str(d.get("type", "")), int(d["days"]), float(d.get("share", 1.0)))
                    for d in found.get("due", ()))
        return Rules(int(found.get("transit", 90)), due, tuple(str(a) for a in found.get("authorised", ())),
                     float(found.get("near", 0.5)), float(found.get("absent", 0.6)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"[rules.books] cannot be read: {error}", where="case.toml",
                         mend='write: due = [{ type = "rifle", days = 365 }], authorised = ["…"]') from error


def discrepancies_table(case: Case, at: str = "", known_by: object = None) -> Table:
    """The table `discrepancies` for export."""
    return written(reconcile(case))


def written(found: Reconciliation) -> Table:
    """What was found as a table to be written."""
    return _table("discrepancies", found.table)


def written_leads(found: Reconciliation) -> Table:
    """The leads as a table to be written."""
    return _table("leads", found.leads)


def _table(name: str, rows: pa.Table) -> Table:
    shown = [{k: (f"{v:.4f}" if isinstance(v, float) else v) for k, v in row.items()} for row in rows.to_pylist()]
    return Table.of(name, COLUMNS, shown, key=("class", "anchor", "role"))


def written_work(found: Reconciliation) -> Table:
    """The work-list as a table to be written."""
    shown = [{k: (f"{v:g}" if isinstance(v, float) else v) for k, v in row.items()} for row in found.work().to_pylist()]
    return Table.of("work", WORK_COLUMNS, shown, key=("check", "register"))


def _books(case: Case) -> list[Book]:
    from reclaim.ledger.books import Book
    from reclaim.store.registers import folder

    books: list[Book] = []
    for register in folder.load_all(case.folder.registers):
        latest = register.latest()
        for snapshot in register.current():
            path = folder.parquet(case.folder.registers, snapshot)
            books.append(Book(len(books) + 1, register.name, register.kind, register.keeper, snapshot.id,
                              snapshot.date.lo, snapshot.coverage, str(path), snapshot == latest))
    return books


def _names(parties: Parties, books: Sequence[Book]) -> Names:
    """Who is who among the parties of the case, and who is certainly part of whom whatever the date."""
    from reclaim.ledger.books import Names

    written = sorted({n for p in parties.parties.values() for n in (p.id, p.name, *p.aliases)}
                     | {b.keeper for b in books if b.keeper != ""})
    same = tuple((n, parties.name(n)) for n in written if n != "")
    known = sorted(parties.parties)
    parts = {(parties.name(a), parties.name(b)) for a in known for b in known
             if parties.resolve(a) != parties.resolve(b) and not parties.another(a, b, When(None, None))}
    return Names(same, tuple(sorted(parts)))


def _judged(decisions: Sequence[Decision], books: Sequence[Book]) -> Judged:
    """Decisions on pairs of rows, of registers or of the case's own lines, as places in the books."""
    from reclaim.ledger.judged import Judged

    place = _places(books)
    pairs: dict[Judgement, list[RowPair]] = {Judgement.SAME: [], Judgement.DIFFERENT: [], Judgement.UNSURE: []}
    for decision in standing(list(decisions)):
        rows = [row for s in decision.subjects if (row := place(s)) is not None]
        if decision.judgement in pairs and len(rows) > 1:
            pairs[decision.judgement] += [(rows[0], other) for other in rows[1:]]
    return Judged(tuple(pairs[Judgement.SAME]), tuple(pairs[Judgement.DIFFERENT]), tuple(pairs[Judgement.UNSURE]))


def _places(books: Sequence[Book]) -> Callable[[str], tuple[int, int] | None]:
    """Where a subject's row stands, if it is one: `SNAPSHOT:ROW`, or the address of a line."""
    from pyarrow import parquet as pq

    from reclaim.columns.rows import extra

    number, lines = {b.snapshot: b.number for b in books}, dict[str, tuple[int, int]]()
    for book in books:
        if "@" not in book.snapshot:
            rows = pq.read_table(book.path, columns=["row", "extra"])
            lines |= {address: (book.number, row) for row, address in
                      zip(rows["row"].to_pylist(), extra(rows, "address").to_pylist(), strict=True)}

    def place(subject: str) -> tuple[int, int] | None:
        snapshot, _, row = subject.rpartition(":")
        return (number[snapshot], int(row)) if snapshot in number and row.isdigit() else lines.get(subject)

    return place
