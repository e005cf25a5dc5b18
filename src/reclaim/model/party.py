"""Parties: bodies that hold, find, speak or are spoken of. No private persons."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.cells import Cells
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Party:
    """A body, with the larger body that it is, or was, a part of between two dates.

    A party in a claim includes its parts. Names that are not equal stay apart until somebody decides.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    part_of: tuple[str, ...] = ()
    since: When = When(None, None)
    until: When = When(None, None)
    disputed: str = ""

    @classmethod
    def read(cls, cells: Cells) -> Party:
        """A row of the form `parties`."""
        ident = cells.needed("id")
        return cls(ident, cells.text("name") or ident, cells.list("aliases"), cells.text("kind"), cells.list("part_of"),
                   cells.when("from"), cells.when("to"), cells.text("disputed"))
