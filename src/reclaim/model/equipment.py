"""Types of equipment, in a hierarchy."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.cells import Cells


@dataclass(frozen=True, slots=True)
class Type:
    """A type of equipment: `m16a4` under `m16` under `rifle` under `weapon`."""

    id: str
    name: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    category: str = ""
    calibre: str = ""
    makers: tuple[str, ...] = ()

    @classmethod
    def read(cls, cells: Cells) -> Type:
        """A row of the form `types`."""
        ident = cells.needed("id")
        return cls(ident, cells.text("name") or ident, cells.text("parent"), cells.list("aliases"),
                   cells.text("category"), cells.text("calibre"), cells.list("maker"))
