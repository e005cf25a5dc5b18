"""Lines: an article that can be told apart, or a quantity of a type."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.cells import Cells
from reclaim.model.place import Place
from reclaim.model.quantity import CountKind, Counts, Quantity
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One article on an event's list, with its marks as written.

    `item` is the transcriber's own name for the article where the source lets it be told apart without a mark.
    """

    id: str
    event: str
    type: str
    serial: str
    mark_kind: str
    part: str
    make: str
    model: str
    item: str
    origin: str
    type_as_written: str


@dataclass(frozen=True, slots=True)
class StockLine:
    """A quantity of a type: on somebody's books at a date, or on an event's list.

    `kind` is the kind of count; `any_of` holds several kinds at once (destroyed or captured) and then `kind` is None.
    `scope_words` are the source's own words for what it counts; two figures conflict only in one scope.
    `all_parts_of` names the whole of which the source says that these are all the parts.
    """

    id: str
    source: str
    event: str
    as_of: When
    as_of_to: When
    holder: str
    place: Place
    type: str
    quantity: Quantity
    kind: CountKind | None
    any_of: tuple[CountKind, ...]
    scope_words: str
    stated_by: str
    all_parts_of: str
    origin: str
    type_as_written: str
    currency: str = ""
    rests_on: tuple[str, ...] = ()

    @classmethod
    def read(cls, cells: Cells) -> StockLine:
        """A row of the form `stock`."""
        counts = cells.word("counts", Counts, Counts.ITEMS)
        kinds = [k for k in (_kind(cells, name) for name in cells.list("any_of")) if k is not None]
        kind = None if len(kinds) > 0 and cells.text("kind") in ("", "any_of") else cells.needed_word("kind", CountKind)
        type_ = cells.needed("type")
        return cls(cells.needed("id"), cells.needed("source"), "", cells.when("as_of"), cells.when("as_of_to"),
                   cells.text("holder"), cells.place(), type_, cells.quantity(counts), kind, tuple(kinds),
                   cells.text("scope_words"), cells.text("stated_by"), cells.text("all_parts_of"), "",
                   cells.text("type_as_written") or type_, cells.text("currency"), cells.list("rests_on"))


def read_line(cells: Cells) -> ItemLine | StockLine:
    """A row of the form `event_lines`: an item if it has marks or a name of its own, else a count."""
    ident, event, type_ = cells.needed("id"), cells.needed("event"), cells.needed("type")
    serial, item = cells.text("serial"), cells.text("item")
    written = cells.text("type_as_written") or type_
    if serial != "" or item != "":
        if cells.text("quantity") not in ("", "1"):
            cells.note("quantity", "item_quantity", "a line with a mark is one article",
                       "give each article a line of its own")
        return ItemLine(ident, event, type_, serial, cells.text("mark_kind"), cells.text("part"), cells.text("make"),
                        cells.text("model"), item, cells.text("origin"), written)
    return StockLine(ident, "", event, When.unknown(), When.unknown(), "", Place(), type_, cells.quantity(), None, (),
                     "", "", "", cells.text("origin"), written)


def _kind(cells: Cells, name: str) -> CountKind | None:
    try:
        return CountKind(name)
    except ValueError:
        cells.note("any_of", "unknown_word", f"'{name}' is no kind of count", f"use some of {', '.join(CountKind)}")
        return None
