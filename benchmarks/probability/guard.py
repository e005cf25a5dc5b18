"""Probability must make no near miss certain, and learn no misreadings from lots."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from reclaim.trace import SerialIndex
from reclaim.trace.ask import plain_ask
from reclaim.trace.batch import answers
from reclaim.trace.belief import Belief, Prior
from reclaim.trace.channel import default
from reclaim.trace.evidence import Searched
from reclaim.trace.weapons import weapons

LOT = [f"AB{n:05d}" for n in range(20_000, 21_000)]


def run() -> dict[str, Any]:
    """Print and return both."""
    return {"five_hundred": five_hundred(), "lots": lots()}


def _best(serials: list[str], readings: list[str], prior: Prior | None = None) -> tuple[Any, Belief]:
    found = weapons([pa.table({"canonical": serials, "make": ["COLT"] * len(serials)})])
    searched = Searched.of(found, SerialIndex.build(found.texts), default())
    told: list[Belief] = []
    best = np.zeros(len(readings))
    asked = plain_ask(readings, {"make": ["COLT"] * len(readings)})
    for part in answers(asked, searched, prior or Prior.default(), believed=told.append):
        np.maximum.at(best, part.first + part.answers.reading, part.answers.probability)
    return best, told[0]


def five_hundred() -> dict[str, float]:
    """500 M4s scattered over a block of a million; M4s of the block that are not on the list."""
    rng = np.random.default_rng(11)
    block = rng.permutation(1_000_000)
    serials = [f"W{n:06d}" for n in block[:500]]
    absent = [f"W{n:06d}" for n in block[500:3500]]
    batch, belief = _best(serials, absent)
    fixed, _ = _best(serials, absent, Prior.of_user(0.5))
    print("guard: 500 M4s in a block of a million, readings of M4s not on the list")
    print(f"  batch of 3,000: p >= .9 for {np.mean(batch >= 0.9):.2%}, p >= .5 for {np.mean(batch >= 0.5):.2%} (share "
          f"estimated {belief.share:.3f}); with a share of one half believed: {np.mean(fixed >= 0.9):.2%}, "
          f"{np.mean(fixed >= 0.5):.2%}")
    return {"batch_90": float(np.mean(batch >= 0.9)), "half_90": float(np.mean(fixed >= 0.9))}


def lots() -> dict[str, float]:
    """Noise-free readings of 1,000 consecutive serials."""
    rng = np.random.default_rng(12)
    registers = {
        "all in": LOT, "every second in": LOT[::2], "first half in": LOT[:500],
        "half in at random": sorted(rng.choice(LOT, 500, replace=False)),
        "none in, another lot": [f"AB{n:05d}" for n in range(30_000, 31_000)],
        "none in, the lot beside": [f"AB{n:05d}" for n in range(21_000, 22_000)],
    }
    print("guard: noise-free readings of a lot of 1,000; learned: misread readings, share registered")
    told = {}
    for name, serials in registers.items():
        _, belief = _best(list(map(str, serials)), LOT)
        told[name] = 1 - float(belief.channel.law[0])
        print(f"  {name}: {told[name]:.2%}, {belief.share:.3f}")
    return told
