"""Where in a source something stands: a row, a cell, a span of characters, a page, a box in a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class AnchorKind(StrEnum):
    """What sort of place an anchor points at."""

    WHOLE = "whole"
    ROW = "row"
    CELL = "cell"
    SPAN = "span"
    PAGE = "page"
    BOX = "box"


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A place in a source.

    `source` is the id of the source (64 hexadecimal digits). `locator` is the place in words that do not change
    when other rows come and go:

    - whole: empty
    - row: `form#id`, the form of the record file and the row's own `id` cell, never its number
    - cell: `sheet!B12`, as the file's own program counts
    - span: `120-180`, characters of the canonical text, end excluded
    - page: `3`, counted from 1
    - box: `3:10,20,200,40`, page and left, top, width, height in pixels or points
    """

    source: str
    kind: AnchorKind
    locator: str

    @classmethod
    def whole(cls, source: str) -> Anchor:
        """The source as a whole."""
        return cls(source, AnchorKind.WHOLE, "")

    @classmethod
    def row(cls, source: str, form: str, ident: str) -> Anchor:
        """A row of a record file: its form and its own `id` cell."""
        return cls(source, AnchorKind.ROW, f"{form}#{ident}")

    @classmethod
    def cell(cls, source: str, sheet: str, address: str) -> Anchor:
        """A cell of a table, in the file's own counting (`B12`)."""
        return cls(source, AnchorKind.CELL, f"{sheet}!{address}")

    @classmethod
    def span(cls, source: str, start: int, end: int) -> Anchor:
        """Characters `start` to `end` (excluded) of the canonical text."""
        return cls(source, AnchorKind.SPAN, f"{start}-{end}")

    @classmethod
    def page(cls, source: str, page: int) -> Anchor:
        """A page, counted from 1."""
        return cls(source, AnchorKind.PAGE, str(page))

    @property
    def form(self) -> str:
        """The form of a row anchor; empty for other kinds."""
        return self.locator.partition("#")[0] if self.kind is AnchorKind.ROW else ""

    @property
    def ident(self) -> str:
        """The `id` cell of a row anchor; empty for other kinds."""
        return self.locator.partition("#")[2] if self.kind is AnchorKind.ROW else ""

    def span_ends(self) -> tuple[int, int] | None:
        """Start and end of a span anchor; None for other kinds."""
        found = re.fullmatch(r"(\d+)-(\d+)", self.locator) if self.kind is AnchorKind.SPAN else None
        return None if found is None else (int(found[1]), int(found[2]))

    def plain(self) -> dict[str, str]:
        """The anchor as a map for canonical JSON."""
        return {"source": self.source, "kind": str(self.kind), "locator": self.locator}
