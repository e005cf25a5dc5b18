"""What is believed while readings are weighed: the channel, the share, the levels of chance, how fields agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reclaim.trace.channel import Channel, settings
from reclaim.trace.fields import AGREEMENT


@dataclass(frozen=True)
class Prior:
    """The share of readings whose weapon stands in the registers searched: Beta(a, b), or fixed by the user."""

    a: float
    b: float
    fixed: float | None = None
    ground: str = "nobody says, so a wide default"

    @classmethod
    def default(cls) -> Prior:
        """Flat."""
        told = settings()["prior"]
        return cls(told["a"], told["b"])

    @classmethod
    def stated(cls, low: float, high: float) -> Prior:
        """Around the share of the population that the registers are said to hold."""
        told = settings()["prior"]
        weight = told["a"] + told["b"]
        mean = min(max((low + high) / 2, 0.01), 0.99)
        ground = f"registers are said to hold {low:g}" + ("" if low == high else f" to {high:g}") + " of the population"
        return cls(weight * mean, weight * (1 - mean), None, ground)

    @classmethod
    def of_user(cls, share: float) -> Prior:
        """As the user set it."""
        return cls(1.0, 1.0, share, "set by the user")

    @property
    def mean(self) -> float:
        """What is believed of the share before any reading."""
        return self.fixed if self.fixed is not None else self.a / (self.a + self.b)


@dataclass(frozen=True)
class Belief:
    """`share`: the share of readings whose weapon is registered. `weights` float64[components] of chance, summing to 1.
    `agreement` float64[FIELDS, 3]. `readings`: how many it was learned from (0: the shipped defaults). `right`: so many
    more for each reading of the batch are registered and were read right, for they were linked before."""

    channel: Channel
    prior: Prior
    share: float
    weights: Any
    agreement: Any
    readings: float = 0.0
    right: float = 0.0

    @classmethod
    def start(cls, channel: Channel, prior: Prior, own_weights: Any) -> Belief:
        """Before the batch was looked at."""
        return cls(channel, prior, prior.mean, np.asarray(own_weights), AGREEMENT)
