"""What would settle it: the record that would change a verdict most, and what would refute or support a claim."""

from __future__ import annotations

from collections import defaultdict

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.wording import things
from reclaim.model.claim import Polarity
from reclaim.model.verdict import Bearing, Outcome, VerdictTable, VerdictWord


def settle(asked: Asked, outcome: Outcome, best: Bearing | None) -> str:
    """The record that would change the verdict most, in words.

    It is the one that the weakest slot of the strongest path asks for; of several equally weak slots the one that the
    table names first, for it can move the verdict both ways.
    """
    if outcome.verdict in (VerdictWord.NOT_TESTABLE, VerdictWord.IRREFUTABLE):
        return f"nothing: {outcome.reason}"
    if outcome.settle != "":
        return outcome.settle
    table = asked.table if best is None else _table(asked, best)
    texts = dict(table.settle)
    slot = _slot(asked, texts, best)
    if best is not None and best.own and outcome.verdict is VerdictWord.CONSISTENT and best.grade >= 2:
        return f"the same as {best.find} shows, from an origin independent of {asked.name(asked.claimants[0])}"
    if best is None:
        missing = _missing_list(asked, outcome)
        if missing != "":
            return missing
    return texts[slot].format_map(_facts(asked, best))


def _slot(asked: Asked, texts: dict[str, str], best: Bearing | None) -> str:
    """Which of the table's texts to take."""
    if best is None:
        return "none"
    if best.grade >= 3:
        return "strong" if "strong" in texts else "none"
    weak = [name for name in texts if name in best.weakest]
    if len(weak) > 0 and weak[0] == "membership" and len(asked.claim.scope.stock_of) == 0 and "supply" in texts:
        return "supply"
    return weak[0] if len(weak) > 0 else "none"


def would(asked: Asked) -> tuple[str, str]:
    """What would refute and what would support the claim, derived from its proposition."""
    form = asked.claim.form
    if form is None:
        return "", ""
    key = f"not {form}" if asked.claim.polarity is Polarity.DENIED else str(form)
    for table in (asked.table, *asked.tables.values()):
        if key in table.would:
            refute, support = table.would[key]
            facts = _facts(asked, None)
            return refute.format_map(facts), support.format_map(facts)
    return "", ""


def _table(asked: Asked, best: Bearing) -> VerdictTable:
    """The table whose slots the path has."""
    names = tuple(s.name for s in best.slots)
    return next((t for t in (asked.table, *asked.tables.values()) if tuple(s.name for s in t.slots) == names),
                asked.table)


def _missing_list(asked: Asked, outcome: Outcome) -> str:
    """Finds that would bear if a delivery list named their type (rules: "type membership")."""
    for path in outcome.paths:
        slot = path.slot("membership")
        if slot is not None and slot.word == "no_delivery_list":
            owner = ", ".join(asked.name(p) for p in asked.claim.scope.stock_of or asked.claim.scope.supplied_by)
            return f"a delivery list that says whether {owner or 'they'} had things like {path.what} ({path.find})"
    return ""


def _facts(asked: Asked, best: Bearing | None) -> defaultdict[str, str]:
    scope, facts = asked.claim.scope, defaultdict[str, str](str)
    owner = ", ".join(asked.name(p) for p in scope.stock_of or scope.supplied_by)
    facts |= {"scope": things(scope, asked.ev.now.parties, asked.ev.now.types), "subject": asked.name(asked.subject),
              "stock_of": owner or asked.name(asked.subject),
              "at": str(asked.at) if asked.at.known else "the date of the claim", "party": "another",
              "cut_off": str(scope.cut_off) if scope.cut_off.known else "the date of the claim",
              "done": "destroyed" if asked.claim.form == "destroyed" else "returned"}
    if best is not None:
        facts |= {"what": best.what, "find": best.find, "stock": ", ".join(best.stock) or "the stock record"}
    return facts
