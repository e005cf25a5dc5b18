"""MUC-4, the weapon slot: which arms an incident report says were used, scored as GRIT scores it (CEAF-REE, strict).

Data: xinyadu/grit_doc_event_entity (`data/muc/processed/{train,dev,test}.json`), in RECLAIM_READING_DATA/grit; the
reports are in small letters. Two rows: the shipped reader's own names of arms, taken as they are; and a maximum-entropy
choice among them, trained on the training part on the spot and thrown away.
"""

from __future__ import annotations

import json
import re
import string
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reclaim.documents.items import names_of

Clusters = list[list[str]]
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
_ABOUT = re.compile(
    r"\b(?:explo\w+|detonat\w+|blast\w*|hurl\w*|threw|thrown|fired|shot|shots|killed|wounded|injured|attack\w*|placed|planted|"
    r"kidnap\w*|murder\w*|assassinat\w*|destroyed|damaged|seized|confiscated|found|negotiat\w*|talks|speech|election\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report and the weapons of its incidents: for each the strings that may name it."""

    ident: str
    text: str
    gold: Clusters


@dataclass(frozen=True, slots=True)
class Candidate:
    """A weapon that a report may speak of: its head word, the string proposed, where it stands."""

    head: str
    written: str
    places: tuple[int, ...]


def load(root: Path, part: str) -> list[Report]:
    """The reports of a part."""
    lines = (root / "data/muc/processed" / f"{part}.json").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Report(r["docid"], r["doctext"], [[m[0] for m in entity] for entity in _weapons(r["extracts"])]) for r in rows
    ]


def _weapons(extracts: dict[str, list[list[list[object]]]]) -> list[list[list[str]]]:
    return extracts.get("Weapon") or extracts.get("incident_instrument_id") or []  # type: ignore[return-value]


def normal(words: str) -> str:
    """GRIT's normalisation: small letters, no punctuation, no articles, single blanks."""
    bare = "".join(c for c in words.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", bare).split())


def score(found: Sequence[Clusters], gold: Sequence[Clusters]) -> tuple[float, float, float]:
    """CEAF-REE, strict: a found entity counts if all its strings are in the gold entity that it is paired with."""
    from scipy.optimize import linear_sum_assignment

    right = n_found = n_gold = 0.0
    for mine, theirs in zip(found, gold, strict=True):
        a, b = [[normal(m) for m in c] for c in mine], [[normal(m) for m in c] for c in theirs if len(c) > 0]
        n_found, n_gold = n_found + len(a), n_gold + len(b)
        if len(a) > 0 and len(b) > 0:
            like = [[-float(all(m in g for m in c)) for c in a] for g in b]
            rows, columns = linear_sum_assignment(like)
            right -= sum(like[i][j] for i, j in zip(rows, columns, strict=True))
    p, r = right / max(n_found, 1), right / max(n_gold, 1)
    return p, r, 2 * p * r / (p + r) if p + r > 0 else 0.0


def shipped(reports: Sequence[Report]) -> list[Clusters]:
    """The shipped reader's names of arms, one for each head word."""
    names = names_of([])
    found = []
    for report in reports:
        heads: dict[str, str] = {}
        for hit in names.find(report.text):
            if hit.name.strength == "strong" or hit.name.category in (
                "explosive",
                "mortar",
                "rocket",
                "missile",
                "weapon",
            ):
                written = report.text[hit.start : hit.end]
                heads.setdefault(head_of(written), written)
        found.append([[w] for w in heads.values()])
    return found


def head_of(words: str) -> str:
    """The last word in the singular: "charges of dynamite" is dynamite."""
    last = words.split()[-1].strip("\"'.,") if words.strip() != "" else ""
    last = re.sub(r"^.*-(?=bomb)", "", last)
    return last[:-1] if last.endswith("s") and not last.endswith("ss") else last


class Chooser:
    """Chooses among the weapons that a report names. Gazetteer and weights come from the training part."""

    def __init__(self, train: Sequence[Report]) -> None:
        self._known = self._gazetteer(train)
        self._tagger = self._trained(train)

    def read(self, reports: Sequence[Report], threshold: float) -> list[Clusters]:
        """The weapons of each report whose probability reaches the threshold."""
        return [[[c.written] for c, p in self.judged(r) if p >= threshold] for r in reports]

    def judged(self, report: Report) -> list[tuple[Candidate, float]]:
        """Every candidate with its probability."""
        import pycrfsuite

        judged = []
        candidates = self.candidates(report.text)
        for candidate in candidates:
            self._tagger.set(pycrfsuite.ItemSequence([features(report.text, candidate, candidates)]))
            judged.append((candidate, float(self._tagger.marginal("1", 0))))
        return judged

    def candidates(self, text: str) -> list[Candidate]:
        """One for each head word: the string of it that was right most often in training, and all its places."""
        tokens = [(m.start(), m[0]) for m in _WORD.finditer(text)]
        groups: dict[str, list[tuple[float, str, int]]] = {}
        at = 0
        while at < len(tokens):
            step = 1
            for size in (4, 3, 2, 1):
                words = " ".join(w for _, w in tokens[at : at + size])
                rate = self._known.get(words)
                if rate is not None and at + size <= len(tokens):
                    groups.setdefault(head_of(words), []).append((rate, words, tokens[at][0]))
                    step = size
                    break
            at += step
        found = []
        for head, hits in groups.items():
            counts = Counter(w for _, w, _ in hits)
            written = max(hits, key=lambda h: (h[0], counts[h[1]], -h[2]))[1]
            found.append(Candidate(head, written, tuple(sorted(p for _, _, p in hits))))
        return found

    def _gazetteer(self, train: Sequence[Report]) -> dict[str, float]:
        """Strings of up to four words that were weapons in training, and how often they were where they stood."""
        fillers = Counter(" ".join(_WORD.findall(m)) for r in train for c in r.gold for m in c)
        texts = [" " + " ".join(_WORD.findall(r.text)) + " " for r in train]
        known: dict[str, float] = {}
        for words, n in fillers.items():
            if (
                0 < len(words.split()) <= 4
                and not words[0].isdigit()
                and words.split()[0] not in ("a", "two", "three", "four", "several")
            ):
                held = sum(f" {words} " in t for t in texts)
                known[words] = (n + 0.3) / (held + 1.0)
        for name in names_of([]).by_key.values():
            if name.strength == "strong" and name.category not in (
                "vehicle",
                "aircraft",
                "body armour",
                "night vision",
                "sight",
            ):
                known.setdefault(name.written.lower(), 0.05)
        return {w: r for w, r in known.items() if r >= 0.02}

    def _trained(self, train: Sequence[Report]) -> object:
        import pycrfsuite

        trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
        for report in train:
            candidates = self.candidates(report.text)
            strings = {normal(m) for c in report.gold for m in c}
            heads = {head_of(m) for c in report.gold for m in c}
            for candidate in candidates:
                right = normal(candidate.written) in strings or candidate.head in heads
                trainer.append(
                    pycrfsuite.ItemSequence([features(report.text, candidate, candidates)]), ["1" if right else "0"]
                )
        trainer.set_params({"c1": 0.3, "c2": 0.5, "max_iterations": 120, "feature.minfreq": 2})
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "weapons")
            trainer.train(file)
            self._model = Path(file).read_bytes()
        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(self._model)  # it points into the bytes, which must outlive it
        return tagger


def features(text: str, candidate: Candidate, others: Sequence[Candidate]) -> list[str]:
    """The word, the words around each of its places, where it first stands, and what the report is about."""
    found = [
        "h=" + candidate.head,
        "w=" + candidate.written,
        f"n={min(len(candidate.places), 4)}",
        f"others={min(len(others), 5)}",
    ]
    first = candidate.places[0]
    found += [
        f"at={'head' if first < 300 else 'early' if first < 900 else 'late'}",
        f"hat={candidate.head}{first < 600}",
    ]
    for place in candidate.places[:6]:
        left = _WORD.findall(text[max(0, place - 60) : place])[-6:]
        right = _WORD.findall(text[place + len(candidate.written) : place + len(candidate.written) + 60])[:6]
        found += ["l=" + w for w in left] + ["r=" + w for w in right]
        found += ["l1=" + w for w in left[-1:]] + ["r1=" + w for w in right[:1]]
        found += [f"l2={' '.join(left[-2:])}", f"r2={' '.join(right[:2])}"]
        sentence = text[text.rfind(".", 0, place) + 1 : (text.find(".", place) + 1) or None]
        found += ["s=" + w for w in set(_ABOUT.findall(sentence))]
    found += ["d=" + w for w in set(_ABOUT.findall(text))]
    found += ["f=" + w for w in set(_ABOUT.findall(text[:400]))]
    found += ["o=" + o.head for o in others if o.head != candidate.head]
    return sorted(set(found))


def best_threshold(chooser: Chooser, dev: Sequence[Report]) -> float:
    """The threshold with the best F on the development part."""
    judged = [chooser.judged(r) for r in dev]
    gold = [r.gold for r in dev]

    def f(threshold: float) -> float:
        return score([[[c.written] for c, p in row if p >= threshold] for row in judged], gold)[2]

    return max((t / 100 for t in range(10, 90, 5)), key=lambda t: (f(t), t))
