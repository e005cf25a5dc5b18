"""What rests on one source: every account whose bounds are others once the source is dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reclaim.accounting.answering import Answering
from reclaim.accounting.less import Less
from reclaim.accounting.minimum import FROM_OTHERS
from reclaim.desk.accounts import recovered
from reclaim.desk.case import Case, Known, KnownBy
from reclaim.desk.weighed import weighed
from reclaim.model.bounds import Account, Bounds, Range
from reclaim.model.item import Entry


@dataclass(frozen=True, slots=True)
class Change:
    """An account, its range with all sources, and without one of them."""

    account: Account
    scope: str
    held: Range
    left: Range


def dropped(case: Case, answering: Answering, source: tuple[str, str], whole: tuple[Bounds, ...], at: str = "",
            known_by: KnownBy = None, less: Less | None = None, finds: Sequence[Entry] | None = None,
            known: Known | None = None) -> tuple[Change, ...]:
    """The accounts of `whole` that change without a source (its short name and its id), in their order. `less` is the
    case ready to be counted without a source; `finds` and `known` as `weighed` takes them.

    Figures fall with those that repeat them, as `Bounds.without` has it; minimum counts are made anew from the records
    of the other sources.
    """
    name, ident = source
    figures = answering.without(name)
    short = None if less is None else less.without(ident)
    made = recovered(*short) if short is not None else recovered(
        weighed(case, at, known_by, less=ident, finds=finds, known=known))
    counts = {b.account: b.range for b in made}
    changes = (Change(b.account, b.scope, b.range, _left(b, figures, counts)) for b in whole)
    return tuple(c for c in changes if c.left != c.held)


def _left(bounds: Bounds, figures: Mapping[Account, Range], counts: Mapping[Account, Range]) -> Range:
    if bounds.account.apart == FROM_OTHERS:
        return counts.get(bounds.account, Range(Fraction(0), None))
    return figures.get(bounds.account, bounds.range)
