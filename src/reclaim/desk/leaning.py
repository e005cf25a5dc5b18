"""What leans on a record: the claims, bounds, items and steps in whose answers it stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from reclaim.desk.serve import State


@dataclass(frozen=True, slots=True, order=True)
class Leaning:
    """One answer that a record stands in: `kind` is claim, item, bound or step, `id` its address, `words` its words."""

    kind: str
    id: str
    words: str


def leaning(state: State) -> dict[str, tuple[Leaning, ...]]:
    """By the key of each record, the answers that lean on it, sorted."""
    found: dict[str, set[Leaning]] = defaultdict(set)
    for v in state.claims.verdicts:
        words = f"{v.proposition or v.said}: {str(v.verdict).replace('_', ' ')}"
        told = Leaning("claim", v.claim or v.statement, words)
        for key in v.records:
            found[key].add(told)
    for item in state.assembly.items:
        for entry in item.entries:
            found[entry.record.key].add(Leaning("item", item.id, item.name))
    for b in state.bounds:
        words = f"{b.account.kind.replace('_', ' ')}, {state.findings.name(b.account.type)}"
        for figure in (*b.lower_by, *b.upper_by):
            found[figure.key].add(Leaning("bound", b.account.kind, words))
    for matter in state.findings.matters:
        for row in matter.rows:
            for key in row.records:
                found[key].add(Leaning("step", row.step, f"{row.step.replace('_', ' ')}: {row.scope or row.item}"))
    return {key: tuple(sorted(told)) for key, told in found.items()}
