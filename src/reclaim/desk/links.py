"""Which rows of the registers are of one weapon: the links of a case, written whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reclaim.desk.case import Case
from reclaim.model.errors import UsageError
from reclaim.model.progress import Progress, silent
from reclaim.store import safely

FORMS = (".parquet", ".csv")


@dataclass(frozen=True, slots=True)
class Links:
    """The file and how many links are in it."""

    path: Path
    count: int


def write_links(case: Case, out: str | Path, progress: Progress = silent) -> Links:
    """Write all links between the books of a case (schema `columns.links`): exact, decided and near ones, a row each, with
    the probability where one was computed. Straight from columns to the file, however many; the file is whole or not there.
    Raises UsageError, WriteError."""
    from reclaim.desk.linking import near_links, pairs
    from reclaim.desk.reconcile import compared
    from reclaim.ledger import links as ledger

    path = Path(out)
    if path.suffix not in FORMS:
        raise UsageError("links are written as Parquet or CSV", where=str(path), mend=f"let its name end in {' or '.join(FORMS)}")
    books, judged, names, _ = compared(case)
    found = near_links(case, books, names, judged, progress)
    made_up = "SYNTHETIC, " if case.handling.synthetic else ""
    asked = ledger.Linking(books, [(a.number, b.number) for a, b in pairs(books)], found.near, found.doubt, judged, names)
    counts: list[int] = []

    def fill(part: Path) -> None:
        counts.append(ledger.write_links(asked, part, path.suffix, f"{made_up}{case.handling.marking}"))

    safely.write_by(path, fill)
    return Links(path, counts[0])
