"""What stands in the way of a matter, and what can be done next by what its records allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.retrieval.counting import Taken
from reclaim.model.retrieval import NextStep
from reclaim.model.step import StepKind

# What may follow a step, unless one of the others has been taken since: the first fitting line of each track is shown.
FOLLOWS: tuple[tuple[StepKind, frozenset[StepKind], str], ...] = (
    (StepKind.HANDED_OVER, frozenset({StepKind.RETURNED, StepKind.DESTROYED}),
     "ask who received it to confirm the receipt, by serial number"),
    (StepKind.AGREED, frozenset({StepKind.HANDED_OVER, StepKind.RETURNED, StepKind.DESTROYED, StepKind.REFUSED}),
     "settle date, place and list of the hand-over that was agreed"),
    (StepKind.OFFERED, frozenset({StepKind.AGREED, StepKind.HANDED_OVER, StepKind.RETURNED, StepKind.REFUSED}),
     "answer the offer"),
    (StepKind.INQUIRY_AGREED, frozenset({StepKind.CONFIRMED, StepKind.AGREED, StepKind.REFUSED}),
     "hold the inquiry that was agreed"),
    (StepKind.REFUSED, frozenset({StepKind.AGREED, StepKind.OFFERED, StepKind.HANDED_OVER, StepKind.RETURNED,
                                  StepKind.INQUIRY_AGREED, StepKind.DEMANDED}),
     "answer the refusal on its ground, or ask for an inquiry"),
    (StepKind.DEMANDED, frozenset({StepKind.AGREED, StepKind.OFFERED, StepKind.REFUSED, StepKind.HANDED_OVER,
                                   StepKind.RETURNED}), "ask for an answer to the demand"),
)
EVIDENCE = "ask for its release once it is no longer needed as evidence"
CONFIRM = "ask the keeper of the records to confirm the serial numbers"
NOTIFY = "notify who has a claim to it, and the state in which it was found"
CLAIM = "state the title and its ground, or say that there is none"


def following(now: Assembly, steps: Sequence[Taken]) -> tuple[NextStep, ...]:
    """What can be done next, each with the record that allows it; nothing after a return or a destruction."""
    kinds = {s.kind for _, s in steps}
    found = list(_talks(now, steps))
    if kinds.isdisjoint({StepKind.RETURNED, StepKind.DESTROYED}):
        found += list(_facts(now, steps, kinds))
    return tuple(dict.fromkeys(found))


def in_the_way(now: Assembly, steps: Sequence[Taken]) -> tuple[str, ...]:
    """What stands in the way, in words."""
    found: list[str] = []
    kinds = {s.kind for _, s in steps}
    refusal = _latest(steps, StepKind.REFUSED)
    if refusal is not None and not _since(steps, refusal, frozenset({StepKind.AGREED, StepKind.RETURNED})):
        record, step = refusal
        ground = f": {step.ground}" if step.ground != "" else ""
        found.append(f"refused by {now.parties.name(step.by) or 'somebody'} on {step.date}{ground} ({record.key})")
    claimants = {now.parties.resolve(s.by): r.key for r, s in steps if s.kind is StepKind.TITLE_CLAIMED and s.by != ""}
    if len(claimants) > 1:
        names = ", ".join(f"{now.parties.name(p)} ({key})" for p, key in sorted(claimants.items()))
        found.append(f"title is claimed by {names}")
    evidence = _latest(steps, StepKind.HELD_AS_EVIDENCE)
    if evidence is not None and kinds.isdisjoint({StepKind.RETURNED, StepKind.HANDED_OVER}):
        found.append(f"held as evidence by {now.parties.name(evidence[1].by)} ({evidence[0].key})")
    if StepKind.LOCATED not in kinds:
        found.append("no record says where the things are")
    elif StepKind.CONFIRMED not in kinds and kinds.isdisjoint({StepKind.RETURNED, StepKind.DESTROYED}):
        found.append("no keeper of records has confirmed what they are")
    return tuple(found)


def _talks(now: Assembly, steps: Sequence[Taken]) -> Iterable[NextStep]:
    """What follows the furthest step of the talks that is still open."""
    for kind, done, words in FOLLOWS:
        last = _latest(steps, kind)
        if last is not None and not _since(steps, last, done):
            yield _next(now, words, last)
            return


def _facts(now: Assembly, steps: Sequence[Taken], kinds: set[StepKind]) -> Iterable[NextStep]:
    """What follows from where the things are and what they are known to be."""
    evidence, located = _latest(steps, StepKind.HELD_AS_EVIDENCE), _latest(steps, StepKind.LOCATED)
    confirmed, notified = _latest(steps, StepKind.CONFIRMED), _latest(steps, StepKind.NOTIFIED)
    if evidence is not None:
        yield _next(now, EVIDENCE, evidence)
    if located is not None and confirmed is None:
        yield _next(now, CONFIRM, located)
    if confirmed is not None and notified is None:
        yield _next(now, NOTIFY, confirmed)
    known = confirmed or notified
    if known is not None and kinds.isdisjoint({StepKind.TITLE_CLAIMED, StepKind.TITLE_DISCLAIMED, StepKind.DEMANDED}):
        yield _next(now, CLAIM, known)


def _next(now: Assembly, words: str, taken: Taken) -> NextStep:
    source = now.source(taken[0])
    return NextStep(words, taken[0].key, taken[0].source if source is None else source.key)


def _latest(steps: Sequence[Taken], kind: StepKind) -> Taken | None:
    """The latest step of a kind; undated ones are the oldest."""
    found = [t for t in steps if t[1].kind is kind]
    return max(found, key=lambda t: (t[1].date.known, t[1].date.sort_key() if t[1].date.known else (), t[0].key),
               default=None)


def _since(steps: Sequence[Taken], last: Taken, kinds: frozenset[StepKind]) -> bool:
    """Whether a step of some kinds was, or may have been, taken on or after another's date; an undated one answers
    nothing that is dated."""
    dated = last[1].date.known
    return any(s.kind in kinds and (s.date.known or not dated) and last[1].date.possibly_by(s.date) for _, s in steps)
