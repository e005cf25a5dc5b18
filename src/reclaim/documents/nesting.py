"""What stands inside what: events in statements, statements in statements, and whose words a proposition is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reclaim.documents.propositions import Said, propositions
from reclaim.model.claim import Modality
from reclaim.model.proposal import Actor, EventFields, Proposal, Span, StatementFields


def within(own: Modality, outer: Modality) -> Modality:
    if own is not Modality.ASSERTED:
        return own
    return (
        outer
        if outer in (Modality.DEMANDED, Modality.PROPOSED, Modality.CONDITIONAL, Modality.POSSIBLE, Modality.REPORTED)
        else own
    )


def said_in(trigger: Span, statements: Sequence[Proposal]) -> Proposal | None:
    """The innermost statement whose content holds the trigger."""
    holding = [
        (sum(s.end - s.start for s in p.fields.content), p.name, p)
        for p in statements
        if isinstance(p.fields, StatementFields) and any(s.start <= trigger.start < s.end for s in p.fields.content)
    ]
    return min(holding, key=lambda h: h[:2])[2] if len(holding) > 0 else None


def holding(inside: Proposal | None, statements: Sequence[Proposal]) -> Proposal | None:
    """The statement in which a statement stands."""
    parent = inside.fields.parent if inside is not None and isinstance(inside.fields, StatementFields) else ""
    return next((s for s in statements if s.name == parent), None) if parent != "" else None


def as_said_by(actor: Actor, inside: Proposal | None) -> Actor:
    """“We”, said by somebody, is that somebody's party, or he himself."""
    speaker = inside.fields.speaker if inside is not None and isinstance(inside.fields, StatementFields) else None
    if speaker is None or actor.span.quoted.casefold() not in ("i", "we", "us", "our", "me"):
        return actor
    who = replace(actor, party=speaker.party, left_open="", resolved=speaker.resolved or speaker.span)
    return who if speaker.party != "" and actor.span.quoted.casefold() in ("we", "us", "our") else replace(
        who, name=speaker.name, role=speaker.role
    )


def first_named(k: int, above: Sequence[int | None], named: dict[int, str]) -> int:
    """The nearest frame above that became a proposal; -1 if none."""
    seen: set[int] = set()
    at = above[k]
    while at is not None and at not in seen:
        if at in named:
            return at
        seen.add(at)
        at = above[at]
    return -1


def with_parent(proposal: Proposal, parent: str) -> Proposal:
    fields = proposal.fields
    return (
        replace(proposal, fields=replace(fields, parent=parent))
        if isinstance(fields, StatementFields) and parent != ""
        else proposal
    )


def with_claims(proposal: Proposal, statements: Sequence[Proposal], events: Sequence[Proposal]) -> Proposal:
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
    )
    return replace(proposal, fields=replace(fields, claims=propositions(said)))


def _own_words(proposal: Proposal, fields: StatementFields, statements: Sequence[Proposal]) -> str:
    inner = [p.fields for p in statements if isinstance(p.fields, StatementFields) and p.fields.parent == proposal.name]
    cut = [(s.start, s.end) for f in inner for s in f.content] + [
        (f.cue.start, f.cue.end) for f in inner if f.cue is not None
    ]
    words = []
    for span in fields.content:
        left = span.quoted
        for a, b in cut:
            first, end = max(a - span.start, 0), min(b - span.start, len(left))
            if first < end:
                left = left[:first] + " " * (end - first) + left[end:]
        words.append(left)
    return " ".join(words)
