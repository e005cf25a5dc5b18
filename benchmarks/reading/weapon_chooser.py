"""Which of the arms that a report names were the weapons of its incidents, and by which words.

Two logistic regressions: one says whether a head word ("bomb") is a weapon of the report, one which way of writing it the
key has. Both, and the threshold, come from the training part; the threshold is the best one where each report is judged by
models that did not see it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from benchmarks.reading.muc import Clusters, Report, head_of, normal, score
from benchmarks.reading.weapon_candidates import NUMBERS, WORD, Span, Vocabulary, plain, sentences
from benchmarks.reading.weapon_signs import SignReader, Signs, parts, unseen

Row = dict[str, float]
# A report with its signs, and the mentions of each head word.
Seen = tuple[Report, Signs, dict[str, list[Span]]]
# What is proposed for a report: words and probability.
Judged = list[tuple[str, float]]


class Chooser:
    """Trained when it is made."""

    def __init__(self, train: Sequence[Report]) -> None:
        self._vocabulary = Vocabulary(train)
        self._signs = SignReader(train)
        seen = [(r, s, self._vocabulary.spans(r.text)) for r, s in zip(train, unseen(train), strict=True)]
        self._models = _Models(seen)
        self.threshold = _threshold(seen)

    def read(self, reports: Sequence[Report]) -> list[Clusters]:
        """The weapons of each report whose probability reaches the threshold."""
        seen = [(r, s, self._vocabulary.spans(r.text)) for r, s in zip(reports, self._signs.read(reports), strict=True)]
        return _over(self._models.judged(seen), self.threshold)


class _Models:
    """The two regressions."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        rows, labels, ways, right = [], [], [], []
        for report, signs, found in seen:
            strings = {normal(m) for entity in report.gold for m in entity}
            heads = {head_of(plain(m)) for entity in report.gold for m in entity}
            for head, spans in found.items():
                rows.append(features(report.text, head, found, signs))
                labels.append(head in heads)
                written = sorted({s.written for s in spans})
                if any(normal(w) in strings for w in written):
                    ways += [way(head, w, spans) for w in written]
                    right += [normal(w) in strings for w in written]
        self._weapon, self._way = _Regression(rows, labels, 0.3, 3), _Regression(ways, right, 1.0, 1)

    def judged(self, seen: Sequence[Seen]) -> list[Judged]:
        """For each head word its likeliest way of writing and the probability of both."""
        listed = []
        for report, signs, found in seen:
            chances = self._weapon.chance([features(report.text, head, found, signs) for head in found])
            judged: Judged = []
            for (head, spans), chance in zip(found.items(), chances, strict=True):
                written = sorted({s.written for s in spans})
                likely = self._way.chance([way(head, w, spans) for w in written])
                best = max(range(len(written)), key=lambda i: likely[i])
                judged.append((written[best], chance * likely[best]))
            listed.append(judged)
        return listed


class _Regression:
    """A logistic regression over named features that at least `seldom` rows have."""

    def __init__(self, rows: Sequence[Row], labels: Sequence[bool], freedom: float, seldom: int) -> None:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression

        counts = Counter(name for row in rows for name in row)
        self._names: Any = DictVectorizer()
        matrix = self._names.fit_transform([{n: v for n, v in row.items() if counts[n] >= seldom} for row in rows])
        self._model = LogisticRegression(C=freedom, max_iter=1000).fit(matrix, list(labels))

    def chance(self, rows: Sequence[Row]) -> list[float]:
        if len(rows) == 0:
            return []
        return [float(p) for p in self._model.predict_proba(self._names.transform(rows))[:, 1]]


def features(text: str, head: str, found: dict[str, list[Span]], signs: Signs) -> Row:
    """The head word, where it stands and how often, the words around it, its company, and the signs of its sentences."""
    bare = [s for s in found[head] if s.bare]
    first = bare[0].start
    where = "head" if first < 300 else "early" if first < 900 else "mid" if first < 1800 else "late"
    row: Row = {f"h={head}": 1, f"n={min(len(bare), 5)}": 1, f"at={where}": 1, f"hat={head} {where}": 1}
    row |= {"share": first / len(text), "length": min(len(text), 6000) / 6000, f"others={min(len(found), 6)}": 1}
    row |= {f"o={other}": 0.5 for other in found if other != head}
    row |= dict.fromkeys((f"f={w}" for w in WORD.findall(text[:500])), 0.25)
    row |= dict.fromkeys((f"d={w}" for w in WORD.findall(text)), 0.15)
    places, telling = sentences(text), []
    for span in bare[:8]:
        left, right = (
            WORD.findall(text[max(0, span.start - 70) : span.start])[-7:],
            WORD.findall(text[span.end : span.end + 70])[:7],
        )
        row |= {f"l={w}": 0.5 for w in left} | {f"r={w}": 0.5 for w in right}
        row |= {f"l1={w}": 1 for w in left[-1:]} | {f"r1={w}": 1 for w in right[:1]}
        row |= {f"l2={' '.join(left[-2:])}": 1, f"r2={' '.join(right[:2])}": 1}
        at = next(i for i, (a, b) in enumerate(places) if a <= span.start < b)
        telling.append(signs.sentences[at])
        row |= {f"s={w}": 0.3 for w in WORD.findall(text[slice(*places[at])])}
    told = {
        "incident": signs.incident,
        "armed": signs.armed,
        "most": max(telling),
        "mean": sum(telling) / len(telling),
        "first": telling[0],
    }
    for name, value in told.items():
        row |= {f"sign {name}": 2 * value, f"sign {name} {head}": value}
    return row


def way(head: str, written: str, spans: Sequence[Span]) -> Row:
    """A way of writing a head word among the others: its words, its share of the mentions, whether it comes first."""
    mine = [s for s in spans if s.written == written]
    words = written.split()
    first_end = min(s.end for s in mine) == min(s.end for s in spans)
    row: Row = {f"h={head}": 1, f"s={written}": 1, f"n={len(words)}": 1, f"w0={words[0]}": 1, f"last={words[-1]}": 1}
    row |= {"share": len(mine) / len({s.end for s in spans}), "whole": sum(s.whole for s in mine) / len(mine)}
    row |= {"plural": float(words[-1].endswith("s")), "plural first": float(words[-1].endswith("s") and first_end)}
    row |= {
        "number": float(words[0] in NUMBERS or words[0].isdigit()),
        "of": float("of" in words),
        "first": float(first_end),
    }
    return row


def _threshold(seen: Sequence[Seen]) -> float:
    judged: list[Judged] = [[] for _ in seen]
    for part in parts(len(seen)):
        models = _Models([row for i, row in enumerate(seen) if i not in part])
        for place, row in zip(part, models.judged([seen[i] for i in part]), strict=True):
            judged[place] = row
    gold = [report.gold for report, _, _ in seen]
    return max((t / 40 for t in range(2, 30)), key=lambda t: (score(_over(judged, t), gold)[2], t))


def _over(judged: Sequence[Judged], threshold: float) -> list[Clusters]:
    return [[[written] for written, chance in row if chance >= threshold] for row in judged]


def folded(train: Sequence[Report], folds: int = 5) -> tuple[float, float, float]:
    """Precision, recall and F on the training part, each fifth read by a chooser that did not see it."""
    found: list[Clusters] = [[] for _ in train]
    for part in parts(len(train), folds):
        chooser = Chooser([r for i, r in enumerate(train) if i not in part])
        for place, clusters in zip(part, chooser.read([train[i] for i in part]), strict=True):
            found[place] = clusters
    return score(found, [r.gold for r in train])
