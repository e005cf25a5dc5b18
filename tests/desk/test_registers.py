"""Registers at the desk: whole or nothing, told in the log, decisions carried over."""

from __future__ import annotations

from pathlib import Path

import pytest

from reclaim.desk import register
from reclaim.desk.case import Case
from reclaim.desk.decide import decide
from reclaim.desk.verify import verify
from reclaim.model.decision import Judgement
from reclaim.model.errors import UsageError
from reclaim.model.register import DetachReason

OLD = "No,Serial,Make,Date received\nD1,A1000,Colt,2019-01-01\nD2,A1001,Colt,2019-01-02\nD3,A1002,FN,2019-05-03\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.csv"
    path.write_text(OLD, encoding="utf-8")
    return path


def _asked(as_of: str = "2019", **more: str) -> register.Asked:
    return register.Asked("depot", "received", as_of=as_of, **more)


def test_a_snapshot_is_in_the_case_in_the_log_and_verified(case: Case, book: Path) -> None:
    added = register.add(case, [book], _asked(covers="2018..2019", complete="yes", keeper="Northern Brigade"))
    assert [r.name for r in register.registers(case)] == ["depot"]
    assert any(f.path.endswith(f"{added.snapshot.id}.parquet") for f in case.files())
    assert verify(case.path).whole
    head = case.head()
    assert not register.add(case, [book], _asked()).fresh
    assert case.head() == head


def test_a_stopped_import_leaves_the_case_as_it_was(case: Case, book: Path) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if stage == "writing":
            raise KeyboardInterrupt

    head = case.head()
    with pytest.raises(KeyboardInterrupt):
        register.add(case, [book], _asked(), progress=stop)
    assert case.head() == head
    assert register.registers(case) == []
    assert [p for p in case.folder.registers.rglob("*") if p.is_file()] == []


def test_decisions_go_on_with_the_row_or_are_listed_as_detached(case: Case, book: Path) -> None:
    old = register.add(case, [book], _asked()).snapshot
    for rows in ((1, 2), (3, 2)):
        decide(case, [old.row(r) for r in rows], Judgement.DIFFERENT, "two weapons", "Inspector")
    book.write_text(OLD.replace("A1001", "A1901").replace("D1,", "D1,", 1), encoding="utf-8")
    new = register.add(case, [book], _asked("2020"))
    carried = register.carried(case, new.register)
    assert {(r.judged.row, r.row) for r in carried.reattached} == {(1, 1), (3, 3)}
    assert {d.judged.row for d in carried.detached} == {2}
    assert all(d.reason is DetachReason.CHANGED and d.in_effect and d.now_row == 2 for d in carried.detached)
    book.write_text(OLD.replace("A1002", "A1902"), encoding="utf-8")
    same_date = register.add(case, [book], _asked("2020"))
    assert same_date.snapshot.replaces == (new.snapshot.id,)


def test_quality_at_a_glance(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = [f"{i},AB{1000 + i},Colt,2019-0{1 + i % 3}-11" for i in range(1, 9) if i != 5]
    lines += ["9,AB1001,Colt,2019-12-01", "10,S/N,FN,2019-12-01", "11,,FN,", "12,SUPRIMIDO,FN,", "13,AB1?7,FN,"]
    path.write_text("\n".join(["Ref,Serial,Make,Date received", *lines]), encoding="utf-8")
    register.add(case, [path], _asked(covers="2019-02..2019-12", complete="yes"))
    seen = register.show(case, "depot")
    assert seen.rows == 12
    assert seen.marks.traceable == 9
    assert sum(n for _, n in seen.marks.not_traceable) == 3
    assert seen.marks.partial == 1
    assert (seen.marks.distinct, seen.marks.repeated) == (8, 2)
    assert seen.marks.most_repeated == (("AB1001", 2),)
    assert seen.marks.shapes[0].shape == "AA9999"
    assert seen.dates.undated == 3
    assert seen.dates.outside == 2
    assert [(str(h.after), str(h.before)) for h in seen.dates.holes] == [("2019-03-11", "2019-12-01")]
    assert seen.own_numbers == (1, 13, 1)
    assert "calibre" in seen.missing


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        (register.Asked("depot", "received", as_of="yesterday"), "date"),
        (register.Asked("depot", "taken"), "kind"),
        (register.Asked("depot", "received", covers="2020..2019"), "ends before"),
        (register.Asked("depot", "received", complete="perhaps"), "yes, no or unknown"),
        (register.Asked("depot", "received", share="1.5"), "0 to 1"),
    ],
)
def test_words_that_cannot_be_meant(case: Case, book: Path, asked: register.Asked, word: str) -> None:
    with pytest.raises(UsageError, match=word):
        register.add(case, [book], asked)
    assert register.registers(case) == []


def test_the_address_of_a_row_that_is_not_there(case: Case, book: Path) -> None:
    added = register.add(case, [book], _asked())
    with pytest.raises(UsageError, match="no row"):
        register.seen(case, f"{added.snapshot.id}:99")
    with pytest.raises(UsageError, match="no register"):
        register.show(case, "other")
