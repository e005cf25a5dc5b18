"""What a report is about, as far as its words tell: is there an incident, which of its sentences tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.reading.muc import Report
from benchmarks.reading.weapon_candidates import sentences

PARTS = 4


@dataclass(frozen=True, slots=True)
class Signs:
    """Probabilities: that the report tells of an incident, that it names its weapon; and for each sentence that it
    names somebody or something of an incident."""

    incident: float
    armed: float
    sentences: tuple[float, ...]


class SignReader:
    """Three logistic regressions over words and pairs of words."""

    def __init__(self, train: Sequence[Report]) -> None:
        texts = [r.text for r in train]
        told = [_told(r) for r in train]
        self._words, matrix = _vectors(texts)
        self._incident = _fitted(matrix, [len(r.incident) > 0 for r in train], 10.0)
        self._armed = _fitted(matrix, [len(r.gold) > 0 for r in train], 10.0)
        self._sentence_words, matrix = _vectors([s for row in told for s, _ in row])
        self._telling = _fitted(matrix, [tells for row in told for _, tells in row], 3.0)

    def read(self, reports: Sequence[Report]) -> list[Signs]:
        """The signs of each report."""
        matrix = self._words.transform([r.text for r in reports])
        incident, armed = _chance(self._incident, matrix), _chance(self._armed, matrix)
        telling = [
            _chance(self._telling, self._sentence_words.transform([r.text[a:b] for a, b in sentences(r.text)]))
            for r in reports
        ]
        return [
            Signs(float(i), float(a), tuple(map(float, s))) for i, a, s in zip(incident, armed, telling, strict=True)
        ]


def unseen(train: Sequence[Report]) -> list[Signs]:
    """The signs of training reports, each read by a reader that did not see it."""
    found: list[Signs | None] = [None] * len(train)
    for part in parts(len(train)):
        rest = [r for i, r in enumerate(train) if i not in part]
        for place, signs in zip(part, SignReader(rest).read([train[i] for i in part]), strict=True):
            found[place] = signs
    return [s for s in found if s is not None]


def parts(size: int, count: int = PARTS) -> list[list[int]]:
    """The places of a list dealt out to parts, always alike."""
    dealt = np.random.default_rng(1).permutation(size)
    return [[int(i) for i in dealt[part::count]] for part in range(count)]


def _told(report: Report) -> list[tuple[str, bool]]:
    names = [m for m in report.incident if len(m) > 3]
    rows = [report.text[a:b] for a, b in sentences(report.text)]
    return [(s, any(m in s for m in names)) for s in rows]


def _vectors(texts: Sequence[str]) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(sublinear_tf=True, min_df=3, ngram_range=(1, 2))
    return words, words.fit_transform(texts)


def _fitted(matrix: Any, labels: Sequence[bool], freedom: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=freedom, max_iter=500).fit(matrix, list(labels))


def _chance(model: Any, matrix: Any) -> Any:
    return model.predict_proba(matrix)[:, 1]
