"""Scopes: the set of things that a claim or a bound speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reclaim.model.cells import Cells
from reclaim.model.when import When


class Standing(StrEnum):
    """Whether a thing is in a scope: shown, possibly (a field its records do not state), or excluded."""

    SHOWN = "shown"
    POSSIBLY = "possibly"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Scope:
    """A conjunction of optional fields; an empty one does not restrict.

    `types` with all that stands under them; `stock_of` what was in that party's stock on `cut_off`; `held_by` what
    that party holds (a claim of H about what is held by H cannot be refuted); `items` single articles.
    """

    types: tuple[str, ...] = ()
    supplied_by: tuple[str, ...] = ()
    stock_of: tuple[str, ...] = ()
    cut_off: When = When.unknown()
    place: str = ""
    items: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()

    @classmethod
    def read(cls, cells: Cells) -> Scope:
        """The columns `scope_*` of a claim or a step."""
        return cls(cells.list("scope_types"), cells.list("scope_supplied_by"), cells.list("scope_stock_of"),
                   cells.when("scope_cut_off"), cells.text("scope_place"), cells.list("scope_items"),
                   cells.list("scope_held_by"))

    @property
    def unrestricted(self) -> bool:
        """No field restricts it: it speaks of everything."""
        return self == Scope()

    def __str__(self) -> str:
        parts = [
            ", ".join(self.types),
            f"supplied by {', '.join(self.supplied_by)}" if self.supplied_by else "",
            f"in stock of {', '.join(self.stock_of)}" if self.stock_of else "",
            f"on {self.cut_off}" if self.cut_off.known else "",
            f"held by {', '.join(self.held_by)}" if self.held_by else "",
            f"at {self.place}" if self.place else "",
            f"items {', '.join(self.items)}" if self.items else "",
        ]
        return "; ".join(p for p in parts if p != "") or "everything"
