"""Drop a source and see: the same as what each bound says of itself without it, and nothing else moves."""

from __future__ import annotations

from collections import Counter

from tests.web.conftest import Visit


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
