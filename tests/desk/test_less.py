"""The short way to the minimum counts without a source comes to what the long way comes to."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from benchmarks.desk.case import large

from reclaim.accounting.less import Less
from reclaim.accounting.minimum import everything
from reclaim.desk.accounts import recovered
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case
from reclaim.desk.decide import decide
from reclaim.model.errors import UsageError


@pytest.mark.parametrize("seed", range(4))
def test_counts_without_a_source_are_those_of_the_case_built_without_it(tmp_path: Path, seed: int) -> None:
    case, draw = large(tmp_path, items=150, claims=40, rows=0, seed=seed), Random(seed)
    _judge(case, draw)
    known = case.known()
    whole = assembled(case)
    less = Less(whole, everything(whole), known[0], case.chain_exact)
    sources = sorted({r.source for r in known[0] if r.kind in ("events", "event_lines", "claims", "types", "stock")})
    held = {b.account: b.range for b in recovered(whole)}
    short, fell = 0, 0
    for source in sources:
        anew = {b.account: b.range for b in recovered(assembled(case, less=source))}
        found = less.without(source)
        if found is not None:
            short += 1
            fell += anew != held
            assert {b.account: b.range for b in recovered(*found)} == anew, source
    assert short > len(sources) // 2
    assert fell > 0


def _judge(case: Case, draw: Random) -> None:
    """Decisions on lines of events, on a stock line and on events."""
    records = case.records()
    lines = [r.key for r in records if r.kind == "event_lines"]
    events = [r.key for r in records if r.kind == "events"]
    for _ in range(12):
        with suppress(UsageError):  # what cannot be decided changes nothing
            decide(case, draw.sample(draw.choice((lines, lines, events)), 2), draw.choice(("same", "different", "unsure")),
                   "drawn", "test")
    decide(case, [draw.choice(lines)], "reject", "drawn", "test")
