"""From a statement to the testable proposition that it seems to make, where the form is clear; else none.

A person codes claims. What stands here is an offer, made only from words whose form leaves little choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reclaim.documents.countries import country_of
from reclaim.documents.lexicon import sign
from reclaim.model.claim import ClaimForm, Modality, Polarity
from reclaim.model.event import EventKind
from reclaim.model.proposal import Actor, EventFields, Mention, ProposedClaim
from reclaim.model.quantity import Qualifier

_FORMS = {
    EventKind.USED: ClaimForm.USED_BY,
    EventKind.FOUND: ClaimForm.FOUND_IN,
    EventKind.SEIZED: ClaimForm.FOUND_IN,
    EventKind.RECOVERED: ClaimForm.FOUND_IN,
    EventKind.TRANSFERRED: ClaimForm.TRANSFERRED,
    EventKind.SHIPPED: ClaimForm.DELIVERED,
    EventKind.RETURNED: ClaimForm.RETURNED,
    EventKind.DESTROYED: ClaimForm.DESTROYED,
    EventKind.LOST: ClaimForm.LOST_OR_SOLD,
    EventKind.STOLEN: ClaimForm.LOST_OR_SOLD,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a statement is made of, as far as a proposition needs it."""

    cue: str
    content: str
    speaker: Actor | None
    items: Sequence[Mention]
    events: Sequence[EventFields]
    modality: Modality
    polarity: Polarity


def propositions(said: Said) -> tuple[ProposedClaim, ...]:
    """The propositions of a statement; none where no form is clear or no arms are spoken of."""
    arms = len(said.items) > 0
    for rule in (_control, _nothing_gone, _stance, _events, _left, _owns):
        found = rule(said) if arms or rule in (_nothing_gone,) else ()
        if len(found) > 0:
            return tuple(found)
    return ()


def _speaker(said: Said) -> str:
    who = said.speaker
    return "" if who is None else who.party or who.name or who.span.quoted


def _claim(said: Said, form: ClaimForm, subject: str, mention: Mention | None, **more: str) -> ProposedClaim:
    types = () if mention is None else mention.types[:1] or ((mention.category,) if mention.category else ())
    number = None if mention is None else mention.quantity
    exact = number is not None and number.qualifier is not Qualifier.UNKNOWN
    return ProposedClaim(
        form,
        subject,
        types,
        "" if mention is None else country_of(mention.origin),
        more.get("place", ""),
        number.written if number is not None and exact else "",
        str(number.qualifier) if number is not None and exact else "",
        more.get("counterparty", ""),
        more.get("at", ""),
        said.polarity,
        said.modality,
    )


def _control(said: Said) -> Sequence[ProposedClaim]:
    if sign("control").search(said.content) is None:
        return ()
    form = ClaimForm.HOLDS_ALL if sign("whole").search(said.content) is not None else ClaimForm.HOLDS_AT_LEAST
    return (_claim(said, form, _speaker(said), said.items[0]),)


def _nothing_gone(said: Said) -> Sequence[ProposedClaim]:
    denied = sign("gone_denied").search(said.content) is not None
    rejected = sign("gone_claimed").search(said.content) is not None and said.polarity is Polarity.DENIED
    if not denied and not rejected:
        return ()
    claim = _claim(said, ClaimForm.LOST_OR_SOLD, _speaker(said), said.items[0] if len(said.items) > 0 else None)
    return (
        ProposedClaim(
            claim.form,
            claim.subject,
            claim.scope_types,
            claim.scope_supplied_by,
            polarity=Polarity.DENIED,
            modality=said.modality,
        ),
    )


def _stance(said: Said) -> Sequence[ProposedClaim]:
    """“supports the removal”, “demands the return”, “refuses to return”."""
    if sign("back").search(said.content) is None:
        return ()
    cue = said.cue.casefold()
    mention = said.items[0]
    if re.search(r"\b(?:support|back|endors|welcom)", f"{cue} {said.content[:12].casefold()}") is not None:
        return (_claim(said, ClaimForm.SUPPORTS, _speaker(said), mention),)
    if re.search(r"\b(?:refus|reject|declin|rul(?:ed)? out)", cue) is not None:
        base = _claim(said, ClaimForm.REFUSES, _speaker(said), mention)
        return (
            ProposedClaim(
                base.form, base.subject, base.scope_types, base.scope_supplied_by, modality=Modality.ASSERTED
            ),
        )
    if (
        said.modality is Modality.DEMANDED
        or re.search(r"\b(?:want|demand|call|urg|ask|seek|request|insist)", cue) is not None
    ):
        return (_claim(said, ClaimForm.WANTS, _speaker(said), mention),)
    return ()


def _events(said: Said) -> Sequence[ProposedClaim]:
    found = []
    for event in said.events:
        form = _FORMS.get(event.event)
        if form is None:
            continue
        doer = event.by.party or event.by.name or event.by.shown if event.by is not None else ""
        receiver = "" if event.to is None else event.to.party or event.to.shown
        claim = _claim(said, form, doer, said.items[0], counterparty=receiver, place=event.place, at=event.date)
        polarity = event.polarity  # what the statement denies is denied there already
        modality = said.modality if said.modality is not Modality.ASSERTED else event.modality
        found.append(
            ProposedClaim(
                claim.form,
                claim.subject,
                claim.scope_types,
                claim.scope_supplied_by,
                claim.scope_place,
                claim.quantity,
                claim.qualifier,
                claim.counterparty,
                claim.at,
                polarity,
                modality,
            )
        )
    return found


def _left(said: Said) -> Sequence[ProposedClaim]:
    if sign("left_none").search(said.content) is not None:
        return (_claim(said, ClaimForm.LEFT_NONE, "", said.items[0]),)
    if sign("left").search(said.content) is None:
        return ()
    place = country_of(said.content)
    return (
        _claim(
            said, ClaimForm.LEFT, "", said.items[0], place=place if place != country_of(said.items[0].origin) else ""
        ),
    )


def _owns(said: Said) -> Sequence[ProposedClaim]:
    if sign("owns").search(said.content) is None:
        return ()
    return (_claim(said, ClaimForm.OWNS, _speaker(said), said.items[0]),)
