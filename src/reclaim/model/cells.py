"""A row of a record file on its way to a value: named cells, and the problems met while reading them.

Readers take what they can and note what they cannot; a row with a fatal problem is not taken, the others are.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from reclaim.model.place import Place, Precision
from reclaim.model.problem import Problem
from reclaim.model.quantity import Counts, Qualifier, Quantity, Words
from reclaim.model.when import BadDate, When

E = TypeVar("E", bound=StrEnum)


class Cells:
    """The cells of one row. `where` is the file and row in words; a column is named after it in each problem."""

    def __init__(self, row: Mapping[str, str], where: str, words: Words | None = None) -> None:
        self.row = row
        self.where = where
        self.words = words or Words()
        self.problems: list[Problem] = []

    def note(self, column: str, code: str, what: str, mend: str = "", *, fatal: bool = False) -> None:
        """Collect a problem of this row."""
        self.problems.append(Problem(f"{self.where}, column {column}", code, what, mend, fatal))

    def text(self, column: str) -> str:
        """The cell without spaces around it; empty if the column is not there."""
        return self.row.get(column, "").strip()

    def needed(self, column: str) -> str:
        """The cell, which must not be empty: else the row is not taken."""
        text = self.text(column)
        if text == "":
            self.note(column, "missing", "the cell is empty", f"fill in {column}", fatal=True)
        return text

    def list(self, column: str) -> tuple[str, ...]:
        """The cell split at semicolons, without empty parts."""
        return tuple(p.strip() for p in self.text(column).split(";") if p.strip() != "")

    def word(self, column: str, words: type[E], default: E) -> E:
        """The cell as one of a closed list; another word is a problem, and the default is read."""
        text = self.text(column)
        if text == "":
            return default
        try:
            return words(text)
        except ValueError:
            self.note(column, "unknown_word", f"'{text}' is not one of the words of this column",
                      f"use one of {', '.join(words)}")
            return default

    def needed_word(self, column: str, words: type[E]) -> E | None:
        """The cell as one of a closed list; empty or another word, and the row is not taken."""
        text = self.needed(column)
        try:
            return words(text)
        except ValueError:
            if text != "":
                self.note(column, "unknown_word", f"'{text}' is not one of the words of this column",
                          f"use one of {', '.join(words)}", fatal=True)
            return None

    def when(self, column: str, basis_column: str = "") -> When:
        """The cell as a date; what is no date is a problem, and unknown is read."""
        basis = self.text(basis_column) if basis_column != "" else ""
        try:
            return When.parse(self.text(column), basis)
        except BadDate as error:
            self.note(column, "bad_date", str(error), "mend the date or leave the cell empty")
            return When.unknown()

    def quantity(self, counts: Counts = Counts.ITEMS) -> Quantity:
        """The columns `quantity` and `qualifier`; nonsense is a problem, and [0, no upper bound) is read."""
        written = self.text("quantity")
        qualifier = self.word("qualifier", Qualifier, Qualifier.EXACT if written != "" else Qualifier.UNKNOWN)
        if self.text("qualifier") not in ("", *Qualifier):
            return Quantity.anything(counts)
        wordy = {Qualifier.UNKNOWN, Qualifier.DOZENS, Qualifier.HUNDREDS, Qualifier.THOUSANDS, Qualifier.SEVERAL}
        try:
            if written.startswith("-"):
                raise ValueError(f"'{written}' is less than nothing")
            if written != "" and qualifier in wordy:
                raise ValueError(f"'{qualifier}' goes with no number, but '{written}' stands there")
            return Quantity.stated(written, qualifier, counts, self.words)
        except ValueError as error:
            self.note("quantity", "bad_quantity", str(error), "write a number without words, and the word as qualifier")
            return Quantity.anything(counts)

    def place(self) -> Place:
        """The columns `place`, `province`, `country`, `precision`."""
        place, province, country = self.text("place"), self.text("province"), self.text("country")
        stated = Precision.SETTLEMENT if place != "" else Precision.PROVINCE if province != "" else (
            Precision.COUNTRY if country != "" else Precision.UNKNOWN)
        return Place(place, province, country, self.word("precision", Precision, stated))
