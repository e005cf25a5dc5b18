"""Serial blocks: ranges issued to one contract, model or year, where public."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.cells import Cells


@dataclass(frozen=True, slots=True)
class Block:
    """Serials from `first` to `last` (both included, as written) of a make and model."""

    id: str
    make: str
    model: str
    first: str
    last: str
    year: str
    source: str

    @classmethod
    def read(cls, cells: Cells) -> Block:
        """A row of the form `blocks`."""
        return cls(cells.needed("id"), cells.needed("make"), cells.text("model"), cells.needed("first"),
                   cells.needed("last"), cells.text("year"), cells.needed("source"))
