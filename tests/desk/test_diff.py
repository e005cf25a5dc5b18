"""What a case learned between two dates, and what that changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reclaim.desk import diff as module
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.decide import decide
from reclaim.desk.diff import compare, diff
from reclaim.desk.new import new
from reclaim.model.errors import UsageError
from reclaim.model.record import Record
from reclaim.model.table import Column, Table

Put = Callable[..., list[Path]]
COLUMNS = (Column("id", "its name"), Column("n", "a number"))


@pytest.fixture
def dated(tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Sources on 1 January, stock on the 2nd, a decision on the 3rd."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    case = new(tmp_path / "dated", owner="Inspectorate")
    case.add(put("sources"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735776000")
    case.add(put("stock"), author="A. Coder")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735862400")
    decide(case, ["H2"], "reject", "an echo")
    return case


def names(case: Case, start: str, end: KnownBy = None) -> list[str]:
    return [k.value.key if isinstance(k.value, Record) else str(k.value.judgement)
            for k in diff(case, start, end, views=()).known]


def test_what_came_between(dated: Case) -> None:
    assert names(dated, "2024-01-01") == ["sources#S1", "sources#S2", "stock#H1", "stock#H2", "reject"]
    assert names(dated, "2025-01-01") == ["stock#H1", "stock#H2", "reject"]
    assert names(dated, "2025-01-01", "2025-01-02") == ["stock#H1", "stock#H2"]
    assert names(dated, "2025-01-02T00:00:00Z", "2025-01-03") == ["reject"]
    assert names(dated, "2025-01-03") == []
    assert [k.actor for k in diff(dated, "2025-01-01", views=()).known] == ["A. Coder", "A. Coder", "Inspectorate"]


@pytest.mark.parametrize(("start", "end"), [("2025-01-02", "2025-01-01"), ("soon", ""), ("2025-02-30", "")])
def test_dates_that_are_none_or_run_backwards(dated: Case, start: str, end: str) -> None:
    with pytest.raises(UsageError):
        diff(dated, start, end)


def test_rows_that_are_new_gone_or_changed(dated: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that counts what is known: its one row changes with the date of knowledge."""

    def count(name: str, case: Case, at: str, known_by: KnownBy) -> Table:
        records = case.records(known_by)
        return Table.of("count", COLUMNS, [{"id": "records", "n": len(records)}], key=("id",))

    monkeypatch.setattr(module, "table", count)
    (change,) = diff(dated, "2025-01-01", "2025-01-02", views=("count",)).changes
    assert (change.key, change.change, change.cells) == (("records",), "changed", (("n", 2, 4),))
    assert diff(dated, "2025-01-02", "2025-01-03", views=("count",)).changes == ()


def test_equal_keys_are_told_apart_by_their_ordinal() -> None:
    before = Table("t", COLUMNS, (("a", 1), ("a", 2), ("b", 3)), ("id",))
    after = Table("t", COLUMNS, (("a", 1), ("c", None), ("b", 4)), ("id",))
    assert [(c.key, c.change, c.cells) for c in compare(before, after)] == [
        (("a",), "gone", (("id", "a", None), ("n", 2, None))),
        (("b",), "changed", (("n", 3, 4),)),
        (("c",), "new", (("id", None, "c"),))]
