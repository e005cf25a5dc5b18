"""From probabilities of pairs to the candidates of each reading, in columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from reclaim.model.candidate import TraceVerdict
from reclaim.trace.belief import Belief
from reclaim.trace.channel import settings
from reclaim.trace.density import LEAST
from reclaim.trace.evidence import Evidence
from reclaim.trace.kernels_align import UNREACHED
from reclaim.trace.score import Scores

VERDICTS: Final = tuple(TraceVerdict)
EXACT, NEAR, AMBIGUOUS, NONE, NOT_TRACEABLE = range(5)


@dataclass(frozen=True)
class Answers:
    """The answers to a batch. By reading: `verdict` (a place in VERDICTS), `none` the probability that no register has
    it, `others` that of registered weapons not listed, `first` (one more than readings) where its candidates begin.
    By candidate, best first within a reading: `reading`, `weapon`, `probability`, `pair` (of the evidence, the way of
    reading that says most for it), `edits`, `mark_bits`, `field_bits` float32[candidates, FIELDS], `chance` how many
    registered weapons would match as well by chance."""

    verdict: Any
    none: Any
    others: Any
    first: Any
    reading: Any
    weapon: Any
    probability: Any
    pair: Any
    edits: Any
    mark_bits: Any
    field_bits: Any
    chance: Any

    @property
    def count(self) -> int:
        """How many readings."""
        return len(self.none)


def answer(evidence: Evidence, scores: Scores, belief: Belief, top: int) -> Answers:
    """The `top` candidates of each reading; what is left of the probability goes to `others`, or, if it is next to
    nothing, to all alike. A reading that was not asked has no candidates and `none` is not a number."""
    told = settings()["verdict"]
    pair, probability, first = _merged(evidence, scores, top)
    reading = evidence.reading[pair]
    listed = np.bincount(reading, weights=probability, minlength=evidence.count)
    others = np.maximum(1 - listed - scores.none, 0)
    small = others < told["others"]
    whole = np.where(small, listed + scores.none, 1.0)
    others = np.where(small, 0.0, others)
    probability, none = probability / whole[reading], scores.none / whole
    asked = np.bincount(evidence.patterns.reading, minlength=evidence.count) > 0
    exact = evidence.is_exact[pair]
    bits = _field_bits(scores, pair, reading)
    way = evidence.patterns.weight[evidence.pattern[pair]]
    mark = np.log2(np.maximum(way * scores.mark[pair], LEAST)) - np.log2(np.maximum(scores.chance[reading], LEAST))
    return Answers(
        verdict=_verdicts(asked, none, first, probability, exact, told["least"]),
        none=np.where(asked, none, np.nan), others=np.where(asked, others, np.nan),
        first=first, reading=reading, weapon=evidence.weapon[pair], probability=probability, pair=pair,
        edits=evidence.misreadings.count[pair].astype(np.int8), mark_bits=mark, field_bits=bits.astype(np.float32),
        chance=_by_chance(evidence, belief, pair),
    )


def _field_bits(scores: Scores, pair: Any, reading: Any) -> Any:
    """float64[candidates, FIELDS]: what each field says against an unregistered weapon, wherever that may lie; what the
    candidates' own blocks take off is taken off each field in proportion."""
    bits = np.log2(np.maximum(scores.ratio[pair], LEAST))
    off = np.log2(scores.right + (1 - scores.right) * scores.near)[reading]
    total = np.abs(bits).sum(axis=1)
    return bits - np.abs(bits) * (off / np.maximum(total, 1e-9))[:, None]


def _merged(evidence: Evidence, scores: Scores, top: int) -> tuple[Any, Any, Any]:
    """Pairs that stand for a weapon each (the likeliest way of reading), their summed probability, and where each
    reading begins; the `top` best of each reading, of equal ones the one read better, then the earlier weapon."""
    kept = np.flatnonzero((evidence.misreadings.count != UNREACHED) & (scores.pair > 0))
    order = kept[np.lexsort((-scores.pair[kept], evidence.weapon[kept], evidence.reading[kept]))]
    reading, weapon = evidence.reading[order], evidence.weapon[order]
    heads = np.append(True, (reading[1:] != reading[:-1]) | (weapon[1:] != weapon[:-1]))[: len(order)]
    begins = np.flatnonzero(heads)
    summed = np.add.reduceat(scores.pair[order], begins) if len(begins) > 0 else np.zeros(0)
    pair = order[begins]
    ranked = np.lexsort((evidence.weapon[pair], evidence.misreadings.count[pair], -summed, evidence.reading[pair]))
    pair, summed = pair[ranked], summed[ranked]
    counts = np.bincount(evidence.reading[pair], minlength=evidence.count)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    chosen = place < top
    first = np.append(0, np.cumsum(np.minimum(counts, top)))
    return pair[chosen], summed[chosen], first


def _verdicts(asked: Any, none: Any, first: Any, probability: Any, exact: Any, least: float) -> Any:
    has = first[1:] > first[:-1]
    best = np.zeros(len(none))
    best[has] = probability[first[:-1][has]]
    read = np.zeros(len(none), bool)
    read[has] = exact[first[:-1][has]]
    found = np.where(read, EXACT, NEAR)
    verdict = np.where(best >= least, found, np.where(none >= least, NONE, AMBIGUOUS))
    return np.where(asked, verdict, NOT_TRACEABLE).astype(np.int8)


def _by_chance(evidence: Evidence, belief: Belief, pair: Any) -> Any:
    """float64: how many registered weapons would match a reading as well as this one does, or better, if its own
    weapon were in no register: the register's own density over the marks that are read so as easily (by Markov's
    inequality, so rather too many than too few)."""
    pattern = evidence.pattern[pair]
    own, count = evidence.own_weights, np.minimum(evidence.misreadings.count[pair], 2)
    chance = evidence.chance
    levels = chance.held.shape[1]
    held = chance.held @ (own[:levels] + own[levels : 2 * levels]) / max(evidence.weapons, 1)
    whole = np.maximum(chance.none @ own, held)[pattern]
    rate = np.maximum(evidence.misreadings.take(pair).rate(belief.channel), LEAST)
    one = (chance.one @ own)[pattern] / rate
    two = (chance.two @ own)[pattern] / rate
    share = np.select([count == 0, count == 1], [whole, whole + one], whole + one + two)
    return evidence.weapons * np.minimum(share, 1.0)
