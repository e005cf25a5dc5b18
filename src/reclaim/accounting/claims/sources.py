"""Basis and independence: how a fact is known, and how many saw it for themselves. An echo is not a second source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.custody.holding import from_register
from reclaim.accounting.origins import Origin
from reclaim.accounting.things import Sight
from reclaim.model.record import Record
from reclaim.model.scope import Standing
from reclaim.model.verdict import Slot, VerdictTable
from reclaim.model.when import When


def basis_slot(ev: Evidence, table: VerdictTable, sight: Sight) -> Slot:
    """The slot `basis` of a record (rules: "register basis")."""
    keeper = ev.keeper(sight.record)
    register = from_register(sight.record) and keeper != "" and sight.canonical != ""
    if register and ev.is_party(keeper, _hands(ev, sight), sight.event.date) is Standing.SHOWN:
        return table["basis"].slot("keeper_register", keeper=ev.now.parties.name(keeper))
    return table["basis"].slot(str(sight.event.basis))


def independence_slot(ev: Evidence, table: VerdictTable, sight: Sight, peers: Sequence[Sight],
                      own: Iterable[str], at: When) -> tuple[Slot, int]:
    """The slot `independence` of the fact that `sight` shows, and how many independent origins it has.

    `peers` are all records of that fact; `own` the party whose own record of it would settle it.
    """
    if len(peers) <= 1 and all(p.id == sight.id for p in peers):
        key = (table.name, sight.id, tuple(own))
        if key not in ev.alone:
            ev.alone[key] = _independence(ev, table, sight, (), own, at)
        return ev.alone[key]
    return _independence(ev, table, sight, peers, own, at)


def _independence(ev: Evidence, table: VerdictTable, sight: Sight, peers: Sequence[Sight],
                  own: Iterable[str], at: When) -> tuple[Slot, int]:
    sets = {ev.origins(s.record) for s in (sight, *peers)}
    count = 1 if len(sets) == 1 else max(1, ev.now.origins.count(sets))
    holder = list(own)
    if any(ev.own_record(s.record, holder, at) for s in (sight, *peers)):
        names = ", ".join(ev.now.parties.name(p) for p in holder)
        return table["independence"].slot("own_record", holder=names), count
    if count >= 2:
        return table["independence"].slot("two_origins", count=count), count
    return one_origin(ev, table, ev.origins(sight.record)), count


def one_origin(ev: Evidence, table: VerdictTable, origins: frozenset[Origin]) -> Slot:
    """The slot of a fact with a single origin, or one that is not known."""
    if len(origins) > 0 and all(o.known for o in origins):
        return table["independence"].slot("one_origin", origins=named(ev, origins))
    return table["independence"].slot("unknown_origin")


def named(ev: Evidence, origins: Iterable[Origin]) -> str:
    """Origins by the keys of their sources."""
    return ", ".join(sorted(_key(ev, o) for o in origins))


def independent_of(ev: Evidence, record: Record, parties: Iterable[str], at: When, statement: Record) -> bool:
    """Whether a record's origin is known, is none of the parties, and is not the report of the statement itself."""
    origins = ev.origins(record)
    if len(origins) == 0 or not all(o.known for o in origins) or ev.own_record(record, parties, at):
        return False
    return origins.isdisjoint(ev.origins(statement))


def _hands(ev: Evidence, sight: Sight) -> tuple[str, ...]:
    event = sight.event
    names = (event.by, event.holder, event.giver)
    return tuple(ev.party(n) for n in names if n != "")


def _key(ev: Evidence, origin: Origin) -> str:
    source = ev.now.origins.get(origin.root)
    return origin.root.removeprefix("missing:") if source is None else source.key
