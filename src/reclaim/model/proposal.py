"""What a reader proposes from a document: values that a person accepts, corrects or rejects.

A proposal is never believed by itself. Each one keeps the span of the document's canonical text that it was read
from, and every span obeys `text[start:end] == quoted`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from reclaim.model.claim import ClaimForm, Modality, Polarity
from reclaim.model.event import EventKind
from reclaim.model.quantity import Quantity


class SegmentRole(StrEnum):
    """What part of a document a stretch of text is."""

    HEADLINE = "headline"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CELL = "cell"
    FOOTNOTE = "footnote"


class QuoteType(StrEnum):
    """Whether a statement's content stands wholly, partly or not at all between quotation marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class ProposalKind(StrEnum):
    """What a proposal would become if it were accepted."""

    STATEMENT = "statement"
    EVENT = "event"
    ITEM = "item"
    RECORD = "record"
    LINK = "link"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (excluded) of a canonical text, and what stands there."""

    start: int
    end: int
    quoted: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of `text` from `start` to `end`."""
        return cls(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a document: its role, its characters, and where the file itself shows it.

    `page` counts from 1; `box` is left, top, right, bottom in points from the page's top left; `cell` is
    `sheet!B12` as the file's own program counts.
    """

    role: SegmentRole
    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name arms: a type of the catalogue (empty if none is certain), and how many.

    `types` are the catalogue ids that fit the words, best first; `category` is the generic class (rifle, night
    vision, vehicle ...); `origin` the words that say whose make or supply it is, as written; `slip` says what
    known slip of the press the words show.
    """

    span: Span
    types: tuple[str, ...] = ()
    category: str = ""
    quantity: Quantity | None = None
    quantity_span: Span | None = None
    origin: str = ""
    marks: tuple[str, ...] = ()
    slip: str = ""
    stands_for: Span | None = None

    def words(self) -> str:
        """The quantity's words, if any, and the item's, as the source wrote them."""
        first = () if self.quantity_span is None else (self.quantity_span.quoted,)
        return " ".join((*first, self.span.quoted))

    def plain(self) -> dict[str, object]:
        """As a row for JSON; numbers travel as strings."""
        bounds = None if self.quantity is None else _bounds(self.quantity)
        return {
            "written": self.span.quoted,
            "start": self.span.start,
            "end": self.span.end,
            "types": list(self.types),
            "category": self.category,
            "quantity": "" if self.quantity is None else self.quantity.written,
            "qualifier": "" if self.quantity is None else str(self.quantity.qualifier),
            "bounds": bounds,
            "quantity_words": "" if self.quantity_span is None else self.quantity_span.quoted,
            "origin": self.origin,
            "marks": list(self.marks),
            "slip": self.slip,
            "stands_for": "" if self.stands_for is None else self.stands_for.quoted,
        }


def _bounds(quantity: Quantity) -> list[str | None]:
    upper = None if quantity.upper is None else str(quantity.upper)
    return [str(quantity.lower), upper]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a document: the words used here, and whom they stand for as far as the document says.

    `name`, `role` and `party` are empty if not stated. `resolved` is the span that told who a pronoun or a role
    stands for; `left_open` says why it could not be told.
    """

    span: Span
    name: str = ""
    role: str = ""
    party: str = ""
    resolved: Span | None = None
    left_open: str = ""

    @property
    def shown(self) -> str:
        """The name if known, else the role, else the words."""
        return self.name or (self.resolved.quoted if self.resolved is not None else self.span.quoted)


@dataclass(frozen=True, slots=True)
class ProposedClaim:
    """A testable proposition that a statement seems to make, in the words of the claims form.

    The fields are the columns of `claims`; empty means not stated. A person codes it; this is an offer.
    """

    form: ClaimForm
    subject: str = ""
    scope_types: tuple[str, ...] = ()
    scope_supplied_by: str = ""
    scope_place: str = ""
    quantity: str = ""
    qualifier: str = ""
    counterparty: str = ""
    at: str = ""
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED

    def plain(self) -> dict[str, object]:
        """As a row of the claims form."""
        return {
            "form": str(self.form),
            "subject": self.subject,
            "scope_types": list(self.scope_types),
            "scope_supplied_by": self.scope_supplied_by,
            "scope_place": self.scope_place,
            "quantity": self.quantity,
            "qualifier": self.qualifier,
            "counterparty": self.counterparty,
            "at": self.at,
            "polarity": str(self.polarity),
            "modality": str(self.modality),
        }


@dataclass(frozen=True, slots=True)
class StatementFields:
    """Who said what to whom, as far as the document shows."""

    speaker: Actor | None
    cue: Span | None
    content: tuple[Span, ...]
    quote_type: QuoteType
    addressee: Actor | None = None
    hedges: tuple[str, ...] = ()
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    date: str = ""
    date_basis: str = ""
    date_words: str = ""
    outlet: str = ""
    parent: str = ""
    claims: tuple[ProposedClaim, ...] = ()

    def content_words(self) -> str:
        """The content's pieces in order, joined by a blank."""
        return " ".join(s.quoted for s in self.content)

    def plain(self) -> dict[str, object]:
        """As a row for JSON."""
        who, to = self.speaker, self.addressee
        return {
            "speaker": "" if who is None else who.shown,
            "speaker_words": "" if who is None else who.span.quoted,
            "speaker_span": None if who is None else [who.span.start, who.span.end],
            "role": "" if who is None else who.role,
            "party": "" if who is None else who.party,
            "left_open": "" if who is None else who.left_open,
            "addressee": "" if to is None else to.shown,
            "content": self.content_words(),
            "content_spans": [[s.start, s.end] for s in self.content],
            "quote": " ".join(s.quoted for s in self.content) if self.quote_type is QuoteType.DIRECT else "",
            "quote_type": str(self.quote_type),
            "cue": "" if self.cue is None else self.cue.quoted,
            "hedges": list(self.hedges),
            "modality": str(self.modality),
            "polarity": str(self.polarity),
            "date": self.date,
            "date_basis": self.date_basis,
            "date_words": self.date_words,
            "outlet": self.outlet,
            "parent": self.parent,
            "claims": [c.plain() for c in self.claims],
        }


@dataclass(frozen=True, slots=True)
class EventFields:
    """What happened or is said to be planned: kind, sides, place, date, and whether it took place at all."""

    event: EventKind
    trigger: Span
    by: Actor | None = None
    from_: Actor | None = None
    to: Actor | None = None
    place: str = ""
    province: str = ""
    country: str = ""
    precision: str = "unknown"
    date: str = ""
    date_basis: str = ""
    date_words: str = ""
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    hedges: tuple[str, ...] = ()
    said_in: str = ""
    said_by: str = ""

    @property
    def happened(self) -> bool:
        """Whether the document says that it took place: a retrieval that is planned is not one that happened."""
        return self.modality in (Modality.ASSERTED, Modality.REPORTED) and self.polarity is Polarity.AFFIRMED

    def plain(self) -> dict[str, object]:
        """As a row for JSON."""
        return {
            "event": str(self.event),
            "trigger": self.trigger.quoted,
            "by": "" if self.by is None else self.by.shown,
            "from": "" if self.from_ is None else self.from_.shown,
            "to": "" if self.to is None else self.to.shown,
            "place": self.place,
            "province": self.province,
            "country": self.country,
            "precision": self.precision,
            "date": self.date,
            "date_basis": self.date_basis,
            "date_words": self.date_words,
            "modality": str(self.modality),
            "polarity": str(self.polarity),
            "hedges": list(self.hedges),
            "happened": self.happened,
            "said_in": self.said_in,
            "said_by": self.said_by,
        }


@dataclass(frozen=True, slots=True)
class RecordFields:
    """A row of a table in a document: the cells under the columns that were recognised, as written."""

    form: str
    cells: tuple[tuple[str, str], ...]
    address: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    event: str = ""

    def plain(self) -> dict[str, object]:
        """As a row for JSON."""
        extra = [[header, written] for header, written in self.extra]
        return {"form": self.form, "cells": dict(self.cells), "extra": extra, "address": self.address, "event": self.event}


@dataclass(frozen=True, slots=True)
class LinkFields:
    """A possible link from a proposal to something that the case holds, with the slots that were compared.

    `relation` is same_event, contradicts or echo; each slot is (name, here, there, agrees|differs|not stated).
    """

    relation: str
    proposal: str
    target: str
    slots: tuple[tuple[str, str, str, str], ...]

    def plain(self) -> dict[str, object]:
        """As a row for JSON."""
        slots = [{"slot": n, "here": a, "there": b, "compared": c} for n, a, b, c in self.slots]
        return {"relation": self.relation, "possible": True, "of": self.proposal, "to": self.target, "slots": slots}


Fields = StatementFields | EventFields | RecordFields | LinkFields | Mention


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that the reader proposes, with its place in the canonical text.

    `name` tells it apart within its document (`s1`, `e2` ...); `rule` is the rule or model that proposed it, so that
    a person can find and change it; `probability` is None where only a rule speaks.
    """

    name: str
    kind: ProposalKind
    span: Span
    role: SegmentRole
    fields: Fields
    items: tuple[Mention, ...] = ()
    rule: str = ""
    probability: float | None = None
    page: int | None = None
    cell: str = ""
    notes: tuple[str, ...] = ()

    def renamed(self, name: str) -> Proposal:
        """The same proposal under another name."""
        return replace(self, name=name)

    def plain(self) -> dict[str, object]:
        """As a row for JSON: the fields of its kind, then its place. Every kind has the statement's main keys."""
        shared: dict[str, object] = dict.fromkeys(("speaker", "party", "addressee", "content", "quote"), "")
        shared |= {"hedges": [], "modality": "", "polarity": ""}
        place = {
            "items": [m.plain() for m in self.items],
            "start": self.span.start,
            "end": self.span.end,
            "quoted": self.span.quoted,
            "segment": str(self.role),
            "page": self.page,
            "cell": self.cell,
            "rule": self.rule,
            "probability": None if self.probability is None else f"{self.probability:.3f}",
            "notes": list(self.notes),
        }
        head: dict[str, object] = {"name": self.name, "kind": str(self.kind)}
        return head | shared | self.fields.plain() | place
