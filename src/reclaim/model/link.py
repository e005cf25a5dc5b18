"""Links: two records that may be of one weapon, on what ground, and how sure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LinkBasis(StrEnum):
    """exact: the same canonical mark of one kind and part; named: the case's files give both one name; decided: by a
    person; near: by search, stays a pair."""

    EXACT = "exact"
    NAMED = "named"
    DECIDED = "decided"
    NEAR = "near"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A pair of records, `left` < `right` by id.

    `probability` is None where none was computed; `expected_by_chance` is the number of such matches that chance alone
    would make among the rows searched. `open` says that a decision `different` holds this link open.
    """

    left: str
    right: str
    basis: LinkBasis
    probability: float | None = None
    edits: int = 0
    weight_bits: float | None = None
    expected_by_chance: float | None = None
    open: bool = False
    why: str = ""
