"""How fast the reader is on text of the field, and how much it proposes from news that is of no arms."""

from __future__ import annotations

import json
import time
from pathlib import Path

from reclaim import documents
from reclaim.documents.parse import parser

CORPUS = Path(__file__).resolve().parents[2] / "tests" / "documents" / "corpus"
TOKENS = 900


def articles(count: int = 104) -> list[tuple[str, bytes]]:
    """Articles of about 900 tokens each, made of the project's own short documents, all of them of arms."""
    texts = [
        row["text"]
        for row in (json.loads(p.read_text(encoding="utf-8")) for p in sorted(CORPUS.glob("*.json")))
        if row["genre"] != "unrelated"
    ]
    made: list[tuple[str, bytes]] = []
    gathered, tokens, at = "", 0, 0
    tokenizer = parser().tokenizer
    while len(made) < count:
        text = texts[at % len(texts)]
        gathered, tokens, at = f"{gathered}{text}\n", tokens + len(tokenizer(text)), at + 1
        if tokens >= TOKENS:
            made.append((f"{len(made)}.txt", gathered.encode()))
            gathered, tokens = "", 0
    return made


def speed() -> tuple[float, float]:
    """Articles a second on one processor (by its own time) and on two (by the clock), when the model is loaded."""
    listed = articles()
    for name, raw in listed[:8]:
        documents.read(raw, name=name)
    start = time.process_time()
    for name, raw in listed[8:40]:
        documents.read(raw, name=name)
    one = 32 / (time.process_time() - start)
    readings = documents.read_many(listed, documents.Catalogue(), documents.Settings(), 2)
    for _ in range(8):  # the first task of each process: when they are back, both are up and at their second
        next(readings)
    begun = time.monotonic()
    rest = sum(1 for _ in readings)
    return one, rest / (time.monotonic() - begun)


def noise(folder: Path) -> tuple[int, int]:
    """Proposals and words over plain-text news files that have nothing to do with arms control."""
    proposals = words = 0
    for path in sorted(folder.glob("*.txt")):
        reading = documents.read(path)
        proposals += len(reading.proposals)
        words += len(reading.text.split())
    return proposals, words
