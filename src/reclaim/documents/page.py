"""One parsed paragraph with what was found in it: quotations, arms, dates, the subjects of its clauses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reclaim.documents.actors import Cast, role_in
from reclaim.documents.attribution.frame import Frame, noun_phrase, runs
from reclaim.documents.attribution.quotation import Quotation, quotations
from reclaim.documents.dates import Dated, dates_in
from reclaim.documents.items import Names
from reclaim.documents.lexicon import listed
from reclaim.documents.mentions import Company, mentions
from reclaim.documents.text import Text
from reclaim.model.proposal import Mention, Segment, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(slots=True)
class Context:
    """What the paragraphs of one document share."""

    document: Text
    cast: Cast
    names: Names
    armed: bool
    everything: bool
    published: date | None
    outlet: str


class Page:
    """One paragraph with what was found in it."""

    def __init__(self, context: Context, segment: Segment, doc: Doc) -> None:
        self.doc, self.segment = doc, segment
        self.text = context.document.text
        self.words = self.text[segment.start : segment.end]
        self.quotes: list[Quotation] = quotations(doc, self.words)
        self.mentions: list[Mention] = mentions(doc, context.names, Company(context.armed), segment.start, self.text)
        self.dates: list[Dated] = dates_in(self.words, context.published)
        self.arms: set[int] = {t.i for m in self.mentions for t in self._tokens(m.span)}

    def subjects(self) -> list[list[int]]:
        """The subjects of clauses that name somebody, in order; pronouns and things are none."""
        heads = [
            t
            for t in self.doc
            if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ in ("PROPN", "NOUN") and t.i not in self.arms
        ]
        return sorted((noun_phrase(t) for t in heads if _somebody(t)), key=lambda p: p[-1])

    def _tokens(self, span: Span) -> Iterable[Token]:
        found = self.doc.char_span(
            span.start - self.segment.start, span.end - self.segment.start, alignment_mode="expand"
        )
        return () if found is None else list(found)

    def span(self, positions: Iterable[int]) -> Span:
        """From the first to the last of some tokens."""
        kept = sorted(positions)
        first, last = self.doc[kept[0]], self.doc[kept[-1]]
        return Span.of(self.text, self.segment.start + first.idx, self.segment.start + last.idx + len(last))

    hull = span

    def spans(self, positions: list[int]) -> list[Span]:
        """One span for each run of tokens; runs that only punctuation parts are one."""
        joined: list[tuple[int, int]] = []
        for first, last in runs(positions):
            if len(joined) > 0 and all(
                self.doc[i].is_punct or self.doc[i].is_space for i in range(joined[-1][1] + 1, first)
            ):
                joined[-1] = (joined[-1][0], last)
            else:
                joined.append((first, last))
        return [self.span((a, b)) for a, b in joined]

    def date_near(self, frame: Frame) -> Dated | None:
        """The date of the saying: in the sentence of the cue, outside of what is said."""
        inside = set(frame.content)
        sentence = self.doc[frame.anchor].sent
        for dated in self.dates:
            tokens = self.doc.char_span(dated.start, dated.end, alignment_mode="expand")
            if (
                tokens is not None
                and sentence.start <= tokens.start < sentence.end
                and not any(t.i in inside for t in tokens)
            ):
                return dated
        return None

    def date_in_sentence(self, position: int) -> Dated | None:
        """The date nearest to a token within its sentence."""
        sentence = self.doc[position].sent
        at = self.doc[position].idx
        near = [d for d in self.dates if sentence.start_char <= d.start < sentence.end_char]
        return min(near, key=lambda d: (abs(d.start - at), d.start)) if len(near) > 0 else None


def _somebody(noun: Token) -> bool:
    known = listed("body") | listed("group")
    return noun.pos_ == "PROPN" or noun.lower_ in known or role_in(noun.text) != ""
