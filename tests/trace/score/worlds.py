"""Small registers and batches for the tests of scoring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from reclaim.trace import channel
from reclaim.trace.answer import Answers, answer
from reclaim.trace.ask import plain_ask
from reclaim.trace.belief import Belief, Prior
from reclaim.trace.evidence import Evidence, Searched, evidence
from reclaim.trace.few import Few
from reclaim.trace.score import score
from reclaim.trace.train import learn
from reclaim.trace.weapons import weapons


def searched(serials: Sequence[str], **fields: Sequence[str] | str) -> Searched:
    """A register of serials; a field given as one word is the same in every row."""
    columns: dict[str, Any] = {"canonical": list(serials)}
    for name, words in fields.items():
        columns[name] = [words] * len(serials) if isinstance(words, str) else list(words)
    found = weapons([pa.table(columns)])
    return Searched.of(found, Few(found, channel.default()), channel.default())


@dataclass(frozen=True)
class Answered:
    """A batch that was traced."""

    evidence: Evidence
    belief: Belief
    answers: Answers

    @property
    def best(self) -> Any:
        """float64 by reading: the probability of its best candidate."""
        found = np.zeros(self.answers.count)
        np.maximum.at(found, self.answers.reading, self.answers.probability)
        return found


def traced(readings: Sequence[str], register: Searched, *, fields: Mapping[str, Sequence[str]] | None = None,
           prior: Prior | None = None, top: int = 10) -> Answered:
    """Learn from a batch and answer it."""
    seen = evidence(plain_ask(readings, fields), register)
    belief = learn(seen, Belief.start(register.channel, prior or Prior.default(), register.own_weights))
    return Answered(seen, belief, answer(seen, score(seen, belief), belief, top))
