"""Retrieval: what is being got back, step by step, as bounds; and what can be done next.

A demand is not a return, an agreement is not a return. Bounds count items; steps are listed.
"""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.model.problem import Problem

STILL_OUT = "still_out"


@dataclass(frozen=True, slots=True)
class RetrievalRow:
    """One step of one matter: a scope of things, or one article, with one holder.

    `step` is a word of `StepKind`, or `still_out`. `lower` and `upper` count items; None is "not known". `date` is
    that of the latest such step; `sources` are keys; `next` says what can be done next, empty if nothing that a
    record allows; `records` are the steps, by address.
    """

    scope: str
    item: str
    holder: str
    type: str
    step: str
    lower: int
    upper: int | None
    date: str
    sources: tuple[str, ...]
    next: str = ""
    records: tuple[str, ...] = ()
    words: str = ""

    def row(self) -> dict[str, object]:
        """The columns of `reclaim retrieval --json`."""
        return {"scope": self.scope, "item": self.item, "holder": self.holder, "type": self.type, "step": self.step,
                "lower": self.lower, "upper": self.upper, "date": self.date, "sources": list(self.sources),
                "next": self.next}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What can be done next for a matter, and the record whose source allows it."""

    what: str
    record: str
    source: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked back as one: its steps in order, what stands in the way, what can be done next."""

    scope: str
    item: str
    holder: str
    type: str
    rows: tuple[RetrievalRow, ...]
    in_the_way: tuple[str, ...]
    next: tuple[NextStep, ...]
    problems: tuple[Problem, ...] = ()

    def bounds(self, *steps: str) -> tuple[int, int | None] | None:
        """The bounds of the first of some steps that was taken; None if none was."""
        return next(((r.lower, r.upper) for name in steps for r in self.rows if r.step == name), None)
