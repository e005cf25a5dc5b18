"""Scores the reader on the project's own short documents. A regression suite: its figures are no claim of quality."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reclaim import documents
from reclaim.model.proposal import EventFields, Proposal, StatementFields

CORPUS = Path(__file__).parent / "corpus"
Row = dict[str, Any]


@dataclass
class Tally:
    """Right, proposed and wanted, with the misses in words."""

    right: int = 0
    found: int = 0
    gold: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def f(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold > 0 else 1.0


def corpus() -> Iterator[tuple[str, Row]]:
    for path in sorted(CORPUS.glob("*.json")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))


def score(names: list[str] | None = None) -> dict[str, Tally]:
    tallies = {k: Tally() for k in ("statements", "attitudes", "items", "events")}
    for name, row in corpus():
        if names is not None and name not in names:
            continue
        reading = documents.read(row["text"].encode(), name=name)
        gold = row["gold"]
        _statements(
            name, [p for p in reading.proposals if isinstance(p.fields, StatementFields)], gold["statements"], tallies
        )
        _items(name, reading.proposals, gold["items"], tallies["items"])
        _events(
            name, [p for p in reading.proposals if isinstance(p.fields, EventFields)], gold["events"], tallies["events"]
        )
    return tallies


def _statements(name: str, found: list[Proposal], gold: list[Row], tallies: dict[str, Tally]) -> None:
    tally, attitude = tallies["statements"], tallies["attitudes"]
    tally.found += len(found)
    tally.gold += len(gold)
    left = list(found)
    for wanted in gold:
        hit = next((p for p in left if _same_statement(p, wanted)), None)
        if hit is None:
            tally.misses.append(f"{name}: MISS {wanted['speaker']} | {wanted['content']}")
            continue
        left.remove(hit)
        tally.right += 1
        plain = hit.plain()
        attitude.found += 1
        attitude.gold += 1
        if (plain["modality"], plain["polarity"]) == (wanted["modality"], wanted["polarity"]):
            attitude.right += 1
        else:
            attitude.misses.append(f"{name}: {plain['modality']} {plain['polarity']} for {wanted}")
    tally.misses += [f"{name}: SPURIOUS {p.plain()['speaker']} | {p.plain()['content']} ({p.rule})" for p in left]


def _same_statement(proposal: Proposal, wanted: Row) -> bool:
    plain = proposal.plain()
    who = {_plain(str(plain["speaker"])), _plain(str(plain["speaker_words"]))}
    a, b = set(_plain(str(plain["content"])).split()), set(_plain(wanted["content"]).split())
    return _plain(wanted["speaker"]) in who and len(a & b) >= 0.8 * len(a | b)


def _items(name: str, proposals: tuple[Proposal, ...], gold: list[Row], tally: Tally) -> None:
    found = sorted({m for p in proposals for m in p.items}, key=lambda m: m.span)
    tally.found += len(found)
    tally.gold += len(gold)
    left = list(gold)
    for mention in found:
        lower = "" if mention.quantity is None or mention.quantity.vacuous else str(mention.quantity.lower)
        upper = "" if mention.quantity is None or mention.quantity.upper is None else str(mention.quantity.upper)
        hit = {"written": mention.span.quoted, "lower": lower, "upper": upper}
        if hit in left:
            left.remove(hit)
            tally.right += 1
        else:
            tally.misses.append(f"{name}: SPURIOUS {hit}")
    tally.misses += [f"{name}: MISS {g}" for g in left]


def _events(name: str, found: list[Proposal], gold: list[Row], tally: Tally) -> None:
    tally.found += len(found)
    tally.gold += len(gold)
    left = list(gold)
    for proposal in found:
        hit = next((g for g in left if _same_event(proposal, g)), None)
        if hit is None:
            plain = proposal.plain()
            told = {k: plain[k] for k in ("event", "by", "place", "modality", "polarity")}
            tally.misses.append(f"{name}: SPURIOUS {told} {[m.span.quoted for m in proposal.items]}")
        else:
            left.remove(hit)
            tally.right += 1
    tally.misses += [f"{name}: MISS {g}" for g in left]


def _same_event(proposal: Proposal, gold: Row) -> bool:
    plain = proposal.plain()
    by = proposal.fields.by if isinstance(proposal.fields, EventFields) else None
    doer = "" if by is None else by.span.quoted
    items = [m.span.quoted for m in proposal.items]
    same = plain["event"] == gold["event"] and items == gold["items"] and _plain(doer) == _plain(gold["by"])
    place = gold["place"] in str(plain["place"])
    return same and place and (plain["modality"], plain["polarity"]) == (gold["modality"], gold["polarity"])


def _plain(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())


if __name__ == "__main__":
    import sys

    for kind, tally in score(sys.argv[1:] or None).items():
        print(f"{kind}: {tally.right} right, {tally.found} found, {tally.gold} wanted, F {tally.f:.3f}")
        for line in tally.misses:
            print("   ", line)
