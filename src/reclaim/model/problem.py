"""A problem in data: a value with a place, collected and shown, never thrown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something in the input that is wrong or doubtful.

    `code` is a short stable word (`bad_date`, `unknown_column`); `where` says file, row and column as the file's own
    program counts them, or the id of a record; `what` says what was found, `mend` what to do about it.
    `fatal` means that the row was not taken.
    """

    where: str
    code: str
    what: str
    mend: str = ""
    fatal: bool = False

    def line(self) -> str:
        """The problem in one line."""
        advice = f" ({self.mend})" if len(self.mend) > 0 else ""
        return " ".join(f"{self.where}: {self.what}{advice}".split())
