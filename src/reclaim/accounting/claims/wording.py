"""A claim in words, with the names of its parties and types: what is put beside the records."""

from __future__ import annotations

from reclaim.catalogue.parties import Parties
from reclaim.catalogue.types import TypeTree
from reclaim.model.claim import Claim, ClaimForm, Polarity
from reclaim.model.quantity import Qualifier
from reclaim.model.scope import Scope

# Affirmed and denied; {s} the subject, {x} the things, {c} the counterparty with its preposition.
_WORDS: dict[ClaimForm, tuple[str, str]] = {
    ClaimForm.HOLDS_ALL: ("{s} holds all {x}", "{s} does not hold all {x}"),
    ClaimForm.HOLDS_AT_LEAST: ("{s} holds {n}{x}", "{s} does not hold {n}{x}"),
    ClaimForm.HOLDS_ABOUT: ("{s} holds {n}{x}", "{s} does not hold {n}{x}"),
    ClaimForm.HOLDS_NONE: ("{s} holds no {x}", "{s} holds some {x}"),
    ClaimForm.LEFT: ("{s} left {n}{x}", "{s} did not leave {n}{x}"),
    ClaimForm.LEFT_NONE: ("{s} left no {x}", "{s} left some {x}"),
    ClaimForm.DELIVERED: ("{s} delivered {n}{x}{c}", "{s} did not deliver {n}{x}{c}"),
    ClaimForm.LOST_OR_SOLD: ("{s} lost or sold {n}{x}", "{s} lost or sold no {x}"),
    ClaimForm.TRANSFERRED: ("{s} passed on {n}{x}{c}", "{s} passed on no {x}{c}"),
    ClaimForm.USED_BY: ("{s} used {n}{x}", "{s} used no {x}"),
    ClaimForm.FOUND_IN: ("{n}{x} found with {s}", "no {x} found with {s}"),
    ClaimForm.RETURNED: ("{s} returned {n}{x}{c}", "{s} returned no {x}{c}"),
    ClaimForm.DESTROYED: ("{s} destroyed {n}{x}", "{s} destroyed no {x}"),
    ClaimForm.OWNS: ("{s} owns {n}{x}", "{s} does not own {n}{x}"),
    ClaimForm.WANTS: ("{s} wants {n}{x}{f}", "{s} does not want {n}{x}{f}"),
    ClaimForm.REFUSES: ("{s} refuses {n}{x}{c}", "{s} does not refuse {n}{x}{c}"),
    ClaimForm.SUPPORTS: ("{s} supports {w}as to {n}{x}", "{s} does not support {w}as to {n}{x}"),
    ClaimForm.TOOK_PART: ("{s} took part{v} as to {n}{x}", "{s} took no part{v} as to {n}{x}"),
}
# Without a number these say "some".
_SOME = frozenset({ClaimForm.HOLDS_AT_LEAST, ClaimForm.LEFT, ClaimForm.DELIVERED, ClaimForm.LOST_OR_SOLD,
                   ClaimForm.TRANSFERRED})


def proposition(claim: Claim, parties: Parties, types: TypeTree) -> str:
    """What the claim says, in words; empty if it has no form."""
    if claim.form is None:
        return ""
    template = _WORDS[claim.form][0 if claim.polarity is Polarity.AFFIRMED else 1]
    other = "" if claim.counterparty == "" else parties.name(claim.counterparty)
    words = template.format(
        s=parties.name(claim.subject) or "somebody", x=things(claim.scope, parties, types), n=_number(claim),
        c=f" to {other}" if other != "" else "", f=f" from {other}" if other != "" else "",
        w=f"{other} " if other != "" else "", v=f" with {other}" if other != "" else "")
    return " ".join(words.split())


def things(scope: Scope, parties: Parties, types: TypeTree) -> str:
    """The things of a scope, in words."""
    def named(names: tuple[str, ...]) -> str:
        return ", ".join(parties.name(n) for n in names)

    parts = [", ".join(types.name(t) for t in scope.types) or "things"]
    if len(scope.items) > 0:
        parts.append(f"({', '.join(scope.items)})")
    if len(scope.supplied_by) > 0:
        parts.append(f"supplied by {named(scope.supplied_by)}")
    if len(scope.stock_of) > 0:
        parts.append(f"of the stock of {named(scope.stock_of)}")
    if scope.cut_off.known:
        parts.append(f"on {scope.cut_off}")
    if len(scope.held_by) > 0:
        parts.append(f"now with {named(scope.held_by)}")
    if scope.place != "":
        parts.append(f"at {scope.place}")
    return " ".join(parts)


def _number(claim: Claim) -> str:
    said = claim.quantity
    if said.written == "" and said.qualifier is Qualifier.UNKNOWN:
        return "some " if claim.form in _SOME else ""
    return f"{said} "
