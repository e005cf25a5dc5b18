"""The first look at a case: what was left, where it turned up, what is claimed, what came back."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.side_by_side import SideBySide, side_by_side
from reclaim.accounting.turned_up import CountryRow, turned_up
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case, KnownBy


@dataclass(frozen=True, slots=True)
class Overview:
    """The folds that a first look shows, with the assembly that they rest on."""

    assembly: Assembly
    figures: tuple[SideBySide, ...]
    countries: tuple[CountryRow, ...]


def overview(case: Case, at: str = "", known_by: KnownBy = None) -> Overview:
    """Fold the case for a first look. Raises BadDate if `at` is no date."""
    assembly = assembled(case, at, known_by)
    return Overview(assembly, side_by_side(assembly), turned_up(assembly))
