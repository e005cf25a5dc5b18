"""A batch of readings, answered: learn from it, then weigh it part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from reclaim.model.progress import Progress, silent
from reclaim.trace.abreast import ahead, thread_count
from reclaim.trace.answer import Answers, answer
from reclaim.trace.ask import Ask
from reclaim.trace.belief import Belief, Prior
from reclaim.trace.evidence import Evidence, Searched, evidence
from reclaim.trace.fields import often
from reclaim.trace.score import score
from reclaim.trace.train import LEARN_FROM, learn

PART: Final = 4096
"""Readings that are weighed at a time."""


MOST_AT_ONCE: Final = 4
"""Parts that are weighed at the same time at most, each on a thread; each holds some tens of megabytes."""


@dataclass(frozen=True)
class Part:
    """Readings `first` and on of a batch, with what was seen and what it came to."""

    first: int
    evidence: Evidence
    answers: Answers


def learned(ask: Ask, searched: Searched, prior: Prior, progress: Progress = silent, threads: int | None = None,
            right: float = 0.0) -> tuple[Belief, Evidence | None]:
    """What a batch teaches; and the evidence of the whole batch, where it is no more than a part."""
    start = replace(Belief.start(searched.channel, prior, searched.own_weights), right=right)
    if ask.count <= PART:
        found = evidence(ask, searched, threads=threads)
        return learn(found, start), found
    asked = [n for n, ways in enumerate(ask.patterns) if len(ways) > 0]
    chosen = np.array(asked)[np.linspace(0, len(asked) - 1, min(LEARN_FROM, len(asked))).astype(np.int64)]
    progress("learning", 0, ask.count)
    return learn(evidence(ask.take(chosen), searched, threads=threads), start), None


def answers(ask: Ask, searched: Searched, prior: Prior, top: int = 10, progress: Progress = silent,
            threads: int | None = None, believed: Callable[[Belief], None] | None = None, right: float = 0.0) -> Iterator[Part]:
    """The answers to a batch, part by part in its order; `believed` is told what was learned before the first."""
    ask = ask.with_often(often(ask.fields))
    belief, whole = learned(ask, searched, prior, progress, threads, right)
    if believed is not None:
        believed(belief)
    yield from weigh(ask, searched, belief, whole, top, progress, threads)


def weigh(ask: Ask, searched: Searched, belief: Belief, whole: Evidence | None = None, top: int = 10,
          progress: Progress = silent, threads: int | None = None) -> Iterator[Part]:
    """The answers to a batch under a belief; `whole` is its evidence, if that was gathered already."""
    ask = ask.with_often(often(ask.fields)) if ask.often is None else ask
    if whole is not None and ask.count > 0:
        yield Part(0, whole, answer(whole, score(whole, belief), belief, top))
        progress("weighing", ask.count, ask.count)
        return

    def weighed(first: int) -> Part:
        own = ask.take(np.arange(first, min(first + PART, ask.count)))
        seen = evidence(own, searched, threads=1)
        return Part(first, seen, answer(seen, score(seen, belief), belief, top))

    for part in ahead(weighed, range(0, ask.count, PART), min(thread_count(threads), MOST_AT_ONCE)):
        yield part
        progress("weighing", part.first + part.answers.count, ask.count)


def best_weapons(parts: list[Part]) -> Any:
    """int64 by reading: the weapon that is more probable than all else together, or -1."""
    found = []
    for part in parts:
        best = np.full(part.answers.count, -1, np.int64)
        has = part.answers.first[1:] > part.answers.first[:-1]
        heads = part.answers.first[:-1][has]
        best[has] = np.where(part.answers.probability[heads] >= 0.5, part.answers.weapon[heads], -1)
        found.append(best)
    return np.concatenate([np.zeros(0, np.int64), *found])
