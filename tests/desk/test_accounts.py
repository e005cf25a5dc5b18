"""`accounts` at the desk: the columns that others build on, dates of knowledge, and the table that is exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reclaim.columns.bounds import BOUNDS
from reclaim.desk.accounts import accounts, bounds_table, estimate, plain
from reclaim.desk.case import Case
from reclaim.model.errors import UsageError

COLUMNS = ["holder", "type", "kind", "counts", "scope", "at", "lower", "upper", "lower_sources", "upper_sources",
           "identities", "origins", "note"]


def test_the_columns_are_those_of_the_contract(full: Case) -> None:
    rows = [plain(b) for b in accounts(full).bounds]
    assert all(list(row) == COLUMNS == BOUNDS.names for row in rows)
    stock = next(row for row in rows if row["scope"] == "Lowlands, Arvenia")
    assert stock == {"holder": "north", "type": "carbine", "kind": "on_hand", "counts": "items",
                     "scope": "Lowlands, Arvenia", "at": "2019-08", "lower": 100, "upper": 100, "lower_sources": ["S1"],
                     "upper_sources": ["S1"], "identities": [], "origins": 1, "note": ""}


def test_why_adds_and_takes_nothing_away(full: Case) -> None:
    for found in accounts(full, why=True).bounds:
        row = plain(found, why=True)
        assert list(row)[:len(COLUMNS)] == COLUMNS
        assert {"without", "conflicts"} <= set(row)


def test_only_what_is_asked(full: Case) -> None:
    found = accounts(full, holder="Northern Brigade", type_="Carbine", kind="on_hand").bounds
    assert {(b.account.holder, b.account.type, b.account.kind) for b in found} == {("north", "carbine", "on_hand")}
    (nothing,) = accounts(full, holder="Northern Brigade", kind="captured").bounds
    assert (nothing.range.lower, nothing.range.upper) == (0, None)


def test_a_later_date_in_the_world_is_left_out(full: Case) -> None:
    assert all(b.account.kind != "seized" for b in accounts(full, at="2019-12-31").bounds)
    assert any(b.account.kind == "seized" for b in accounts(full, at="2020-12-31").bounds)


@pytest.mark.parametrize(("kind", "at"), [("stored", ""), ("", "yesterday")])
def test_a_kind_or_date_that_is_none(full: Case, kind: str, at: str) -> None:
    with pytest.raises(UsageError):
        accounts(full, kind=kind, at=at)


def test_the_table_has_the_same_rows(full: Case) -> None:
    table = bounds_table(full)
    assert list(table.names) == COLUMNS
    assert len(table.rows) == len(accounts(full).bounds)
    assert len({tuple(row[n] for n in table.key) for row in table.dicts()}) == len(table.rows)


def test_estimators_are_refused(full: Case) -> None:
    assert [r.plain()["refused"] for r in estimate(full)] == [True, True, True]


def test_the_order_of_adding_does_not_matter(case: Case, put: Callable[..., list[Path]], tmp_path: Path) -> None:
    from reclaim.desk.new import new

    other = new(tmp_path / "other", owner="Inspectorate")
    case.add(put())
    for file in reversed(put()):
        other.add([file])
    found, again = ([plain(b, why=True) for b in accounts(c, why=True).bounds] for c in (case, other))
    assert found == again
    assert len(found) == 3
