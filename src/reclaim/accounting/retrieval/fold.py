"""The fold of retrieval: steps to matters, each with its bounds, what stands in the way and what can be done next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.custody.holding import Holding, holdings
from reclaim.accounting.retrieval.counting import Taken, at_least, at_most, still_out
from reclaim.accounting.retrieval.following import CONFIRM, following, in_the_way
from reclaim.accounting.retrieval.order import contradictions
from reclaim.accounting.things import Thing, things
from reclaim.model.event import Basis, EventKind
from reclaim.model.problem import Problem
from reclaim.model.retrieval import STILL_OUT, Matter, NextStep, RetrievalRow
from reclaim.model.step import Step, StepKind

ORDER = {kind: n for n, kind in enumerate(StepKind)}
# Finds after which the finder has the thing in hand.
IN_HAND = frozenset({EventKind.SEIZED, EventKind.FOUND, EventKind.SURRENDERED, EventKind.RECOVERED})


def retrieval(now: Assembly) -> tuple[Matter, ...]:
    """All matters: first scopes and articles that steps name, then articles that turned up and have no step yet."""
    items = {name: t for t in things(now) if not t.counted for name in t.names}
    groups: dict[str, list[Taken]] = defaultdict(list)
    for record, step in now.steps:
        thing = _item(items, step)
        groups[f"item:{thing.id}" if thing is not None else f"scope:{step.target or step.scope}"].append((record, step))
    matters = [_matter(now, steps, _item(items, steps[0][1])) for steps in groups.values()]
    named = {m.item for m in matters}
    matters += [m for t in sorted({t.id: t for t in items.values()}.values(), key=lambda t: (t.name, t.id))
                if t.name not in named and (m := _turned_up(now, t)) is not None]
    return tuple(sorted(matters, key=lambda m: (m.scope == "", m.scope, m.item, m.holder, m.type)))


def _item(items: dict[str, Thing], step: Step) -> Thing | None:
    """The article that a step is about, if it names one."""
    if step.target in items:
        return items[step.target]
    return items.get(step.scope.items[0]) if len(step.scope.items) == 1 else None


def _matter(now: Assembly, steps: list[Taken], thing: Thing | None) -> Matter:
    ordered = sorted(steps, key=lambda t: (t[1].date.sort_key(), ORDER[t[1].kind], t[0].key))
    problems, unsettled = contradictions(ordered, now.parties)
    settled = frozenset(r.id for r, _ in ordered) - unsettled
    scope = "" if thing is not None else ordered[0][1].target or str(ordered[0][1].scope)
    item = "" if thing is None else thing.name
    holder = _holder(now, ordered, thing)
    todo = following(now, ordered)
    rows = [_row(now, scope, item, holder, type_, found, ordered, settled, todo)
            for (_, type_), found in sorted(_by_kind(ordered).items())]
    if any(s.kind in (StepKind.DEMANDED, StepKind.LOCATED) for _, s in ordered):
        rows.append(_still_out(now, scope, item, holder, ordered, settled, thing))
    return Matter(scope, item, holder, _type(ordered), tuple(rows), in_the_way(now, ordered), todo, problems)


def _by_kind(steps: Sequence[Taken]) -> dict[tuple[int, str], list[Taken]]:
    """Steps by kind and type, in the order in which steps are gone."""
    found: dict[tuple[int, str], list[Taken]] = defaultdict(list)
    for record, step in steps:
        found[(ORDER[step.kind], step.type or ";".join(step.scope.types))].append((record, step))
    return found


def _row(now: Assembly, scope: str, item: str, holder: str, type_: str, found: Sequence[Taken],
         steps: Sequence[Taken], settled: frozenset[str], todo: Sequence[NextStep]) -> RetrievalRow:
    kind = found[0][1].kind
    keys = [r.key for r, _ in found]
    last = max(found, key=lambda t: (t[1].date.known, t[1].date.sort_key()))[1]
    upper = at_most([t for t in steps if now.types.may_be(_of(t[1]), type_) or type_ == "" or _of(t[1]) == ""])
    return RetrievalRow(
        scope, item, holder, type_, str(kind), at_least(found, settled), 1 if item != "" else upper,
        str(last.date) if last.date.known else "", _sources(now, found),
        "; ".join(n.what for n in todo if n.record in keys), tuple(keys),
        "; ".join(dict.fromkeys(s.ground for _, s in found if s.ground != "")))


def _still_out(now: Assembly, scope: str, item: str, holder: str, steps: Sequence[Taken], settled: frozenset[str],
               thing: Thing | None) -> RetrievalRow:
    lower, upper = still_out(steps, settled)
    if thing is not None:
        back = any(s.kind in (StepKind.RETURNED, StepKind.DESTROYED) and r.id in settled for r, s in steps)
        lower, upper = (0, 0) if back else (1 if any(s.kind is StepKind.LOCATED for _, s in steps) else 0, 1)
    last = max(steps, key=lambda t: (t[1].date.known, t[1].date.sort_key()))[1]
    return RetrievalRow(scope, item, holder, _type(steps), STILL_OUT, lower, upper,
                        str(last.date) if last.date.known else "", _sources(now, steps), "",
                        tuple(r.key for r, _ in steps))


def _turned_up(now: Assembly, thing: Thing) -> Matter | None:
    """An article that turned up and that no step names: the find itself locates it."""
    held = [h for h in holdings(thing, now.parties) if not h.before and h.party != ""]
    last = held[-1] if len(held) > 0 else None
    if last is None or last.kind not in IN_HAND:
        return None
    source = now.source(last.sight.record)
    key = last.sight.record.source if source is None else source.key
    checked = last.sight.event.basis is Basis.SERIAL_CHECKED
    todo = () if checked or not _marked(thing) else (NextStep(CONFIRM, last.sight.key, key),)
    type_ = last.sight.line.type
    row = RetrievalRow("", thing.name, last.party, type_, str(StepKind.LOCATED), 1, 1, str(last.when), (key,),
                       "; ".join(n.what for n in todo), (last.sight.key,))
    out = RetrievalRow("", thing.name, last.party, type_, STILL_OUT, 1, 1, str(last.when), (key,), "",
                       (last.sight.key,))
    return Matter("", thing.name, last.party, type_, (row, out), _unconfirmed(checked), todo)


def _unconfirmed(checked: bool) -> tuple[str, ...]:
    return () if checked else ("no keeper of records has confirmed what it is",)


def _marked(thing: Thing) -> bool:
    return any(s.canonical != "" for s in thing.sights)


def _holder(now: Assembly, steps: Sequence[Taken], thing: Thing | None) -> str:
    """Who has the things: as the scope says, the last hands of an article, or of whom they are asked."""
    for _, step in steps:
        if len(step.scope.held_by) > 0:
            return now.parties.resolve(step.scope.held_by[0])
    if thing is not None:
        held: list[Holding] = [h for h in holdings(thing, now.parties) if not h.before and h.party != ""]
        if len(held) > 0:
            return held[-1].party
    asked = [s.to for _, s in steps if s.kind is StepKind.DEMANDED and s.to != ""]
    has = [s.by for _, s in steps if s.kind in (StepKind.REFUSED, StepKind.AGREED, StepKind.OFFERED, StepKind.LOCATED,
                                                StepKind.HELD_AS_EVIDENCE, StepKind.RETURNED) and s.by != ""]
    return now.parties.resolve(next(iter([*asked, *has]), ""))


def _type(steps: Sequence[Taken]) -> str:
    scope = next((s.scope.types for _, s in steps if len(s.scope.types) > 0), ())
    return ";".join(scope) or next((s.type for _, s in steps if s.type != ""), "")


def _of(step: Step) -> str:
    return step.type or (step.scope.types[0] if len(step.scope.types) > 0 else "")


def _sources(now: Assembly, steps: Iterable[Taken]) -> tuple[str, ...]:
    found = set()
    for record, _ in steps:
        source = now.source(record)
        found.add(record.source if source is None else source.key)
    return tuple(sorted(found))


def problems(matters: Iterable[Matter]) -> tuple[Problem, ...]:
    """All problems of all matters, each once."""
    return tuple(dict.fromkeys(p for m in matters for p in m.problems))
