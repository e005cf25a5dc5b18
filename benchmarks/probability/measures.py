"""What is measured of probabilities: Brier, calibration, recall, false positives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

BINS = 10


@dataclass(frozen=True)
class Outcome:
    """By reading: `p` the probability of the best candidate (0 without one), `right` whether it is the weapon, `within`
    whether the weapon is among the first ten, `registered` whether it is in a register."""

    p: Any
    right: Any
    within: Any
    registered: Any


@dataclass(frozen=True)
class Measures:
    """`brier`, `ece` of the best candidate being the weapon; `recall_1`, `recall_10` and `found_50`, `found_90` (right
    and so probable) among registered ones; `false_50`, `false_90` among the others."""

    readings: int
    brier: float
    ece: float
    recall_1: float
    recall_10: float
    found_50: float
    found_90: float
    false_50: float
    false_90: float


def measure(out: Outcome) -> Measures:
    """All measures of one batch."""
    inside, outside = out.registered, ~out.registered
    return Measures(
        len(out.p), brier(out), ece(out), _mean(out.right[inside]), _mean(out.within[inside]),
        _mean((out.right & (out.p >= 0.5))[inside]), _mean((out.right & (out.p >= 0.9))[inside]),
        _mean((out.p >= 0.5)[outside]), _mean((out.p >= 0.9)[outside]))


def brier(out: Outcome) -> float:
    """Mean square of probability less truth."""
    return float(np.mean((out.p - out.right) ** 2)) if len(out.p) > 0 else 0.0


def ece(out: Outcome) -> float:
    """Mean distance of probability and frequency, over ten bins of equal width, weighted by their readings."""
    return sum(n * abs(p - f) for n, p, f in reliability(out)) / max(len(out.p), 1)


def reliability(out: Outcome) -> list[tuple[int, float, float]]:
    """For each bin that holds readings: how many, their mean probability, how often it was right."""
    place = np.minimum((out.p * BINS).astype(int), BINS - 1)
    found = []
    for n in range(BINS):
        own = place == n
        if own.any():
            found.append((int(own.sum()), float(out.p[own].mean()), float(out.right[own].mean())))
    return found


def pooled(parts: list[list[tuple[int, float, float]]]) -> list[tuple[int, float, float]]:
    """Reliabilities of several batches as one."""
    place = [(min(int(p * BINS), BINS - 1), n, p, f) for part in parts for n, p, f in part]
    found = []
    for bin_ in range(BINS):
        own = [(n, p, f) for b, n, p, f in place if b == bin_]
        total = sum(n for n, _, _ in own)
        if total > 0:
            found.append((total, sum(n * p for n, p, _ in own) / total, sum(n * f for n, _, f in own) / total))
    return found


def _mean(values: Any) -> float:
    return float(np.mean(values)) if len(values) > 0 else float("nan")
