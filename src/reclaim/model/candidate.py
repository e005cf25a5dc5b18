"""What the search of registers for a reading brings: candidates, none, and the word for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TraceVerdict(StrEnum):
    """The word for a whole reading; how sure it is stands in the probabilities.

    exact: one weapon more probable than all else together, read as it is registered; near: the same, misread;
    none: in no register searched more probable than all else; ambiguous: nothing is; not_traceable: not searched.
    """

    EXACT = "exact"
    NEAR = "near"
    AMBIGUOUS = "ambiguous"
    NONE = "none"
    NOT_TRACEABLE = "not_traceable"


OTHERS = "others"
"""The `candidate` of the row for registered weapons that are not listed one by one."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A register row that a find may be of, by their addresses; `row` is empty for "in no register searched".

    `explanation` says in words and numbers what speaks for it and against it.
    """

    find: str
    row: str
    register: str
    serial: str
    make: str
    model: str
    edits: int | None
    probability: float
    weight_bits: float | None
    explanation: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """What a candidate's weight is made of: the pattern that was `read`, the registered `mark`, and the `parts`, each
    (name, word for it, bits); all parts sum to the weight. `chance`: so many registered weapons would match as well by
    chance."""

    read: str
    mark: str
    parts: tuple[tuple[str, str, float], ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What a batch of readings was weighed with, for the words of the answer.

    `share` of readings expected in the registers, on what `ground`; `error_rate` silent misreadings a symbol;
    `readings` learned from; `weapons`, `rows`, `registers` searched.
    """

    share: float
    ground: str
    error_rate: float
    law: tuple[float, ...]
    readings: float
    weapons: int
    rows: int
    registers: int
