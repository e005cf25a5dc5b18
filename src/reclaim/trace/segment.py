"""One segment of an index: its arrays, and which rows of the register they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from reclaim.trace import layout


@dataclass(frozen=True)
class Segment:
    """Marks that are in no earlier segment, and the rows `first_row` to `first_row` + `row_count` - 1.

    `blank` rows of these have no symbol, `too_long` more than `layout.MAX_SYMBOLS`: neither is indexed.
    """

    heads: layout.Heads
    tailed: layout.Table
    tail_less: layout.Table
    rows: layout.Rows
    first_row: int
    row_count: int
    blank: int
    too_long: int

    def __post_init__(self) -> None:
        for _, array in self.arrays():
            array.flags.writeable = False

    def arrays(self) -> Iterator[tuple[str, Any]]:
        """Every array with its name, always in the same order."""
        for room in ("heads", "tailed", "tail_less", "rows"):
            group = getattr(self, room)
            for name in group._fields:
                yield f"{room}.{name}", getattr(group, name)

    @classmethod
    def of(cls, arrays: dict[str, np.ndarray], **numbers: int) -> Segment:
        """The segment of arrays named as `arrays()` names them."""

        def group(room: str, kind: Any) -> Any:
            return kind(*[arrays[f"{room}.{name}"] for name in kind._fields])

        return cls(
            group("heads", layout.Heads),
            group("tailed", layout.Table),
            group("tail_less", layout.Table),
            group("rows", layout.Rows),
            **numbers,
        )

    @property
    def mark_count(self) -> int:
        """Distinct marks."""
        return len(self.rows.first_row)

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for _, array in self.arrays())
