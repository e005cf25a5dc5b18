"""Claims of control: holds all, holds none, holds at least one; lost or sold, and their denials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reclaim.accounting.claims.asking import Asked
from reclaim.accounting.claims.custody_paths import HandedOver, Question, custody_paths, unions
from reclaim.accounting.claims.figures import figure_paths, own_figures
from reclaim.accounting.claims.happening import happening
from reclaim.accounting.claims.interest import against_interest
from reclaim.accounting.claims.judging import existential, first, universal
from reclaim.accounting.claims.lists import whole_list
from reclaim.accounting.claims.sources import independent_of
from reclaim.model.claim import ClaimForm, Polarity
from reclaim.model.verdict import Bearing, Outcome, Side


def control(asked: Asked) -> Outcome:
    """The verdict on a claim of control, whichever way it is put."""
    form, denied = asked.claim.form, asked.claim.polarity is Polarity.DENIED
    if form is ClaimForm.HOLDS_ALL:
        return _some_elsewhere(asked) if denied else _holds_all(asked)
    if form is ClaimForm.LOST_OR_SOLD:
        return _holds_all(asked, HandedOver.IS_NO_LOSS) if denied else _lost(asked)
    if form is ClaimForm.HOLDS_NONE:
        return _holds_some(asked) if denied else _holds_none(asked)
    number = asked.claim.quantity.lower
    if number <= 1:
        return _holds_none(asked) if denied else _holds_some(asked)
    return first([_holds_some(asked), figure_paths(asked)]) if not denied else figure_paths(asked)


def _holds_all(asked: Asked, handed_over: HandedOver = HandedOver.COUNTS) -> Outcome:
    """One article of the scope in other hands is enough against it; the holder's own words against himself weaken."""
    against = _paths(asked, Side.AGAINST, own=False, handed_over=handed_over)
    against += against_interest(asked)
    in_favour = [*_paths(asked, Side.FOR, own=True), *own_figures(asked)]
    if handed_over is HandedOver.IS_NO_LOSS:
        in_favour += _paths(asked, Side.FOR, own=False, handed_over=HandedOver.ONLY)
    whole = whole_list(asked, in_favour)
    several = dict.fromkeys(unions(Question(asked.scoping(), Side.AGAINST, False, handed_over)))
    return universal(asked.table, sorted(against, key=lambda b: b.order), in_favour, whole=whole, beside=several)


def _some_elsewhere(asked: Asked) -> Outcome:
    in_favour = _paths(asked, Side.FOR, own=False)
    return existential(asked.table, _owned(asked, in_favour), [])


def _lost(asked: Asked) -> Outcome:
    """That somebody lost or sold things is shown by a record of the loss; that others have them shows no more than
    that they came there somehow."""
    return happening(replace(asked, table=asked.tables["happening"]))


def _holds_none(asked: Asked) -> Outcome:
    against = _paths(asked, Side.AGAINST, own=True)
    in_favour = _paths(asked, Side.FOR, own=False)
    return first([universal(asked.table, against, in_favour), figure_paths(asked)])


def _holds_some(asked: Asked) -> Outcome:
    in_favour = _paths(asked, Side.FOR, own=True)
    least = max(1, int(asked.claim.quantity.lower))
    return first([existential(asked.table, _owned(asked, in_favour), [], least=least), figure_paths(asked)])


def _paths(asked: Asked, side: Side, *, own: bool, handed_over: HandedOver = HandedOver.COUNTS) -> list[Bearing]:
    return custody_paths(Question(asked.scoping(existential=own), side, own, handed_over))


def _owned(asked: Asked, paths: Sequence[Bearing]) -> list[Bearing]:
    """Paths with the mark whether they rest on the claimant's own records: these never support."""
    return [replace(p, own=not _apart(asked, p.find)) for p in paths]


def _apart(asked: Asked, key: str) -> bool:
    sight = asked.ev.sight(key)
    if sight is None:
        return False
    by = asked.ev.party(sight.event.by)
    own: Iterable[str] = asked.claimants
    if by != "" and asked.ev.is_party(by, own, sight.event.date).value == "shown":
        return False
    return independent_of(asked.ev, sight.record, own, sight.event.date, asked.statement_record)
