"""One parsed paragraph to proposals: statements, events, and the arms that neither holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from reclaim.documents.actors import Cast
from reclaim.documents.attribution.frame import Frame, runs
from reclaim.documents.attribution.quotation import Quotation, quotations
from reclaim.documents.attribution.read import attributions, parents
from reclaim.documents.dates import Dated, dates_in
from reclaim.documents.events import Happening, happenings
from reclaim.documents.items import Names
from reclaim.documents.mentions import Company, mentions
from reclaim.documents.modality import hedges_in, modality_of
from reclaim.documents.proposable import proposable
from reclaim.documents.propositions import Said, propositions
from reclaim.documents.text import Text
from reclaim.model.claim import Modality, Polarity
from reclaim.model.proposal import (
    EventFields,
    Mention,
    Proposal,
    ProposalKind,
    QuoteType,
    Segment,
    SegmentRole,
    Span,
    StatementFields,
)

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


class ParagraphReader:
    """Reads the paragraphs of a document in order; names proposals s1, e1, i1 ... through the document."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._counts = dict.fromkeys(ProposalKind, 0)
        self._last: Proposal | None = None

    def skip(self, segment: Segment) -> None:
        """A paragraph that is not parsed still introduces people."""
        self._context.cast.introduce(self._context.document.text, segment.start, segment.end)

    def read(self, segment: Segment, doc: Doc) -> list[Proposal]:
        """The proposals of one paragraph, in the order of their places."""
        page = _Page(self._context, segment, doc)
        self._context.cast.introduce(page.text, segment.start, segment.end)
        statements = self._statements(page)
        events = self._events(page, statements)
        statements = [_with_claims(s, statements, events) for s in statements]
        items = self._items(page, [*statements, *events])
        return sorted([*statements, *events, *items], key=lambda p: (p.span.start, p.span.end, p.name))

    def _name(self, kind: ProposalKind) -> str:
        self._counts[kind] += 1
        return f"{str(kind)[0]}{self._counts[kind]}"

    def _statements(self, page: _Page) -> list[Proposal]:
        frames = attributions(
            page.doc, page.words, headline=page.segment.role in (SegmentRole.HEADLINE, SegmentRole.HEADING)
        )
        above = parents(frames)
        named: dict[int, str] = {}
        found: list[Proposal] = []
        for k, frame in enumerate(frames):
            if not self._wanted(page, frame, above[k] is not None):
                continue
            proposal = self._statement(page, frame)
            if proposal is None:
                continue
            named[k] = proposal.name
            found.append(proposal)
            self._last = proposal
        held = {name: named.get(_first_named(k, above, named), "") for k, name in named.items()}
        return [_with_parent(p, held[p.name]) for p in found]

    def _wanted(self, page: _Page, frame: Frame, nested: bool) -> bool:
        if not proposable(page.doc, frame, page.quotes, page.arms, nested):
            return False
        return self._context.armed or len(page.arms) > 0

    def _statement(self, page: _Page, frame: Frame) -> Proposal | None:
        speaker = None if len(frame.source) == 0 else self._context.cast.meet(page.span(frame.source))
        floating = frame.rule == "quote:floating"
        if floating and self._last is None:
            return None
        if floating:
            before = self._last.fields if self._last is not None else None
            speaker = before.speaker if isinstance(before, StatementFields) else None
        content = tuple(page.spans(_without_that(page.doc, frame.content)))
        cue = None if len(frame.cue) == 0 else page.span(frame.cue)
        whole = page.hull([*frame.source, *frame.cue, *frame.content])
        modality, polarity, hedges = _put(page, frame)
        dated = page.date_near(frame)
        addressee = None if len(frame.addressee) == 0 else self._context.cast.identify(page.span(frame.addressee))
        fields = StatementFields(
            speaker,
            cue,
            content,
            _quote_type(page, frame),
            addressee,
            hedges,
            polarity,
            modality,
            "" if dated is None else dated.iso,
            "" if dated is None else dated.basis,
            "" if dated is None else dated.words,
            self._context.outlet,
        )
        notes = ("the quotation stands alone; its speaker is taken from the statement before",) if floating else ()
        items = tuple(m for m in page.mentions if any(s.start <= m.span.start < s.end for s in content))
        return Proposal(
            self._name(ProposalKind.STATEMENT),
            ProposalKind.STATEMENT,
            whole,
            page.segment.role,
            fields,
            items,
            frame.rule,
            frame.probability,
            page.segment.page,
            page.segment.cell,
            notes,
        )

    def _events(self, page: _Page, statements: Sequence[Proposal]) -> list[Proposal]:
        found = []
        for h in happenings(page.doc, page.mentions, page.segment.start):
            trigger = page.span(h.trigger)
            said_in = _said_in(trigger, statements)
            words = [*h.trigger, *h.by, *h.from_, *h.to]
            whole = page.hull(words)
            whole = Span.of(
                page.text,
                min(whole.start, *(m.span.start for m in h.lines)),
                max(whole.end, *(m.span.end for m in h.lines)),
            )
            fields = self._event_fields(page, h, trigger, said_in)
            found.append(
                Proposal(
                    self._name(ProposalKind.EVENT),
                    ProposalKind.EVENT,
                    whole,
                    page.segment.role,
                    fields,
                    h.lines,
                    f"event:{trigger.quoted.casefold()}",
                    None,
                    page.segment.page,
                    page.segment.cell,
                )
            )
        return found

    def _event_fields(self, page: _Page, h: Happening, trigger: Span, said_in: Proposal | None) -> EventFields:
        dated = page.date_in_sentence(h.trigger[0])
        sides = [
            None if len(side) == 0 else self._context.cast.identify(page.span(side)) for side in (h.by, h.from_, h.to)
        ]
        modality, polarity = h.modality, h.polarity
        hedges: tuple[str, ...] = ()
        if said_in is not None and isinstance(said_in.fields, StatementFields):
            hedges = said_in.fields.hedges
            modality = _within(modality, said_in.fields.modality)
            if said_in.fields.polarity is Polarity.DENIED and said_in.fields.cue is not None:
                polarity = Polarity.DENIED
        return EventFields(
            h.kind,
            trigger,
            sides[0],
            sides[1],
            sides[2],
            h.place.written,
            h.place.province,
            h.place.country,
            str(h.place.precision),
            "" if dated is None else dated.iso,
            "" if dated is None else dated.basis,
            "" if dated is None else dated.words,
            modality,
            polarity,
            hedges,
            "" if said_in is None else said_in.name,
        )

    def _items(self, page: _Page, others: Sequence[Proposal]) -> list[Proposal]:
        held = {m for p in others for m in p.items}
        return [
            Proposal(
                self._name(ProposalKind.ITEM),
                ProposalKind.ITEM,
                m.span,
                page.segment.role,
                m,
                (m,),
                "item",
                None,
                page.segment.page,
                page.segment.cell,
            )
            for m in page.mentions
            if m not in held
        ]


class _Page:
    """One paragraph with what was found in it."""

    def __init__(self, context: Context, segment: Segment, doc: Doc) -> None:
        self.doc, self.segment = doc, segment
        self.text = context.document.text
        self.words = self.text[segment.start : segment.end]
        self.quotes: list[Quotation] = quotations(doc, self.words)
        self.mentions: list[Mention] = mentions(doc, context.names, Company(context.armed), segment.start, self.text)
        self.dates: list[Dated] = dates_in(self.words, context.published)
        self.arms: set[int] = {t.i for m in self.mentions for t in self._tokens(m.span)}

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


def _without_that(doc: Doc, content: list[int]) -> list[int]:
    """The content without the "that" which joins it to its verb."""
    if len(content) > 1 and doc[content[0]].lower_ == "that" and doc[content[0]].dep_ == "mark":
        return content[1:]
    return content


def _quote_type(page: _Page, frame: Frame) -> QuoteType:
    held = [i for i in frame.content if not page.doc[i].is_punct]
    quoted = [i for i in held if any(q.holds(i) for q in page.quotes)]
    if len(quoted) == 0:
        return QuoteType.INDIRECT
    return QuoteType.DIRECT if len(quoted) == len(held) else QuoteType.MIXED


def _put(page: _Page, frame: Frame) -> tuple[Modality, Polarity, tuple[str, ...]]:
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


def _of_content(page: _Page, frame: Frame) -> Modality | None:
    """A content whose main clause is conditional or possible as a whole."""
    inside = set(frame.content)
    heads = [page.doc[i] for i in frame.content if page.doc[i].head.i not in inside or page.doc[i].head.i == i]
    verbs = [h for h in heads if h.pos_ in ("VERB", "AUX")]
    if len(verbs) == 0 or len(heads) > 3 or frame.rule in ("verb:infinitive", "verb:gerund"):
        return None
    modality, _ = modality_of(verbs[0])
    return modality if modality in (Modality.CONDITIONAL, Modality.POSSIBLE, Modality.DEMANDED) else None


def _saying_hedges(page: _Page, frame: Frame) -> list[tuple[int, str, str]]:
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


def _within(own: Modality, outer: Modality) -> Modality:
    if own is not Modality.ASSERTED:
        return own
    return (
        outer
        if outer in (Modality.DEMANDED, Modality.PROPOSED, Modality.CONDITIONAL, Modality.POSSIBLE, Modality.REPORTED)
        else own
    )


def _said_in(trigger: Span, statements: Sequence[Proposal]) -> Proposal | None:
    """The innermost statement whose content holds the trigger."""
    holding = [
        (sum(s.end - s.start for s in p.fields.content), p.name, p)
        for p in statements
        if isinstance(p.fields, StatementFields) and any(s.start <= trigger.start < s.end for s in p.fields.content)
    ]
    return min(holding, key=lambda h: h[:2])[2] if len(holding) > 0 else None


def _first_named(k: int, above: Sequence[int | None], named: dict[int, str]) -> int:
    """The nearest frame above that became a proposal; -1 if none."""
    seen: set[int] = set()
    at = above[k]
    while at is not None and at not in seen:
        if at in named:
            return at
        seen.add(at)
        at = above[at]
    return -1


def _with_parent(proposal: Proposal, parent: str) -> Proposal:
    fields = proposal.fields
    return (
        replace(proposal, fields=replace(fields, parent=parent))
        if isinstance(fields, StatementFields) and parent != ""
        else proposal
    )


def _with_claims(proposal: Proposal, statements: Sequence[Proposal], events: Sequence[Proposal]) -> Proposal:
    """The propositions of the statement's own words; those of a statement inside it are that one's."""
    fields = proposal.fields
    if not isinstance(fields, StatementFields):
        return proposal
    inside = [e.fields for e in events if isinstance(e.fields, EventFields) and e.fields.said_in == proposal.name]
    cue = "" if fields.cue is None else re.sub(r"\s+", " ", fields.cue.quoted)
    said = Said(
        cue,
        _own_words(proposal, fields, statements),
        fields.speaker,
        proposal.items,
        inside,
        fields.modality,
        fields.polarity,
        _of_party(proposal.items),
    )
    return replace(proposal, fields=replace(fields, claims=propositions(said)))


def _own_words(proposal: Proposal, fields: StatementFields, statements: Sequence[Proposal]) -> str:
    inner = [p.fields for p in statements if isinstance(p.fields, StatementFields) and p.fields.parent == proposal.name]
    cut = [(s.start, s.end) for f in inner for s in f.content] + [
        (f.cue.start, f.cue.end) for f in inner if f.cue is not None
    ]
    words = []
    for span in fields.content:
        words.append(
            "".join(" " if any(a <= span.start + k < b for a, b in cut) else c for k, c in enumerate(span.quoted))
        )
    return " ".join(words)


def _of_party(items: Sequence[Mention]) -> str:
    return ""
