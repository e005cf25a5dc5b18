"""The discrepancies of a case as a work-list: what was found when the books were last compared, part by part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reclaim.desk.case import Case
from reclaim.model.decision import Judgement, standing
from reclaim.model.discrepancy import MEANING, DiscrepancyClass
from reclaim.model.progress import Progress, silent

if TYPE_CHECKING:
    import pyarrow as pa

NAME: Final = "worklist"
SHOWN: Final = ("serial", "make", "model", "date")
"""Cells of a register's row that are shown beside its address."""

_JUDGED: Final = frozenset({Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE})


@dataclass(frozen=True, slots=True)
class Finding:
    """One discrepancy or lead. `rows` are its records as the list has them, each with `cells` (what stands in the row);
    `judged` is the decision that was made on its rows, if they were judged together."""

    id: str
    name: str
    lead: bool
    detail: str
    probability: float | None
    by_chance: float | None
    settle: str
    rows: tuple[Mapping[str, Any], ...]
    judged: str

    @property
    def meaning(self) -> str:
        """What its class means, in one line."""
        return MEANING[DiscrepancyClass(self.name)]

    @property
    def subjects(self) -> tuple[str, ...]:
        """The rows that can be judged the same or different."""
        return _subjects(self.rows)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is wanted: a class, a register, leads or findings, how sure at least, what nobody judged yet."""

    name: str = ""
    register: str = ""
    leads: bool = False
    least: float = 0.0
    open: bool = False


class Worklist:
    """What was found as a table (schema `columns.discrepancies`, and `lead`), and the audit head when it was."""

    def __init__(self, case: Case, table: pa.Table, head: str) -> None:
        self._case, self._table, self.head = case, table, head

    def counts(self, leads: bool = False) -> list[tuple[str, int]]:
        """Each class and how many findings it has."""
        met = self._of(leads).group_by("class").aggregate([("finding", "count_distinct")])
        return sorted(zip(met["class"].to_pylist(), met["finding_count_distinct"].to_pylist(), strict=True))

    @cached_property
    def registers(self) -> list[str]:
        """The registers that stand in it."""
        return sorted(name for name in self._table["register"].unique().to_pylist() if name)

    def part(self, wanted: Wanted, offset: int, size: int) -> tuple[list[Finding], int]:
        """Findings from `offset` on, in their order, and how many are wanted in all."""
        names = self._wanted(wanted)
        chosen = names[offset : offset + size]
        return self._findings(chosen, wanted.leads), len(names)

    def find(self, names: Sequence[str]) -> list[Finding]:
        """Findings and leads by their names."""
        return self._findings(names, False) + self._findings(names, True)

    def _of(self, leads: bool) -> pa.Table:
        import pyarrow.compute as pc

        return self._table.filter(pc.equal(self._table["lead"], leads))

    def _wanted(self, wanted: Wanted) -> list[str]:
        import pyarrow.compute as pc

        rows = self._of(wanted.leads)
        for column, word in (("class", wanted.name), ("register", wanted.register)):
            if word != "":
                rows = rows.filter(pc.equal(rows[column], word))
        if wanted.least > 0:
            # Where no probability was computed the finding is a fact of the books.
            rows = rows.filter(pc.fill_null(pc.greater_equal(rows["probability"], wanted.least), True))
        names: list[str] = rows["finding"].unique().to_pylist()
        if wanted.open:
            judged = self._judged_findings(wanted.leads)
            names = [name for name in names if name not in judged]
        return names

    @cached_property
    def _judged(self) -> dict[frozenset[str], str]:
        """Standing judgements by the rows that were judged together."""
        return {frozenset(d.subjects): str(d.judgement) for d in standing(self._case.decisions()) if d.judgement in _JUDGED}

    def _judged_findings(self, leads: bool) -> set[str]:
        import pyarrow as pa
        import pyarrow.compute as pc

        touched = pa.array(sorted({s for subjects in self._judged for s in subjects}), pa.string())
        rows = self._of(leads)
        names = rows.filter(pc.is_in(rows["anchor"], touched))["finding"].unique().to_pylist()
        return {f.id for f in self._findings(names, leads) if f.judged != ""}

    def _findings(self, names: Sequence[str], leads: bool) -> list[Finding]:
        import pyarrow as pa
        import pyarrow.compute as pc

        rows = self._of(leads)
        rows = rows.filter(pc.is_in(rows["finding"], pa.array(names, pa.string()))).to_pylist()
        cells = self._cells([r["anchor"] for r in rows if r["anchor"]])
        grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            grouped[row["finding"]].append({**row, "cells": cells.get(row["anchor"] or "", {})})
        return [self._finding(name, grouped[name], leads) for name in names if name in grouped]

    def _finding(self, name: str, rows: list[dict[str, Any]], lead: bool) -> Finding:
        first, judged = rows[0], self._judged.get(frozenset(_subjects(rows)), "")
        return Finding(name, first["class"], lead, first["detail"] or "", first["probability"],
                       first["expected_by_chance"], first["settle"] or "", tuple(rows), judged)

    def _cells(self, anchors: Sequence[str]) -> dict[str, dict[str, str]]:
        """What stands in rows of registers, by their addresses."""
        from reclaim.store.registers import folder

        wanted: dict[str, list[int]] = defaultdict(list)
        for snapshot, _, row in (a.rpartition(":") for a in set(anchors) if "@" in a):
            wanted[snapshot].append(int(row))
        found: dict[str, dict[str, str]] = {}
        for register in folder.load_all(self._case.folder.registers):
            for own in (s for s in register.snapshots if s.id in wanted):
                rows = folder.rows_at(self._case.folder.registers, own, wanted[own.id], ("row", *SHOWN))
                for row in rows.to_pylist():
                    found[f"{own.id}:{row.pop('row')}"] = {k: v for k, v in row.items() if v}
        return found


def _subjects(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r["anchor"] for r in rows if r["role"] != "absent_from" and r["anchor"]))


def compare(case: Case, progress: Progress = silent) -> Worklist:
    """Compare the books now, and keep what was found until the case changes. Raises InputError."""
    def make(there: Path) -> None:
        import pyarrow as pa
        from pyarrow import parquet as pq

        from reclaim.desk.reconcile import reconcile

        found = reconcile(case, progress)
        parts = [t.append_column("lead", pa.array([lead] * len(t), pa.bool_()))
                 for t, lead in ((found.table, False), (found.leads, True))]
        pq.write_table(pa.concat_tables(parts).replace_schema_metadata({"head": head}), there)

    from reclaim.store import derived

    head = case.head()
    kept = case.derived(NAME, {"head": head}, ".parquet", make)
    derived.prune(case.folder.derived, f"{NAME}-", 3)
    return Worklist(case, _read(kept, kept.stat().st_mtime_ns), head)


def last(case: Case) -> Worklist | None:
    """What was found when the books were last compared; None if they never were."""
    kept = sorted(case.folder.derived.glob(f"{NAME}-*.parquet"), key=lambda p: p.stat().st_mtime_ns)
    if len(kept) == 0:
        return None
    table = _read(kept[-1], kept[-1].stat().st_mtime_ns)
    return Worklist(case, table, (table.schema.metadata or {}).get(b"head", b"").decode())


@lru_cache(maxsize=2)
def _read(path: Path, written: int) -> pa.Table:
    """A result never changes (`written` is when its file was), so a process that stays open reads it once."""
    from pyarrow import parquet as pq

    return pq.read_table(path)
