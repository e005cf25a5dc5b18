"""Statements: what was said, by whom, to whom, and who reports it."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.cells import Cells
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Statement:
    """A public statement of an official or a body, in its own words where there are any.

    `quote` is verbatim, `paraphrase` is the transcriber's. `hedges` are the words that soften it ("reportedly").
    """

    id: str
    source: str
    speaker: str
    role: str
    party: str
    addressee: str
    date: When
    reported_by: str
    quote: str
    paraphrase: str
    hedges: tuple[str, ...]
    rests_on: tuple[str, ...] = ()

    @classmethod
    def read(cls, cells: Cells) -> Statement:
        """A row of the form `statements`."""
        said = cls(cells.needed("id"), cells.needed("source"), cells.text("speaker"), cells.text("role"),
                   cells.text("party"), cells.text("addressee"), cells.when("date", "date_basis"),
                   cells.text("reported_by"), cells.text("quote"), cells.text("paraphrase"), cells.list("hedges"),
                   cells.list("rests_on"))
        if said.speaker == "" and said.party == "":
            cells.note("speaker", "missing", "nobody is named as having said this", "fill in speaker or party")
        return said

    @property
    def words(self) -> str:
        """The quote if there is one, else the paraphrase."""
        return f"“{self.quote}”" if self.quote != "" else self.paraphrase
