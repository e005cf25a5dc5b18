"""From record files to answers: a case is made, files are added, and the commands say what they should."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.stories.telling import Story, files, read

from reclaim.cli.main import main
from reclaim.desk.case import open_case
from reclaim.desk.custody import custody
from reclaim.desk.new import new
from reclaim.model.errors import UsageError
from reclaim.model.form import FORM_OF
from reclaim.model.record import RecordKind

COLUMNS = ["claim", "statement", "speaker", "party", "said", "form", "scope", "at", "verdict", "weakest", "bearing",
           "origins", "settle"]
STORIES = {s.title: s for path in files("claims") for s in read(path)}
BOATS = next(s for path in files("retrieval") for s in read(path))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with one claim, which is refuted."""
    return made(tmp_path, STORIES["In the stores book on the day"])


def made(folder: Path, story: Story) -> Path:
    """The story as record files, added to a new case."""
    paths = []
    for form, rows in story.rows.items():
        path = folder / f"{form}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, FORM_OF[RecordKind(form)].columns)
            writer.writeheader()
            for ident, row in rows.items():
                writer.writerow({"title": ident, **row} if form == "sources" else row)
        paths.append(path)
    opened = new(folder / "case", owner="Panel of the story")
    told = opened.add(paths)
    assert [p.line() for p in told.problems if p.fatal] == []
    return folder / "case"


def test_claims_as_json(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(case), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert list(row) == COLUMNS
    assert (row["claim"], row["verdict"], row["weakest"], row["bearing"], row["origins"]) == ("K1", "refuted", "", 2, 2)


def test_why_tells_each_slot_and_the_table(case: Path, capsys: pytest.CaptureFixture[str],
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    assert main(["claims", str(case), "K1", "--why", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["on"] == "on the records held and accepted on 2025-01-01 by Panel of the story"
    path = row["paths"][0]
    assert [s["slot"] for s in path["slots"]] == ["identity", "membership", "date", "place", "basis", "independence"]
    assert all(s["why"] != "" for s in path["slots"])
    assert [s["slot"] for s in row["table"]["slots"]] == [s["slot"] for s in path["slots"]]


def test_under_each_verdict_stands_on_what_it_rests(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(case), "--why"]) == 0
    said = capsys.readouterr().out
    assert "REFUTED" in said
    assert "on the records held and accepted on" in said
    assert "by Panel of the story" in said


def test_known_by_a_day_before_the_records_came_nothing_is_claimed(case: Path,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(case), "--known-by", "2001-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_at_an_earlier_date_what_came_later_is_left_out(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(case), "--at", "2021-06-30", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["verdict"] == "refuted"
    assert main(["claims", str(case), "--at", "2020-12-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("arguments", [["NOBODY"], ["--at", "2021-02-31"], ["--known-by", "soon"]])
def test_bad_usage_is_one_line_and_exit_2(case: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", str(case), *arguments]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert len(out.err.strip().splitlines()) == 1


def test_retrieval_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = made(tmp_path, BOATS)
    assert main(["retrieval", str(case), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert list(rows[0]) == ["scope", "item", "holder", "type", "step", "lower", "upper", "date", "sources", "next"]
    assert [(r["step"], r["lower"], r["upper"]) for r in rows] == [
        ("located", 46, 46), ("demanded", 46, 46), ("agreed", 46, 46), ("still_out", 46, 46)]
    assert main(["retrieval", str(case), "--next", "--json"]) == 0
    allowed = json.loads(capsys.readouterr().out)
    assert [r["step"] for r in allowed] == ["located", "agreed"]
    assert main(["retrieval", str(case), "--next"]) == 0
    assert "steps#T3" in capsys.readouterr().out


def test_the_chain_of_an_item_by_its_serial(case: Path) -> None:
    (chain,) = custody(open_case(case), "TR 4471")
    assert [w.to_holder for w in chain.windows] == ["band", "sulm-police"]
    with pytest.raises(UsageError, match="no item"):
        custody(open_case(case), "no such")


def test_a_find_is_traced_in_the_registers_of_the_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The Port's own register has the number; the search of it says how sure that is, and nobody has decided."""
    story = STORIES["The same number, and nobody has decided"]
    for form in ("events", "event_lines"):
        story.rows[RecordKind(form)] = {i: r for i, r in story.rows[RecordKind(form)].items() if "book" not in i}
    folder = made(tmp_path, story)
    capsys.readouterr()
    book = tmp_path / "book.csv"
    serials = ["70-11492", *(f"70-{n}" for n in range(30000, 30400, 7))]
    book.write_text("serial,type\n" + "".join(f"{s},ns4\n" for s in serials), encoding="utf-8")
    assert main(["register", "add", str(folder), str(book), "--name", "book", "--kind", "inventory", "--keeper",
                 "Port Authority", "--as-of", "2022-01-01"]) == 0
    capsys.readouterr()
    assert main(["claims", str(folder), "K1", "--why", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    identity = row["paths"][0]["slots"][0]
    assert row["verdict"] == "contradicted"
    assert identity["finding"] == "probable"
    assert identity["grade"] == 2
