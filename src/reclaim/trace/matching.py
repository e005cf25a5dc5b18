"""One to one: how probable each pair is if a row has one counterpart at most.

Pairs are weighed one by one against having no counterpart; but where two rows would both choose one weapon, only one of
them can be right, and a row whose rivals are better explained by others is left with its own. The model is that of
monomers and dimers: a matching has the product of its pairs' odds as its weight. Marginals are found by passing
messages (Bayati, Borgs, Chayes, Zecchina 2011), which is exact on trees and close where loops are long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

ROUNDS: Final = 40
"""So many times messages are passed at most."""

STILL: Final = 1e-4
"""Passing ends when no message changes by more."""

DAMPING: Final = 0.5
MOST: Final = 1e12
"""Odds are cut here, so that a sure pair does not overflow."""


@dataclass(frozen=True)
class Matched:
    """`pair` float64[pairs]: the probability of each; `left`, `right` float64: that a row has no counterpart at all;
    `sent` what the two rows of each pair told one another, from which another round can go on."""

    pair: Any
    left: Any
    right: Any
    sent: tuple[Any, Any]


def matched(left: Any, right: Any, odds: Any, lefts: int, rights: int, sent: tuple[Any, Any] | None = None,
            rounds: int = ROUNDS) -> Matched:
    """Marginals over all matchings. `left` and `right` int64[pairs] name the rows of a pair (0 to `lefts` - 1 and `rights` - 1),
    `odds` float64[pairs] weigh it against both rows having no counterpart. `sent` goes on from an earlier answer."""
    odds = np.minimum(np.asarray(odds, np.float64), MOST)
    from_left, from_right = sent if sent is not None else (np.ones(len(odds)), np.ones(len(odds)))
    for _ in range(rounds):
        before = from_left
        from_left = _blend(from_left, _sent(left, odds * from_right, lefts))
        from_right = _blend(from_right, _sent(right, odds * from_left, rights))
        if len(odds) == 0 or float(np.abs(from_left - before).max()) < STILL:
            break
    both = odds * from_left * from_right
    alone_left = 1 / (1 + np.bincount(left, weights=odds * from_right, minlength=lefts))
    alone_right = 1 / (1 + np.bincount(right, weights=odds * from_left, minlength=rights))
    return Matched(both / (1 + both), alone_left, alone_right, (from_left, from_right))


def _sent(row: Any, heard: Any, rows: int) -> Any:
    """What each row tells each of its partners: how free it is, the partner set aside."""
    others = np.bincount(row, weights=heard, minlength=rows)[row] - heard
    return 1 / (1 + np.maximum(others, 0))


def _blend(old: Any, new: Any) -> Any:
    return DAMPING * old + (1 - DAMPING) * new
