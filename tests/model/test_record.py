"""Identity: what it is made of, and what it is not."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.model.anchor import Anchor
from reclaim.model.canonical import canonical, digest
from reclaim.model.decision import Decision, Judgement, standing
from reclaim.model.record import Record, RecordKind
from reclaim.model.source import source_id

SOURCE = "a" * 64
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def line(cells: dict[str, str], ident: str = "L1") -> Record:
    return Record.make(SOURCE, Anchor.row(SOURCE, "event_lines", ident), RecordKind.LINE, cells)


def test_two_equal_rows_are_two_records_for_their_anchor_differs() -> None:
    assert line({"type": "rifle"}, "L1").id != line({"type": "rifle"}, "L2").id


@given(st.dictionaries(st.sampled_from(["type", "serial", "make", "part"]), TEXT))
def test_the_id_is_of_what_was_written_whatever_the_order(cells: dict[str, str]) -> None:
    backwards = dict(reversed(cells.items()))
    assert line(cells).id == line(backwards).id
    assert line(cells).honest()


def test_an_empty_cell_is_no_cell() -> None:
    assert line({"type": "rifle", "serial": ""}).id == line({"type": "rifle"}).id


def test_an_altered_record_is_not_honest() -> None:
    record = line({"serial": "AB 1234"})
    forged = Record(record.id, record.source, record.anchor, record.kind, (("serial", "AB 1235"),))
    assert not forged.honest()


@given(st.recursive(TEXT | st.integers() | st.booleans(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.text("abcdef", max_size=4), inner, max_size=3), max_leaves=8))
def test_canonical_json_reads_back_and_does_not_depend_on_order(value: object) -> None:
    written = canonical(value)  # type: ignore[arg-type]
    assert json.loads(written) == value
    assert digest(value) == hashlib.sha256(written).hexdigest()  # type: ignore[arg-type]


def test_a_float_or_a_foreign_key_has_no_canonical_form() -> None:
    for value in (1.5, {"größe": "1"}, {"a": [b"x"]}):
        with pytest.raises(TypeError):
            canonical(value)  # type: ignore[arg-type]


def test_a_held_source_is_named_by_its_bytes_a_cited_one_by_its_citation() -> None:
    assert source_id("T", "P", "", "", "b" * 64) == "b" * 64
    assert source_id("T", "P", "https://example.org", "2021") != source_id("T", "P", "", "2021")


def decided(word: Judgement, subjects: tuple[str, ...], made: str) -> Decision:
    return Decision.make(subjects, word, "A. Analyst", made, "as seen on the receiver")


def test_a_decision_stands_until_undone_and_again_when_the_undoing_is_undone() -> None:
    same = decided(Judgement.SAME, ("x", "y"), "2025-01-01T10:00:00Z")
    undo = decided(Judgement.UNDO, (same.id,), "2025-01-02T10:00:00Z")
    redo = decided(Judgement.UNDO, (undo.id,), "2025-01-03T10:00:00Z")
    assert standing([same]) == [same]
    assert standing([undo, same]) == []
    assert standing([redo, undo, same]) == [same]
