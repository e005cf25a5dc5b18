"""Laws of verdicts: order never matters, what is not mentioned changes nothing, dates agree with a daily oracle."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.stories.telling import Story, changed, files, of_folder, read

from reclaim.accounting.assemble import assemble
from reclaim.accounting.claims.fold import verdicts
from reclaim.accounting.origins import Origin, Origins
from reclaim.accounting.retrieval.fold import retrieval
from reclaim.model.decision import Decision, Judgement
from reclaim.model.record import Record, RecordKind
from reclaim.model.source import Source
from reclaim.model.verdict import Verdict, VerdictWord

INVENTED = Path(__file__).parents[2] / "cases" / "invented"
STORIES = [s for name in ("claims", "custody", "retrieval") for path in files(name) for s in read(path)]


@cache
def invented() -> tuple[Record, ...]:
    return tuple(of_folder(INVENTED).records())


def told(records: list[Record] | tuple[Record, ...]) -> tuple[Verdict, ...]:
    return verdicts(assemble(records))


@cache
def whole() -> dict[str, Verdict]:
    return {v.claim or v.statement: v for v in told(invented())}


@given(st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_the_order_of_records_never_matters(draw: Random) -> None:
    shuffled = list(invented())
    draw.shuffle(shuffled)
    assert told(shuffled) == told(invented())
    assert retrieval(assemble(shuffled)) == retrieval(assemble(invented()))


@given(st.sampled_from(STORIES), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_records_never_matters_in_any_story(story: Story, draw: Random) -> None:
    records = story.records()
    shuffled = list(records)
    draw.shuffle(shuffled)
    assert verdicts(assemble(shuffled, near=story.links())) == verdicts(assemble(records, near=story.links()))


def mentioned(verdict: Verdict) -> frozenset[str]:
    """Every record that a verdict speaks of, in paths and beside them."""
    found = {p.find for p in verdict.paths} | {k for p in verdict.paths for k in p.stock}
    found |= {k for b in verdict.beside for k in b.records} | {f"claims#{r.claim}" for r in verdict.rivals}
    reasons = " ".join(s.why for p in verdict.paths for s in p.slots)
    return frozenset(found | {r.key for r in invented() if r.key in reasons})


def facts() -> list[Record]:
    kinds = {RecordKind.LINE, RecordKind.STOCK, RecordKind.STEP, RecordKind.DECISION}
    return [r for r in invented() if r.kind in kinds]


@pytest.mark.parametrize("record", facts(), ids=[r.key for r in facts()])
def test_deleting_a_record_changes_only_verdicts_that_speak_of_it(record: Record) -> None:
    """A decision is spoken of by the pair that it judges: its reason stands on the joint."""
    left = {v.claim or v.statement: v for v in told([r for r in invented() if r.id != record.id])}
    judged = set(record.text("subjects").split(";"))
    for claim, before in whole().items():
        if before.verdict != left[claim].verdict:
            assert {record.key, *judged} & (mentioned(before) | mentioned(left[claim])), claim


def test_deleting_the_deciding_record_changes_the_verdict() -> None:
    left = {v.claim: v for v in told([r for r in invented() if r.key not in ("event_lines#V3-1", "event_lines#V4-1")])}
    assert whole()["C1"].verdict is VerdictWord.CONTRADICTED
    assert left["C1"].verdict is VerdictWord.UNTESTED


# ---- A day-by-day oracle for the date of a custody -------------------------------------------------------------------

START = date(2020, 1, 1)
HANDS = ("keeper", "band", "police")


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[tuple[int, str]], int]:
    """Distinct days on which an article is recorded in somebody's hands, and the day of a claim."""
    days = sorted(draw(st.sets(st.integers(0, 60), min_size=1, max_size=5)))
    return [(day, draw(st.sampled_from(HANDS))) for day in days], draw(st.integers(0, 60))


def story_of(life: list[tuple[int, str]], day: int) -> Story:
    def iso(n: int) -> str:
        return (START + timedelta(days=n)).isoformat()

    story = Story("drawn", "drawn")
    story.rows = {
        RecordKind.SOURCE: {"list": {"id": "list", "rests_on": "self"}, "word": {"id": "word", "rests_on": "self"}},
        RecordKind.TYPE: {"gun": {"id": "gun", "name": "gun"}},
        RecordKind.EVENT: {f"e{n}": {"id": f"e{n}", "source": "list", "kind": "sighted", "date": iso(n), "to": who,
                                     "basis": "serial_checked_in_records"} for n, who in life},
        RecordKind.LINE: {f"l{n}": {"id": f"l{n}", "event": f"e{n}", "type": "gun", "item": "the gun"}
                          for n, _ in life},
        RecordKind.STATEMENT: {"a": {"id": "a", "source": "word", "party": "keeper", "speaker": "k", "date": iso(day)}},
        RecordKind.CLAIM: {"k": {"id": "k", "statement": "a", "form": "holds_all", "subject": "keeper",
                                 "scope_types": "gun", "scope_items": "the gun"}},
    }
    return story


def oracle(life: list[tuple[int, str]], day: int) -> int:
    """The date grade of the strongest path, by walking the days: 3 if with another on the day; 2 if the keeper had it
    by the day and another is the next to have it; 1 if only others had it by the day, which is then with one of them
    (and so 3); 0 if nothing is recorded by the day."""
    by, after = [who for n, who in life if n <= day], [who for n, who in life if n > day]
    if len(by) > 0 and by[-1] != "keeper":
        return 3
    return 2 if len(by) > 0 and len(after) > 0 and after[0] != "keeper" else 0


@given(lives())
@settings(max_examples=150)
def test_dates_agree_with_walking_the_days(drawn: tuple[list[tuple[int, str]], int]) -> None:
    life, day = drawn
    (verdict,) = verdicts(story_of(life, day).assembly())
    grades = [s.grade or 0 for p in verdict.paths if p.side == "against" if (s := p.slot("date")) is not None]
    assert max(grades, default=0) == oracle(life, day)


@given(lives())
@settings(max_examples=60)
def test_a_return_on_the_day_before_always_ends_the_custody(drawn: tuple[list[tuple[int, str]], int]) -> None:
    life, day = drawn
    back = [(n, who) for n, who in life if n < day] + [(day, "keeper")]
    (verdict,) = verdicts(story_of(back, day).assembly())
    assert verdict.verdict in (VerdictWord.CONSISTENT, VerdictWord.UNTESTED)


# ---- Origins ---------------------------------------------------------------------------------------------------------


@st.composite
def resting(draw: st.DrawFn) -> tuple[list[Source], list[Decision]]:
    """Some sources that rest on themselves, on each other or on nothing, and some decided to be one."""
    count = draw(st.integers(1, 7))
    keys = [f"s{n}" for n in range(count)]
    sources = [Source(key, key, key, rests_on=tuple(draw(st.lists(st.sampled_from(["self", "gone", *keys[:n]]),
                                                                   max_size=2, unique=True))))
               for n, key in enumerate(keys)]
    pairs = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=2))
    judged = draw(st.sampled_from([Judgement.SAME, Judgement.DIFFERENT]))
    return sources, [Decision.make(pair, judged, "desk", f"2020-01-0{n + 1}", "drawn")
                     for n, pair in enumerate(pairs) if pair[0] != pair[1]]


@given(resting())
@settings(max_examples=200)
def test_counting_origins_is_counting_pairwise_independent_ones(drawn: tuple[list[Source], list[Decision]]) -> None:
    origins = Origins(*drawn)
    sets = [origins.of(s.id) for s in drawn[0]]
    chosen: list[frozenset[Origin]] = []
    for one in sorted(set(sets), key=lambda o: (not all(x.known for x in o), len(o), sorted(o))):
        if all(origins.independent(one, other) for other in chosen):
            chosen.append(one)
    assert origins.count(sets) == len(chosen)


# ---- Echoes and noise ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", ["V3", "V4", "V5", "V7"])
def test_echoing_ten_times_changes_no_verdict(event: str) -> None:
    story = of_folder(INVENTED)
    row = story.rows[RecordKind.EVENT][event]
    lines = {i: r for i, r in story.rows[RecordKind.LINE].items() if r["event"] == event}
    louder = changed(story, rows={
        "sources": {f"x{n}": {"id": f"x{n}", "title": f"x{n}", "rests_on": row["source"]} for n in range(10)},
        "events": {f"{event}x{n}": {**row, "id": f"{event}x{n}", "source": f"x{n}"} for n in range(10)},
        "event_lines": {f"{i}x{n}": {**r, "id": f"{i}x{n}", "event": f"{event}x{n}"}
                        for n in range(10) for i, r in lines.items()}})
    after = {v.claim or v.statement: v for v in told(louder.records())}
    assert {c: (v.verdict, v.weakest, v.origins) for c, v in whole().items()} == {
        c: (v.verdict, v.weakest, v.origins) for c, v in after.items()}


def test_repeating_the_claimants_own_word_ten_times_changes_no_verdict() -> None:
    story = of_folder(INVENTED)
    said, coded = story.rows[RecordKind.STATEMENT]["Q1"], story.rows[RecordKind.CLAIM]["C1"]
    louder = changed(story, rows={
        "statements": {f"Q1x{n}": {**said, "id": f"Q1x{n}"} for n in range(10)},
        "claims": {f"C1x{n}": {**coded, "id": f"C1x{n}", "statement": f"Q1x{n}"} for n in range(10)}})
    after = {v.claim or v.statement: v.verdict for v in told(louder.records())}
    assert {c: v.verdict for c, v in whole().items()} == {c: after[c] for c in whole()}
