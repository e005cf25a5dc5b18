"""Whether a cell of a story is what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = Mapping[str, str]


def fits(cell: str, came: str) -> bool:
    """`...x...` is any text with x in it; anything else is the text itself; `-` is nothing."""
    if cell.startswith("...") and cell.endswith("..."):
        return cell[3:-3].strip() in came
    return came == ("" if cell == "-" else cell)


def missing(expected: Sequence[Row], came: Sequence[Row]) -> list[Row]:
    """The expected rows that no row that came out fits; columns that a table does not name are not looked at."""
    return [want for want in expected if not any(
        all(fits(cell, row.get(column, "?")) for column, cell in want.items()) for row in came)]
