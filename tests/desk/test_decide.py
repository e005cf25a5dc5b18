"""A person decides: named, reasoned, reversible, and about something that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reclaim.desk import register
from reclaim.desk.case import Case
from reclaim.desk.decide import decide
from reclaim.desk.undo import standing_decisions, undo
from reclaim.model.decision import Judgement, corrections, standing
from reclaim.model.errors import UsageError
from reclaim.model.record import RecordKind
from reclaim.model.source import source_id

REASON = "one photograph shows both"


def record(case: Case, key: str) -> str:
    return next(r.id for r in case.records() if r.key == key)


def test_a_decision_keeps_what_was_judged(full: Case) -> None:
    made = decide(full, ["event_lines#L1", "stock#H1"], "same", REASON, "A. Coder")
    assert full.decisions()[-1] == made
    assert (made.subjects, made.judgement, made.author, made.reason) == (
        ("event_lines#L1", "stock#H1"), Judgement.SAME, "A. Coder", REASON)
    assert made.seen == tuple((key, record(full, key)) for key in made.subjects)
    assert made.honest()


@pytest.mark.parametrize(("name", "subject"), [
    ("L1", "event_lines#L1"), ("AB1234", "event_lines#L1"), ("event_lines#L1", "event_lines#L1"),
    ("S1", source_id("Depot inspection", "Inspectorate", "", "")), ("Northern Brigade", "Northern Brigade"),
    ("The Brigade", "The Brigade"), ("north", "north"), ("Mill Town", "Mill Town"), ("Highlands", "Highlands"),
    ("a" * 64, "a" * 64), ("a" * 9, "a" * 64),
])
def test_names_that_things_go_by(full: Case, name: str, subject: str) -> None:
    assert decide(full, [name, "T1"], "different", REASON).subjects == (subject, "statements#T1")


def test_the_beginning_of_an_id_is_enough(full: Case) -> None:
    ident = record(full, "stock#H1")
    assert decide(full, [ident[:10]], "accept", REASON).subjects == (ident,)


def test_records_are_accepted_and_rejected_by_their_place(full: Case) -> None:
    assert decide(full, ["S1"], "reject", REASON).subjects == ("sources#S1",)
    assert decide(full, ["north"], "reject", REASON).subjects == ("parties#north",)


def test_a_correction_names_the_records_themselves(full: Case) -> None:
    made = decide(full, ["stock#H2", "H1"], "correct", REASON)
    assert made.subjects == (record(full, "stock#H2"), record(full, "stock#H1"))
    assert made.seen == ()


@pytest.mark.parametrize(("subjects", "judgement", "reason", "said"), [
    (["stock#H1"], "same", REASON, "at least 2"), (["stock#H1", "H1"], "same", REASON, "at least 2"),
    ([], "accept", REASON, "at least 1"), (["H1", "H2", "E1"], "correct", REASON, "takes two records"),
    (["H1", "a" * 64], "correct", REASON, "only records"), (["H1"], "accept", "  ", "has a reason"),
    (["H1"], "undo", REASON, "no judgement"), (["H1"], "perhaps", REASON, "no judgement"),
    (["H7"], "accept", REASON, "nothing in this case"), (["Mill Town"], "accept", REASON, "nothing in this case"),
    ([""], "accept", REASON, "nothing in this case"),
])
def test_what_cannot_be_decided(full: Case, subjects: list[str], judgement: str, reason: str, said: str) -> None:
    head = full.head()
    with pytest.raises(UsageError, match=said):
        decide(full, subjects, judgement, reason)
    assert full.head() == head


def test_a_name_that_several_have_is_asked_back(full: Case, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("id,event,type,serial\nL8,E1,carbine,AB1234\n")
    full.add([file])
    with pytest.raises(UsageError, match="say which: event_lines#L1, event_lines#L8"):
        decide(full, ["AB1234", "T1"], "same", REASON)


def test_nobody_decides(full: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from reclaim.desk.case import open_case

    toml = full.path / "case.toml"
    toml.write_text(toml.read_text().replace("Inspectorate", ""))
    with pytest.raises(UsageError, match="nobody is named"):
        decide(open_case(full.path), ["H1"], "accept", REASON)
    monkeypatch.setenv("RECLAIM_AUTHOR", "A. Coder")
    assert decide(open_case(full.path), ["H1"], "accept", REASON).author == "A. Coder"


def test_a_decision_is_taken_back_and_brought_back(full: Case) -> None:
    (first,) = standing(full.decisions())
    back = undo(full, first.id[:8], "it saw the depot itself")
    assert standing(full.decisions()) == []
    with pytest.raises(UsageError, match="undone already"):
        undo(full, first.id)
    again = undo(full, back.id)
    assert standing(full.decisions()) == [first]
    undo(full, again.id)
    assert standing(full.decisions()) == []
    assert len(full.decisions()) == 4


@pytest.mark.parametrize("name", ["", "abc", "0" * 64, "zzzzzzzzz"])
def test_there_is_no_such_decision(full: Case, name: str) -> None:
    with pytest.raises(UsageError, match="names no decision"):
        undo(full, name)


def test_decisions_of_one_fixed_moment_keep_their_order(full: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """With SOURCE_DATE_EPOCH every command has the same time; an undoing still comes after what it undoes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")
    first = decide(full, ["H1"], "accept", REASON)
    last = first
    for _ in range(6):
        last = undo(full, last.id)
    assert [d.made for d in full.decisions()] == sorted({d.made for d in full.decisions()})
    assert first in standing(full.decisions())


def test_a_decision_that_came_in_a_file_is_undone_like_any_other(full: Case, tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text("id,subjects,judgement,author,date,reason\n"
                    "D1,stock#H1;stock#H2,same,A. Coder,2024-05-01,one visit\n")
    full.add([file])
    shipped = next(d for d in standing_decisions(*full.known()) if d.reason == "one visit")
    assert any(r.kind is RecordKind.DECISION for r in full.records())
    undo(full, shipped.id)
    assert shipped not in standing_decisions(*full.known())


def test_a_row_of_a_register_is_kept_as_it_was_judged(full: Case, tmp_path: Path) -> None:
    (tmp_path / "seized.csv").write_text("serial,make,model\nAB1234,Alpha,A1\nAB1235,Alpha,A1\n")
    snapshot = register.add(full, [tmp_path / "seized.csv"], register.Asked("seized", "seized")).snapshot.id
    made = decide(full, [f"{snapshot}:2", "L1"], "different", REASON)
    assert made.subjects == (f"{snapshot}:2", "event_lines#L1")
    assert "AB1235" in dict(made.seen)[f"{snapshot}:2"]
    assert [j.row for j in register.judged_rows(full, register.register(full, "seized"))] == [2]
    for address in (f"{snapshot}:3", f"{snapshot}:0", "guns@2020-abc:1"):
        with pytest.raises(UsageError):
            decide(full, [address, "L1"], "same", REASON)


def test_of_two_versions_of_a_row_exactly_one_stands_whatever_is_undone(full: Case, tmp_path: Path) -> None:
    def quantities() -> list[str]:
        gave_way = corrections(full.decisions())
        return [r.text("quantity") for r in full.records() if r.key == "stock#H1" and r.id not in gave_way]

    (tmp_path / "stock.csv").write_text("id,source,as_of,holder,type,quantity,kind\n"
                                        "H1,S1,2019-08,N,carbine,7,on_hand\n")
    (correction,) = full.add([tmp_path / "stock.csv"]).corrections
    assert quantities() == ["7"]
    back = undo(full, correction.id, "a slip of the pen")
    assert quantities() == ["100"]
    assert full.decisions()[-1].reason == "put back: a slip of the pen"
    again = undo(full, back.id)
    assert quantities() == ["7"]
    undo(full, again.id)
    assert quantities() == ["100"]
    assert full.add([tmp_path / "stock.csv"]).known == 1
    assert quantities() == ["7"]


def test_two_rows_stand_again_when_a_correction_between_them_is_undone(full: Case) -> None:
    made = decide(full, ["stock#H2", "stock#H1"], "correct", REASON)
    undo(full, made.id)
    assert corrections(full.decisions()) == {}
