"""Adding record files: each row is a record, known, waiting or refused, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reclaim.desk.case import Case
from reclaim.model.decision import Judgement, corrections
from reclaim.model.errors import InputError
from reclaim.model.record import Record, RecordKind, record_id
from reclaim.model.source import source_id
from reclaim.store.arrivals import own_list

Put = Callable[..., list[Path]]


def by_key(case: Case) -> dict[str, Record]:
    return {r.key: r for r in case.records()}


def test_every_form_becomes_records_with_the_source_that_the_design_gives(case: Case, put: Put) -> None:
    added = case.add(put())
    found = by_key(case)
    s1, s2 = (source_id(*words) for words in (("Depot inspection", "Inspectorate", "", ""),
                                              ("Evening news", "Channel Nine", "", "")))
    assert added.counts() == {"sources": 2, "stock": 2, "events": 1, "event_lines": 2, "statements": 1, "claims": 1,
                              "steps": 1, "prices": 1, "types": 2, "parties": 1}
    assert (added.known, added.waiting, added.refused, added.problems) == (0, 0, 0, ())
    wanted = {"sources#S1": s1, "stock#H1": s1, "stock#H2": s2, "events#E1": s1, "event_lines#L1": s1,
              "statements#T1": s2, "claims#C1": s2, "steps#R1": s2, "prices#P1": s2,
              "types#carbine": own_list(RecordKind.TYPE), "parties#north": own_list(RecordKind.PARTY)}
    assert {key: found[key].source for key in wanted} == wanted
    assert all(r.honest() and r.anchor.source == r.source for r in found.values())


def test_a_record_is_its_words(case: Case, put: Put) -> None:
    case.add(put())
    line = by_key(case)["event_lines#L1"]
    assert line.cells() == {"id": "L1", "event": "E1", "type": "carbine", "quantity": "1", "serial": "AB1234"}
    assert line.id == record_id(line.source, line.anchor, line.kind, line.as_written)


def test_adding_again_changes_nothing_at_all(case: Case, put: Put) -> None:
    case.add(put())
    head, records = case.head(), case.records()
    again = case.add(put())
    assert (again.added, again.corrections, again.known) == ((), (), 14)
    assert (case.head(), case.records()) == (head, records)


def test_a_source_may_be_named_by_its_id(case: Case, put: Put) -> None:
    ident = source_id("Depot inspection", "Inspectorate", "", "")
    case.add(put("sources", stock=f"id,source,as_of,holder,type,quantity,kind\nH1,{ident},2019,N,carbine,1,on_hand\n"))
    assert by_key(case)["stock#H1"].source == ident


def test_rows_wait_for_what_they_rest_on(case: Case, put: Put) -> None:
    waiting = case.add(put("event_lines", "claims", "stock"))
    assert (len(waiting.added), waiting.waiting) == (0, 5)
    assert waiting.problems[0].line() == (
        "event_lines.csv row 2, column event: event 'E1' is not in the case yet, and the row waits "
        "(add the file of events that has it, or mend the cell)")
    assert case.add(put("events", "statements")).waiting == 7
    came = case.add(put("sources"))
    assert (len(came.added), came.waiting) == (9, 0)
    assert came.problems == ()


def test_waiting_rows_do_not_pile_up(case: Case, put: Put) -> None:
    case.add(put("stock"))
    head = case.head()
    again = case.add(put("stock"))
    assert (again.waiting, len(again.problems), case.head()) == (2, 2, head)


def test_other_cells_under_a_known_id_are_a_correction_by_the_adder(case: Case, put: Put) -> None:
    case.add(put("sources", "stock"))
    old = by_key(case)["stock#H1"]
    changed = case.add(put(stock=(
        "id,source,as_of,holder,type,quantity,kind\n"
        "H1,S1,2019-08,Northern Brigade,carbine,120,on_hand\n")), author="A. Coder")
    versions = [r for r in case.records() if r.key == "stock#H1"]
    new = next(r for r in versions if r.id != old.id)
    (decision,) = case.decisions()
    assert (len(versions), changed.added, changed.corrections) == (2, (new,), (decision,))
    assert (decision.subjects, decision.judgement, decision.author) == ((old.id, new.id), Judgement.CORRECT, "A. Coder")
    assert decision.reason == (
        "stock.csv row 2 gives other cells for stock#H1: country, counts, place, province, quantity")


def test_the_last_version_added_stands_even_if_it_is_the_first_again(case: Case, put: Put) -> None:
    def stock(quantity: int) -> list[Path]:
        return put(stock=f"id,source,as_of,holder,type,quantity,kind\nH1,S1,2019,N,carbine,{quantity},on_hand\n")

    case.add(put("sources"))
    for quantity in (100, 120, 100, 120, 130, 100):
        case.add(stock(quantity))
        gave_way = corrections(case.decisions())
        standing = [r for r in case.records() if r.key == "stock#H1" and r.id not in gave_way]
        assert [r.text("quantity") for r in standing] == [str(quantity)]
    assert len([r for r in case.records() if r.key == "stock#H1"]) == 3


def test_a_row_that_waited_gives_way_to_cells_that_came_later(case: Case, put: Put) -> None:
    head = "id,source,as_of,holder,type,quantity,kind\n"
    case.add(put(stock=head + "H1,S9,2019,N,carbine,1,on_hand\n"))
    case.add(put("sources", stock=head + "H1,S1,2019,N,carbine,2,on_hand\n"))
    case.add(put(sources="id,title\nS9,Late\n"))
    gave_way = corrections(case.decisions())
    assert [r.text("quantity") for r in case.records() if r.key == "stock#H1" and r.id not in gave_way] == ["2"]
    assert len([r for r in case.records() if r.key == "stock#H1"]) == 2


def test_a_corrected_source_takes_nothing_away_from_its_records(case: Case, put: Put) -> None:
    case.add(put())
    before = [r for r in case.records() if r.kind is not RecordKind.SOURCE]
    changed = case.add(put(sources="id,title,publisher,rests_on\nS1,Depot inspection of August,Inspectorate,self\n"))
    assert len(changed.corrections) == 1
    assert case.add(put("stock", "events")).known == 3
    assert [r for r in case.records() if r.kind is not RecordKind.SOURCE] == before


def test_a_row_that_cannot_be_one_is_refused_and_the_rest_taken(case: Case, put: Put) -> None:
    added = case.add(put("sources", stock=(
        "id,source,as_of,holder,type,quantity,kind\n"
        "H1,,2019,N,carbine,1,on_hand\n"
        "H2,S1,2019,N,carbine,1,borrowed\n"
        "H3,S1,2019-02-31,N,carbine,1,on_hand\n"
        "H4,S1,2019,N,carbine,many,on_hand\n"
        "H4,S1,2019,N,carbine,2,on_hand\n"
        "H5,S1,2019,N,carbine,5,on_hand\n")))
    assert added.counts() == {"sources": 2, "stock": 3}
    assert added.refused == 3
    assert [(p.where, p.code, p.fatal) for p in added.problems] == [
        ("stock.csv row 6, column id", "duplicate_id", True),
        ("stock.csv row 2, column source", "missing", True),
        ("stock.csv row 3, column kind", "unknown_word", True),
        ("stock.csv row 4, column as_of", "bad_date", False),
        ("stock.csv row 5, column quantity", "bad_quantity", False)]


def test_sources_that_rest_on_each_other_or_on_nothing_are_named(case: Case, put: Put) -> None:
    added = case.add(put(sources="id,title,rests_on\nS1,One,S2\nS2,Two,S3\nS3,Three,S1\nS4,Four,S9\nS5,Five,S4;self\n"))
    assert [(p.where, p.code) for p in added.problems] == [
        ("sources.csv row 2, column rests_on", "circle"), ("sources.csv row 5, column rests_on", "no_such_source")]
    assert "S1, S2, S3" in added.problems[0].what
    assert added.counts() == {"sources": 5}


def test_nothing_is_written_if_a_file_cannot_be_read(case: Case, put: Put, tmp_path: Path) -> None:
    head = case.head()
    (tmp_path / "odd.csv").write_text("name,age\nx,1\n")
    for name, said in (("odd.csv", "no record file"), ("gone.csv", "no such file"), (".", "folder")):
        bad = tmp_path / name
        with pytest.raises(InputError, match=said):
            case.add([*put("sources"), bad])
    assert (case.records(), case.head()) == ([], head)


def test_a_document_is_kept_byte_for_byte_under_its_hash(case: Case, tmp_path: Path) -> None:
    content = bytes(range(256)) * 100
    (tmp_path / "report.pdf").write_bytes(content)
    (tmp_path / "copy.pdf").write_bytes(content)
    added = case.add([tmp_path / "report.pdf"])
    (name, sha), = added.held
    (record,) = case.records()
    assert (name, (case.path / "sources" / sha).read_bytes()) == ("report.pdf", content)
    assert (record.source, record.text("title"), record.text("sha256")) == (sha, "report.pdf", sha)
    head = case.head()
    case.add([tmp_path / "report.pdf"])
    assert (case.head(), len(case.files())) == (head, 1)


def test_two_files_of_one_name_are_told_apart(case: Case, put: Put, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/sources.csv").write_text("id,title\n,none\n")
    added = case.add([*put("sources"), tmp_path / "other/sources.csv"])
    assert added.problems[0].where == f"{tmp_path / 'other/sources.csv'} row 2, column id"


def test_decisions_that_a_case_ships_with_are_records(case: Case, put: Put) -> None:
    from reclaim.desk.undo import standing_decisions

    case.add(put("sources", "stock", decisions=(
        "id,subjects,judgement,author,date,reason\nD1,stock#H1;stock#H2,same,A. Coder,2024-05-01,one inspection\n")))
    assert by_key(case)["decisions#D1"].source == own_list(RecordKind.DECISION)
    assert [d.reason for d in standing_decisions(*case.known())] == ["one inspection"]


def test_known_by_is_when_the_case_recorded_it(case: Case, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, name in ((1735689600, "sources"), (1735776000, "stock")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(day))
        case.add(put(name))
    assert [len(case.records(d)) for d in ("2024-12-31", "2025-01-01", "2025-01-02", None)] == [0, 0, 0, 4]


def test_time_in_a_case_never_runs_back(tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    from reclaim.desk.new import new

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735776000")
    case = new(tmp_path / "fixed", owner="I")
    case.add(put("sources"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    case.add(put("stock"))
    assert [len(case.records(d)) for d in ("2025-01-01", "2025-01-02", "2025-01-02T00:00:00.000001Z")] == [0, 4, 2]
