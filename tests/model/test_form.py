"""The record files: a form is known by its header, and bad cells are named, not thrown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.model.cells import Cells
from reclaim.model.claim import Claim
from reclaim.model.event import Event
from reclaim.model.form import FORM_OF, FORMS, form_of_header, read_body
from reclaim.model.line import ItemLine, StockLine
from reclaim.model.quantity import CountKind
from reclaim.model.record import RecordKind


@pytest.mark.parametrize("form", FORMS, ids=lambda f: str(f.kind))
def test_a_form_is_known_by_its_whole_header_in_any_order(form: object) -> None:
    assert form_of_header(form.columns) is form  # type: ignore[attr-defined]
    assert form_of_header(tuple(reversed(form.columns))) is form  # type: ignore[attr-defined]


@pytest.mark.parametrize(("kind", "header"), [
    (RecordKind.SOURCE, "id title publisher address published sha256 rests_on"),
    (RecordKind.STOCK, "id source as_of holder place type quantity qualifier counts kind any_of scope_words"),
    (RecordKind.EVENT, "id source kind date date_basis place province country precision by from to basis"),
    (RecordKind.LINE, "id event type quantity qualifier serial part origin"),
    (RecordKind.STATEMENT, "id source speaker role party addressee date date_basis reported_by quote paraphrase "
                           "hedges"),
    (RecordKind.CLAIM, "id statement form subject scope_types scope_supplied_by scope_stock_of scope_cut_off "
                       "scope_place "
                       "quantity qualifier counterparty at polarity not_testable coder"),
    (RecordKind.STEP, "id source scope_or_item step by to date"),
])
def test_the_documented_headers_are_known(kind: RecordKind, header: str) -> None:
    assert form_of_header(header.split()) is FORM_OF[kind]


def test_a_header_without_id_is_of_no_form() -> None:
    assert form_of_header(["title", "publisher"]) is None
    assert form_of_header(["id", "colour"]) is None


def read(form: RecordKind, /, **cells: str) -> tuple[object, list[str]]:
    row = Cells(cells, "f.csv row 2")
    return read_body(form, row), [p.code for p in row.problems]


def test_a_line_with_a_mark_is_an_article_and_one_without_a_count() -> None:
    item, _ = read(RecordKind.LINE, id="L1", event="E1", type="rifle", serial="AB 1")
    count, _ = read(RecordKind.LINE, id="L2", event="E1", type="rifle", quantity="12")
    assert isinstance(item, ItemLine)
    assert isinstance(count, StockLine)
    assert count.quantity.lower == 12


def test_destroyed_or_captured_is_a_value_of_its_own() -> None:
    stock, codes = read(RecordKind.STOCK, id="H1", source="s", type="rifle", any_of="destroyed;captured", quantity="5")
    assert isinstance(stock, StockLine)
    assert stock.kind is None
    assert stock.any_of == (CountKind.DESTROYED, CountKind.CAPTURED)
    assert codes == []


def test_a_number_that_words_forbid_is_a_problem_and_says_nothing() -> None:
    stock, codes = read(RecordKind.STOCK, id="H1", source="s", type="rifle", kind="left", quantity="30",
                        qualifier="dozens")
    assert isinstance(stock, StockLine)
    assert stock.quantity.vacuous
    assert codes == ["bad_quantity"]


def test_an_impossible_date_is_named_and_the_claim_is_not_testable() -> None:
    claim, codes = read(RecordKind.CLAIM, id="C1", statement="S1", form="holds_all", subject="x", at="2025-02-31")
    assert isinstance(claim, Claim)
    assert codes == ["bad_date"]
    assert claim.not_testable != ""


def test_a_claim_without_a_statement_and_an_event_of_no_kind_are_refused() -> None:
    assert read(RecordKind.CLAIM, id="C1", form="holds_all")[0] is None
    assert read(RecordKind.EVENT, id="E1", source="s", kind="teleported")[0] is None


def test_who_has_a_thing_after_an_event() -> None:
    seized, _ = read(RecordKind.EVENT, id="E1", source="s", kind="seized", by="police", **{"from": "band"})
    shipped, _ = read(RecordKind.EVENT, id="E2", source="s", kind="shipped", by="maker")
    assert isinstance(seized, Event)
    assert isinstance(shipped, Event)
    assert seized.holder == "police"
    assert shipped.holder == ""


@given(st.sampled_from(list(RecordKind)), st.dictionaries(
    st.sampled_from(sorted({c for f in FORMS for c in f.columns})), st.text(max_size=12)))
def test_no_row_however_strange_raises(kind: RecordKind, cells: dict[str, str]) -> None:
    row = Cells(cells, "row")
    body = read_body(kind, row)
    assert (body is None) == any(p.fatal for p in row.problems)
