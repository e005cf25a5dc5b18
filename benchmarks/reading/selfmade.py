"""Would a sequence model trained on what may be shipped, our own short documents, beat the rules? Measured, a fifth at a time.

Each fifth of the 150 documents is read by a model trained on the other four; rules and model are scored on the same gold
statements (source words overlap, content Jaccard at least 0.8 over tokens).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.reading.pace import CORPUS
from benchmarks.reading.scores import Tally
from reclaim.documents.attribution.frame import Frame
from reclaim.documents.attribution.quotation import quotations
from reclaim.documents.attribution.read import attributions
from reclaim.documents.parse import parse
from reclaim.documents.sequence.model import Example, SequenceModel, train

if TYPE_CHECKING:
    from spacy.tokens import Doc

FOLDS = 5
Gold = tuple[list[int], list[int], list[int]]


def measured(threshold: float = 0.5) -> dict[str, Tally]:
    """Tallies of the rules, of the model, and of both together (a model's frame only where no rule has one)."""
    documents = [_examples(json.loads(p.read_text(encoding="utf-8"))) for p in sorted(CORPUS.glob("*.json"))]
    tallies = {name: Tally() for name in ("rules", "model", "both")}
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            files = Path(folder) / f"{fold}.cues", Path(folder) / f"{fold}.roles"
            train((e for k, d in enumerate(documents) if k % FOLDS != fold for e in d), *files, rounds=60)
            model = SequenceModel(*files, threshold)
            for example in (e for k, d in enumerate(documents) if k % FOLDS == fold for e in d):
                _score(example, model, tallies)
    return tallies


def _score(example: Example, model: SequenceModel, tallies: dict[str, Tally]) -> None:
    rules = [f for f in example.frames if len(f.content) > 1]
    found = model.attributions(example.doc, example.frames, example.quotes)
    anchors = {f.anchor for f in rules}
    for name, frames in (
        ("rules", rules),
        ("model", found),
        ("both", [*rules, *(f for f in found if f.anchor not in anchors)]),
    ):
        tally = tallies[name]
        tally.right += _right(frames, example.golds)
        tally.found += len(frames)
        tally.gold += len(example.golds)


def _right(frames: Sequence[Frame], golds: Sequence[Any]) -> int:
    left, right = list(golds), 0
    for frame in frames:
        hit = next((g for g in left if _same(frame, g)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right


def _same(frame: Frame, gold: Gold) -> bool:
    _, source, content = gold
    a, b = set(frame.content), set(content)
    return len(a & b) >= 0.8 * len(a | b) and (len(source) == 0 or len(set(source) & set(frame.source)) > 0)


def _examples(row: dict[str, Any]) -> list[Example]:
    """The paragraphs of one document, each with the gold statements whose content stands in it."""
    paragraphs = [p for p in re.split(r"\n\s*\n", row["text"]) if p.strip() != ""]
    made = []
    for words, doc in zip(paragraphs, parse(paragraphs), strict=True):
        frames = attributions(doc, words)
        golds = [g for g in (_gold(doc, words, s, frames) for s in row["gold"]["statements"]) if g is not None]
        made.append(Example(doc, frames, quotations(doc, words), golds))
    return made


def _gold(doc: Doc, words: str, statement: dict[str, str], frames: Sequence[Frame]) -> Gold | None:
    content = [i for piece in re.split(r"(?<=”) (?=“)", statement["content"]) for i in _found(doc, words, piece)]
    source = _found(doc, words, statement["speaker"])
    if len(content) == 0:
        return None
    same = [f for f in frames if _same(f, ([], source, content))]
    cue = same[0].cue if len(same) > 0 else [t.i for t in doc if t.pos_ == "VERB" and t.i not in content][:1]
    return list(cue), source, content


def _found(doc: Doc, words: str, piece: str) -> list[int]:
    start = words.find(piece) if piece != "" else -1
    span = None if start < 0 else doc.char_span(start, start + len(piece), alignment_mode="expand")
    return [] if span is None else list(range(span.start, span.end))
