"""The channel: how often a mark that stands in a register is read as something else.

    P(reading | mark) = sum over k of law[k] * k! * product of the rates of the k misreadings

The **law** says how many silent misreadings a reading has (a `?` or `*` is not silent: the reader says that he did not
read; it costs the same whatever weapon it is, and so speaks neither for nor against any). The **rate** of one
misreading is the share of its kind, spread over the places where it can happen and over what it can become:

    read for another   sum over causes of kinds[cause] * confusions[cause][registered, read] / length
    lost, doubled ...  kinds[kind] / (places where it can happen)
    runs at an end     kinds[kind] / 2^(run - 1), and for a glued run 1/36 for each symbol

so that the rates of all single misreadings of a mark sum to about 1. Everything here is data (`data/channel`), learned
further from a batch and from decided pairs by `reclaim.trace.train`.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from reclaim.trace.symbols import COUNT, DIGIT, KIND_OF, LETTER, PLAIN, UNREAD, look_alike

FOLDER: Final = Path(__file__).resolve().parent.parent / "data" / "channel"

CAUSES: Final = ("alike", "keyboard", "spoken", "any")
KINDS: Final = (*CAUSES, "lost", "lost_first", "lost_last", "lost_twin", "doubled", "extra", "swapped", "head_lost",
                "tail_lost", "head_glued", "tail_glued")
KIND: Final = {name: place for place, name in enumerate(KINDS)}

MOST_MISREADINGS: Final = 3
"""The law goes so far; a mark that needs more is not reached."""

TWINS: Final = 0.1
"""Share of neighbours in a mark that are equal, for spreading what befalls twins."""

CROSS: Final = 0.1
"""Of the symbols read for any other, so many are a digit for a letter or a letter for a digit."""


@dataclass(frozen=True)
class Channel:
    """Its parameters. Arrays are never written to.

    `law` float64[4]; `kinds` float64 by KINDS, sums to 1; `confusions` float64[causes, COUNT, COUNT] (registered,
    read). `shape_weight`: among readings that have misreadings at all, what is believed of how many weighs so many times
    as much as a batch. `learned_from` counts the readings and the decided pairs behind it.
    """

    law: Any
    kinds: Any
    confusions: Any
    law_weight: float = 6.0
    shape_weight: float = 0.0
    kinds_weight: float = 30.0
    doubtful: float = 8.0
    restored: float = 3.0
    other_part: float = 0.2
    learned_from: Mapping[str, int] = field(default_factory=dict)

    def rates(self) -> Any:
        """float64[COUNT, COUNT]: rate of one symbol (row, registered) read as another, before it is spread over the
        places of the mark."""
        shares = self.kinds[: len(CAUSES)]
        return np.tensordot(shares, self.confusions, axes=1)

    def shares(self) -> dict[str, float]:
        """The share of each kind among misreadings."""
        return {name: float(share) for name, share in zip(KINDS, self.kinds, strict=True)}

    def error_rate(self, length: float) -> float:
        """Silent misreadings for each symbol read, for marks of that mean length."""
        return float(self.law @ np.arange(len(self.law))) / max(length, 1.0)

    def with_law(self, law: Any) -> Channel:
        """The same with another law of how many."""
        return replace(self, law=np.asarray(law, float))


def default() -> Channel:
    """The shipped channel."""
    return _shipped()


@cache
def _shipped() -> Channel:
    with (FOLDER / "channel.toml").open("rb") as file:
        told = tomllib.load(file)
    kinds = np.array([told["kinds"][name] for name in KINDS], float)
    return Channel(
        law=np.array(told["silent"]["law"], float) / sum(told["silent"]["law"]),
        kinds=kinds / kinds.sum(),
        confusions=_confusions(FOLDER / "confusions.csv"),
        law_weight=told["silent"]["weight"], kinds_weight=told["kinds"]["weight"],
        doubtful=told["legibility"]["doubtful"], restored=told["legibility"]["restored"],
        other_part=told["cell"]["other_part"],
    )


@cache
def settings() -> dict[str, dict[str, float]]:
    """`channel.toml` as read: what belongs to the prior and to chance stands there too."""
    with (FOLDER / "channel.toml").open("rb") as file:
        return tomllib.load(file)


def _confusions(path: Path) -> Any:
    table = np.zeros((len(CAUSES), COUNT, COUNT))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            a, b = PLAIN.index(row["registered"]), PLAIN.index(row["read"])
            table[CAUSES.index(row["cause"]), a, b] = float(row["rate"])
    table[CAUSES.index("any")] = _any_other()
    return table


def _any_other() -> Any:
    """Any symbol for any other: mostly a digit for a digit and a letter for a letter."""
    table = np.zeros((COUNT, COUNT))
    digits, letters = np.flatnonzero(KIND_OF == DIGIT), np.flatnonzero(KIND_OF == LETTER)
    for own, other in ((digits, letters), (letters, digits)):
        table[np.ix_(own, own)] = (1 - CROSS) / (len(own) - 1)
        table[np.ix_(own, other)] = CROSS / len(other)
    others = np.setdiff1d(np.arange(COUNT), np.concatenate([digits, letters, [UNREAD]]))
    table[others, :] = 1 / 36
    table[:, others] = 1 / 36
    np.fill_diagonal(table, 0)
    return table


def for_symbols(channel: Channel, symbols: str) -> Channel:
    """The channel for an alphabet: letters of other scripts are read for the Latin symbol that they look like.

    `symbols[i]` is the symbol of code i (`reclaim.trace.symbols`).
    """
    pairs = [(a, b) for a, one in enumerate(symbols) for b, other in enumerate(symbols)
             if a != b and max(a, b) >= len(PLAIN) and look_alike(one, other)]
    if len(pairs) == 0:
        return channel
    confusions = channel.confusions.copy()
    for a, b in pairs:
        confusions[CAUSES.index("alike"), a, b] = 2.0
    return replace(channel, confusions=confusions)
