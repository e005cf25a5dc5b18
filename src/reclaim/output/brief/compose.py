"""Findings to a brief: the answer first, then its parts, each figure with the records that it rests on."""

from __future__ import annotations

from reclaim.model.brief import Brief, note_keys
from reclaim.model.findings import Findings
from reclaim.model.handling import Tlp
from reclaim.output.brief.answer import answer
from reclaim.output.brief.bounds import bounds
from reclaim.output.brief.cited import notes_of, sources_of
from reclaim.output.brief.claims import claims
from reclaim.output.brief.sections import limits, method, places, registers, retrieval, stock


def compose(found: Findings, marking: Tlp) -> Brief:
    """The whole brief. Parts that have nothing to say say that in one line."""
    sections = tuple(part for part in (
        retrieval(found), stock(found), places(found), claims(found), registers(found), bounds(found), limits(found),
        method(found)) if part is not None)
    first = answer(found)
    notes = notes_of(note_keys(first, sections), found.notes)
    sources = sources_of(notes, found.sources)
    counts = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in found.counts)
    return Brief(found.title, counts, found.owner, marking, found.date, found.known_by, found.head, found.version,
                 found.synthetic, first, sections, notes, sources)
