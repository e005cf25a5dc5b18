"""The first look at a case: what was left, where it turned up, what is claimed, what came back."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.retrieval.fold import retrieval
from reclaim.accounting.side_by_side import side_by_side
from reclaim.accounting.turned_up import turned_up
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.claims import held_and_accepted, judged
from reclaim.desk.weighed import weighed
from reclaim.model.overview import CountryRow, SideBySide
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Overview:
    """The folds that a first look shows, with the assembly that they rest on; `basis` stands under each verdict."""

    assembly: Assembly
    figures: tuple[SideBySide, ...]
    countries: tuple[CountryRow, ...]
    verdicts: tuple[Verdict, ...]
    matters: tuple[Matter, ...]
    basis: str


def overview(case: Case, at: str = "", known_by: KnownBy = None) -> Overview:
    """Fold the case for a first look. Raises BadDate if `at` is no date."""
    now = weighed(case, at, known_by)
    return Overview(now, side_by_side(now), turned_up(now), judged(case, now), retrieval(now),
                    held_and_accepted(case, known_by))
