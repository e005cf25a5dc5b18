"""One parsed paragraph to proposals: statements, events, and the arms that neither holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reclaim.documents.attribution.frame import Frame
from reclaim.documents.attribution.read import attributions, parents
from reclaim.documents.events import Happening, happenings
from reclaim.documents.nesting import as_said_by, first_named, holding, said_in, with_claims, with_parent, within
from reclaim.documents.page import Context, Page
from reclaim.documents.proposable import proposable
from reclaim.documents.saying import put, quote_type, without_that
from reclaim.model.claim import Polarity
from reclaim.model.proposal import (
    EventFields,
    Proposal,
    ProposalKind,
    Segment,
    SegmentRole,
    Span,
    StatementFields,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc


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
        page = Page(self._context, segment, doc)
        self._context.cast.introduce(page.text, segment.start, segment.end)
        statements = self._statements(page)
        events = self._events(page, statements)
        statements = [with_claims(s, statements, events) for s in statements]
        items = self._items(page, [*statements, *events])
        return sorted([*statements, *events, *items], key=lambda p: (p.span.start, p.span.end, p.name))

    def _name(self, kind: ProposalKind) -> str:
        self._counts[kind] += 1
        return f"{str(kind)[0]}{self._counts[kind]}"

    def _statements(self, page: Page) -> list[Proposal]:
        frames = attributions(
            page.doc, page.words, headline=page.segment.role in (SegmentRole.HEADLINE, SegmentRole.HEADING)
        )
        above = parents(frames)
        named: dict[int, str] = {}
        found: list[Proposal] = []
        subjects = page.subjects()
        for k, frame in enumerate(frames):
            self._meet(page, subjects, min([*frame.source, *frame.cue, frame.anchor]))
            if not self._wanted(page, frame, above[k] is not None):
                continue
            proposal = self._statement(page, frame)
            if proposal is None:
                continue
            named[k] = proposal.name
            found.append(proposal)
            self._last = proposal
        self._meet(page, subjects, len(page.doc))
        held = {name: named.get(first_named(k, above, named), "") for k, name in named.items()}
        return [with_parent(p, held[p.name]) for p in found]

    def _meet(self, page: Page, subjects: list[list[int]], before: int) -> None:
        """Remember the subjects of clauses up to a position, speakers or not: a pronoun may mean them."""
        while len(subjects) > 0 and subjects[0][-1] < before:
            self._context.cast.meet(page.span(subjects.pop(0)))

    def _wanted(self, page: Page, frame: Frame, nested: bool) -> bool:
        if not proposable(page.doc, frame, page.quotes, page.arms, nested):
            return False
        return self._context.armed or len(page.arms) > 0

    def _statement(self, page: Page, frame: Frame) -> Proposal | None:
        speaker = None if len(frame.source) == 0 else self._context.cast.meet(page.span(frame.source))
        floating = frame.rule == "quote:floating"
        if floating and self._last is None:
            return None
        if floating:
            before = self._last.fields if self._last is not None else None
            speaker = before.speaker if isinstance(before, StatementFields) else None
        content = tuple(page.spans(without_that(page.doc, frame.content)))
        cue = None if len(frame.cue) == 0 else page.span(frame.cue)
        whole = page.hull([*frame.source, *frame.cue, *frame.content])
        modality, polarity, hedges = put(page, frame)
        dated = page.date_near(frame)
        addressee = None if len(frame.addressee) == 0 else self._context.cast.identify(page.span(frame.addressee), speaker)
        fields = StatementFields(
            speaker,
            cue,
            content,
            quote_type(page, frame),
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

    def _events(self, page: Page, statements: Sequence[Proposal]) -> list[Proposal]:
        found = []
        for h in happenings(page.doc, page.mentions, page.segment.start):
            trigger = page.span(h.trigger)
            inside = said_in(trigger, statements)
            above = holding(inside, statements)
            words = [*h.trigger, *h.by, *h.from_, *h.to]
            whole = page.hull(words)
            whole = Span.of(
                page.text,
                min(whole.start, *(m.span.start for m in h.lines)),
                max(whole.end, *(m.span.end for m in h.lines)),
            )
            fields = self._event_fields(page, h, trigger, inside, above)
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

    def _event_fields(
        self, page: Page, h: Happening, trigger: Span, inside: Proposal | None, above: Proposal | None
    ) -> EventFields:
        dated = page.date_in_sentence(h.trigger[0])
        sides = [
            None if len(side) == 0 else as_said_by(self._context.cast.identify(page.span(side)), inside)
            for side in (h.by, h.from_, h.to)
        ]
        modality, polarity = h.modality, h.polarity
        hedges: tuple[str, ...] = ()
        if inside is not None and isinstance(inside.fields, StatementFields):
            hedges = inside.fields.hedges
            modality = within(modality, inside.fields.modality)
            if inside.fields.polarity is Polarity.DENIED and inside.fields.cue is not None:
                polarity = Polarity.AFFIRMED if polarity is Polarity.DENIED else Polarity.DENIED
        if above is not None and isinstance(above.fields, StatementFields):
            modality = within(modality, above.fields.modality)
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
            "" if inside is None else inside.name,
            _who_said(inside),
        )

    def _items(self, page: Page, others: Sequence[Proposal]) -> list[Proposal]:
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


def _who_said(inside: Proposal | None) -> str:
    """The party of a statement's speaker, or the speaker; empty if nobody is named."""
    if inside is None or not isinstance(inside.fields, StatementFields) or inside.fields.speaker is None:
        return ""
    return inside.fields.speaker.party or inside.fields.speaker.shown
