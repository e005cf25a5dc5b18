"""Possible links from a proposal to what the case holds: the same event, a contradiction, an echo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reclaim.model.claim import ClaimForm, Polarity
from reclaim.model.proposal import EventFields, LinkFields, Proposal, ProposalKind, ProposedClaim, StatementFields
from reclaim.model.when import BadDate, When

Slot = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """Something that the case holds, as far as a link needs it. `sort` is event, statement or claim.

    `kind` is the event's kind or the claim's form; `types`, `place`, `date`, `by`, `quote`, `polarity` its slots.
    """

    ident: str
    sort: str
    kind: str = ""
    types: tuple[str, ...] = ()
    by: str = ""
    place: str = ""
    date: str = ""
    quantity: str = ""
    polarity: str = ""
    quote: str = ""


# Claims that cannot both be true of one scope.
_AGAINST = {
    (ClaimForm.HOLDS_ALL, "lost_or_sold"),
    (ClaimForm.HOLDS_ALL, "used_by"),
    (ClaimForm.HOLDS_ALL, "found_in"),
    (ClaimForm.HOLDS_ALL, "transferred"),
    (ClaimForm.LEFT_NONE, "left"),
    (ClaimForm.HOLDS_NONE, "holds_at_least"),
    (ClaimForm.HOLDS_NONE, "holds_all"),
    (ClaimForm.DESTROYED, "holds_at_least"),
}


def links(proposals: Sequence[Proposal], held: Sequence[Held]) -> list[Proposal]:
    """A link proposal for each pair whose slots agree (or clash) enough to be worth a look."""
    found: list[Proposal] = []
    for proposal in proposals:
        for target in sorted(held, key=lambda h: h.ident):
            fields = _link(proposal, target)
            if fields is not None:
                name = f"l{len(found) + 1}"
                found.append(
                    Proposal(
                        name,
                        ProposalKind.LINK,
                        proposal.span,
                        proposal.role,
                        fields,
                        proposal.items,
                        f"link:{fields.relation}",
                        None,
                        proposal.page,
                        proposal.cell,
                    )
                )
    return found


def _link(proposal: Proposal, target: Held) -> LinkFields | None:
    fields = proposal.fields
    if isinstance(fields, EventFields) and target.sort == "event":
        return _same_event(proposal, fields, target)
    if isinstance(fields, StatementFields) and target.sort == "statement":
        return _echo(proposal, fields, target)
    if isinstance(fields, StatementFields) and target.sort == "claim":
        return next((f for f in (_contradiction(proposal, c, target) for c in fields.claims) if f is not None), None)
    return None


def _same_event(proposal: Proposal, fields: EventFields, target: Held) -> LinkFields | None:
    """The same kind, and place and date both agree as far as stated, at least one of them stated."""
    if str(fields.event) != target.kind or not fields.happened:
        return None
    types = tuple(t for m in proposal.items for t in m.types)
    slots = (
        ("kind", str(fields.event), target.kind, "agrees"),
        _slot("place", fields.place, target.place, _within(fields.place, target.place)),
        _slot("date", fields.date, target.date, _dates_meet(fields.date, target.date)),
        _slot("types", ";".join(types), ";".join(target.types), len(set(types) & set(target.types)) > 0),
        _slot("quantity", _number(proposal), target.quantity, _same_number(_number(proposal), target.quantity)),
    )
    told = [s for s in slots[1:] if s[3] != "not stated"]
    agreed = [s for s in told if s[3] == "agrees"]
    where_when = [s for s in slots[1:3] if s[3] == "agrees"]
    if any(s[3] == "differs" for s in slots[1:3]) or len(where_when) == 0 or len(agreed) < 2:
        return None
    return LinkFields("same_event", proposal.name, target.ident, slots)


def _echo(proposal: Proposal, fields: StatementFields, target: Held) -> LinkFields | None:
    """The same words of the same speaker: seven words in a row in both."""
    here = fields.content_words()
    shared = _shared_run(here, target.quote)
    if shared < 7:
        return None
    who = "" if fields.speaker is None else fields.speaker.shown
    slots = (
        ("words", f"{shared} in a row", f"{shared} in a row", "agrees"),
        _slot("speaker", who, target.by, _within(who, target.by)),
    )
    return LinkFields("echo", proposal.name, target.ident, slots)


def _contradiction(proposal: Proposal, claim: ProposedClaim, target: Held) -> LinkFields | None:
    same_form = str(claim.form) == target.kind and target.polarity not in ("", str(claim.polarity))
    pair = (claim.form, target.kind) in _AGAINST or any(
        str(a) == target.kind and b == str(claim.form) for a, b in _AGAINST
    )
    affirmed = claim.polarity is Polarity.AFFIRMED and target.polarity in ("", str(Polarity.AFFIRMED))
    if not same_form and not (pair and affirmed):
        return None
    slots = (
        ("form", str(claim.form), target.kind, "agrees" if same_form else "differs"),
        ("polarity", str(claim.polarity), target.polarity, "differs" if same_form else "agrees"),
        _slot("subject", claim.subject, target.by, _within(claim.subject, target.by)),
        _slot(
            "types",
            ";".join(claim.scope_types),
            ";".join(target.types),
            len(set(claim.scope_types) & set(target.types)) > 0,
        ),
        _slot("date", claim.at, target.date, _dates_meet(claim.at, target.date)),
    )
    if same_form and slots[2][3] == "differs":
        return None
    return LinkFields("contradicts", proposal.name, target.ident, slots)


def _slot(name: str, here: str, there: str, agrees: bool) -> Slot:
    if here == "" or there == "":
        return name, here, there, "not stated"
    return name, here, there, "agrees" if agrees else "differs"


def _within(here: str, there: str) -> bool:
    a, b = here.casefold(), there.casefold()
    return a != "" and b != "" and (a in b or b in a)


def _dates_meet(here: str, there: str) -> bool:
    try:
        return here != "" and there != "" and When.parse(here).overlaps(When.parse(there))
    except BadDate:
        return False


def _number(proposal: Proposal) -> str:
    numbers = [m.quantity.written for m in proposal.items if m.quantity is not None and m.quantity.written != ""]
    return numbers[0] if len(numbers) > 0 else ""


def _same_number(here: str, there: str) -> bool:
    """“8,500” and “8500” are one number."""
    return here.replace(",", "") == there.replace(",", "")


def _shared_run(left: str, right: str) -> int:
    """The longest run of words that both have."""
    a, b = _words(left), _words(right)
    if len(a) == 0 or len(b) == 0:
        return 0
    best, row = 0, [0] * (len(b) + 1)
    for word in a[:400]:
        fresh = [0] * (len(b) + 1)
        for k, other in enumerate(b[:400], start=1):
            if word == other:
                fresh[k] = row[k - 1] + 1
                best = max(best, fresh[k])
        row = fresh
    return best


def _words(text: str) -> list[str]:
    return [w for w in ("".join(c for c in word if c.isalnum()).casefold() for word in text.split()) if w != ""]
