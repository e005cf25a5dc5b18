"""The brief as plain maps and lists, with numbered notes: what both templates read."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from reclaim.model.brief import Block, Brief, Grid, Listing, Paragraph, Photo, Text


def plain(brief: Brief) -> dict[str, Any]:
    """The whole brief; each note key becomes its number."""
    number = {note.key: place for place, note in enumerate(brief.notes, start=1)}
    return {
        "title": brief.title, "subtitle": brief.subtitle, "owner": brief.owner, "marking": str(brief.marking),
        "date": brief.date, "head": brief.head, "version": brief.version, "synthetic": brief.synthetic,
        "cover": [["on the records held and accepted on", f"{brief.date} by {brief.owner}"],
                  ["known by", brief.known_by or brief.date], ["audit head", brief.head],
                  ["handling", str(brief.marking)], ["made with", f"Reclaim {brief.version}"]],
        "answer": [_text(line, number) for line in brief.answer],
        "sections": [{"title": s.title, "synthetic": s.synthetic, "blocks": [_block(b, number) for b in s.blocks]}
                     for s in brief.sections],
        "notes": [{"number": number[n.key], "key": n.key, "words": n.words, "source": n.source} for n in brief.notes],
        "sources": [{"key": c.key, "citation": c.citation, "address": c.address, "holding": c.holding, "id": c.id,
                     "rests_on": c.rests_on} for c in brief.sources],
    }


def _text(text: Text, number: dict[str, int]) -> list[dict[str, Any]]:
    return [{"text": run.text, "strong": run.strong, "notes": _numbers(run.notes, number)} for run in text]


def _numbers(keys: tuple[str, ...], number: dict[str, int]) -> list[list[int]]:
    """The numbers of keys as runs `[first, last]`: 5, 7, 8, 9 are [5, 5], [7, 9]."""
    runs: list[list[int]] = []
    for place in sorted({number[key] for key in keys if key in number}):
        if len(runs) > 0 and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return runs


def _block(block: Block, number: dict[str, int]) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "small": block.small, "text": _text(block.text, number)}
    if isinstance(block, Listing):
        return {"kind": "listing", "lines": [_text(line, number) for line in block.lines]}
    if isinstance(block, Grid):
        return {"kind": "grid", "columns": list(block.columns), "numbers": sorted(block.numbers),
                "widths": list(block.widths), "caption": block.caption,
                "rows": [[_text(cell, number) for cell in row] for row in block.rows]}
    if isinstance(block, Photo):
        return {"kind": "photo", "jpeg": b64encode(block.jpeg).decode("ascii"), "caption": block.caption, "alt": block.alt}
    return {"kind": "picture", "svg": block.svg, "caption": block.caption, "alt": block.alt,
            "notes": _numbers(block.notes, number), "floats": block.floats}
