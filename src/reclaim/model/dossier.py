"""What is known of one item, in values of the heart."""

from __future__ import annotations

from dataclasses import dataclass, field

from reclaim.model.brief import Cited, Note
from reclaim.model.chain import Chain
from reclaim.model.decision import Decision
from reclaim.model.item import Item
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Dossier:
    """An item with its chain, the verdicts that its records bear on, its retrieval and the decisions on its records.

    `names`, `notes` and `sources` are as in `Findings`.
    """

    item: Item
    chain: Chain
    verdicts: tuple[Verdict, ...]
    matters: tuple[Matter, ...]
    decisions: tuple[Decision, ...]
    owner: str
    date: str
    known_by: str
    head: str
    version: str
    synthetic: bool
    names: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    sources: dict[str, Cited] = field(default_factory=dict)

    def name(self, ident: str) -> str:
        """The readable name of a party or type."""
        return self.names.get(ident, ident)

    def key(self, record: str) -> str:
        """The key of a record of this item, by its id or key."""
        return next((e.record.key for e in self.item.entries if record in (e.id, e.record.key)), record)
