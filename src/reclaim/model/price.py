"""Prices reported at a place and a date."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.cells import Cells
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Price:
    """A reported price between `low` and `high`, as written, in `currency` for one `unit`."""

    id: str
    source: str
    type: str
    low: str
    high: str
    currency: str
    unit: str
    place: str
    date: When

    @classmethod
    def read(cls, cells: Cells) -> Price:
        """A row of the form `prices`."""
        for column in ("low", "high"):
            if cells.text(column) != "" and not cells.text(column).replace(".", "", 1).replace(",", "").isdigit():
                cells.note(column, "bad_number", f"'{cells.text(column)}' is no number", "write a number")
        return cls(cells.needed("id"), cells.needed("source"), cells.needed("type"), cells.text("low"),
                   cells.text("high"), cells.text("currency"), cells.text("unit"), cells.text("place"),
                   cells.when("date"))
