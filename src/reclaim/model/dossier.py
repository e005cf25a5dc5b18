"""What is known of one item, in values of the heart."""

from __future__ import annotations

from dataclasses import dataclass, field

from reclaim.model.block import Block
from reclaim.model.brief import Cited, Note
from reclaim.model.candidate import Weighed
from reclaim.model.chain import Chain
from reclaim.model.decision import Decision
from reclaim.model.item import Item
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A block of serials that holds the item's, and what else of it is on record: items by name, with a record of each."""

    block: Block
    key: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Photograph:
    """A held picture that a record of the item comes from, set anew without what a camera wrote into it."""

    source: str
    width: int
    height: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Dossier:
    """An item with its chain, the verdicts that its records bear on, its retrieval and the decisions on its records.

    `candidates` are register rows that its marks may be of, with what speaks for none; `neighbours` the known blocks
    that its serial lies in; `photographs` what is held of it in pictures. `names`, `notes` and `sources` are as in `Findings`.
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
    candidates: tuple[Weighed, ...] = ()
    neighbours: tuple[Neighbours, ...] = ()
    photographs: tuple[Photograph, ...] = ()

    def name(self, ident: str) -> str:
        """The readable name of a party or type."""
        return self.names.get(ident, ident)

    def key(self, record: str) -> str:
        """The key of a record of this item, by its id or key."""
        return next((e.record.key for e in self.item.entries if record in (e.id, e.record.key)), record)
