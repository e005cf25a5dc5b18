"""What the folds found, in values of the heart, as the brief and the desk show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from reclaim.model.bounds import Bounds, ConflictSet
from reclaim.model.brief import Cited, Note
from reclaim.model.overview import CountryRow, SideBySide
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import Verdict
from reclaim.model.when import When

LONGEST_SHORT_FORM = 4
"""`ttp` and `m4` are short forms of names; longer ids are words."""


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

    `names` gives the readable name of each party and type id that stands in the rest; `proper` the words of places and
    one-word names by their lower case; `notes` the words of every
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
    proper: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    sources: dict[str, Cited] = field(default_factory=dict)

    def name(self, ident: str) -> str:
        """The readable name of a party or type."""
        return self.names.get(ident, ident)

    def title_of(self, ident: str) -> str:
        """The short name of a matter or an article as a title: `aircraft-in-norland` is Aircraft in Norland."""
        words = [self._proper(word) for word in ident.split("-")] if ident.islower() else [ident]
        title = " ".join(words)
        return title[:1].upper() + title[1:]

    def _proper(self, word: str) -> str:
        """A word as the case writes it: a name that it knows, or the short form of one."""
        if word in self.proper:
            return self.proper[word]
        name = self.names.get(word, word)
        return word.upper() if len(word) <= LONGEST_SHORT_FORM and name[:1].isupper() else word
