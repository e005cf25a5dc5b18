"""What the folds found, in values of the heart, as the brief and the desk show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from reclaim.model.bounds import Bounds, ConflictSet
from reclaim.model.brief import Cited, Note
from reclaim.model.overview import CountryRow, SideBySide
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import Verdict
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Minimum:
    """A minimum count in one sentence, with the keys of the records that make it up."""

    sentence: str
    number: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """A register in one line: its name, kind, keeper, rows, coverage in words, and how many rows can be traced."""

    name: str
    kind: str
    keeper: str
    rows: int
    coverage: str
    traceable: int


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that a brief is made of.

    `names` gives the readable name of each party and type id that stands in the rest; `notes` the words of every
    record by its key; `problems` what is wrong with the records in one line each.
    """

    title: str
    questions: tuple[str, ...]
    owner: str
    date: str
    known_by: str
    head: str
    version: str
    synthetic: bool
    cut_off: When
    counts: tuple[tuple[str, int], ...]
    figures: tuple[SideBySide, ...] = ()
    countries: tuple[CountryRow, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    bounds: tuple[Bounds, ...] = ()
    conflicts: tuple[ConflictSet, ...] = ()
    minimum: tuple[Minimum, ...] = ()
    matters: tuple[Matter, ...] = ()
    registers: tuple[Register, ...] = ()
    discrepancies: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    sources: dict[str, Cited] = field(default_factory=dict)

    def name(self, ident: str) -> str:
        """The readable name of a party or type."""
        return self.names.get(ident, ident)
