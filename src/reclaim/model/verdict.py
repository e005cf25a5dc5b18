"""Verdicts: what the records say of a claim, along which paths, and which slot of each path is the weakest.

Strength is no product. A path is a row of graded slots; the lowest grade sets what it can do, and the strongest path
decides. Letters and digits are never multiplied, never averaged. Which finding has which grade is data
(`reclaim/data/verdicts`), printed with the verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reclaim.model.problem import Problem


class VerdictWord(StrEnum):
    """What can be said of a claim, from the strongest against it to the strongest for it, and then the rest."""

    REFUTED = "refuted"
    CONTRADICTED = "contradicted"
    WEAKENED = "weakened"
    CONSISTENT = "consistent"
    SUPPORTED = "supported"
    UNTESTED = "untested"
    IRREFUTABLE = "irrefutable"
    NOT_TESTABLE = "not_testable"


class Side(StrEnum):
    """Which way a path speaks."""

    AGAINST = "against"
    FOR = "for"


@dataclass(frozen=True, slots=True)
class Slot:
    """One graded question about a path.

    `word` is the finding (`decided_same`, `type_only`), `grade` what the table gives it: 3 may refute, 2 contradicts,
    1 weakens, 0 does not bear. None is *ungraded*: no record lets it be graded, and then the path does not bear.
    `text` is the reason as the table has it, `facts` what its braces are filled with.
    """

    name: str
    word: str
    grade: int | None
    text: str
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def why(self) -> str:
        """The reason in words."""
        return self.text.format_map(self.facts) if "{" in self.text else self.text


@dataclass(frozen=True, slots=True)
class Bearing:
    """One path from a record of custody (or act, or figure) over identity to the record that shows membership.

    `find`, `stock` and `joint` are addresses of records; `origins` is the number of independent origins of the fact
    that `find` shows.
    """

    side: Side
    what: str
    find: str
    stock: tuple[str, ...]
    slots: tuple[Slot, ...]
    origins: int = 1
    quantity: int = 1
    own: bool = False
    grade: int = field(init=False, repr=False, compare=False)
    order: tuple[object, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for at every turn, so they are kept: the lowest grade, where ungraded counts as not bearing; and the order,
        # strongest first: by the lowest grade, then by all grades in the table's order, then those that name a record of
        # the stock, then by name.
        grades = tuple([-(slot.grade or 0) for slot in self.slots])
        lowest = max(grades, default=0)
        object.__setattr__(self, "grade", -lowest)
        object.__setattr__(self, "order", (lowest, grades, len(self.stock) == 0, self.what, self.find, self.stock))

    @property
    def bears(self) -> bool:
        """Whether every slot is graded and at least 1."""
        return self.grade >= 1

    @property
    def weakest(self) -> tuple[str, ...]:
        """The slots with the lowest grade, in the table's order; none where all are at their highest."""
        return tuple(s.name for s in self.slots if (s.grade or 0) == self.grade < 3)

    def slot(self, name: str) -> Slot | None:
        """The slot of that name."""
        return next((s for s in self.slots if s.name == name), None)


@dataclass(frozen=True, slots=True, order=True)
class Beside:
    """Something that belongs beside a verdict and does not make it: a figure of another scope, a fall in a count."""

    kind: str
    words: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Alternative:
    """Another way in which what was found may have come there, and the records that speak for it (maybe none)."""

    kind: str
    words: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Rival:
    """Another claim beside this one: `relation` says how it stands to it (change_of_position, denied_by ...)."""

    relation: str
    claim: str
    date: str
    words: str


@dataclass(frozen=True, slots=True)
class SlotTable:
    """One slot of a verdict table: what it asks, and for each finding its grade and the reason in words.

    The reasons are templates; `{names}` in them are filled with what was found.
    """

    name: str
    asks: str
    grades: Mapping[str, tuple[int | None, str]]

    def grade(self, word: str) -> int | None:
        """The grade of a finding."""
        return self.grades[word][0]

    def slot(self, word: str, **facts: object) -> Slot:
        """The slot of a finding, with what its reason speaks of."""
        grade, text = self.grades[word]
        return Slot(self.name, word, grade, text, facts)


@dataclass(frozen=True, slots=True)
class VerdictTable:
    """How findings become a verdict for some forms of claims: data of `reclaim/data/verdicts`, printed with it.

    `settle` names, for each slot in the order in which they are tried, the record that would settle it; `would`
    holds, by form and polarity (`holds_all`, `not holds_all`), what would refute and what would support it.
    """

    name: str
    title: str
    why: str
    slots: tuple[SlotTable, ...]
    against: Mapping[int, VerdictWord]
    for_: Mapping[int, VerdictWord]
    settle: tuple[tuple[str, str], ...]
    would: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    named: Mapping[str, SlotTable] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", {s.name: s for s in self.slots})

    def __getitem__(self, name: str) -> SlotTable:
        """The slot of that name."""
        return self.named[name]

    def row(self, findings: Mapping[str, Slot]) -> tuple[Slot, ...]:
        """Slots in the table's order."""
        return tuple(findings[s.name] for s in self.slots)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the records held say of one claim; `claim` is empty for a statement that has none.

    `weakest` names the lowest slots of the strongest path, `bearing` counts the records that bear, `origins` their
    independent origins; `settle` says in words which record would change the verdict most. `records` are the addresses
    at both ends of every path that bears; `ways` how many paths bear and how many do not, of which `paths` may hold
    the strongest alone.
    """

    claim: str
    statement: str
    speaker: str
    party: str
    said: str
    form: str
    scope: str
    at: str
    verdict: VerdictWord
    weakest: str = ""
    bearing: int = 0
    origins: int = 0
    settle: str = ""
    proposition: str = ""
    reason: str = ""
    would_refute: str = ""
    would_support: str = ""
    table: str = ""
    paths: tuple[Bearing, ...] = ()
    beside: tuple[Beside, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    rivals: tuple[Rival, ...] = ()
    problems: tuple[Problem, ...] = ()
    records: frozenset[str] = frozenset()
    ways: tuple[int, int] = (0, 0)

    def row(self) -> dict[str, object]:
        """The columns of `reclaim claims --json`."""
        return {"claim": self.claim, "statement": self.statement, "speaker": self.speaker, "party": self.party,
                "said": self.said, "form": self.form, "scope": self.scope, "at": self.at, "verdict": str(self.verdict),
                "weakest": self.weakest, "bearing": self.bearing, "origins": self.origins, "settle": self.settle}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way of testing found, before the words around it are made."""

    verdict: VerdictWord
    paths: tuple[Bearing, ...] = ()
    beside: tuple[Beside, ...] = ()
    reason: str = ""
    settle: str = ""
    problems: tuple[Problem, ...] = ()
