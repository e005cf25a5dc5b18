"""Drop a source and see: the same as what each bound says of itself without it, and nothing else moves."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from tests.web.conftest import Visit

from reclaim.accounting.claims.fold import verdicts
from reclaim.accounting.minimum import FROM_OTHERS
from reclaim.desk import serve
from reclaim.desk.accounts import recovered
from reclaim.desk.weighed import weighed
from reclaim.model.bounds import Range


def test_without_a_source_agrees_with_what_each_bound_says(real: Visit) -> None:
    state = real.door.desk.state()
    named = Counter(w.source for b in state.bounds for w in b.without)
    for source, _ in named.most_common(4):
        changes = {(c.account, c.scope): c.left for c in state.without(source)}
        said = {(b.account, b.scope): w.range for b in state.bounds for w in b.without if w.source == source}
        assert len(said) > 0
        for key, range_ in said.items():
            held = next(b.range for b in state.bounds if (b.account, b.scope) == key)
            assert changes.get(key, held) == range_, (source, key)
        # What does not rest on it stays as it is.
        assert len(changes) < len(state.bounds)


def test_a_minimum_count_falls_with_the_sources_of_its_finds(real: Visit) -> None:
    state = real.door.desk.state()
    counts = [b for b in state.bounds if b.account.apart == FROM_OTHERS and b.range.lower > 0]
    assert len(counts) > 0
    fell = 0
    for count in counts:
        for source in sorted({f.source for f in count.figures}):
            made_anew = {b.account: b.range for b in recovered(
                weighed(state.case, less=state.findings.sources[source].id))}
            left = made_anew.get(count.account, Range(Fraction(0), None))
            changes = {c.account: c.left for c in state.without(source)}
            assert changes.get(count.account, count.range) == left
            fell += left.lower < count.range.lower
    assert fell > 0


def test_the_page_says_what_changes(real: Visit) -> None:
    state = real.door.desk.state()
    source = next(w.source for b in state.bounds for w in b.without)
    told = real.browser.get(f"/accounts?without={source}")
    assert told.status_code == 200
    assert f"Without <bdi>{source}</bdi>" in told.text
    assert "nothing is known" in told.text
    assert real.browser.get("/accounts?without=no-such").status_code == 404


def test_a_claim_is_cited_with_the_audit_head(real: Visit) -> None:
    state = real.door.desk.state()
    claim = next(v.claim for v in state.claims.verdicts if v.claim)
    told = real.browser.get(f"/claims/{claim}").text
    assert f"audit head {state.head}" in told
    assert "Changes of position" in real.browser.get("/claims").text


def test_an_item_names_its_claims_however_few_paths_are_kept(real: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PATHS_KEPT", 1)
    whole, few = real.door.desk.state(), serve.Desk(real.door.desk.case().path).state()
    assert any(len(a.paths) > len(b.paths) for a, b in zip(whole.claims.verdicts, few.claims.verdicts, strict=True))
    for item in whole.assembly.items:
        assert [v.claim for v in few.dossier(item)[0].verdicts] == [v.claim for v in whole.dossier(item)[0].verdicts]
    assert few.leaning == whole.leaning
    for verdict in verdicts(whole.assembly):
        bear = [p for p in verdict.paths if p.bears]
        assert verdict.records == {k for p in bear for k in (p.find, *p.stock)}
        assert verdict.ways == (len(bear), len(verdict.paths) - len(bear))
