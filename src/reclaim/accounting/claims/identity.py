"""Identity: is the article that was found the one on the stock record? Graded on the joint between the two."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.joining import CLONED
from reclaim.accounting.things import Sight, Thing
from reclaim.model.event import Basis
from reclaim.model.link import Link, LinkBasis
from reclaim.model.record import Record
from reclaim.model.step import Step
from reclaim.model.verdict import Slot, SlotTable, VerdictTable

# From here on an undecided link counts as probable (rules: "identity grades").
PROBABLE = 0.9


def joint(ev: Evidence, table: VerdictTable, thing: Thing, find: Sight, stock: Sequence[Sight]) -> tuple[Slot, Slot]:
    """The slot `identity` of a path from `find` to the records of the stock, over the links of `thing`.

    Two slots: for a find of one origin, and for one of two or more. A number known only from the report of the find
    gives identity no more than that report (rules: "legs"), so the first may be the lower.
    """
    pairs = [_one(ev, table["identity"], thing, find, s) for s in stock]
    return min((p[0] for p in pairs), key=_lowest), min((p[1] for p in pairs), key=_lowest)


def alike(slot: Slot) -> tuple[Slot, Slot]:
    """One slot for both cases."""
    return slot, slot


def _lowest(slot: Slot) -> tuple[int, str]:
    return slot.grade or 0, slot.word


def merged(ev: Evidence, thing: Thing, link: Link) -> Thing:
    """Two things as one, over a link that nobody decided: for one path only."""
    other = next((ev.things[ev.home[end]] for end in (link.left, link.right)
                  if end in ev.home and ev.home[end] != thing.id), None)
    if other is None:
        return thing
    return Thing(thing.id, thing.name, thing.sights + other.sights, (*thing.links, *other.links, link))


def _one(ev: Evidence, table: SlotTable, thing: Thing, find: Sight, stock: Sight) -> tuple[Slot, Slot]:
    if find.id == stock.id:
        return alike(table.slot("same_record"))
    words = {link: _word(ev, table, thing, find, stock, link) for link in thing.links}
    path = _widest(thing.links, {k: table.grade(w) or 0 for k, w in words.items()}, find.id, stock.id)
    if len(path) == 0:
        return alike(table.slot("type_only"))
    weakest = min(path, key=lambda k: (table.grade(words[k]) or 0, k.left, k.right))
    word = words[weakest]
    keys = f"{find.key} and {stock.key}: {weakest.why}" if weakest.why != "" else f"{find.key} and {stock.key}"
    probability = "not computed" if weakest.probability is None else f"{weakest.probability:.3f}"
    slot = table.slot(word, joint=keys, probability=probability)
    if word == "decided_same" and _one_report(ev, find, stock):
        return table.slot("decided_in_report", joint=keys, probability=probability), slot
    return alike(slot)


def _word(ev: Evidence, table: SlotTable, thing: Thing, find: Sight, stock: Sight, link: Link) -> str:
    if link.basis is LinkBasis.DECIDED:
        return "decided_same"
    if link.why == CLONED or thing.id in ev.cloned:
        return "clone_open"
    if (link.left, link.right) in ev.unsure:
        return "unsure"
    if link.basis is LinkBasis.EXACT:
        confirmed = _confirmed(ev, thing, find, stock)
        if confirmed != "":
            return confirmed
    if link.probability is not None and link.probability >= PROBABLE:
        return "probable"
    if link.basis is LinkBasis.NAMED:
        return "named"
    if link.basis is LinkBasis.EXACT and find.event.basis is Basis.SERIAL_CHECKED:
        return "checked"
    return "exact_undecided" if link.probability is None else "doubtful"


def _confirmed(ev: Evidence, thing: Thing, find: Sight, stock: Sight) -> str:
    """Whether a keeper of records of the stock confirmed the thing, and whether we know it from elsewhere."""
    event, best = stock.event, ""
    keepers = {p for p in (ev.keeper(stock.record), *(ev.party(n) for n in (
        event.by, event.from_party, event.to_party, stock.line.origin))) if p != ""}
    for record, step in ev.confirmed.get(thing.id, ()):
        if ev.is_either(ev.party(step.by), keepers, step.date):
            best = "confirmed" if _known_apart(ev, thing, record, step) else best or "confirmed_in_report"
    return best


def _known_apart(ev: Evidence, thing: Thing, record: Record, step: Step) -> bool:
    """Whether we know of the confirmation from who made it, or from somebody who reports none of the finds."""
    keeper = (ev.party(step.by),)
    if ev.own_record(record, keeper, step.date):
        return True
    finds = [s for s in thing.sights if not ev.own_record(s.record, keeper, s.event.date)]
    return all(ev.now.origins.independent(ev.origins(record), ev.origins(s.record)) for s in finds)


def _one_report(ev: Evidence, find: Sight, stock: Sight) -> bool:
    return not ev.origins(find.record).isdisjoint(ev.origins(stock.record))


def _widest(links: Sequence[Link], grades: Mapping[Link, int], start: str, goal: str) -> list[Link]:
    """The links of a path whose lowest grade is as high as can be, and among these a shortest."""
    for least in sorted(set(grades.values()), reverse=True):
        around: dict[str, list[Link]] = {}
        for link in links:
            if grades[link] >= least:
                around.setdefault(link.left, []).append(link)
                around.setdefault(link.right, []).append(link)
        came: dict[str, Link] = {}
        waiting = deque([start])
        while len(waiting) > 0 and goal not in came:
            here = waiting.popleft()
            for link in around.get(here, ()):
                there = link.right if link.left == here else link.left
                if there not in came and there != start:
                    came[there] = link
                    waiting.append(there)
        if goal in came:
            return _back(came, start, goal)
    return []


def _back(came: Mapping[str, Link], start: str, goal: str) -> list[Link]:
    path: list[Link] = []
    here = goal
    while here != start:
        link = came[here]
        path.append(link)
        here = link.right if link.left == here else link.left
    return path
