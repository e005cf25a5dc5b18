"""All rules of attribution on one paragraph, and which frame stands inside which."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import Frame
from reclaim.documents.attribution.phrases import according_frames, headline_frames, noun_frames
from reclaim.documents.attribution.quotation import quotations
from reclaim.documents.attribution.quoted import extend_over_quotes, quote_frames
from reclaim.documents.attribution.verbs import verb_frames

if TYPE_CHECKING:
    from spacy.tokens import Doc

RULES: tuple[Callable[[Doc], list[Frame]], ...] = (verb_frames, according_frames, noun_frames)


def attributions(doc: Doc, written: str, *, headline: bool = False) -> list[Frame]:
    """The frames of one parsed paragraph, in the order of their cues. `written` is the paragraph as written."""
    quotes = quotations(doc, written)
    frames = [f for rule in RULES for f in rule(doc)]
    if headline:
        frames += headline_frames(doc)
    frames = [f for f in frames if len(f.source) > 0 or f.rule in ("verb:passive", "noun:that", "verb:agent")]
    extend_over_quotes(doc, frames, quotes)
    frames += quote_frames(doc, frames, quotes)
    return sorted((f for f in frames if f.whole), key=lambda f: (f.anchor, f.rule))


def parents(frames: list[Frame]) -> list[int | None]:
    """For each frame the smallest other frame whose content holds its cue and its source; None if there is none."""
    return [_parent(k, frames) for k in range(len(frames))]


def _parent(k: int, frames: list[Frame]) -> int | None:
    frame = frames[k]
    own = set(frame.cue) | {frame.anchor}
    holding = [
        j
        for j, other in enumerate(frames)
        if j != k and own <= set(other.content) and len(other.content) > len(frame.content)
    ]
    return min(holding, key=lambda j: (len(frames[j].content), j)) if len(holding) > 0 else None
