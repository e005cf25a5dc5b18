"""What was found against what is so: classes by weapon, links by pair of rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

import pyarrow as pa
from rapidfuzz.distance import OSA

from benchmarks.ledgers.clerks import Written

Row = tuple[int, int]
Pair = tuple[Row, Row]


@dataclass(frozen=True)
class Score:
    """Right, wrong and missed; `said` is the mean probability of what was said."""

    right: int
    wrong: int
    missed: int
    said: float = 1.0

    @property
    def precision(self) -> float:
        """Of what was said, the part that is so; 1 if nothing was said."""
        return self.right / max(1, self.right + self.wrong) if self.right + self.wrong > 0 else 1.0

    @property
    def recall(self) -> float:
        """Of what is so, the part that was said."""
        return self.right / max(1, self.right + self.missed)


def classes(found: pa.Table, written: Written) -> dict[str, Score]:
    """Each class: findings on weapons of which it is so, findings on others, and weapons not found."""
    place = {b.snapshot: b.number for b in written.books}
    said: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    sure: dict[str, dict[str, float]] = defaultdict(dict)
    for row in found.to_pylist():
        if row["anchor"] is not None:
            snapshot, _, number = row["anchor"].rpartition(":")
            who = int(number) - 1 if snapshot.startswith("totals") else written.weapon[place[snapshot], int(number)]
            said[row["class"]][row["finding"]].add(who)
            sure[row["class"]][row["finding"]] = 1.0 if row["probability"] is None else row["probability"]
    truth: dict[str, set[int]] = defaultdict(set)
    for who, weapon in enumerate(written.weapons):
        for name in weapon.truth:
            truth[name].add(who)
    truth["COUNT_MISMATCH"] = set(written.wrong)
    scores = {}
    for name in sorted({*truth, *said}):
        met = {who for whose in said[name].values() for who in whose & truth[name] if name != "SERIAL_VARIANT"
               or len(whose) == 1}
        wrong = sum(len(whose & truth[name]) == 0 or (name == "SERIAL_VARIANT" and len(whose) > 1)
                    for whose in said[name].values())
        scores[name] = Score(len(met), wrong, len(truth[name] - met), sum(sure[name].values()) / max(len(sure[name]), 1))
    return scores


def true_links(written: Written, serial: dict[Row, str]) -> set[Pair]:
    """Pairs of rows of one weapon in two books, where both have a serial."""
    rows: dict[int, list[Row]] = defaultdict(list)
    for row, who in written.weapon.items():
        if who >= 0 and serial.get(row, "") != "":
            rows[who].append(row)
    return {(a, b) for own in rows.values() for a, b in combinations(sorted(own), 2) if a[0] != b[0]}


def score(said: set[Pair], so: set[Pair]) -> Score:
    """Links said against links that are so."""
    return Score(len(said & so), len(said - so), len(so - said))


def grouped(serial: dict[Row, str]) -> dict[str, list[Row]]:
    """Rows by serial."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row, text in sorted(serial.items()):
        if text != "":
            groups[text].append(row)
    return groups


def exact_join(serial: dict[Row, str]) -> set[Pair]:
    """All pairs of rows in two books with one and the same serial."""
    return {(a, b) for rows in grouped(serial).values() for a, b in combinations(rows, 2) if a[0] != b[0]}


def near_join(serial: dict[Row, str]) -> set[Pair]:
    """Pairs in two books within one edit (optimal string alignment), the equal ones not among them."""
    groups, cut = grouped(serial), defaultdict(list)
    for text in groups:
        for key in {text, *(text[:n] + text[n + 1:] for n in range(len(text)))}:
            cut[key].append(text)
    found: set[tuple[str, str]] = set()
    for texts in cut.values():
        for a, b in combinations(sorted(texts), 2):
            if (a, b) not in found and OSA.distance(a, b, score_cutoff=1) <= 1:
                found.add((a, b))
    return {(min(x, y), max(x, y)) for a, b in found for x in groups[a] for y in groups[b] if x[0] != y[0]}
