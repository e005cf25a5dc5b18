"""Notes and sources of a document, from the keys that its words rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reclaim.model.brief import Cited, Note


def notes_of(keys: Iterable[str], known: Mapping[str, Note]) -> tuple[Note, ...]:
    """The notes in the order of their keys; a record that is not there says so."""
    return tuple(known.get(key, Note(key, "this record does not stand in the case any more", "")) for key in keys)


def sources_of(notes: Iterable[Note], known: Mapping[str, Cited]) -> tuple[Cited, ...]:
    """The sources of some notes, and those that they rest on."""
    cited = {n.source for n in notes if n.source in known}
    resting = {name for key in cited for name in known[key].rests_on.removeprefix("rests on ").split(", ")
               if name in known}
    return tuple(known[key] for key in sorted(cited | resting))
