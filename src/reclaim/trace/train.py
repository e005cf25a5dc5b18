"""Learning: from a batch of readings without labels, and from pairs that are known to be pairs.

**From a batch** (expectation and maximisation): the share of readings that are registered, the law of how many
misreadings, the kinds of misreadings, where unregistered weapons lie, and how fields agree. Every number starts from a
belief that weighs as much as so many readings; a single reading moves none of them, a thousand move all.

The guard: in a lot every neighbour looks like a misreading, and a learner that knows only registered weapons explains
each of them so. Here the unregistered neighbour is a hypothesis of its own, at the density of the lot, so that
noise-free readings of a lot that is half registered are better explained by it than by misreadings.

**From pairs**: how often which symbol is read for which, and the kinds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from reclaim.trace.agree import DIFFERENT, EQUAL, SIMILAR
from reclaim.trace.belief import Belief
from reclaim.trace.channel import CAUSES, Channel, for_symbols, settings
from reclaim.trace.density import LEAST
from reclaim.trace.evidence import Evidence
from reclaim.trace.fields import AGREEMENT, AGREEMENT_WEIGHT
from reclaim.trace.kernels_align import UNREACHED
from reclaim.trace.misreadings import Misreadings
from reclaim.trace.score import Scores, score
from reclaim.trace.symbols import PLAIN, Symbols

ROUNDS: Final = 40
STILL: Final = 5e-4

STARTS: Final = ((None, None), (None, 0.99), (0.1, 0.99), (0.9, None))
"""Where learning begins (share; share of readings without a misreading; None: as believed), for it can end in several
places: what is best under belief and batch together is kept. Kinds of misreadings stand still meanwhile, for a lot
that was shifted as a whole would else pass for one misreading made a thousand times."""

FIRST_ROUNDS: Final = 12
LEARN_FROM: Final = 4000
"""Readings of a large batch that are learned from, evenly spread."""

NOTHING: Final = 1e-4
"""Pairs of less than this part of what is best for their reading teach nothing."""

PAIRS_WEIGHT: Final = 200.0
"""The shipped confusions weigh as much as so many misreadings of one symbol's share."""


def learn(evidence: Evidence, belief: Belief) -> Belief:
    """The belief after a batch; the same if there is nothing to learn from."""
    asked = np.flatnonzero(np.bincount(evidence.patterns.reading, minlength=evidence.count) > 0)
    if len(asked) == 0 or evidence.weapons == 0:
        return belief
    if len(asked) > LEARN_FROM:
        asked = asked[np.linspace(0, len(asked) - 1, LEARN_FROM).astype(np.int64)]
    part = _worth_learning(evidence.take(asked), belief)
    tried = [_rounds(part, belief, first, FIRST_ROUNDS, kinds=False) for first in _starts(belief)]
    worth = [_worth(part, belief, found) for found in tried]
    best = tried[int(np.argmax(worth))]
    return replace(_rounds(part, belief, best, ROUNDS), readings=float(part.count))


def _worth_learning(evidence: Evidence, belief: Belief) -> Evidence:
    """Without the pairs that are next to nothing beside the best of their reading, whatever is learned."""
    found = score(evidence, belief)
    best = np.zeros(evidence.count)
    np.maximum.at(best, evidence.reading, found.pair)
    return evidence.only(np.flatnonzero(found.pair >= NOTHING * np.maximum(best, found.none)[evidence.reading]))


def _starts(belief: Belief) -> list[Belief]:
    """The belief, and others to begin with."""
    found = []
    for share, right in STARTS:
        law = belief.channel.law
        if right is not None:
            law = np.append(right, law[1:] / law[1:].sum() * (1 - right))
        begin = belief.share if share is None or belief.prior.fixed is not None else share
        found.append(replace(belief, channel=belief.channel.with_law(law), share=begin))
    return found


def _rounds(evidence: Evidence, start: Belief, belief: Belief, most: int, kinds: bool = True) -> Belief:
    """So many rounds, or until nothing moves."""
    for _ in range(most):
        before = belief
        belief = _next(evidence, start, belief, kinds)
        if _moved(before, belief) < STILL:
            break
    return belief


def _worth(evidence: Evidence, start: Belief, belief: Belief) -> float:
    """Log of the batch's probability under a belief, and of the belief under what was believed at the start."""
    total = float(np.log(score(evidence, belief).total).sum())
    prior, share = belief.prior, min(max(belief.share, 1e-9), 1 - 1e-9)
    total += start.right * evidence.count * float(np.log(share) + np.log(max(belief.channel.law[0], LEAST)))
    if prior.fixed is None:
        total += prior.a * np.log(share) + prior.b * np.log(1 - share)
    for counts, now in (
        (start.channel.law_weight * start.channel.law, belief.channel.law),
        (start.channel.kinds_weight * start.channel.kinds, belief.channel.kinds),
        (settings()["chance"]["weight"] * start.weights, belief.weights),
    ):
        total += float(counts @ np.log(np.maximum(now, LEAST)))
    return total


def _next(evidence: Evidence, start: Belief, belief: Belief, kinds: bool) -> Belief:
    """One round."""
    found = score(evidence, belief)
    pair, none, rest = found.pair, found.none, found.rest
    channel = belief.channel.with_law(_law(evidence, start, found, pair, none, rest))
    if kinds:
        channel = replace(channel, kinds=_kinds(evidence, start.channel, belief.channel, pair))
    registered = pair.sum() + rest.sum() + start.right * evidence.count
    share = belief.share if belief.prior.fixed is not None else _share(belief, registered, none.sum())
    return replace(belief, channel=channel, share=share, weights=_weights(evidence, start, belief, found, none),
                   agreement=_agreement(evidence, pair))


def _share(belief: Belief, registered: float, unregistered: float) -> float:
    prior = belief.prior
    return float((registered + prior.a) / (registered + unregistered + prior.a + prior.b))


def _law(evidence: Evidence, start: Belief, found: Scores, pair: Any, none: Any, rest: Any) -> Any:
    reached = evidence.misreadings.count != UNREACHED
    counts = np.bincount(evidence.misreadings.count[reached], weights=pair[reached], minlength=4)[:4].astype(float)
    counts[2] += rest.sum()
    counts += _shared_out(evidence, found, none, found.by_count).sum(axis=0)
    counts += start.channel.law_weight * start.channel.law
    counts[0] += start.right * evidence.count
    misread, shape = counts[1:].sum(), start.channel.shape_weight
    counts[1:] = (counts[1:] + shape * misread * start.channel.law[1:] / start.channel.law[1:].sum()) / (1 + shape)
    return counts / counts.sum()


def _shared_out(evidence: Evidence, found: Scores, none: Any, by_count: Any) -> Any:
    """What is left to "none" of each reading, shared out over its patterns and numbers of misreadings."""
    parts = evidence.patterns.weight[:, None] * by_count
    near = found.near[evidence.patterns.reading]
    parts[:, 1:] *= near[:, None]
    total = np.bincount(evidence.patterns.reading, weights=parts.sum(axis=1), minlength=evidence.count)
    return parts * (none / np.maximum(total, LEAST))[evidence.patterns.reading][:, None]


def _kinds(evidence: Evidence, start: Channel, now: Channel, pair: Any) -> Any:
    counts = evidence.misreadings.kinds(pair, now) + start.kinds_weight * start.kinds
    return counts / counts.sum()


def _weights(evidence: Evidence, start: Belief, belief: Belief, found: Scores, none: Any) -> Any:
    law, chance = belief.channel.law, evidence.chance
    part = _shared_out(evidence, found, none, found.by_count)
    counts = settings()["chance"]["weight"] * start.weights
    for place, mass in enumerate((chance.none * law[0], chance.one * law[1], chance.two * law[2], chance.two * law[3])):
        own = mass * belief.weights
        counts = counts + (own / np.maximum(found.by_count[:, place], LEAST)[:, None]).T @ part[:, place]
    return counts / counts.sum()


def _agreement(evidence: Evidence, pair: Any) -> Any:
    learned = AGREEMENT * AGREEMENT_WEIGHT
    for place, grade in enumerate((EQUAL, SIMILAR, DIFFERENT)):
        learned[:, place] += (evidence.compared == grade).T @ pair
    return learned / learned.sum(axis=1, keepdims=True)


def _moved(before: Belief, after: Belief) -> float:
    return max(abs(before.share - after.share), float(np.abs(before.channel.law - after.channel.law).max()),
               float(np.abs(before.weights - after.weights).max()))


def from_pairs(pairs: Sequence[tuple[str, str]], channel: Channel) -> Channel:
    """The channel after pairs (read, registered) of canonical texts that are known to be of one weapon.

    They move the kinds and the confusions, against KINDS and PAIRS_WEIGHT; the law they do not move, for people decide
    what is doubtful, and what was read well is not among it. Pairs that need more misreadings than the law has are
    left out.
    """
    if len(pairs) == 0:
        return channel
    symbols = Symbols.of([text for pair in pairs for text in pair])
    fitted = for_symbols(channel, symbols.letters)
    codes, starts = symbols.encode([read for read, _ in pairs])
    marks, mark_starts = symbols.encode([registered for _, registered in pairs])
    numbers = np.arange(len(pairs))
    misread = Misreadings.of(codes, starts, np.ones(len(codes), np.float32), marks, mark_starts, numbers, numbers,
                             fitted)
    reached = misread.count != UNREACHED
    misread, weights = misread.take(reached), np.ones(int(reached.sum()))
    kinds = misread.kinds(weights, channel) + channel.kinds_weight * channel.kinds
    seen = {pair: times for pair, times in misread.confusions(weights).items() if max(pair) < len(PLAIN)}
    return replace(channel, kinds=kinds / kinds.sum(), confusions=_confusions(channel, seen),
                   learned_from={**channel.learned_from, "pairs": len(pairs)})


def _confusions(channel: Channel, seen: dict[tuple[int, int], float]) -> Any:
    """Confusions of known causes move towards what was seen; each cause keeps its sum."""
    total = sum(seen.values())
    if total == 0:
        return channel.confusions
    confusions = channel.confusions.copy()
    rates = channel.rates()
    expected = rates / max(rates.sum(), LEAST) * PAIRS_WEIGHT
    times = np.zeros_like(rates)
    for (a, b), often in seen.items():
        times[a, b] = often
    scale = (expected + times) / np.maximum(expected * (1 + total / PAIRS_WEIGHT), LEAST)
    for cause in range(len(CAUSES)):
        before = confusions[cause].sum()
        confusions[cause] *= np.where(expected > 0, scale, 1.0)
        confusions[cause] *= before / max(confusions[cause].sum(), LEAST)
    return confusions
