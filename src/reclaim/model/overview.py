"""What a first look at a case shows: figures side by side, and where things turned up."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.event import Event
from reclaim.model.line import StockLine
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Stated:
    """One stated quantity and who states it. `echoes` are records of the same origin that state the same.

    `key` is the record's, `source` the case's short name of its source.
    """

    key: str
    line: StockLine
    stated_by: str
    source: str
    origin_known: bool
    echoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All figures of one kind of count, type and holder; `disagree` if two of one scope and date exclude each other.

    `under` is the number of declared types under the type: a group of weapons says more than one of a single model.
    """

    kind: str
    counts: str
    type: str
    type_name: str
    under: int
    holder: str
    holder_name: str
    figures: tuple[Stated, ...]
    disagree: bool

    @property
    def origins(self) -> int:
        """Figures of different origin, echoes counted once."""
        return len(self.figures)


@dataclass(frozen=True, slots=True)
class TurnUp:
    """One event with its lines in words: `3 M4 carbine; night vision`."""

    key: str
    event: Event
    what: str
    strength: str
    source: str


@dataclass(frozen=True, slots=True)
class CountryRow:
    """The events of one country. `origins` counts those that are shown to be independent, so echoes count once."""

    country: str
    events: tuple[TurnUp, ...]
    span: When
    by_strength: tuple[tuple[str, int], ...]
    origins: int
