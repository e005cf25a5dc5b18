"""How a saying is put: quoted or not, its modality and polarity, and the words that soften it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import Frame
from reclaim.documents.modality import hedges_in, modality_of
from reclaim.documents.page import Page
from reclaim.model.claim import Modality, Polarity
from reclaim.model.proposal import QuoteType

if TYPE_CHECKING:
    from spacy.tokens import Doc


def without_that(doc: Doc, content: list[int]) -> list[int]:
    """The content without the "that" which joins it to its verb."""
    if len(content) > 1 and doc[content[0]].lower_ == "that" and doc[content[0]].dep_ == "mark":
        return content[1:]
    return content


def quote_type(page: Page, frame: Frame) -> QuoteType:
    held = [i for i in frame.content if not page.doc[i].is_punct]
    quoted = [i for i in held if any(q.holds(i) for q in page.quotes)]
    if len(quoted) == 0:
        return QuoteType.INDIRECT
    return QuoteType.DIRECT if len(quoted) == len(held) else QuoteType.MIXED


def put(page: Page, frame: Frame) -> tuple[Modality, Polarity, tuple[str, ...]]:
    """Modality and polarity of the saying, and the words that soften it."""
    entry = frame.entry
    modality = Modality.ASSERTED if entry is None else entry.modality
    polarity = Polarity.AFFIRMED if entry is None else entry.polarity
    hedges = _saying_hedges(page, frame)
    if any(effect == "reported" for _, _, effect in hedges) and modality is Modality.ASSERTED:
        modality = Modality.REPORTED
    head = page.doc[frame.anchor]
    if frame.cue and head.pos_ == "VERB" and any(c.dep_ == "neg" for c in head.children) and frame.rule != "quote:verb":
        polarity = Polarity.DENIED if polarity is Polarity.AFFIRMED else Polarity.AFFIRMED
    content = page.span(frame.content).quoted
    inner = hedges_in(content)
    if modality is Modality.ASSERTED and len(frame.content) > 0:
        modality = _of_content(page, frame) or modality
    listed = [w for _, w, _ in hedges] + [w for _, w, effect in inner if effect != "conditional"]
    return modality, polarity, tuple(dict.fromkeys(listed))


def _of_content(page: Page, frame: Frame) -> Modality | None:
    """A content whose main clause is conditional or possible as a whole."""
    inside = set(frame.content)
    heads = [page.doc[i] for i in frame.content if page.doc[i].head.i not in inside or page.doc[i].head.i == i]
    verbs = [h for h in heads if h.pos_ in ("VERB", "AUX")]
    if len(verbs) == 0 or len(heads) > 3 or frame.rule in ("verb:infinitive", "verb:gerund"):
        return None
    modality, _ = modality_of(verbs[0])
    return modality if modality in (Modality.CONDITIONAL, Modality.POSSIBLE, Modality.DEMANDED) else None


def _saying_hedges(page: Page, frame: Frame) -> list[tuple[int, str, str]]:
    """Hedges on the saying itself: between its source and its content, and around its verb."""
    outside = [
        i
        for i in range(min(frame.source + frame.cue, default=0), max(frame.source + frame.cue, default=-1) + 1)
        if i not in set(frame.content) | set(frame.source)
    ]
    outside += [c.i for c in page.doc[frame.anchor].children if c.dep_ == "advmod"]
    if len(outside) == 0:
        return []
    words = " ".join(page.doc[i].text for i in sorted(set(outside)))
    return hedges_in(words)
