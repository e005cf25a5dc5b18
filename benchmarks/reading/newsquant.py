"""NewsQuant: quantities in news sentences, scored as the authors of CQE score them (value; value and unit).

Data: satya77/CQE_Evaluation (`data/formatted_test_set/NewsQuant.json`), in RECLAIM_READING_DATA/cqe. It comes as one
set; every other sentence (the odd ones) is our development part, the even ones are looked at once.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any

from reclaim.documents.parse import parse
from reclaim.documents.quantities.amounts import Amount, amounts
from reclaim.documents.quantities.units import units_in

Value = float | tuple[float, float]

# Units that CQE's own list of units (`unit.json` of its package) names in another way.
_NAMED_THERE = {
    "ampere hour": "ampere-hour", "milliampere hour": "milliampere-hour", "revolution per minute": "revolutions per minute",
    "nit": "candela per square metre", "cubic centimetre": "millilitre", "dutch guilder": "netherlands guilde",
    "polish zloty": "polish złoty", "swedish krona": "swedish krone", "atmosphere": "standard atmosphere",
    "millimetre of mercury": "millimeter of mercury", "part per trillion": "parts-per-trillion",
    "acre-foot": "acre foot",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity: its value (two numbers for a range) and its unit's normalised name, in small letters."""

    value: Value
    unit: str


def load(root: Path, part: str) -> list[tuple[str, list[Said]]]:
    """Sentences with their gold quantities; `part` is dev, test or all."""
    path = next(p for p in (root / "data/formatted_test_set/NewsQuant.json", root / "NewsQuant.json") if p.exists())
    listed: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    chosen = {"dev": listed[1::2], "test": listed[0::2], "all": listed}[part]
    return [(row["text"], [_gold(q) for q in row["quantities"]]) for row in chosen]


def _gold(row: dict[str, str]) -> Said:
    written = row["value"]
    ranged = "E" not in written and not written.startswith("-") and "-" in written
    value: Value = float(written) if not ranged else (float(written.split("-")[0]), float(written.split("-")[1]))
    return Said(value, row["normalized_unit"].lower())


def read(sentences: list[str]) -> list[list[Said]]:
    """Our reading of each sentence."""
    docs = parse(sentences)
    found = []
    for text, doc in zip(sentences, docs, strict=True):
        listed = amounts(text)
        found.append([s for a, unit in zip(listed, units_in(doc, listed), strict=True) for s in said(doc, a, unit)])
    return found


def said(doc: Any, amount: Amount, unit: str) -> list[Said]:
    """As NewsQuant writes one: "eight or nine" as two, "thousands" as 1,000 to 10,000, "several" not at all."""
    text, unit = doc.text, unit.lower() or "-"
    unit = _NAMED_THERE.get(unit, unit)
    words = text[amount.number_start : amount.number_end].lower()
    if amount.vague:
        low = float(amount.first) / 2
        return (
            [Said((low, low * 10), unit)]
            if words.endswith(("tens", "hundreds", "thousands", "millions", "billions"))
            else []
        )
    if amount.kind == "sort" or words == "both" or words.endswith((" pair", " couple")):
        return []
    aged = amount.second is not None and re.search(r"\baged\s+$", text[: amount.number_start]) is not None
    if (words == "one" and unit == "-") or aged:
        return []  # a pronoun; a group of ages
    if words == "one" and text[amount.number_end :].lower().startswith(" of "):
        unit = _whole_phrase(doc, amount.number_end) or unit
    if amount.kind == "share":
        return [Said(float(amount.first), f"% {unit}")]
    if amount.second is not None and " or " in words:
        return [Said(float(amount.first), unit), Said(float(amount.second), unit)]
    if amount.second is not None:
        return [Said((float(amount.first), float(amount.second)), unit)]
    return [Said(_signed(text, amount), unit)]


def _whole_phrase(doc: Any, end: int) -> str:
    """The unit of "one of": the phrase after it without its small words ("old ballpark america"), as CQE writes it."""
    of = next(t for t in doc if t.idx >= end)
    head = next((t for t in of.children if t.dep_ == "pobj"), None)
    if head is None:
        return ""
    kept = []
    for token in doc[of.i + 1 : head.right_edge.i + 1]:
        if (
            token.is_punct
            or (token.tag_ in ("WDT", "WP", "IN") and token.lower_ == "that")
            or (token.i > head.i and token.pos_ in ("VERB", "AUX", "PRON"))
        ):
            break
        if not token.is_stop and not token.like_num:
            kept.append(token.lemma_.lower())
    return " ".join(kept)


def _signed(text: str, amount: Amount) -> float:
    head = text[: amount.number_start]
    below = re.search(r"(?:^|[\s(])[-−]$|(?<!plus or )\bminus[\s-]$", head) is not None
    return -float(amount.first) if below else float(amount.first)


def scores(found: list[list[Said]], gold: list[list[Said]]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F of value, and of value with unit, by CQE's own matching."""
    right = {"value": 0, "value+unit": 0}
    for mine, theirs in zip(found, gold, strict=True):
        left = sorted(mine, key=lambda s: s.unit)
        allowed = len(theirs)
        for wanted in sorted(theirs, key=lambda s: s.unit):
            for candidate in left:
                if not same(wanted.value, candidate.value):
                    continue
                if allowed > 0:
                    right["value"] += 1
                    allowed -= 1
                if candidate.unit == wanted.unit:
                    right["value+unit"] += 1
                    left.remove(candidate)
                    break
    n_found, n_gold = sum(map(len, found)), sum(map(len, gold))
    return {name: _prf(n, n_found, n_gold) for name, n in right.items()}


def same(left: Value, right: Value) -> bool:
    """Equal numbers, or equal ends of ranges."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return all(isclose(a, b, rel_tol=1e-5, abs_tol=1e-8) for a, b in zip(left, right, strict=True))
    if isinstance(left, tuple) or isinstance(right, tuple):
        return False
    return isclose(left, right, rel_tol=1e-5, abs_tol=1e-8)


def _prf(right: int, found: int, gold: int) -> tuple[float, float, float]:
    p, r = right / max(found, 1), right / max(gold, 1)
    return p, r, 2 * p * r / (p + r) if p + r > 0 else 0.0
