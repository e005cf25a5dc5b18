"""What the paths of claims rest on, as values that can be compared with those of another evidence (`recalled`).

Whatever `custody_paths` and `happening` read of a thing has to be named here; a new thing that they read is a new value
in `_ground`, in `_of_types` or in `_frame`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.claims.places import Places
from reclaim.accounting.claims.recalled import Basis, Ground
from reclaim.accounting.things import Sight, Thing
from reclaim.model.record import Record
from reclaim.model.verdict import VerdictTable


def basis(ev: Evidence, places: Places, tables: Mapping[str, VerdictTable]) -> Basis:
    """Everything that the paths over the things of an evidence rest on."""
    by_type = _of_types(ev)
    return Basis(_frame(ev, places, tables), by_type, {i: _ground(ev, thing) for i, thing in ev.things.items()})


def _frame(ev: Evidence, places: Places, tables: Mapping[str, VerdictTable]) -> object:
    """What is the same for all things: the trees of types and parties, which places lie where, which origins a person
    judged, the verdict tables, and which lists are complete."""
    now = ev.now
    return (now.types.types, now.parties.parties, now.parties.joined, places.known, now.origins.judged, dict(tables),
            dict(ev.complete))


def _of_types(ev: Evidence) -> dict[str, object]:
    """By type, the stock lines and the holdings on record, each with the thing that it is of."""
    return {kind: (ev.stock_by_type.get(kind, ()), [(h, ev.home[h.sight.id]) for h in ev.supplied.get(kind, ())])
            for kind in {*ev.stock_by_type, *ev.supplied}}


def _ground(ev: Evidence, thing: Thing) -> Ground:
    """The thing, what links it to others, and those others, one step away: a path goes no further."""
    ends = {end for s in thing.sights for k in ev.near.get(s.id, ()) for end in (k.left, k.right)}
    beside = [ev.things[i] for i in sorted({ev.home[e] for e in ends if e in ev.home} - {thing.id})]
    types = {ev.now.types.resolve(t) for each in (thing, *beside) for t in each.types}
    return Ground((_seen(ev, thing), [_seen(ev, other) for other in beside]), frozenset(types))


def _seen(ev: Evidence, thing: Thing) -> object:
    """A thing with all that is said of it elsewhere: confirmations, and which of its links nobody was sure of."""
    links = (*thing.links, *(k for s in thing.sights for k in ev.near.get(s.id, ())))
    confirmed = [(record, step, _source(ev, record)) for record, step in ev.confirmed.get(thing.id, ())]
    return (thing, [_sight(ev, s) for s in thing.sights], confirmed, thing.id in ev.cloned,
            [(k.left, k.right) in ev.unsure for k in links])


def _sight(ev: Evidence, sight: Sight) -> object:
    """A record of a thing: its source, whether it only repeats another, and the records that it is linked to."""
    opened = ev.opened.get(sight.id, ())
    return (_source(ev, sight.record), ev.echo(sight) is None, ev.near.get(sight.id, ()), opened,
            list(_keys(ev, (end for k in opened for end in (k.left, k.right)))))


def _source(ev: Evidence, record: Record) -> object:
    """Whose word a record is: its origins with the keys of their sources, and who keeps the record."""
    origins = ev.origins(record)
    roots = [(o, source.key if (source := ev.now.origins.get(o.root)) is not None else "") for o in sorted(origins)]
    return roots, ev.keeper(record)


def _keys(ev: Evidence, ids: Iterable[str]) -> Iterable[str]:
    return (ev.now.records[i].key for i in ids if i in ev.now.records)
