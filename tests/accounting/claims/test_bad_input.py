"""Bad input is shown as a problem, never thrown: any cell of a case may hold anything."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.stories.telling import Story, changed, of_folder

from reclaim.accounting.assemble import assemble
from reclaim.accounting.claims.fold import verdicts
from reclaim.accounting.custody.chain import chains
from reclaim.accounting.retrieval.fold import retrieval
from reclaim.model.form import FORM_OF
from reclaim.model.record import RecordKind

INVENTED = of_folder(Path(__file__).parents[2] / "cases" / "invented")
NASTY = ("", ";", ";;", "{", "{stock}", "%s", "2024-02-30", "9999-12-31", "0001-01-01", "-3", "1e9", "NaN", "∞", "self",
         "river-council", "coast-guard", "V3-1", "k60", "mortar", "КМ 4417", "same", "holds_all", "returned", "denied",
         "\u202e", "x" * 3000, "2019-06/2019-05", "unknown", "any_of", "half_of", "🔫")
ROWS = [(form, ident) for form in RecordKind for ident in INVENTED.rows.get(form, {})]


@st.composite
def spoiled(draw: st.DrawFn) -> Story:
    """The invented case with up to six cells that hold something else."""
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for form, ident in draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=6)):
        column = draw(st.sampled_from([c for c in FORM_OF[form].columns if c != "id"]))
        rows.setdefault(form, {}).setdefault(ident, {})[column] = draw(st.sampled_from(NASTY))
    return changed(INVENTED, rows=rows)


@given(spoiled())
@settings(max_examples=120)
def test_nothing_is_thrown_and_every_claim_has_a_row(story: Story) -> None:
    now = assemble(story.records())
    found = verdicts(now)
    rows = [v.claim for v in found if v.claim != ""]
    assert sorted(rows) == sorted(claim.id for _, claim in now.claims)
    assert all(slot.why != "" for v in found for p in v.paths for slot in p.slots)
    retrieval(now)
    chains(now)


@given(spoiled())
@settings(max_examples=40)
def test_a_claim_that_is_not_testable_says_why(story: Story) -> None:
    for verdict in verdicts(assemble(story.records())):
        if verdict.verdict in ("not_testable", "irrefutable"):
            assert verdict.reason != ""
            assert verdict.settle == f"nothing: {verdict.reason}"
