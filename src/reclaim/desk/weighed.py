"""Open case to assembly, with what its registers make of the things that turned up.

Each mark of a find is traced in the registers of the case (`reclaim.desk.trace`), and the candidates that are at all
probable stand as near links beside it, the exact ones with their probability. A case without registers is only
assembled, and a decided pair needs no probability.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reclaim.accounting.assemble import Assembly, assemble
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case, Known, KnownBy
from reclaim.desk.register_rows import register_rows
from reclaim.model.candidate import Weighed
from reclaim.model.canonical import Plain
from reclaim.model.item import Entry
from reclaim.model.link import Link, LinkBasis
from reclaim.model.when import When

# Candidates that are less probable are of no use to anybody, and there are very many of them.
LEAST = 0.05
TOP = 5


def weighed(case: Case, at: str = "", known_by: KnownBy = None, less: str = "", plain: Assembly | None = None,
            finds: Sequence[Entry] | None = None, known: Known | None = None) -> Assembly:
    """The case's records, decisions and register rows, with near links. Raises BadDate if `at` is no date.

    `less` is the id of a source whose records are left out, to see what rests on it. `plain` is `assembled` of the same,
    `finds` are `case_finds` of the case and `known` is `case.known(known_by)`, if they were made already.
    """
    found = [c for c in candidates(case, finds) if c.row != "" and c.probability >= LEAST]
    if len(found) == 0:
        return plain or assembled(case, at, known_by, less, known)
    records, decisions = known or case.known(known_by)
    records = [r for r in records if r.source != less]
    rows = register_rows(case, records, decisions, [c.row for c in found])
    ids = {r.key: r.id for r in records} | {record.key: record.id for record, _, _ in rows.rows}
    near = [_link(c, ids) for c in found if c.find in ids and c.row in ids]
    return assemble(records, decisions, at=When.parse(at) if at != "" else None, words=case.words, rows=rows.rows,
                    sources=rows.sources, near=near, chain_exact=case.chain_exact)


def candidates(case: Case, entries: Sequence[Entry] | None = None) -> tuple[Weighed, ...]:
    """The candidates of all finds and what speaks for none, kept in `derived/` by the registers, finds and decisions
    that they rest on; `entries` are `case_finds` of the case, if they were made already."""
    from reclaim.store.registers import folder

    registers = folder.load_all(case.folder.registers)
    snapshots = [s.id for register in registers for s in register.current()]
    finds = _finds(case, entries) if len(snapshots) > 0 else []
    if len(finds) == 0:
        return ()
    inputs: Plain = {"snapshots": snapshots, "finds": [[key, serial] for key, serial in finds],
              "decisions": sorted(d.id for d in case.decisions())}
    path = case.derived("finds", inputs, ".json", lambda there: _trace(case, [key for key, _ in finds], there))
    return tuple(Weighed(**row) for row in json.loads(path.read_text("utf-8")))


def _finds(case: Case, entries: Sequence[Entry] | None) -> list[tuple[str, str]]:
    """Address and serial of what turned up, in the order of `reclaim.desk.readings.of_case`."""
    from reclaim.desk.readings import case_finds

    return [(e.record.key, e.line.serial) for e in (case_finds(case) if entries is None else entries)]


def _trace(case: Case, finds: Sequence[str], there: Path) -> None:
    from reclaim.desk.readings import of_case
    from reclaim.desk.trace import prepare, trace, whole

    readings = of_case(case)
    table = whole(trace(prepare(case, few=len(readings)), readings, top=TOP))
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for row in table.to_pylist():
        if row["rank"] == 0 or (row["anchor"] is not None and row["edits"] is not None):
            pair = (finds[row["reading_row"] - 1], row["anchor"] or "")
            words = {name: row[name] or "" for name in ("register", "serial", "make", "model", "explanation")}
            best.setdefault(pair, {"find": pair[0], "row": pair[1], "edits": row["edits"], **words,
                                   "probability": row["probability"] or 0.0, "weight_bits": row["weight_bits"]})
    there.write_text(json.dumps([best[pair] for pair in sorted(best)]), encoding="utf-8")


def _link(candidate: Weighed, ids: dict[str, str]) -> Link:
    left, right = sorted((ids[candidate.find], ids[candidate.row]))
    return Link(left, right, LinkBasis.NEAR, candidate.probability, candidate.edits or 0, candidate.weight_bits,
                why=f"traced: {candidate.row}")
