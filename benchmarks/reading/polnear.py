"""PolNeAR: news articles with attributions in brat standoff, as paragraphs with character spans.

Data: networkdynamics/PolNeAR (`data/{train,dev,test}/{text,attributions}`), named by RECLAIM_READING_DATA/polnear.
Where an article has several annotators the first is taken. Licence not stated: read where it lies, never committed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

Pieces = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One attribution: character pieces of its source, cue and content within the article."""

    source: Pieces
    cue: Pieces
    content: Pieces


@dataclass(slots=True)
class Paragraph:
    """A paragraph of an article and the attributions whose cue (or else content) begins in it."""

    article: str
    start: int
    text: str
    golds: list[Gold] = field(default_factory=list)


def load(root: Path, split: str) -> list[Paragraph]:
    """The paragraphs of a part, in order of articles and of places."""
    found: list[Paragraph] = []
    folder = root / "data" / split
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        paragraphs = [Paragraph(path.stem, m.start(), m[0]) for m in re.finditer(r"[^\n]+", text) if m[0].strip() != ""]
        for gold in annotations(folder / "attributions", path.stem):
            place = (gold.cue or gold.content or gold.source)[0][0]
            home = next((p for p in paragraphs if p.start <= place < p.start + len(p.text)), None)
            if home is not None:
                home.golds.append(gold)
        found += paragraphs
    return found


def annotations(folder: Path, article: str) -> list[Gold]:
    """The attributions of an article by its first annotator."""
    files = sorted(folder.glob(f"{_escaped(article)}_*.ann"))
    return [] if len(files) == 0 else read_standoff(files[0].read_text(encoding="utf-8"))


def read_standoff(text: str) -> list[Gold]:
    """brat standoff: T lines are spans, E lines join a cue, a source and contents."""
    spans: dict[str, Pieces] = {}
    golds: list[Gold] = []
    for line in text.split("\n"):
        if line.startswith("T") and line.count("\t") >= 2:
            ident, span, *_ = line.split("\t")
            _, _, places = span.partition(" ")
            spans[ident] = tuple((int(a), int(b)) for a, b in (p.split() for p in places.split(";")))
    for line in text.split("\n"):
        if line.startswith("E"):
            roles: dict[str, list[tuple[int, int]]] = {"Source": [], "Cue": [], "Content": []}
            for part in line.split("\t")[1].split():
                role, _, ident = part.partition(":")
                name = role.rstrip("0123456789")
                if name in roles:
                    roles[name] += spans.get(ident, ())
            if not any(len(r) > 0 for r in roles.values()):
                continue
            golds.append(Gold(*(tuple(sorted(roles[r])) for r in ("Source", "Cue", "Content"))))
    return golds


def _escaped(name: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", name)
