"""Pairs that are pairs: two ways in which one mark was written or read, known to be of one weapon.

They come from decisions `same`, from lines of the case that its files give one name, and from rows of two snapshots of
one register that carry the register's own number: what the channel is learned from (`reclaim.trace.train`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reclaim import marks
from reclaim.model.decision import Judgement, standing
from reclaim.model.record import RecordKind
from reclaim.model.register import JudgedRow

if TYPE_CHECKING:
    from reclaim.desk.case import Case

MOST_PAIRS = 20_000
"""Pairs of snapshots that are learned from, at most."""


def decided_pairs(case: Case) -> list[tuple[str, str]]:
    """Pairs (read, registered) of canonical texts, sorted."""
    records = {name: r.text("serial") for r in case.records() if r.kind is RecordKind.LINE
               for name in (r.id, r.key, r.anchor.ident)}
    found: list[tuple[str, str]] = []
    named: dict[str, list[str]] = defaultdict(list)
    for decision in standing(case.decisions()):
        if decision.judgement is Judgement.SAME:
            judged = {subject: JudgedRow.read(decision.id, subject, cells) for subject, cells in decision.seen}
            seen = {subject: row.cell("serial") for subject, row in judged.items() if row is not None}
            written = [seen.get(s, records.get(s, "")) for s in decision.subjects]
            found += [(written[0], other) for other in written[1:]]
    for record in case.records():
        if record.kind is RecordKind.LINE and record.text("item") != "":
            named[record.text("item")].append(record.text("serial"))
    for serials in named.values():
        found += [(serials[0], other) for other in serials[1:]]
    return _canonical([*found, *snapshot_pairs(case)])


def snapshot_pairs(case: Case) -> Iterable[tuple[str, str]]:
    """Serials of rows that two neighbouring snapshots of a register number alike, where they are not written alike."""
    from reclaim.columns.rows import own_number
    from reclaim.store.registers import folder

    for register in folder.load_all(case.folder.registers):
        if len(register.mapping.became("record")) == 0 or len(register.current()) < 2:
            continue
        before: dict[str, str] = {}
        for snapshot in register.current():
            rows = folder.rows(case.folder.registers, snapshot, ["serial", "extra"])
            now = dict(zip(own_number(rows).to_pylist(), rows.column("serial").to_pylist(), strict=True))
            changed = [(number, serial) for number, serial in now.items()
                       if number is not None and before.get(number) not in (None, serial)]
            yield from ((before[number] or "", serial or "") for number, serial in changed[:MOST_PAIRS])
            before = now


def _canonical(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    out = []
    for one, other in pairs:
        read = [marks.parse(cell).principal for cell in (one, other)]
        texts = [m.canonical for m in read if m is not None and len(m.readings) == 1 and "…" not in m.canonical]
        if len(texts) == 2:
            out.append((texts[0], texts[1]))
    return sorted(out)
