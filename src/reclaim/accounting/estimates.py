"""Estimators that look tempting and do not hold here: each refused by name, with the reason.

They give one handsome number where the records allow an interval, and each rests on a sample that recoveries are not.
"""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly
from reclaim.model.event import TURNED_UP


@dataclass(frozen=True, slots=True)
class Refusal:
    """An estimator that is not run. `here` says what this case has of what it would need, `instead` what to ask."""

    name: str
    also: tuple[str, ...]
    reason: str
    here: str
    instead: str

    def plain(self) -> dict[str, object]:
        """As JSON."""
        return {"estimator": self.name, "also_called": list(self.also), "refused": True, "reason": self.reason,
                "here": self.here, "instead": self.instead}


def refusals(assembly: Assembly) -> tuple[Refusal, ...]:
    """The estimators that are asked for most, each with what this case holds of what it would need."""
    finds = [(record, event) for record, event in assembly.events if event.kind in TURNED_UP]
    serials = {s for item in assembly.items for s in item.serials
               if any(e.event.kind in TURNED_UP for e in item.entries)}
    sources = {record.source for record, _ in finds}
    origins = assembly.origins.count(assembly.origin(record, event.rests_on) for record, event in finds)
    return (
        Refusal(
            "German tank", ("serial number estimator", "m(1 + 1/k) - 1"),
            "it estimates the size of one block of numbers that starts at 1 from a sample drawn evenly from it; things "
            "that turn up come from many makers' blocks, are no even sample of any, and the answer would be the number "
            "made, not the number that left control",
            f"{_many(len(serials), 'serial number')} read from things that turned up",
            "reclaim trace, for the register row of each serial; reclaim accounts, for the minimum count"),
        Refusal(
            "capture-recapture", ("Lincoln-Petersen", "mark and recapture", "Chapman"),
            "it needs what was caught once to go back among the rest and to be as likely as any to be caught again; "
            "what is seized is destroyed or kept, so it cannot be caught a second time, and seizures are made where "
            "and when somebody searches",
            f"{_many(len(finds), 'reported event')} in which things turned up",
            "reclaim accounts, for the minimum count of distinct events"),
        Refusal(
            "overlap of two lists", ("two-list estimate", "multiple systems estimation", "dual-system estimation"),
            "it takes two lists as independent looks at one population; reports copy each other, so their overlap "
            "shows what the press repeats and not how much there is, and a list with no overlap shows nothing at all",
            f"{_many(len(sources), 'source')} of things that turned up, with {_many(origins, 'independent origin')} "
            "among them",
            "reclaim reconcile, for what two registers of stated coverage agree and differ on"),
    )


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else noun + 's'}"
