"""The queue of proposals, and what becomes of one when a person has judged it.

The queue is pure: proposals and decisions in, groups in order out. Accepting makes the records that a proposal stands
for, anchored at its span, and a decision; nothing is overwritten, and each step can be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reclaim.desk import correcting
from reclaim.desk.case import Case
from reclaim.desk.reviewed import Made, records_of
from reclaim.desk.undo import undo
from reclaim.model.decision import Decision, Judgement, standing
from reclaim.model.errors import UsageError
from reclaim.model.record import RecordKind
from reclaim.store.reading import StoredProposal

# In this order the sorts of proposals come: what was said and what happened first, lone names of arms last.
ORDER = ("statement", "event", "record", "link", "item")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Proposals that say the same, of one document or several: judged together. The first stands for all."""

    proposals: tuple[StoredProposal, ...]

    @property
    def first(self) -> StoredProposal:
        """The one that is shown."""
        return self.proposals[0]

    @property
    def body(self) -> Mapping[str, Any]:
        """Its fields."""
        return self.first.body

    @property
    def kind(self) -> str:
        """statement, event, record, link or item."""
        return str(self.body.get("kind", ""))


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judgement made: decisions on the proposals, and the records that came of them."""

    group: Group
    decisions: tuple[Decision, ...]
    records: tuple[str, ...]


def queue(proposals: Sequence[StoredProposal], decisions: Sequence[Decision], *, items: bool = False) -> list[Group]:
    """The groups that nobody has judged, in the order of documents and places; lone names of arms only if asked for.

    Of two proposals that say the same one group is made (duplicates folded), whichever document came first.
    """
    judged = {s for d in standing(list(decisions)) for s in d.subjects if d.judgement in _JUDGING}
    groups: dict[tuple[str, ...], list[StoredProposal]] = {}
    for proposal in sorted(proposals, key=_place):
        if proposal.id in judged or (proposal.body.get("kind") == "item" and not items):
            continue
        groups.setdefault(same_words(proposal.body) or (proposal.id,), []).append(proposal)
    return [Group(tuple(g)) for g in groups.values()]


_JUDGING = frozenset({Judgement.ACCEPT, Judgement.REJECT, Judgement.CORRECT})


def same_words(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What two proposals must share to be one: the sort, who, and the words, whatever their case and marks."""
    kind = str(body.get("kind", ""))
    if kind == "statement":
        return kind, _plain(body.get("speaker")), _plain(body.get("content")), str(body.get("polarity"))
    if kind == "event":
        items = " ".join(
            _plain(m.get("quantity_words", "") + " " + m.get("written", "")) for m in body.get("items", [])
        )
        return (
            kind,
            str(body.get("event")),
            _plain(body.get("by")),
            items,
            _plain(body.get("place")),
            str(body.get("date")),
        )
    if kind == "link":
        return kind, str(body.get("relation")), str(body.get("to")), _plain(body.get("quoted"))
    if kind == "item":
        return kind, _plain(body.get("quantity_words")), _plain(body.get("written"))
    return ()


def judge(
    case: Case,
    group: Group,
    judgement: Judgement,
    reason: str = "",
    author: str = "",
    corrected: Mapping[str, Any] | None = None,
) -> Judged:
    """Judge a group in one transaction: accept, reject, or correct with other fields.

    Accepting or correcting makes the records that the first proposal stands for; its duplicates are accepted with it.
    Raises UsageError (nobody is named as deciding, or no record can be made of it as it stands), CaseBusy, WriteError.
    """
    who = case.author_or(author)
    if judgement not in _JUDGING:
        raise UsageError(f"'{judgement}' is no judgement of a proposal", mend="use accept, correct or reject")
    body = dict(group.body) if corrected is None else correcting.corrected(group.body, corrected)
    made = Made() if judgement is Judgement.REJECT else records_of(group.first.source, body)
    why = reason.strip() or _REASONS[judgement]
    with case.writing("review", who) as work:
        for record in made.records:
            work.record(record)
        decisions = [_decision(group.first.id, made, judgement, who, work.moment(), why)]
        for other in group.proposals[1:]:
            same = Judgement.REJECT if judgement is Judgement.REJECT else Judgement.ACCEPT
            decisions.append(
                Decision.make((other.id,), same, who, work.moment(), f"says the same as {group.first.id[:12]}")
            )
        back = _withdrawn(case, {r.id for r in made.records})
        decisions += [Decision.make((d.id,), Judgement.UNDO, who, work.moment(), "accepted again") for d in back]
        for decision in decisions:
            work.decision(decision)
    return Judged(group, tuple(decisions), tuple(r.id for r in made.records))


_REASONS = {
    Judgement.ACCEPT: "read beside its source",
    Judgement.REJECT: "not what the source says",
    Judgement.CORRECT: "corrected beside its source",
}


def take_back(case: Case, judged: Judged, author: str = "") -> tuple[Decision, ...]:
    """Undo a judgement: the decisions are undone, and the records that came of it are rejected."""
    who = case.author_or(author)
    undone = [
        undo(case, d.id, "taken back in review", who) for d in judged.decisions if d.judgement is not Judgement.UNDO
    ]
    if len(judged.records) > 0:
        with case.writing("review", who) as work:
            rejected = Decision.make(
                judged.records, Judgement.REJECT, who, work.moment(), "the acceptance was taken back"
            )
            work.decision(rejected)
        undone.append(rejected)
    return tuple(undone)


def _decision(ident: str, made: Made, judgement: Judgement, who: str, moment: str, why: str) -> Decision:
    if judgement is Judgement.CORRECT and len(made.records) > 0:
        return Decision.make((ident, made.records[0].id), judgement, who, moment, why)
    return Decision.make((ident,), Judgement.ACCEPT if judgement is Judgement.CORRECT else judgement, who, moment, why)


def _withdrawn(case: Case, records: set[str]) -> list[Decision]:
    """Standing rejections of records that are accepted again."""
    return [d for d in standing(case.decisions()) if d.judgement is Judgement.REJECT and set(d.subjects) & records]


def _place(proposal: StoredProposal) -> tuple[str, int, int, int, str]:
    body = proposal.body
    kind = str(body.get("kind", ""))
    rank = ORDER.index(kind) if kind in ORDER else len(ORDER)
    return proposal.source, int(rank == len(ORDER) - 1), _number(body.get("start")), rank, proposal.id


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _plain(words: object) -> str:
    return " ".join(_WORD.findall(str(words or "").casefold()))


def makes(kind: str) -> tuple[RecordKind, ...]:
    """The forms of the records that accepting a proposal of that sort makes."""
    return {
        "statement": (RecordKind.STATEMENT, RecordKind.CLAIM),
        "event": (RecordKind.EVENT, RecordKind.LINE),
        "record": (RecordKind.EVENT, RecordKind.LINE, RecordKind.STOCK),
    }.get(kind, ())
