"""Training and use of the sequence model (linear-chain CRFs of python-crfsuite)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reclaim.documents.attribution.frame import Frame
from reclaim.documents.attribution.quotation import Quotation, is_speech
from reclaim.documents.sequence.features import anchor_of, cue_features, role_features
from reclaim.documents.sequence.settle import settled

if TYPE_CHECKING:
    from spacy.tokens import Doc


UNATTRIBUTED = 0.5
"""The probability that stands at speech of which the paragraph does not say whose it is."""


@dataclass(frozen=True, slots=True)
class Example:
    """A parsed paragraph with its attributions: for each the token positions of cue, source and content."""

    doc: Doc
    frames: Sequence[Frame]
    quotes: Sequence[Quotation]
    golds: Sequence[tuple[Sequence[int], Sequence[int], Sequence[int]]]


def train(examples: Iterable[Example], cue_file: Path, role_file: Path, rounds: int = 80) -> None:
    """Train both models and write them to the two files."""
    import pycrfsuite

    cue_trainer, role_trainer = (pycrfsuite.Trainer(algorithm="lbfgs", verbose=False) for _ in range(2))
    for example in examples:
        if len(example.doc) == 0:
            continue
        cue_trainer.append(
            pycrfsuite.ItemSequence(cue_features(example.doc, example.frames, example.quotes)), _cue_labels(example)
        )
        for cue, source, content in example.golds:
            if len(cue) == 0:
                continue
            others = [c for c, _, _ in example.golds if c is not cue]
            first, rows = role_features(example.doc, cue, example.frames, example.quotes, others)
            role_trainer.append(pycrfsuite.ItemSequence(rows), _role_labels(first, len(rows), source, content))
    for trainer, file, c1, c2 in ((cue_trainer, cue_file, 0.05, 2.5), (role_trainer, role_file, 0.05, 2.5)):
        trainer.set_params(
            {"c1": c1, "c2": c2, "max_iterations": rounds, "feature.minfreq": 2, "feature.possible_transitions": True}
        )
        trainer.train(str(file))


def _cue_labels(example: Example) -> list[str]:
    labels = ["O"] * len(example.doc)
    for cue, _, _ in sorted(example.golds, key=lambda g: -len(g[0])):
        for place, i in enumerate(sorted(cue)):
            labels[i] = "B" if place == 0 or i - 1 not in cue else "I"
    return labels


def _role_labels(first: int, length: int, source: Sequence[int], content: Sequence[int]) -> list[str]:
    labels = ["O"] * length
    for name, positions in (("S", set(source)), ("X", set(content))):
        for i in sorted(positions):
            if first <= i < first + length:
                labels[i - first] = ("I" if i - 1 in positions else "B") + name
    return labels


def _unattributed(doc: Doc, frames: Sequence[Frame], quotes: Sequence[Quotation]) -> list[Frame]:
    """Speech in quotation marks that no frame of this paragraph takes up: somebody said it, who is left open."""
    taken = {i for f in frames for i in (*f.content, *f.cue) if not any(q.holds(f.anchor) for q in quotes)}
    return [Frame(q.first, [], [], list(range(q.first, q.last + 1)), "quotation", None, [], UNATTRIBUTED)
            for q in quotes if is_speech(doc, q) and not any(i in taken for i in range(q.first, q.last + 1))]


class SequenceModel:
    """Reads a paragraph's attributions with the two trained models."""

    def __init__(self, cue_file: Path, role_file: Path, threshold: float = 0.4) -> None:
        import pycrfsuite

        self._cues: Any = pycrfsuite.Tagger()
        self._cues.open(str(cue_file))
        self._roles: Any = pycrfsuite.Tagger()
        self._roles.open(str(role_file))
        self._threshold = threshold

    def attributions(self, doc: Doc, frames: Sequence[Frame], quotes: Sequence[Quotation]) -> list[Frame]:
        """Frames with a probability each: that of the cue times that of the labels of its source and content."""
        import pycrfsuite

        if len(doc) == 0:
            return []
        self._cues.set(pycrfsuite.ItemSequence(cue_features(doc, frames, quotes)))
        cues = self._cue_spans(len(doc))
        found = []
        for cue, probability in cues:
            others = [c for c, _ in cues if c is not cue]
            first, rows = role_features(doc, cue, frames, quotes, others)
            self._roles.set(pycrfsuite.ItemSequence(rows))
            labels = self._roles.tag()
            source = [first + k for k, label in enumerate(labels) if label.endswith("S")]
            content = [first + k for k, label in enumerate(labels) if label.endswith("X")]
            content = settled(doc, content, [*cue, *source], quotes)
            if len(content) > 0:
                found.append(
                    Frame(anchor_of(doc, cue).i, list(cue), source, content, "sequence", None, [], probability)
                )
        return [*found, *_unattributed(doc, found, quotes)]

    def _cue_spans(self, length: int) -> list[tuple[list[int], float]]:
        """Runs that begin a cue with the threshold's probability or more, and go on while likelier in than out."""
        begin = [self._cues.marginal("B", i) for i in range(length)]
        inner = [self._cues.marginal("I", i) for i in range(length)]
        spans: list[tuple[list[int], float]] = []
        i = 0
        while i < length:
            if begin[i] >= self._threshold and begin[i] >= inner[i]:
                run = [i]
                while run[-1] + 1 < length and inner[run[-1] + 1] > max(
                    begin[run[-1] + 1], 1 - inner[run[-1] + 1] - begin[run[-1] + 1]
                ):
                    run.append(run[-1] + 1)
                spans.append((run, begin[i]))
                i = run[-1] + 1
            else:
                i += 1
        return spans
