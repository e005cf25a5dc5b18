"""Recorded events to minimum counts: what their lists add up to at least.

Events of different date or place in one list of one keeper are different and add up; events that may be one, and
events of different sources, count only with their largest until somebody decides that they are different (rules: "sum
of events"). A stock line of the same holder and period is never added to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.holders import Holders
from reclaim.accounting.origins import Origin
from reclaim.model.bounds import Account, Figure, Row
from reclaim.model.decision import Judgement
from reclaim.model.event import Event, EventKind
from reclaim.model.place import Place
from reclaim.model.quantity import CountKind, Qualifier, Quantity
from reclaim.model.record import Record

RECORDED = "recorded events"
TAKEN = "recorded events, from this holder"
DIFFERENT = "events decided different"

# Whose account is lighter after these, when `from` names it.
_TAKEN_FROM = frozenset({EventKind.CAPTURED, EventKind.TRANSFERRED, EventKind.RETURNED, EventKind.FLOWN_ABROAD})
# These are losses of whoever had the thing, named by `from`, else by whoever lost it.
_LOSSES = frozenset({EventKind.LOST, EventKind.STOLEN, EventKind.DESTROYED, EventKind.DISABLED})
_RECOVERIES = frozenset({EventKind.RECOVERED, EventKind.SEIZED, EventKind.FOUND, EventKind.SURRENDERED})
# Beyond this many events that may be one another, the sum is found greedily: still a minimum, perhaps not the largest.
MOST_TANGLED = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """An event with what it says of each type: for each line its type, and how many articles at least.

    `marked` are the items on its list that can be told apart, each with its types; `sides` the accounts that it stands
    on (`sides`), by the holders' ids.
    """

    record: Record
    event: Event
    source: str
    origins: frozenset[Origin]
    sides: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, int], ...]
    marked: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class EventSums:
    """Minimum counts as figures with their rows, and the origins of each figure."""

    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]
    origins: dict[str, frozenset[Origin]]


def listed(assembly: Assembly) -> tuple[Listed, ...]:
    """The case's events, each with its lines, in the order of their records."""
    lines: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for _, line, event in assembly.counts:
        lines[event.id].append((assembly.types.resolve(line.type), int(line.quantity.lower)))
    marked: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for item in assembly.items:
        for entry in item.entries:
            marked[entry.event.id][item.id] = tuple(assembly.types.resolve(t) for t in item.types)
    found = []
    for record, event in assembly.events:
        source = assembly.origins.get(record.source)
        name = source.key if source is not None else event.source
        on = tuple((assembly.parties.resolve(holder), scope) for holder, scope in sides(event))
        found.append(Listed(record, event, name, assembly.origin(record, event.rests_on), on, tuple(lines[event.id]),
                            tuple(types for _, types in sorted(marked[event.id].items()))))
    return tuple(found)


def event_sums(assembly: Assembly, holders: Holders, asked: Iterable[Account] = ()) -> EventSums:
    """Minimum counts for each holder, type and kind that events name, and for those of `asked` that they bear on."""
    events, apart = listed(assembly), Apart(assembly)
    bearing_on = Bearing(events, holders)
    counts: dict[tuple[str, str], int] = {}

    def count(event: Listed, type_: str) -> int:
        # An event bears on the accounts of everybody above its holder: it is counted once for each type.
        key = (event.record.id, type_)
        if key not in counts:
            counts[key] = count_of(event, type_, assembly)
        return counts[key]

    figures, rows, origins = list[Figure](), list[Row](), dict[str, frozenset[Origin]]()
    for account in sorted(_accounts(events) | set(asked), key=lambda a: a.sort_key):
        bearing = [(e, n) for e in bearing_on.events(account) if (n := count(e, account.type)) > 0]
        made = _by_origin(account, bearing, apart)
        together = apart.most(bearing)
        total, best = sum(n for _, n in together), max((int(f.quantity.lower) for f, _ in made), default=0)
        rows += [Row(((account, 1),), f.quantity.lower, None, frozenset({f.id}), "") for f, _ in made]
        if total > best:
            chosen = {e.origins for e, _ in together}
            needs = frozenset(f.id for f, o in made if o in chosen)
            rows.append(Row(((account, 1),), Quantity.exactly(total).lower, None, needs, DIFFERENT))
        figures += [f for f, _ in made]
        origins |= {f.id: o for f, o in made}
    return EventSums(tuple(figures), tuple(rows), origins)


def count_of(listed_event: Listed, type_: str, assembly: Assembly) -> int:
    """How many articles of a type an event's list has at least; items that a counted line may hold are not added."""
    tree = assembly.types
    counted = sum(n for t, n in listed_event.lines if type_ == "" or tree.is_a(t, type_))
    free = [types for types in listed_event.marked
            if type_ == "" or any(tree.is_a(t, type_) for t in types)]
    held = [types for types in free if any(tree.may_be(t, line) for t in types for line, _ in listed_event.lines)]
    return max(counted, len(held)) + len(free) - len(held)


class Bearing:
    """Which events bear on an account, looked up by their kind of count, the side that an account stands on, and who
    stands on it: a case of thousands of events has thousands of accounts, and few of them have to do with each other."""

    def __init__(self, events: Sequence[Listed], holders: Holders) -> None:
        self._events, self._holders = events, holders
        self._places: dict[tuple[CountKind, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, found in enumerate(events):
            kinds = {kind_of(found.event.kind)} | ({CountKind.RECOVERED} if found.event.kind in _RECOVERIES else set())
            for kind in kinds:
                for holder, scope in found.sides:
                    self._places[kind, scope][holder].append(place)

    def events(self, account: Account) -> list[Listed]:
        """Those that bear on an account, in their order: of its kind, by its holder or a part of it; of inventories
        those of its date."""
        if len(account.kinds) != 1:
            return []
        found: set[int] = set()
        for holder, places in self._places.get((account.kinds[0], account.scope), {}).items():
            if holder == account.holder:
                found.update(places)
            elif account.holder in self._holders.above(holder):
                found.update(p for p in places if self._holders.is_part(
                    holder, account.holder, self._events[p].event.date))
        chosen = (self._events[p] for p in sorted(found))
        return [e for e in chosen if e.event.kind is not EventKind.INVENTORIED
                or (account.since, account.until) == (e.event.date.lo, e.event.date.hi)]


class Apart:
    """Which events are different, as far as their lists and the decisions say."""

    def __init__(self, assembly: Assembly) -> None:
        self._judged: dict[frozenset[str], bool] = {}
        names = {name: record.id for record, event in assembly.events for name in (record.id, record.key, event.id)}
        for d in assembly.decisions:
            if d.judgement in (Judgement.SAME, Judgement.DIFFERENT):
                ids = sorted({names[s] for s in d.subjects if s in names})
                for n, a in enumerate(ids):
                    self._judged |= {frozenset((a, b)): d.judgement is Judgement.DIFFERENT for b in ids[n + 1:]}

    def different(self, a: Listed, b: Listed) -> bool:
        """Whether the two add up."""
        judged = self._judged.get(frozenset((a.record.id, b.record.id)))
        if judged is not None:
            return judged
        if a.source != b.source:
            return False
        return not a.event.date.overlaps(b.event.date) or _elsewhere(a.event.place, b.event.place)

    def most(self, events: Sequence[tuple[Listed, int]]) -> list[tuple[Listed, int]]:
        """Events that are all different from each other, with the largest sum (exact for small tangles)."""
        chosen: list[tuple[Listed, int]] = []
        for tangle in self._tangles(events):
            small = len(tangle) <= MOST_TANGLED
            chosen += self._exact(tangle) if small else self._greedy(tangle)
        return sorted(chosen, key=lambda pair: (pair[0].record.key, pair[0].record.id))

    def _tangles(self, events: Sequence[tuple[Listed, int]]) -> list[list[tuple[Listed, int]]]:
        """Groups of events that may be one another, each event connected to some other of its group."""
        rest, groups = list(events), list[list[tuple[Listed, int]]]()
        while len(rest) > 0:
            group, waiting = list[tuple[Listed, int]](), [rest.pop(0)]
            while len(waiting) > 0:
                here = waiting.pop()
                group.append(here)
                near = [e for e in rest if not self.different(here[0], e[0])]
                rest = [e for e in rest if e not in near]
                waiting += near
            groups.append(sorted(group, key=lambda pair: (-pair[1], pair[0].record.key, pair[0].record.id)))
        return groups

    def _greedy(self, tangle: list[tuple[Listed, int]]) -> list[tuple[Listed, int]]:
        chosen: list[tuple[Listed, int]] = []
        for pair in tangle:
            if all(self.different(pair[0], other) for other, _ in chosen):
                chosen.append(pair)
        return chosen

    def _exact(self, tangle: list[tuple[Listed, int]]) -> list[tuple[Listed, int]]:
        if len(tangle) == 0:
            return []
        first, *rest = tangle
        fitting = [pair for pair in rest if self.different(first[0], pair[0])]
        taken = [first, *self._exact(fitting)]
        if len(fitting) == len(rest):
            return taken
        left = self._exact(rest)
        return left if sum(n for _, n in left) > sum(n for _, n in taken) else taken


def _by_origin(account: Account, bearing: list[tuple[Listed, int]], apart: Apart
               ) -> list[tuple[Figure, frozenset[Origin]]]:
    """One figure for each origin: that of its sources whose list adds up to most; the others are its echoes."""
    lists: dict[frozenset[Origin], dict[str, list[tuple[Listed, int]]]] = defaultdict(lambda: defaultdict(list))
    for event, n in bearing:
        lists[event.origins][event.source].append((event, n))
    made = []
    for origins in sorted(lists, key=sorted):
        sums = {source: apart.most(pairs) for source, pairs in sorted(lists[origins].items())}
        best = min(sums, key=lambda s: (-sum(n for _, n in sums[s]), s))
        keys = [e.record.key for e, _ in sums[best]]
        echoes = tuple(e.record.key for s in sums if s != best for e, _ in sums[s])
        total = sum(n for _, n in sums[best])
        quantity = Quantity(Quantity.exactly(total).lower, None, account.counts, Qualifier.AT_LEAST, str(total))
        ident = "|".join((best, *account.sort_key, *keys))
        made.append((Figure(ident, "; ".join(keys), best, account, quantity, best, echoes), origins))
    return made


def _accounts(events: Iterable[Listed]) -> set[Account]:
    """The accounts that events name themselves."""
    found: set[Account] = set()
    for listed_event in events:
        event = listed_event.event
        types = {t for t, _ in listed_event.lines} | {t for types in listed_event.marked for t in types}
        for holder, scope in listed_event.sides:
            for type_ in sorted(types):
                found.add(event_account(holder, type_, kind_of(event.kind), scope, event))
    return found


def event_account(holder: str, type_: str, kind: CountKind, scope: str, event: Event | None = None) -> Account:
    """The account of recorded events of a kind. An inventory is a state at its date, all else is cumulated."""
    at = event.date if event is not None and event.kind is EventKind.INVENTORIED else None
    return Account(holder, type_, (kind,), scope=scope, since=None if at is None else at.lo,
                   until=None if at is None else at.hi, apart=RECORDED)


def kind_of(kind: EventKind) -> CountKind:
    """The kind of count of an event: its own name, but for two."""
    named = {EventKind.INVENTORIED: CountKind.ON_HAND, EventKind.OFFERED: CountKind.OFFERED_FOR_SALE}
    return named[kind] if kind in named else CountKind(kind)


def sides(event: Event) -> list[tuple[str, str]]:
    """The accounts that an event stands on: (holder, scope). A movement stands on both of its sides."""
    if event.kind in _LOSSES:
        return [(event.from_party or event.by, RECORDED)]
    both = [(event.holder, RECORDED)]
    if event.kind in _TAKEN_FROM and event.from_party != "":
        both.append((event.from_party, TAKEN))
    return both


def _elsewhere(a: Place, b: Place) -> bool:
    """Whether two places, as far as they are stated, are different ones."""
    return any(x != "" and y != "" and x.casefold() != y.casefold()
               for x, y in ((a.written, b.written), (a.province, b.province), (a.country, b.country)))
