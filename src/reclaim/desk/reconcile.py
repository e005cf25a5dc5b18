"""Do the books agree? Registers against registers, and event lines with marks as registers of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case
from reclaim.desk.linking import near_links
from reclaim.model.decision import Decision, Judgement, standing
from reclaim.model.discrepancy import Due, Rules
from reclaim.model.errors import InputError
from reclaim.model.progress import Progress, silent
from reclaim.model.table import Column, Table

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.ledger.articles import RowPair
    from reclaim.ledger.books import Book
    from reclaim.ledger.reconcile import Judged

COLUMNS = (
    Column("finding", "groups the records of one finding"),
    Column("class", "what is wrong (docs/reconcile.md)"),
    Column("item", "the article, by the address of its first row; empty where no mark tells it"),
    Column("register", "the register of this record"),
    Column("snapshot", "its snapshot"),
    Column("record", "the register's own number of the row, else SNAPSHOT:ROW; empty for a register that lacks it"),
    Column("anchor", "SNAPSHOT:ROW"),
    Column("role", "left, right, member, or absent_from"),
    Column("detail", "why"),
    Column("probability", "of a near link; empty where none was computed"),
    Column("expected_by_chance", "how many such links chance alone would make"),
    Column("settle", "the record that would settle it"),
)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The discrepancies (schema `columns.discrepancies`) and how many findings each class has."""

    table: pa.Table
    counts: tuple[tuple[str, int], ...]
    books: tuple[Book, ...]


def reconcile(case: Case, progress: Progress = silent) -> Reconciliation:
    """Reconcile all registers of the case by its rules. Raises InputError if a rule cannot be read."""
    from reclaim.ledger.reconcile import reconcile as fold

    books = _books(case)
    rules = read_rules(case)
    blocks = tuple(b for _, b in assembled(case).blocks)
    near = near_links(case, books, progress)
    table = fold(books, near, _judged(case.decisions(), books), rules, blocks=blocks, progress=progress)
    pairs = set(zip(table["class"].to_pylist(), table["finding"].to_pylist(), strict=True))
    counted = Counter(name for name, _ in pairs)
    return Reconciliation(table, tuple(sorted(counted.items())), tuple(books))


def read_rules(case: Case) -> Rules:
    """The case's rules for its books: `[rules.books]` in case.toml. Raises InputError."""
    found = dict(case.read.rules.get("books", {}))
    try:
        due = tuple(Due(str(d.get("type", "")), int(d["days"]), float(d.get("share", 1.0)))
                    for d in found.get("due", ()))
        return Rules(int(found.get("transit", 90)), due, tuple(str(a) for a in found.get("authorised", ())),
                     float(found.get("near", 0.5)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"[rules.books] cannot be read: {error}", where="case.toml",
                         mend='write: due = [{ type = "rifle", days = 365 }], authorised = ["…"]') from error


def discrepancies_table(case: Case, at: str = "", known_by: object = None) -> Table:
    """The table `discrepancies` for export."""
    rows = reconcile(case).table.to_pylist()
    shown = [{k: (f"{v:.4f}" if isinstance(v, float) else v) for k, v in row.items()} for row in rows]
    return Table.of("discrepancies", COLUMNS, shown, key=("class", "anchor", "role"))


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


def _judged(decisions: Sequence[Decision], books: Sequence[Book]) -> Judged:
    """Decisions on pairs of register rows, as places in the books."""
    from reclaim.ledger.reconcile import Judged

    number = {b.snapshot: b.number for b in books}
    pairs: dict[Judgement, list[RowPair]] = {Judgement.SAME: [], Judgement.DIFFERENT: []}
    for decision in standing(list(decisions)):
        rows = [(number[s.rpartition(":")[0]], int(s.rpartition(":")[2])) for s in decision.subjects
                if s.rpartition(":")[0] in number]
        if decision.judgement in pairs and len(rows) > 1:
            pairs[decision.judgement] += [(rows[0], other) for other in rows[1:]]
    return Judged(tuple(pairs[Judgement.SAME]), tuple(pairs[Judgement.DIFFERENT]))
