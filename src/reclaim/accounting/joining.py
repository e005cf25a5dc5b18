"""Entries to items: which records are of one article.

Only an exact mark (same canonical mark of one kind and part, make and model compatible, one row in each register) or
a decision chains; a near link stays a pair, else blocks of consecutive serials would melt into one item. A decision
`different` cuts: undecided links give way before decided ones, near before exact; of equal ones all on the path are
held open (rules: "where to cut").
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from reclaim.catalogue.types import TypeTree
from reclaim.model.decision import Decision, Judgement
from reclaim.model.event import EventKind
from reclaim.model.item import Entry, Item
from reclaim.model.link import Link, LinkBasis
from reclaim.model.problem import Problem

Graph = dict[str, dict[str, Link]]

# What one keeper or reporter may truly write of one article more than once.
SEEN_AGAIN = frozenset({EventKind.INVENTORIED, EventKind.SIGHTED, EventKind.USED, EventKind.DISPLAYED,
                        EventKind.OFFERED})
# Why a pair of one mark is not joined by itself.
CLONED = "one mark, but on more than one thing"


def join(entries: Sequence[Entry], decisions: Iterable[Decision], types: TypeTree, near: Iterable[Link] = (),
         *, chain_exact: bool = True, address: dict[str, str] | None = None) -> tuple[tuple[Item, ...], list[Problem]]:
    """Items, ordered by id, and what was met on the way.

    `address` maps other names of a record (its key, a row's address) to its id; `chain_exact` False asks a person
    even for exact marks (`exact = "ask"` in case.toml), which then stay pairs.
    """
    problems: list[Problem] = []
    judged = list(_pairs(decisions, address or {}))
    searched = {(k.left, k.right): k for k in sorted(near, key=lambda k: (k.left, k.right, k.probability or 0.0))}
    exact = [_weighed(k, searched) for k in _exact(entries, types, problems)]
    cloned = [k for k in exact if k.why == CLONED]
    exact = [k for k in exact if k.why != CLONED]
    sure = exact if chain_exact else []
    links = [*sure, *_named(entries), *(link for link, j in judged if j is Judgement.SAME)]
    apart = [(link.left, link.right) for link, j in judged if j is Judgement.DIFFERENT]
    unsure = {(link.left, link.right) for link, j in judged if j is Judgement.UNSURE}
    graph = _graph(entries, [k for k in links if (k.left, k.right) not in unsure or k.basis is LinkBasis.DECIDED])
    opened = _cut(graph, apart, problems)
    undecided = exact if not chain_exact else [k for k in exact if (k.left, k.right) in unsure]
    pairs = {(k.left, k.right): k for k in (*searched.values(), *cloned, *undecided)}
    judged_apart = set(apart)
    open_pairs = [k for pair, k in sorted(pairs.items()) if pair not in judged_apart]
    return tuple(_items(entries, graph, opened, open_pairs)), problems


def compatible(a: Entry, b: Entry, types: TypeTree) -> bool:
    """Whether make, model and type of two entries can be of one weapon; what is not stated contradicts nothing."""
    makes = {x.line.make.casefold() for x in (a, b) if x.line.make != ""}
    models = {x.line.model.casefold() for x in (a, b) if x.line.model != ""}
    typed = a.line.type == "" or b.line.type == "" or types.may_be(a.line.type, b.line.type)
    return len(makes) < 2 and len(models) < 2 and typed


def _exact(entries: Sequence[Entry], types: TypeTree, problems: list[Problem]) -> list[Link]:
    groups: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.canonical != "":
            groups[entry.marked].append(entry)
    links: list[Link] = []
    for marked in sorted(groups):
        links += _exact_of_mark(sorted(groups[marked], key=lambda e: e.id), types, problems)
    return links


def _weighed(link: Link, searched: dict[tuple[str, str], Link]) -> Link:
    """The link with the probability that a search of registers computed for the same pair."""
    found = searched.get((link.left, link.right))
    if found is None or found.probability is None:
        return link
    return replace(found, basis=LinkBasis.EXACT, why=link.why)


def _exact_of_mark(group: list[Entry], types: TypeTree, problems: list[Problem]) -> list[Link]:
    """Links among entries of one mark; where a list has it twice, or make, model or type disagree, it is open which
    thing is meant, and they stay pairs."""
    rows: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in group:
        rows[_list(entry)].append(entry)
    single = [e for e in group if len(rows[_list(e)]) == 1]
    double = [r for r in rows.values() if len(r) > 1]
    for twice in double:
        keys = ", ".join(sorted(e.record.key for e in twice))
        problems.append(Problem(twice[0].record.key, "mark_twice", f"one list has this mark more than once: {keys}",
                                "decide which are the same"))
    if not all(compatible(a, b, types) for a, b in combinations(single, 2)):
        keys = ", ".join(sorted(e.record.key for e in single))
        problems.append(Problem(single[0].record.key, "mark_disagrees",
                                f"one mark, but make, model or type disagree: {keys}", "decide which are the same"))
        return [_link(a.id, b.id, LinkBasis.EXACT, CLONED) for a, b in combinations(group, 2)
                if _list(a) != _list(b)]
    open_ = [_link(a.id, b.id, LinkBasis.EXACT, CLONED) for a in single for twice in double for b in twice]
    return open_ + [_link(a.id, b.id, LinkBasis.EXACT, "the same mark") for a, b in combinations(single, 2)]


def _list(entry: Entry) -> tuple[str, ...]:
    """The list on which an entry stands: of one source and kind; what can be seen again is listed anew at each date."""
    event = entry.event
    dated = str(event.date) if event.kind in SEEN_AGAIN else ""
    return (entry.record.source, event.kind, dated)


def _named(entries: Sequence[Entry]) -> list[Link]:
    """Entries that the transcriber gave one name are one article, by his word."""
    named: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if entry.line.item != "":
            named[entry.line.item].append(entry.id)
    return [_link(a, b, LinkBasis.NAMED, f"both are named {name} in the case's files")
            for name, ids in sorted(named.items()) for a, b in combinations(sorted(set(ids)), 2)]


def _pairs(decisions: Iterable[Decision], address: dict[str, str]) -> Iterable[tuple[Link, Judgement]]:
    """The pairs of records that each decision judges; a later decision on a pair replaces the earlier."""
    judged: dict[tuple[str, str], tuple[Link, Judgement]] = {}
    for d in decisions:
        if d.judgement in (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE):
            ids = [address.get(s, s) for s in d.subjects]
            for a, b in combinations(sorted(set(ids)), 2):
                judged[(a, b)] = (_link(a, b, LinkBasis.DECIDED, f"{d.author}, {d.made}: {d.reason}"), d.judgement)
    return judged.values()


def _link(a: str, b: str, basis: LinkBasis, why: str) -> Link:
    return Link(min(a, b), max(a, b), basis, why=why)


def _graph(entries: Sequence[Entry], links: Iterable[Link]) -> Graph:
    graph: Graph = {e.id: {} for e in entries}
    strength = [LinkBasis.NEAR, LinkBasis.EXACT, LinkBasis.NAMED, LinkBasis.DECIDED]
    for link in sorted(links, key=lambda k: strength.index(k.basis)):
        if link.left in graph and link.right in graph:
            graph[link.left][link.right] = graph[link.right][link.left] = link
    return graph


def _cut(graph: Graph, apart: list[tuple[str, str]], problems: list[Problem]) -> list[Link]:
    """Hold open what joins two records that a person called different, weakest first, all equals on the path."""
    opened: list[Link] = []
    for left, right in sorted(apart):
        while path := _path(graph, left, right):
            decided = all(link.basis is LinkBasis.DECIDED for link in path)
            giving = path if decided else [link for link in path if link.basis is not LinkBasis.DECIDED]
            if decided:
                problems.append(Problem(left, "decisions_disagree",
                                        f"decided different from {right}, but decisions join them by "
                                        f"{', '.join(link.right for link in path)}", "undo one of the decisions"))
            for link in giving:
                del graph[link.left][link.right], graph[link.right][link.left]
                opened.append(link)
    return opened


def _path(graph: Graph, start: str, goal: str) -> list[Link]:
    """The links of a shortest path, empty if there is none."""
    if start not in graph or goal not in graph:
        return []
    came: dict[str, str] = {start: start}
    waiting = deque([start])
    while len(waiting) > 0 and goal not in came:
        here = waiting.popleft()
        for there in sorted(graph[here]):
            if there not in came:
                came[there] = here
                waiting.append(there)
    path: list[Link] = []
    while goal in came and goal != start:
        path.append(graph[came[goal]][goal])
        goal = came[goal]
    return path


def _items(entries: Sequence[Entry], graph: Graph, opened: list[Link], pairs: list[Link]) -> Iterable[Item]:
    by_id, seen = {e.id: e for e in entries}, set[str]()
    for start in sorted(graph):
        if start in seen:
            continue
        members, waiting = {start}, [start]
        while len(waiting) > 0:
            for there in graph[waiting.pop()]:
                if there not in members:
                    members.add(there)
                    waiting.append(there)
        seen |= members
        inside = sorted({link for m in members for link in graph[m].values()})
        yield Item(start, tuple(by_id[m] for m in sorted(members)), tuple(inside), _touching(opened, members),
                   _touching(pairs, members))


def _touching(links: Iterable[Link], members: set[str]) -> tuple[Link, ...]:
    return tuple(sorted(k for k in links if k.left in members or k.right in members))
