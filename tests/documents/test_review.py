"""From a document to the queue, and from the queue into the case: accept, correct, reject, undo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reclaim.cli.review import Session
from reclaim.desk.case import Case, open_case
from reclaim.desk.correcting import fields_of
from reclaim.desk.new import new
from reclaim.desk.read import read
from reclaim.desk.review import Group, judge, queue, take_back
from reclaim.desk.verify import verify
from reclaim.model.decision import Judgement
from reclaim.model.errors import UsageError
from reclaim.model.handling import Tlp
from reclaim.model.record import RecordKind

STORY = "Police said they had seized 63 M4 rifles in Tor province.\n\nThe army plans to destroy 40 rifles.\n\n“No rifle is lost,” General Pavel Orsk said.\n"
ECHO = "Rifles counted again\n\n“No rifle is lost,” General Pavel Orsk said.\n"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new(tmp_path / "case", owner="A. Tester")
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "echo.txt").write_text(ECHO, encoding="utf-8")
    read(made, [tmp_path / "story.txt", tmp_path / "echo.txt"])
    return open_case(tmp_path / "case")


def waiting(case: Case) -> list[Group]:
    return queue(case.proposals(), case.decisions())


def group(case: Case, kind: str, words: str) -> Group:
    return next(g for g in waiting(case) if g.kind == kind and words in json.dumps(g.body, ensure_ascii=False))


def standing(case: Case, kind: RecordKind) -> list[dict[str, str]]:
    from reclaim.accounting.current import current

    return [r.cells() for r, _ in current(case.records(), case.decisions()).bodies if r.kind is kind]


def test_reading_keeps_the_document_and_believes_nothing(case: Case) -> None:
    assert {r.kind for r in case.records()} == {RecordKind.SOURCE}
    assert len(waiting(case)) > 3
    assert verify(case.path).findings == () or verify(case.path).findings == []


def test_reading_again_adds_nothing(case: Case, tmp_path: Path) -> None:
    before = len(case.proposals())
    assert [d.added for d in read(case, [tmp_path / "story.txt"])] == [0]
    assert len(case.proposals()) == before


def test_two_documents_that_say_the_same_are_one_group(case: Case) -> None:
    assert len(group(case, "statement", "No rifle is lost").proposals) == 2


def test_an_accepted_statement_becomes_a_record_at_its_span(case: Case) -> None:
    chosen = group(case, "statement", "No rifle is lost")
    made = judge(case, chosen, Judgement.ACCEPT)
    (statement,) = [r for r in case.records() if r.kind is RecordKind.STATEMENT]
    assert statement.anchor.span_ends() == (chosen.body["start"], chosen.body["end"])
    assert (statement.text("speaker"), statement.text("quote")) == ("Pavel Orsk", "No rifle is lost,")
    assert len(made.decisions) == 2
    assert chosen.first.id not in {g.first.id for g in waiting(case)}


def test_an_accepted_event_becomes_an_event_with_its_lines(case: Case) -> None:
    judge(case, group(case, "event", "63"), Judgement.ACCEPT)
    (event,), (line,) = standing(case, RecordKind.EVENT), standing(case, RecordKind.LINE)
    assert (event["kind"], event["place"], event["by"]) == ("seized", "Tor province", "Police")
    assert (line["event"], line["quantity"], line["qualifier"]) == (event["id"], "63", "exact")


def test_what_is_only_planned_makes_no_event_until_it_is_corrected(case: Case) -> None:
    planned = group(case, "event", "destroyed")
    with pytest.raises(UsageError):
        judge(case, planned, Judgement.ACCEPT)
    judge(case, planned, Judgement.CORRECT, corrected={"modality": "asserted", "happened": True})
    assert [e["kind"] for e in standing(case, RecordKind.EVENT)] == ["destroyed"]


def test_the_lines_of_an_event_can_be_corrected(case: Case) -> None:
    seized = group(case, "event", "63")
    names = dict(fields_of(seized.body))
    assert (names["line 1 quantity"], names["line 1 serial"]) == ("63", "")
    judge(case, seized, Judgement.CORRECT, corrected={"line 1 quantity": "36", "line 1 type": "m4a1", "place": "Torburg"})
    (event,), (line,) = standing(case, RecordKind.EVENT), standing(case, RecordKind.LINE)
    assert (event["place"], line["quantity"], line["type"]) == ("Torburg", "36", "m4a1")


def test_a_denied_event_happened_only_when_its_polarity_is_corrected_too(case: Case, tmp_path: Path) -> None:
    (tmp_path / "denial.txt").write_text("The army said that no rifle had been stolen.", encoding="utf-8")
    read(case, [tmp_path / "denial.txt"])
    denied = group(case, "event", "stolen")
    with pytest.raises(UsageError):
        judge(case, denied, Judgement.CORRECT, corrected={"modality": "asserted"})
    judge(case, denied, Judgement.CORRECT, corrected={"polarity": "affirmed"})
    assert [e["kind"] for e in standing(case, RecordKind.EVENT)] == ["stolen"]


def test_a_field_is_corrected_in_the_terminal_by_its_number(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    seized = group(case, "event", "63")
    number = [name for name, _ in fields_of(seized.body)].index("place") + 1
    typed: Iterator[str] = iter([f"{number} Torburg", "", ""])
    session = Session(case, [seized], "A. Tester", iter("cq"), lambda: next(typed))
    session.run()
    assert f"{number} place: Tor province" in capsys.readouterr().out
    assert [e["place"] for e in standing(case, RecordKind.EVENT)] == ["Torburg"]


def test_the_rows_of_a_table_become_records(case: Case, tmp_path: Path) -> None:
    page = "<table><caption>Weapons seized as of May 2024</caption><tr><th>Type</th><th>Serial</th><th>Qty</th></tr>" \
        "<tr><td>M4 carbine</td><td>W0012345</td><td>1</td></tr></table>" \
        "<table><tr><th>Type</th><th>On hand</th></tr><tr><td>M16 rifle</td><td>8,500</td></tr></table>"
    (tmp_path / "list.html").write_text(f"<html><body><p>Two lists.</p>{page}</body></html>", encoding="utf-8")
    read(case, [tmp_path / "list.html"])
    for chosen in [g for g in waiting(case) if g.kind == "record"]:
        judge(case, chosen, Judgement.ACCEPT)
    (event,), (line,), (stock,) = (standing(case, k) for k in (RecordKind.EVENT, RecordKind.LINE, RecordKind.STOCK))
    assert (event["kind"], line["serial"]) == ("seized", "W0012345")
    assert (stock["kind"], stock["quantity"], stock["type"]) == ("on_hand", "8,500", "M16 rifle")


def test_a_rejected_proposal_leaves_the_queue_and_makes_nothing(case: Case) -> None:
    chosen = waiting(case)[0]
    judge(case, chosen, Judgement.REJECT)
    assert chosen.first.id not in {g.first.id for g in waiting(case)}
    assert {r.kind for r in case.records()} == {RecordKind.SOURCE}


def test_every_step_can_be_taken_back_and_done_again(case: Case) -> None:
    before = [g.first.id for g in waiting(case)]
    judged = judge(case, waiting(case)[0], Judgement.ACCEPT)
    take_back(case, judged)
    assert [g.first.id for g in waiting(case)] == before
    assert standing(case, RecordKind.STATEMENT) == []
    judge(case, waiting(case)[0], Judgement.ACCEPT)
    assert len(standing(case, RecordKind.STATEMENT)) == 1


def test_the_terminal_queue_is_driven_by_keys_alone(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    groups = waiting(case)
    count = len(groups)
    typed: Iterator[str] = iter(["", "x", "3 Norland", "", *[""] * 20])
    session = Session(case, list(groups), "A. Tester", iter("alcurq"), lambda: next(typed))
    session.run()
    shown = capsys.readouterr().out
    assert "Police said they had seized" in shown
    assert "1 proposal judged" in shown or "2 proposals judged" in shown
    assert len(waiting(case)) == count - len(session.done)


def test_an_endpoint_is_refused_above_green_unless_its_host_is_named(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("The army lost rifles.", encoding="utf-8")
    made = new(tmp_path / "amber", owner="A. Tester", marking=Tlp.AMBER)
    toml = made.path / "case.toml"
    section = '\n[reader]\nendpoint = "http://127.0.0.1:9/v1/chat/completions"\nmodel = "m"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + section, encoding="utf-8")
    with pytest.raises(UsageError, match=r"127\.0\.0\.1"):
        read(open_case(made.path), [tmp_path / "story.txt"])
    toml.write_text(toml.read_text(encoding="utf-8") + 'allow_hosts = ["127.0.0.1"]\n', encoding="utf-8")
    (told,) = read(open_case(made.path), [tmp_path / "story.txt"])
    assert any(p.code == "endpoint" for p in told.reading.problems)


def test_a_return_that_is_demanded_becomes_a_step_of_its_retrieval(case: Case, tmp_path: Path) -> None:
    (tmp_path / "demand.txt").write_text("Norland demanded the return of 40 to 50 rifles.", encoding="utf-8")
    read(case, [tmp_path / "demand.txt"])
    judge(case, group(case, "event", "40 to 50"), Judgement.ACCEPT)
    (step,) = standing(case, RecordKind.STEP)
    assert (step["step"], step["by"], step["type"], step["quantity"]) == ("demanded", "Norland", "rifle", "40-50")


def test_a_second_report_is_linked_to_what_the_first_became(case: Case, tmp_path: Path) -> None:
    """The same seizure and the same words in another paper: possible links, each slot compared, nothing merged."""
    judge(case, group(case, "event", "63"), Judgement.ACCEPT)
    (tmp_path / "later.txt").write_text("Officers said police had seized 63 M4 rifles in Tor province.", encoding="utf-8")
    (told,) = read(case, [tmp_path / "later.txt"])
    found = [p.plain() for p in told.reading.proposals if str(p.kind) == "link"]
    assert [(p["relation"], p["possible"]) for p in found] == [("same_event", True)]
    slots = {s["slot"]: s["compared"] for s in found[0]["slots"]}  # type: ignore[index, attr-defined]
    assert (slots["place"], slots["quantity"], slots["date"]) == ("agrees", "agrees", "not stated")
