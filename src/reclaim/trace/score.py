"""The probability of each weapon, and of none, for each reading.

    P(weapon c)  ~  share / N      x  P(reading | mark of c)                   x  P(fields | c)
    P(none)      ~  (1 - share)    x  sum over marks s of p(s) P(reading | s)  x  P(fields | weapons around s)

What is around s: if the reading is right, the block that it falls into; if it is misread, the blocks of the candidates
from which it could have come by as many misreadings, for an unregistered weapon of their lots could have so too.

N are the weapons in the registers, `share` the part of readings whose weapon is one of them, P(reading | mark) the
channel, p(s) the density of unregistered weapons (`density`). Where a list of candidates is full, what lies beyond it
is estimated as a whole (`rest`). For each reading candidates, rest and none sum to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from reclaim.trace import fields
from reclaim.trace.belief import Belief
from reclaim.trace.density import LEAST, LONE
from reclaim.trace.evidence import Evidence
from reclaim.trace.kernels_align import UNREACHED


@dataclass(frozen=True)
class Scores:
    """By pair: `pair` the probability, `mark` P(reading | mark) with its number of misreadings, `ratio`
    float64[pairs, FIELDS] what each field says for it against the reading's own block. By reading: `none`, `rest`,
    `chance` P(reading | unregistered), `total` what the three
    were divided by. `by_count` float64[patterns,
    misreadings]: `chance` of each pattern by number of misreadings."""

    pair: Any
    mark: Any
    ratio: Any
    none: Any
    rest: Any
    chance: Any
    near: Any
    right: Any
    total: Any
    by_count: Any


def score(evidence: Evidence, belief: Belief) -> Scores:
    """Weigh the evidence."""
    law = belief.channel.law
    count = np.where(evidence.misreadings.count == UNREACHED, 0, evidence.misreadings.count)
    rate = evidence.misreadings.rate(belief.channel)
    way = evidence.patterns.weight
    mark = rate * law[count]
    own, block = fields.likelihoods(evidence.block, evidence.compared, evidence.reading, belief.agreement)
    ratio = own / block
    by_count = chance_by_count(evidence, belief, rate, count)
    reading = evidence.patterns.reading
    right = np.bincount(reading, weights=way * by_count[:, 0], minlength=evidence.count)
    misread = np.bincount(reading, weights=way * by_count[:, 1:].sum(axis=1), minlength=evidence.count)
    near = _near(evidence, way[evidence.pattern] * mark * (count > 0), ratio.prod(axis=1))
    chance = np.maximum(right + misread * near, LEAST)
    weapons = max(evidence.weapons, 1)
    pair = belief.share / weapons * way[evidence.pattern] * mark * ratio.prod(axis=1)
    none = (1 - belief.share) * chance
    rest = belief.share * _rest(evidence, belief) * near
    total = np.bincount(evidence.reading, weights=pair, minlength=evidence.count) + none + rest
    return Scores(pair / total[evidence.reading], mark, ratio, none / total, rest / total, right + misread, near,
                  right / chance, total, by_count)


def _near(evidence: Evidence, weight: Any, ratio: Any) -> Any:
    """float64[readings]: how many times likelier the fields are of an unregistered weapon near the candidates that the
    reading could have been misread from than of one in the reading's own block; 1 where there are none."""
    total = np.bincount(evidence.reading, weights=weight, minlength=evidence.count)
    found = np.bincount(evidence.reading, weights=weight * ratio, minlength=evidence.count)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(total > 0, found / total, 1.0)
    return (1 - fields.UNSEEN) * mean + fields.UNSEEN


def chance_by_count(evidence: Evidence, belief: Belief, rate: Any, count: Any) -> Any:
    """float64[patterns, misreadings]: how likely an unregistered weapon is read so, by number of misreadings.

    Two misreadings from where no cell lies are judged by the registered marks there, each left out in turn: of several
    marks so far away all but one are there by chance, of a single one LONE.
    """
    mass = evidence.chance.mass(belief.channel.law, belief.weights)
    far = count >= 2
    pattern = evidence.pattern[far]
    sums = np.bincount(pattern, weights=rate[far], minlength=len(mass))
    most = np.zeros(len(mass))
    np.maximum.at(most, pattern, rate[far])
    lone = (sums - (1 - LONE) * most) / max(evidence.weapons, 1)
    mass[:, 2] = np.maximum(mass[:, 2], belief.channel.law[2] * lone)
    return mass


def _rest(evidence: Evidence, belief: Belief) -> Any:
    """The mass of registered weapons beyond full lists: of what their density lets expect, the part that is dearer than
    what is listed."""
    law, own = belief.channel.law, evidence.own_weights
    mass = (evidence.chance.one @ own * law[1] * evidence.beyond[:, 0]
            + evidence.chance.two @ own * law[2] * evidence.beyond[:, 1])
    return np.bincount(evidence.patterns.reading, weights=evidence.patterns.weight * mass, minlength=evidence.count)
