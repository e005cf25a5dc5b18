"""One box for the whole case: marks, claims, types, parties, places, sources, words in records and in sources."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.desk.serve import State
from reclaim.desk.sourcewords import words_in_sources

MOST = 40
"""So many are listed of each kind; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its address (an id, a key, a name) and what it is in words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind (items, claims, types, parties, places, sources, records, texts of sources), and how
    many there are."""

    kind: str
    hits: tuple[Hit, ...]
    total: int


def search(state: State, asked: str) -> tuple[Hits, ...]:
    """Whatever holds every word of `asked`, however it is capitalised. Only what may be shown is looked into, but for the
    texts of sources, of which only the words around what was found are shown."""
    words = asked.casefold().split()
    if len(words) == 0:
        return ()
    found = (*(_hits(kind, all_, words) for kind, all_ in hits(state).items()), _texts(state, words))
    return tuple(h for h in found if h.total > 0)


def hits(state: State) -> dict[str, list[tuple[Hit, str]]]:
    """All that can be found but for the texts of sources, by kind, each with its words in small letters; made once for a
    state."""
    made = {"items": _items, "claims": _claims, "types": _types, "parties": _parties, "places": _places,
            "sources": _sources, "records": _records}
    return state.kept("hits", lambda: {kind: [(h, f"{h.id} {h.words}".casefold()) for h in of(state)]
                                       for kind, of in made.items()})


def _hits(kind: str, all_: list[tuple[Hit, str]], words: list[str]) -> Hits:
    found = [h for h, text in all_ if all(w in text for w in words)]
    return Hits(kind, tuple(found[:MOST]), len(found))


def _items(state: State) -> list[Hit]:
    return sorted((Hit(i.id, ", ".join(dict.fromkeys((i.name, *i.serials, *map(state.findings.name, i.types)))))
                   for i in state.assembly.items), key=lambda h: (h.words, h.id))


def _claims(state: State) -> list[Hit]:
    return [Hit(v.claim or v.statement, f"{v.speaker or state.findings.name(v.party)}: {v.said}")
            for v in state.claims.verdicts]


def _types(state: State) -> list[Hit]:
    found = state.assembly.types.types.values()
    return sorted((Hit(t.id, ", ".join((t.name, *t.aliases))) for t in found), key=lambda h: h.id)


def _parties(state: State) -> list[Hit]:
    found = state.assembly.parties.parties.values()
    return sorted((Hit(p.id, ", ".join((p.name, *p.aliases))) for p in found), key=lambda h: h.id)


def _places(state: State) -> list[Hit]:
    """Places of events as the table of events shows them: where things are kept now, no finer than a province."""
    rows = state.table("events").dicts()
    names = {str(cell) for row in rows for column in ("place", "province", "country")
             if (cell := row[column]) not in (None, "")}
    return [Hit(name, name) for name in sorted(names)]


def _sources(state: State) -> list[Hit]:
    return [Hit(key, s.citation) for key, s in sorted(state.findings.sources.items())]


def _records(state: State) -> list[Hit]:
    return [Hit(key, note.words) for key, note in sorted(state.findings.notes.items())]


def _texts(state: State, words: list[str]) -> Hits:
    """Sources whose own text holds the words, by the beginning of the hash, with the words around them."""
    found = words_in_sources(state.case, words)
    return Hits("texts", tuple(Hit(w.sha256[:12], f"{w.name}: {w.around}") for w in found[:MOST]), len(found))
