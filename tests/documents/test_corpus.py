"""The project's own short documents: a regression suite, no claim of quality."""

from __future__ import annotations

import json

from tests.documents.corpus_score import corpus, score

# What the reader reached when the suite was last looked at; a change that falls below is looked into.
FLOORS = {"statements": 0.93, "attitudes": 0.97, "items": 0.97, "events": 0.95}


def test_every_gold_word_stands_in_its_document() -> None:
    for name, row in corpus():
        words = " ".join(row["text"].split())
        told = [g["content"] for g in row["gold"]["statements"]] + [g["written"] for g in row["gold"]["items"]]
        for piece in told:
            assert all(w in words for w in piece.split()), (name, piece)


def test_it_holds_150_documents_of_many_genres() -> None:
    rows = [row for _, row in corpus()]
    assert len(rows) == 150
    assert len({row["genre"] for row in rows}) >= 12


def test_the_reader_keeps_what_it_reached() -> None:
    found = {kind: round(tally.f, 3) for kind, tally in score().items()}
    assert all(found[kind] >= floor for kind, floor in FLOORS.items()), json.dumps(found)
