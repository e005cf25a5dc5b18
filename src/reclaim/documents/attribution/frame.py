"""A frame: the tokens of one attribution within one parsed paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reclaim.documents.lexicon import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

QUOTES = frozenset({'"', "``", "''"})
_EDGE = frozenset({",", ":", ";", "—", "-", "--", "(", ")"})


@dataclass(slots=True)
class Frame:
    """Token positions of a cue, its source, its content and who is addressed; `anchor` is the cue's head word.

    `rule` names the rule that made it. An empty source is allowed where the text names none. `pronoun` is the relative
    pronoun ("who") that stands for the source in its clause.
    """

    anchor: int
    cue: list[int]
    source: list[int]
    content: list[int]
    rule: str
    entry: Cue | None = None
    addressee: list[int] = field(default_factory=list)
    probability: float | None = None
    pronoun: int | None = None

    @property
    def whole(self) -> bool:
        """It has a content, and a source or a cue."""
        return len(self.content) > 0 and (len(self.source) > 0 or len(self.cue) > 0)


def subtree(token: Token, without: Iterable[Token] = ()) -> set[int]:
    """Positions of everything under `token`, less what stands under `without`."""
    found = {t.i for t in token.subtree}
    for other in without:
        found -= {t.i for t in other.subtree}
    return found


def child(token: Token, *labels: str) -> Token | None:
    """The first child with one of these labels."""
    return next((c for c in token.children if c.dep_ in labels), None)


def trimmed(doc: Doc, positions: Iterable[int]) -> list[int]:
    """In order, without punctuation at the edges; a full stop stays only inside a closing quotation mark."""
    kept = sorted(positions)
    while len(kept) > 0 and (doc[kept[0]].text in _EDGE or doc[kept[0]].text in ".!?" or doc[kept[0]].is_space):
        kept.pop(0)
    while len(kept) > 0 and (doc[kept[-1]].text in _EDGE or doc[kept[-1]].text == "." or doc[kept[-1]].is_space):
        kept.pop()
    return kept


def runs(positions: list[int]) -> list[tuple[int, int]]:
    """Consecutive positions as (first, last) pairs."""
    found: list[tuple[int, int]] = []
    for i in positions:
        if len(found) > 0 and i == found[-1][1] + 1:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found


def noun_phrase(head: Token) -> list[int]:
    """The phrase under a noun without clauses that are set off from it by a comma."""
    loose = [c for c in head.children if c.dep_ in ("relcl", "acl", "advcl", "parataxis", "ccomp") and _set_off(c)]
    loose += [c for c in head.children if c.dep_ == "punct" and c.text in ('"', "—")]
    phrase = subtree(head, loose)
    if head.left_edge.i not in phrase:
        return trimmed(head.doc, phrase)
    return _contiguous(trimmed(head.doc, phrase), head.i)


def _set_off(clause: Token) -> bool:
    first = clause.left_edge.i
    return first > 0 and clause.doc[first - 1].text in (",", "—", "--", "-")


def _contiguous(positions: list[int], around: int) -> list[int]:
    for first, last in runs(positions):
        if first <= around <= last:
            return list(range(first, last + 1))
    return positions
