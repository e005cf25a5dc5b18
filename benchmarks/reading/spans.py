"""PolNeAR's articles and CofeNet's instances as parsed paragraphs with gold, and the reader's frames as theirs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reading.flat import outermost, speaker_tokens
from benchmarks.reading.polnear import Paragraph, Pieces, load
from benchmarks.reading.scores import Scores, Tally, Triple
from reclaim.documents.attribution.frame import Frame
from reclaim.documents.attribution.quotation import quotations
from reclaim.documents.attribution.read import attributions
from reclaim.documents.parse import parse, parser
from reclaim.documents.sequence.model import Example

if TYPE_CHECKING:
    from spacy.tokens import Doc

Reader = Callable[["Doc", str, bool], Sequence[Frame]]
# CoreNLP's spelling of marks, as the parser knows them; and as written, so that their side can be seen.
_PLAIN = {"``": '"', "''": '"', "`": "'", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "--": "—"}
_SIDED = {"``": "“", "''": "”", "`": "‘"}


def shipped(doc: Doc, written: str, headline: bool) -> Sequence[Frame]:
    """The rules as they are shipped."""
    return attributions(doc, written, headline=headline)


def examples(root: Path, split: str, limit: int | None = None) -> Iterator[Example]:
    """Parsed paragraphs with the token positions of gold cues, sources and contents, for training."""
    paragraphs = load(root, split)[:limit]
    for paragraph, doc in zip(paragraphs, parse(p.text for p in paragraphs), strict=True):
        golds = [
            tuple(sorted(_tokens(doc, paragraph.start, p)) for p in (g.cue, g.source, g.content))
            for g in paragraph.golds
        ]
        frames = attributions(doc, paragraph.text, headline=paragraph.start == 0)
        yield Example(doc, frames, quotations(doc, paragraph.text), [g for g in golds if len(g[2]) > 0])  # type: ignore[misc]


def polnear(root: Path, split: str, read: Reader) -> Scores:
    """A reader's scores on a part of PolNeAR, over tokens without edge punctuation."""
    scores = Scores()
    paragraphs = load(root, split)
    for paragraph, doc in zip(paragraphs, parse(p.text for p in paragraphs), strict=True):
        found = [_triple(doc, f) for f in outermost(read(doc, paragraph.text, paragraph.start == 0))]
        scores.add(found, _golds(doc, paragraph))
    return scores


def _golds(doc: Doc, paragraph: Paragraph) -> list[Triple]:
    golds = [
        Triple(*(_bare(doc, _tokens(doc, paragraph.start, p)) for p in (g.source, g.cue, g.content)))
        for g in paragraph.golds
    ]
    return [g for g in golds if len(g.content) > 0]


def _triple(doc: Doc, frame: Frame) -> Triple:
    return Triple(_bare(doc, speaker_tokens(frame)), _bare(doc, frame.cue), _bare(doc, frame.content))


def _tokens(doc: Doc, start: int, pieces: Pieces) -> set[int]:
    return {t.i for a, b in pieces for t in doc if t.idx + start < b and t.idx + start + len(t) > a}


def _bare(doc: Doc, positions: Sequence[int] | set[int]) -> frozenset[int]:
    kept = sorted(positions)
    while len(kept) > 0 and (doc[kept[0]].is_punct or doc[kept[0]].is_space):
        kept.pop(0)
    while len(kept) > 0 and (doc[kept[-1]].is_punct or doc[kept[-1]].is_space):
        kept.pop()
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class Instance:
    """A paragraph of CofeNet's split: its tokens and their flat labels."""

    tokens: list[str]
    labels: list[str]


def instances(root: Path, part: str) -> list[Instance]:
    """The instances of a part (`valid`, `test`)."""
    lines = (root / "res/polnear" / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    return [Instance(row["tokens"], row["labels"]) for row in map(json.loads, lines)]


def cofenet(root: Path, part: str, read: Reader) -> dict[str, Tally]:
    """Exact matches of source, cue and content spans, as CofeNet's own evaluation counts them."""
    from spacy.tokens import Doc as Made

    rows, nlp = instances(root, part), parser()
    tallies = {k: Tally() for k in ("source", "cue", "content")}
    docs = nlp.pipe((Made(nlp.vocab, words=[_PLAIN.get(t, t) for t in r.tokens]) for r in rows), batch_size=64)
    for row, doc in zip(rows, docs, strict=True):
        labels = flattened(len(doc), outermost(read(doc, _written(row.tokens, doc), False)))
        mine, theirs = spans(labels), spans(row.labels)
        for kind, tally in tallies.items():
            tally.right += len(mine[kind] & theirs[kind])
            tally.found += len(mine[kind])
            tally.gold += len(theirs[kind])
    return tallies


def _written(tokens: Sequence[str], doc: Doc) -> str:
    """The text with quotation marks that show their side."""
    characters = list(doc.text)
    for token, placed in zip(tokens, doc, strict=True):
        if token in _SIDED:
            characters[placed.idx] = _SIDED[token]
    return "".join(characters)


def flattened(length: int, frames: Sequence[Frame]) -> list[str]:
    """One label a token: cues first, then sources, then what is left of contents."""
    labels = ["O"] * length
    for kind in ("cue", "source", "content"):
        for frame in frames:
            positions = {"source": speaker_tokens(frame), "cue": frame.cue, "content": frame.content}[kind]
            free = [i for i in sorted(positions) if labels[i] == "O"]
            if kind != "content" and len(free) < len(positions):
                continue
            for i in free:
                labels[i] = ("I-" if i - 1 in free else "B-") + kind
    return labels


def spans(labels: Sequence[str]) -> dict[str, set[tuple[int, int]]]:
    """(first, end) of each run of labels."""
    found: dict[str, set[tuple[int, int]]] = {"source": set(), "cue": set(), "content": set()}
    at = 0
    while at < len(labels):
        if labels[at] == "O":
            at += 1
            continue
        kind, end = labels[at][2:], at + 1
        while end < len(labels) and labels[end] == f"I-{kind}":
            end += 1
        found[kind].add((at, end))
        at = end
    return found
