"""PolNeAR knows no attribution inside another: of nested frames only the outermost is compared."""

from __future__ import annotations

from collections.abc import Sequence

from reclaim.documents.attribution.frame import Frame


def outermost(frames: Sequence[Frame]) -> list[Frame]:
    """Frames whose cue stands in no other's content; of two that hold each other the longer stays."""
    order = sorted(frames, key=lambda f: (-(f.probability or 0.0), -len(f.content), f.anchor))
    contents = {id(f): set(f.content) for f in order}
    kept: list[Frame] = []
    for frame in sorted(order, key=lambda f: -len(f.content)):
        cue = set(frame.cue) or {frame.anchor}
        inside = any(len(cue & contents[id(k)]) * 2 >= len(cue) for k in kept)
        if not inside:
            kept.append(frame)
    return sorted(kept, key=lambda f: f.anchor)


def speaker_tokens(frame: Frame) -> list[int]:
    """As PolNeAR marks a source: the relative pronoun where there is one, else the phrase."""
    return [frame.pronoun] if frame.pronoun is not None else list(frame.source)
