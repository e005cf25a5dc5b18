"""Open case to assembly: what every fold of the desk begins with."""

from __future__ import annotations

from reclaim.accounting.assemble import Assembly, assemble
from reclaim.desk.case import Case, Known, KnownBy
from reclaim.desk.register_rows import register_rows
from reclaim.model.when import When


def assembled(case: Case, at: str = "", known_by: KnownBy = None, less: str = "", known: Known | None = None) -> Assembly:
    """The case's records, decisions and register rows, folded to what stands at a date as known by a date.

    `less` is the id of a source whose records are left out; `known` is `case.known(known_by)`, if it was read already.
    Raises BadDate if `at` is no date.
    """
    records, decisions = known or case.known(known_by)
    records = [r for r in records if r.source != less]
    rows = register_rows(case, records, decisions)
    return assemble(records, decisions, at=When.parse(at) if at != "" else None, words=case.words,
                    rows=rows.rows, sources=rows.sources, chain_exact=case.chain_exact)
