"""Claims with a number against figures that count the same (rules: "other forms", "conflict echo", "fall bears")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.evidence import IN_HAND
from reclaim.accounting.claims.judging import existential, universal
from reclaim.accounting.claims.sources import independent_of, one_origin
from reclaim.model.claim import ClaimForm, Polarity
from reclaim.model.line import StockLine
from reclaim.model.quantity import CountKind, Quantity
from reclaim.model.record import Record
from reclaim.model.scope import Standing
from reclaim.model.verdict import Bearing, Beside, Outcome, Side, Slot, VerdictTable, VerdictWord
from reclaim.model.when import When, hull

KINDS: dict[ClaimForm, frozenset[CountKind]] = {
    ClaimForm.HOLDS_ALL: IN_HAND, ClaimForm.HOLDS_AT_LEAST: IN_HAND, ClaimForm.HOLDS_ABOUT: IN_HAND,
    ClaimForm.HOLDS_NONE: IN_HAND, ClaimForm.LEFT: frozenset({CountKind.LEFT}),
    ClaimForm.LEFT_NONE: frozenset({CountKind.LEFT}), ClaimForm.DELIVERED: frozenset({CountKind.DELIVERED}),
    ClaimForm.LOST_OR_SOLD: frozenset({CountKind.LOST, CountKind.STOLEN}),
    ClaimForm.RETURNED: frozenset({CountKind.RETURNED}), ClaimForm.DESTROYED: frozenset({CountKind.DESTROYED}),
    ClaimForm.TRANSFERRED: frozenset({CountKind.TRANSFERRED}),
}
# What was left or delivered was so once and for all; what is held is held at a date.
LASTING = frozenset({ClaimForm.LEFT, ClaimForm.LEFT_NONE, ClaimForm.DELIVERED, ClaimForm.LOST_OR_SOLD,
                     ClaimForm.RETURNED, ClaimForm.DESTROYED, ClaimForm.TRANSFERRED})


@dataclass(frozen=True, slots=True)
class Figure:
    """A stock line beside a claim: whether it counts the same, and whether both numbers can be true."""

    record: Record
    line: StockLine
    comparable: Slot
    number: Slot

    @property
    def speaks(self) -> bool:
        """Whether it counts something comparable and its number decides something."""
        return (self.comparable.grade or 0) >= 1 and (self.number.grade or 0) >= 1


def figure_paths(asked: Asked) -> Outcome:
    """What figures of others say of a claim with a number; untested if there is none that can be compared."""
    claimed = _claimed(asked)
    if claimed is None:
        return Outcome(VerdictWord.UNTESTED)
    table = asked.tables["figure"]
    found = [f for f in _figures(asked, table, claimed) if not _is_echo(asked, f, _same_group(asked, f.line))]
    against = [f for f in found if f.speaks and f.number.word == "disjoint"]
    inside = [f for f in found if f.speaks and f.number.word == "inside"]
    beside = tuple(_beside(f) for f in found if not f.speaks)
    bad = _bearings(asked, table, against, Side.AGAINST)
    good = _bearings(asked, table, inside, Side.FOR)
    if len(bad) > 0:
        return universal(table, bad, good, beside=beside)
    return existential(table, good, [], beside=beside)


def falls(asked: Asked) -> tuple[Beside, ...]:
    """Falls in the holder's own count of a type: beside the claim as not recorded, never as a loss."""
    lines = sorted((pair for t in asked.claim.scope.types for pair in asked.ev.stock_by_type.get(
        asked.ev.now.types.resolve(t), ()) if pair[1].kind is CountKind.ON_HAND and _holder(asked, pair[1].holder,
                                                                                              pair[1].as_of)),
        key=lambda pair: (pair[1].as_of.sort_key(), pair[0].key))
    found: list[Beside] = []
    for (first, a), (second, b) in pairwise(lines):
        same = (a.holder, a.type, a.scope_words) == (b.holder, b.type, b.scope_words)
        if same and a.as_of.certainly_before(b.as_of) and b.quantity.upper is not None \
                and b.quantity.upper < a.quantity.lower:
            found.append(Beside("not_recorded", f"{a.quantity} on {a.as_of}, {b.quantity} on {b.as_of}: what became of "
                                "the difference is not recorded", (first.key, second.key)))
    return tuple(dict.fromkeys(found))


def own_figures(asked: Asked) -> Iterable[Bearing]:
    """Figures of such things in the subject's hands by the date: they speak for a claim of control, and show little."""
    table, seen = asked.table, set[str]()
    for name in asked.claim.scope.types:
        for record, line in asked.ev.stock_by_type.get(asked.ev.now.types.resolve(name), ()):
            during = _during(line)
            if record.id in seen or line.kind not in IN_HAND or line.quantity.lower == 0 or not during.certainly_by(
                    asked.at) or not _holder(asked, line.holder, line.as_of) or _claim_itself(asked, record, line):
                continue
            seen.add(record.id)
            holder = asked.name(asked.subject)
            own = asked.ev.own_record(record, (asked.subject,), line.as_of)
            slots = {"identity": table["identity"].slot("type_only"),
                     "membership": table["membership"].slot("figure", holder=holder),
                     "date": table["date"].slot("with_at_date", party=holder, found=during, at=asked.at),
                     "place": asked.places.slot(table, line.place, asked.claim.scope.place),
                     "basis": table["basis"].slot("unstated"),
                     "independence": table["independence"].slot("own_record") if own else one_origin(
                         asked.ev, table, asked.ev.origins(record))}
            yield Bearing(Side.FOR, f"{line.quantity} {line.type_as_written}", record.key, (), table.row(slots), 1,
                          max(1, int(line.quantity.lower)), own)


def _claimed(asked: Asked) -> Quantity | None:
    """The interval that the claim asserts; None if it asserts no number that a figure could meet."""
    form, said = asked.claim.form, asked.claim.quantity
    denied = asked.claim.polarity is Polarity.DENIED
    if form in (ClaimForm.HOLDS_NONE, ClaimForm.LEFT_NONE):
        return Quantity.exactly(0) if not denied else Quantity(Fraction(1), None, written="at least one")
    if form not in KINDS or form is ClaimForm.HOLDS_ALL:
        return None
    if said.vacuous:
        return None if form not in LASTING else _some(denied)
    if not denied:
        return said
    if said.upper is None and said.lower >= 1:
        return Quantity(Fraction(0), said.lower - 1, written=f"fewer than {said.lower}")
    return None


def _some(denied: bool) -> Quantity:
    return Quantity.exactly(0) if denied else Quantity(Fraction(1), None, written="at least one")


def _figures(asked: Asked, table: VerdictTable, claimed: Quantity) -> Iterable[Figure]:
    """All figures that stand under one of the scope's types and concern the parties of the claim."""
    assert asked.claim.form is not None
    kinds, seen = KINDS[asked.claim.form], set[str]()
    few = claimed.lower <= 1 and claimed.upper in (None, Fraction(0))
    for name in asked.claim.scope.types:
        for record, line in asked.ev.stock_by_type.get(asked.ev.now.types.resolve(name), ()):
            if record.id in seen or not _concerns(asked, line) or _claim_itself(asked, record, line):
                continue
            seen.add(record.id)
            if not few and not _one_type(asked, line):
                continue
            number = _number(line.quantity, claimed)
            word = _conflicting(_comparable(asked, line, kinds, few=few), number, line.quantity, claimed, few=few)
            slot = table["comparable"].slot(word, words=f"“{line.scope_words}”", kind=line.kind or "any of several",
                                            found=str(_during(line)))
            yield Figure(record, line, slot, table["number"].slot(
                number, figure=str(line.quantity), claimed=claimed.written if few else str(claimed)))


def _comparable(asked: Asked, line: StockLine, kinds: frozenset[CountKind], *, few: bool) -> str:
    if line.kind is None or line.kind not in kinds:
        return "other_kind"
    during, form = _during(line), asked.claim.form
    if few and form in LASTING:
        same_date = not asked.at.certainly_before(during)
    else:
        same_date = during.known and asked.at.known and during.overlaps(asked.at)
    if not same_date:
        return "other_date"
    scope = asked.claim.scope
    if line.holder == "" and len(scope.stock_of) > 0:
        return "other_holder"
    if (line.scope_words != "" and line.scope_words not in _own_words(asked, line)) or line.holder == "":
        return "scope_in_words"
    restricted = len(scope.supplied_by) + len(scope.items) + len(scope.held_by) > 0 or (
        len(scope.stock_of) > 0 and not asked.ev.is_either(asked.ev.party(line.holder), tuple(
            asked.ev.party(p) for p in scope.stock_of), line.as_of))
    if restricted or (scope.place != "" and asked.places.word(line.place, scope.place) != "fits"):
        return "scope_wider"
    return "enough" if few else "same"


def _conflicting(word: str, number: str, figure: Quantity, claimed: Quantity, *, few: bool) -> str:
    """Figures of two scopes do not conflict, unless a count of more things is smaller than the claim's."""
    if few or number != "disjoint":
        return word
    if word == "scope_in_words":
        return "other_scope"
    smaller = figure.upper is not None and figure.upper < claimed.lower
    return "other_scope" if word == "scope_wider" and not smaller else word


def _own_words(asked: Asked, line: StockLine) -> frozenset[str]:
    """The words in which the claim's own report states the scope of its number."""
    return frozenset(o.scope_words for r, o in asked.ev.stock_by_type.get(asked.ev.now.types.resolve(line.type), ())
                     if r.source == asked.statement_record.source and o.quantity == asked.claim.quantity)


def _number(figure: Quantity, claimed: Quantity) -> str:
    if figure.disjoint(claimed):
        return "disjoint"
    return "inside" if figure.inside(claimed) else "overlap"


def _one_type(asked: Asked, line: StockLine) -> bool:
    resolve = asked.ev.now.types.resolve
    return {resolve(t) for t in asked.claim.scope.types} == {resolve(line.type)}


def _concerns(asked: Asked, line: StockLine) -> bool:
    """Whether the figure is of a party of the claim, or of none by name."""
    if line.holder == "":
        return asked.claim.form in (ClaimForm.LEFT, ClaimForm.LEFT_NONE)
    if _holder(asked, line.holder, line.as_of):
        return True
    others = (*asked.claim.scope.stock_of, asked.claim.counterparty)
    return asked.claim.form in LASTING and asked.ev.is_party(
        asked.ev.party(line.holder), [o for o in others if o != ""], line.as_of) is Standing.SHOWN


def _holder(asked: Asked, holder: str, at: When) -> bool:
    resolved = asked.ev.party(holder)
    return resolved != "" and asked.ev.is_party(resolved, (asked.subject,), at) is Standing.SHOWN


def _claim_itself(asked: Asked, record: Record, line: StockLine) -> bool:
    """Whether the line only carries the number of the statement itself: one report, one speaker."""
    if record.source != asked.statement_record.source:
        return False
    stated = asked.ev.party(line.stated_by)
    said_by = {asked.ev.party(n) for n in (asked.statement.party, asked.statement.speaker)}
    return line.stated_by == "" or stated in said_by or any(
        asked.ev.is_party(stated, (p,), line.as_of) is Standing.SHOWN for p in said_by if p != "")


def _same_group(asked: Asked, line: StockLine) -> list[tuple[Record, StockLine]]:
    kind = asked.ev.now.types.resolve(line.type)
    return [(r, o) for r, o in asked.ev.stock_by_type.get(kind, ()) if (o.holder, o.type, o.kind, o.as_of) == (
        line.holder, line.type, line.kind, line.as_of)]


def _is_echo(asked: Asked, figure: Figure, group: Sequence[tuple[Record, StockLine]]) -> bool:
    """Whether the figure only repeats one of its own origin; a slip in it is shown beside, and sets nothing."""
    roots = {o.root for o in asked.ev.origins(figure.record)}
    return figure.record.source not in roots and any(r.source in roots for r, _ in group)


def _bearings(asked: Asked, table: VerdictTable, found: Sequence[Figure], side: Side) -> list[Bearing]:
    sets = [asked.ev.origins(f.record) for f in found]
    count = max(1, asked.ev.now.origins.count(sets)) if len(found) > 0 else 0
    paths = []
    for f in found:
        own = not independent_of(asked.ev, f.record, asked.claimants, f.line.as_of, asked.statement_record) \
            or _stated_by_claimant(asked, f.line)
        slots = {"comparable": f.comparable, "number": f.number,
                 "independence": _independence(asked, table, f, count, side)}
        paths.append(Bearing(side, f"{f.line.quantity} {f.line.type_as_written}", f.record.key, (), table.row(slots),
                             count, max(1, int(f.line.quantity.lower)), own))
    return sorted(paths, key=lambda b: b.order)


def _independence(asked: Asked, table: VerdictTable, figure: Figure, count: int, side: Side) -> Slot:
    book = asked.ev.own_record(figure.record, asked.claimants, figure.line.as_of)
    if side is Side.AGAINST and (book or _stated_by_claimant(asked, figure.line)):
        return table["independence"].slot("own_book", holder=", ".join(asked.name(p) for p in asked.claimants))
    if count >= 2:
        return table["independence"].slot("two_origins", count=count)
    return one_origin(asked.ev, table, asked.ev.origins(figure.record))


def _stated_by_claimant(asked: Asked, line: StockLine) -> bool:
    stated = asked.ev.party(line.stated_by)
    return stated != "" and asked.ev.is_party(stated, asked.claimants, line.as_of) is Standing.SHOWN


def _during(line: StockLine) -> When:
    """The date of a figure; where it is of a period, what has been counted by its end."""
    return hull([line.as_of, line.as_of_to]) if line.as_of_to.known and line.as_of.known else line.as_of


def _beside(figure: Figure) -> Beside:
    apart = (figure.comparable.grade or 0) == 0
    what = f"{figure.line.quantity} {figure.line.type_as_written} ({figure.line.kind or 'any of several'})"
    why = figure.comparable.why if apart else figure.number.why
    return Beside("not_comparable" if apart else "can_both_be_true", f"{what}: {why}", (figure.record.key,))
