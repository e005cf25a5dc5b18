"""The project's own short documents: a regression suite, no claim of quality."""

from __future__ import annotations

import json

from tests.documents.corpus_score import corpus, score

# What the reader reached when the suite was last looked at; a change that falls below is looked into.
FLOORS = {"statements": 0.93, "attitudes": 0.95, "items": 0.95, "events": 0.92}


def test_every_gold_word_stands_in_its_document() -> None:
    for name, row in corpus():
        words = " ".join(row["text"].split())
        told = [g["content"] for g in row["gold"]["statements"]] + [g["written"] for g in row["gold"]["items"]]
        for piece in told:
            assert all(w in words for w in piece.split()), (name, piece)


def test_the_reader_keeps_what_it_reached() -> None:
    found = {kind: round(tally.f, 3) for kind, tally in score().items()}
    assert all(found[kind] >= floor for kind, floor in FLOORS.items()), json.dumps(found)
