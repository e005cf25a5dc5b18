"""A document read: its canonical text and everything the reader proposes from it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reclaim.documents.actors import Cast
from reclaim.documents.dates import day_of
from reclaim.documents.gate import Gate
from reclaim.documents.items import Names, names_of
from reclaim.documents.language import language_of
from reclaim.documents.limits import Limits
from reclaim.documents.links import Held, links
from reclaim.documents.mentions import standing_for
from reclaim.documents.open import bytes_of, open_document
from reclaim.documents.page import Context
from reclaim.documents.paragraph import ParagraphReader
from reclaim.documents.parse import parse
from reclaim.documents.tables import records_of
from reclaim.documents.text import Facts, Text
from reclaim.documents.truecase import truecased
from reclaim.model.equipment import Type
from reclaim.model.party import Party
from reclaim.model.problem import Problem
from reclaim.model.proposal import Mention, Proposal, Segment, SegmentRole


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the reader is told of the case: types of equipment, parties, and what the case already holds."""

    types: Sequence[Type] = ()
    parties: Sequence[Party] = ()
    held: Sequence[Held] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How a document is read. `everything`: statements that speak of no arms are proposed too."""

    limits: Limits = field(default_factory=Limits)
    everything: bool = False
    outlet: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read. Every span of every proposal obeys `text[start:end] == quoted`.

    `language` is a name in English or "unknown"; only English is read, other languages are told in `problems`.
    """

    text: str
    segments: tuple[Segment, ...]
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    facts: Facts = Facts()
    language: str = "English"


def read(
    source: bytes | Path | str, catalogue: Catalogue | None = None, settings: Settings | None = None, *, name: str = ""
) -> Reading:
    """Read a document (its bytes, or the path of a file) and propose what it says.

    Raises InputError if the path cannot be read; whatever is wrong inside the file is told in `problems`.
    """
    settings = settings or Settings()
    raw, where = (
        (source, name or "document") if isinstance(source, bytes) else _bytes_of(Path(source), settings.limits, name)
    )
    return read_text(open_document(raw, where, settings.limits), catalogue or Catalogue(), settings, where)


def read_text(document: Text, catalogue: Catalogue, settings: Settings, where: str) -> Reading:
    """Propose from a canonical text that a file's reader has already made."""
    problems = list(document.problems)
    language, sure = language_of(document.text)
    proposals: list[Proposal] = []
    names = names_of(catalogue.types)
    if language == "English":
        proposals = _propose(document, catalogue, settings, names, where, problems)
    elif document.text.strip() != "":
        problems.append(_unread(where, language, sure))
    proposals += records_of(document)
    proposals += links(proposals, catalogue.held)
    return Reading(document.text, document.segments, tuple(proposals), tuple(problems), document.facts, language)


def _propose(
    document: Text, catalogue: Catalogue, settings: Settings, names: Names, where: str, problems: list[Problem]
) -> list[Proposal]:
    segments = _readable(document, settings.limits, where, problems)
    gate = Gate(names, settings.everything)
    context = Context(
        document,
        Cast(catalogue.parties),
        names,
        gate.armed(document, segments),
        settings.everything,
        day_of(settings.published or document.facts.published),
        settings.outlet or document.facts.outlet,
    )
    for segment in segments:
        context.cast.foretell(document.text, segment.start, segment.end)
    chosen = [s for s in segments if gate.passes(document.text[s.start : s.end], context.armed)]
    found: list[Proposal] = []
    started = time.monotonic()
    reader = ParagraphReader(context)
    read_at = {s.start for s in chosen}
    words = [truecased(document.text, s) for s in chosen]
    parsed = parse(words)
    for segment in segments:
        if segment.start not in read_at:
            reader.skip(segment)
            continue
        doc = next(parsed)
        if len(doc) > settings.limits.sentence and (longest := max(map(len, doc.sents))) > settings.limits.sentence:
            reader.skip(segment)
            problems.append(_too_long(where, f"a sentence of {longest:,} words", segment))
            continue
        found += reader.read(segment, doc)
        if time.monotonic() - started > settings.limits.reading_seconds:
            problems.append(
                Problem(
                    where,
                    "out_of_time",
                    f"stopped after {settings.limits.reading_seconds:.0f} seconds, at character {segment.end:,}",
                    "raise the limit or split the document",
                )
            )
            break
    return _with_references(found, document.text)


def _readable(document: Text, limits: Limits, where: str, problems: list[Problem]) -> list[Segment]:
    """The segments that hold running text; a paragraph beyond all measure is not parsed, and told."""
    kept: list[Segment] = []
    for segment in document.segments:
        if segment.role in (SegmentRole.CELL, SegmentRole.BYLINE, SegmentRole.DATELINE):
            continue
        length = segment.end - segment.start
        word = 0 if length <= limits.word else max(map(len, document.text[segment.start : segment.end].split()), default=0)
        if length > limits.paragraph:
            problems.append(_too_long(where, f"a paragraph of {length:,} characters", segment))
        elif word > limits.word:
            problems.append(_too_long(where, f"a paragraph with {word:,} characters without a blank", segment))
        else:
            kept.append(segment)
    return kept


def _too_long(where: str, what: str, segment: Segment) -> Problem:
    return Problem(where, "paragraph_too_long", f"{what} at {segment.start:,} is not read")


def _with_references(found: list[Proposal], text: str) -> list[Proposal]:
    """Let "these weapons" stand for what was named before, across the document."""
    every = sorted({m for p in found for m in p.items}, key=lambda m: (m.span.start, m.span.end))
    linked = dict(zip(every, standing_for(every, text), strict=True))
    return [
        replace(
            p,
            items=tuple(linked[m] for m in p.items),
            fields=linked[p.fields] if isinstance(p.fields, Mention) else p.fields,
        )
        for p in found
    ]


def _unread(where: str, language: str, sure: bool) -> Problem:
    what = (
        f"the text is in {language}, which the reader does not read"
        if sure
        else "the language of the text was not recognised, and it was not read"
    )
    return Problem(where, "language_not_read", what, "make the records by hand from highlighted spans")


def _bytes_of(path: Path, limits: Limits, name: str) -> tuple[bytes, str]:
    return bytes_of(path, limits), name or path.name
