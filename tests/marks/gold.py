"""The project's own cells with what they say, and how what is read is written down to compare.

In the column `hypotheses` of gold.csv marks are joined by ` + ` and readings of one mark by `|`; a reading is its
pattern with `!` behind if restored and `~` if doubtful; `@frame,slide` are the parts, `:lot_number` a kind other
than the maker's serial. It is empty where the cell gives a reason.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from reclaim.model.mark import Completeness, Mark, MarkCell, MarkKind

FOLDER = Path(__file__).parent
SIGNS = {Completeness.RESTORED: "!", Completeness.DOUBTFUL: "~", Completeness.PARTIAL: "", Completeness.COMPLETE: ""}


@dataclass(frozen=True)
class GoldCell:
    id: str
    half: str
    language: str
    kind: str
    hypotheses: str
    cell: str


def gold() -> list[GoldCell]:
    with (FOLDER / "gold.csv").open(encoding="utf-8", newline="") as file:
        return [GoldCell(**row) for row in csv.DictReader(file)]


def wordings() -> list[tuple[str, str, str]]:
    """Language, reason and cell of wordings without a mark."""
    with (FOLDER / "wordings.csv").open(encoding="utf-8", newline="") as file:
        return [(row["language"], row["reason"], row["cell"]) for row in csv.DictReader(file)]


def written_down(cell: MarkCell) -> tuple[str, str]:
    """Kind (or reason) and hypotheses in the notation of gold.csv."""
    return cell.kind.value, " + ".join(map(_mark, cell.marks))


def _mark(mark: Mark) -> str:
    readings = "|".join(reading.pattern + SIGNS[reading.completeness] for reading in mark.readings)
    parts = "@" + ",".join(part.value for part in mark.parts) if len(mark.parts) > 0 else ""
    return readings + parts + ("" if mark.kind is MarkKind.MAKER_SERIAL else f":{mark.kind.value}")
