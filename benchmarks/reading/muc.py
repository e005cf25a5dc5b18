"""MUC-4, the weapon slot: which arms an incident report says were used, scored as GRIT scores it (CEAF-REE, strict).

Data: xinyadu/grit_doc_event_entity (`data/muc/processed/{train,dev,test}.json`), in RECLAIM_READING_DATA/grit; the
reports are in small letters. Two rows: the shipped reader's own names of arms, taken as they are; and a choice among the
arms that a report names (`weapon_chooser.py`), trained on the training part on the spot and thrown away.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reclaim.documents.items import names_of

Clusters = list[list[str]]


@dataclass(frozen=True, slots=True)
class Report:
    """A report and the weapons of its incidents: for each the strings that may name it.

    `incident` holds the strings of all slots (who, against whom, with what): they show which sentences tell of an incident.
    """

    ident: str
    text: str
    gold: Clusters
    incident: tuple[str, ...] = ()


def load(root: Path, part: str) -> list[Report]:
    """The reports of a part."""
    lines = (root / "data/muc/processed" / f"{part}.json").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Report(
            r["docid"],
            r["doctext"],
            [[m[0] for m in entity] for entity in _weapons(r["extracts"])],
            tuple(m[0] for slot in r["extracts"].values() for entity in slot for m in entity),
        )
        for r in rows
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
