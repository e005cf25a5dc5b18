"""An invented world of holders, types and kinds, and sources that speak of it: true, but for what is planted."""

from __future__ import annotations

import random
from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly, assemble
from reclaim.model.anchor import Anchor
from reclaim.model.record import Record, RecordKind
from reclaim.model.source import source_id

KINDS = ("delivered", "on_hand", "usable", "destroyed", "captured", "seized", "found", "recovered")
QUALIFIERS = ("exact", "exact", "about", "at_least", "up_to", "more_than")


@dataclass(frozen=True, slots=True)
class World:
    """A case with what is true in it: `truth` by (scope, holder, type, kind), `planted` the pairs that conflict."""

    assembly: Assembly
    truth: dict[tuple[str, str, str, str], int]
    planted: frozenset[frozenset[str]]


def world(figures: int, *, scopes: int, seed: int, conflicts: int = 10) -> World:
    """A case of so many figures spread over so many scopes; one scope makes one piece of them all."""
    draw = random.Random(seed)
    wide = max(2, round((figures / scopes / 8) ** 0.5))
    holders = {"whole": "", **{f"part{n}": "whole" for n in range(wide)}}
    types = {"arms": "", **{f"family{n}": "arms" for n in range(max(1, wide // 4))}}
    types |= {f"model{n}": f"family{n % max(1, wide // 4)}" for n in range(wide)}
    truth = {(f"scope {s}", *key): n for s in range(scopes) for key, n in _truth(holders, types, draw).items()}
    rows = _rows(sorted(truth), truth, figures - 2 * conflicts, draw)
    planted = set()
    for n, key in enumerate(draw.sample(sorted(k for k in truth if truth[k] > 10), conflicts)):
        pair = [_row(f"C{n}{side}", key, number, "exact") for side, number in (
            ("a", truth[key] + 1 + n), ("b", max(0, truth[key] - 1 - n)))]
        rows += pair
        planted.add(frozenset(f"stock#{row['id']}" for row in pair))
    return World(_case(rows, holders, types), truth, frozenset(planted))


def _truth(holders: dict[str, str], types: dict[str, str], draw: random.Random) -> dict[tuple[str, str, str], int]:
    """Counts of models with parts, summed up the two trees, with something over that nobody lists by part."""
    found: dict[tuple[str, str, str], int] = {}
    for holder in sorted(holders, reverse=True):
        for type_ in [t for t in types if t.startswith("model")]:
            stock, lost, taken = draw.randint(0, 900), draw.randint(0, 80), draw.randint(0, 80)
            seized, given = draw.randint(0, 40), draw.randint(0, 40)
            counts = (stock + lost + taken + seized + given + draw.randint(0, 50), stock, stock // 2, lost, taken,
                      seized, given, seized + given)
            found |= {(holder, type_, kind): n for kind, n in zip(KINDS, counts, strict=True)}
    for kind in KINDS:
        for type_ in [t for t in types if t.startswith("model")]:
            found["whole", type_, kind] += sum(found[h, type_, kind] for h in holders if h != "whole")
        for holder in holders:
            for family in [t for t in types if t.startswith("family")]:
                found[holder, family, kind] = sum(found[holder, t, kind] for t in types if types[t] == family)
            found[holder, "arms", kind] = sum(found[holder, t, kind] for t in types if types[t] == "arms")
    return found


def _rows(keys: list[tuple[str, str, str, str]], truth: dict[tuple[str, str, str, str], int], count: int,
          draw: random.Random) -> list[dict[str, str]]:
    rows = []
    for n in range(count):
        key = draw.choice(keys)
        qualifier, number = draw.choice(QUALIFIERS), truth[key]
        said = {"exact": number, "about": number, "at_least": int(number * draw.uniform(0.5, 1)),
                "up_to": int(number * draw.uniform(1, 1.6)) + 1, "more_than": max(0, number - draw.randint(1, 90))}
        if qualifier == "more_than" and number == 0:
            qualifier = "exact"
        rows.append(_row(f"H{n}", key, said[qualifier], qualifier))
    return rows


def _row(ident: str, key: tuple[str, str, str, str], number: int, qualifier: str) -> dict[str, str]:
    scope, holder, type_, kind = key
    return {"id": ident, "source": f"S{hash_of(ident) % 400}", "as_of": "2020-06-01", "holder": holder, "type": type_,
            "quantity": str(number), "qualifier": qualifier, "counts": "items", "kind": kind, "scope_words": scope}


def hash_of(text: str) -> int:
    """A number of a text that is the same in every run."""
    return sum((n + 1) * ord(c) for n, c in enumerate(text))


def _case(rows: list[dict[str, str]], holders: dict[str, str], types: dict[str, str]) -> Assembly:
    keys = sorted({row["source"] for row in rows})
    sources = {k: source_id(k, "", "", "") for k in keys}
    records = [_record(RecordKind.SOURCE, sources[k], {"id": k, "title": k, "rests_on": "self"}) for k in keys]
    records += [_record(RecordKind.PARTY, "", {"id": h, "name": h, "part_of": whole}) for h, whole in holders.items()]
    records += [_record(RecordKind.TYPE, "", {"id": t, "name": t, "parent": p}) for t, p in types.items()]
    records += [_record(RecordKind.STOCK, sources[row["source"]], row) for row in rows]
    return assemble(records)


def _record(kind: RecordKind, source: str, cells: dict[str, str]) -> Record:
    return Record.make(source, Anchor.row(source, str(kind), cells["id"]), kind, cells)
