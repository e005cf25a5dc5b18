"""Is this the weapon: what an investigator types, and what must come out."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from reclaim.cli.main import main
from reclaim.columns.candidates import CANDIDATES

TRANSFERS = [
    ("1", "W100434", "Colt", "M4", "5.56x45mm", "USA", "2012-05-01"),
    ("2", "W100871", "Colt", "M4", "5.56x45mm", "USA", "2012-05-01"),
    ("3", "W555123", "Colt", "M4", "5.56x45mm", "USA", "2012-05-01"),
    ("4", "AB204817", "Zastava", "M70", "7.62x39", "Serbia", "2009-01-15"),
    ("5", "AB204817", "FN", "Minimi", "5.56x45mm", "Belgium", "2009-01-15"),
    ("6", "K77 120 345", "Izhmash", "AKM", "7.62x39", "USSR", "1979"),
    ("7", "obliterated", "Colt", "M4", "5.56x45mm", "USA", "2012-05-01"),
]
INVENTORY = [("W100434", "COLT DEFENSE", "M4A1"), ("W100871", "Colt", "M4")]


def write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> Path:
    """A table as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture
def case(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    """A case with a transfer register and an inventory."""
    folder = str(tmp_path / "case")
    transfers = write(tmp_path / "transfers.csv",
                      ("No", "Serial number", "Make", "Model", "Calibre", "Country", "Date"), TRANSFERS)
    inventory = write(tmp_path / "inventory.csv", ("Serial number", "Make", "Model"), INVENTORY)
    assert main(["new", folder]) == 0
    assert main(["register", "add", folder, str(transfers), "--name", "transfers", "--kind", "transferred"]) == 0
    assert main(["register", "add", folder, str(inventory), "--name", "inventory", "--kind", "inventory",
                 "--as-of", "2020-01-01"]) == 0
    capfd.readouterr()
    return folder


def traced(capfd: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    """The rows of one command."""
    assert main(["trace", *words, "--json"]) == 0
    rows = json.loads(capfd.readouterr().out)
    assert all(list(row) == CANDIDATES.names for row in rows)
    return list(rows)


def check_sums(rows: list[dict[str, Any]]) -> None:
    """Candidates, each once, and rank 0 sum to 1 for each reading that was searched."""
    sums: dict[int, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row["probability"] is not None:
            key = "0" if row["rank"] == 0 else row["candidate"]
            assert sums[row["reading_row"]].setdefault(key, row["probability"]) == row["probability"]
    assert all(sum(parts.values()) == pytest.approx(1) for parts in sums.values())


def test_a_mark_read_as_it_stands_in_two_registers_is_one_weapon(
        case: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = traced(capfd, case, "W100434", "--make", "Colt")
    check_sums(rows)
    best = [row for row in rows if row["rank"] == 1]
    assert {row["register"] for row in best} == {"transfers", "inventory"}
    assert len({row["candidate"] for row in best}) == 1
    assert all(row["verdict"] == "exact" and row["edits"] == 0 and row["probability"] > 0.95 for row in best)
    told = best[0]["explanation"]
    for words in ("every symbol read as registered", "agrees: make", "not stated in the reading: model",
                  "2 rows carry it", "bits", "by chance", "searched"):
        assert words in told


def test_the_row_is_named_by_the_registers_own_number_or_by_its_address(
        case: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = {row["register"]: row for row in traced(capfd, case, "W100871") if row["rank"] == 1}
    assert rows["transfers"]["record"] == "2"
    assert rows["inventory"]["record"] == f"{rows['inventory']['snapshot']}:2"


@pytest.mark.parametrize("judgement", ["same", "different", "unsure"])
def test_each_row_has_the_anchor_that_a_decision_takes(
        case: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], judgement: str) -> None:
    """The register's own number ("2") is no name for `decide`; the anchor beside it is, for the find's line too."""
    sources = write(tmp_path / "sources.csv", ("id", "title", "publisher"), [("S1", "Police list", "Police")])
    events = write(tmp_path / "events.csv", ("id", "source", "kind", "date", "by", "basis"),
                   [("E1", "S1", "seized", "2022-03-01", "police", "serial_read")])
    lines = write(tmp_path / "event_lines.csv", ("id", "event", "type", "quantity", "serial", "make"),
                  [("L1", "E1", "M4", "1", "W100B71", "Colt")])
    assert main(["add", case, str(sources), str(events), str(lines)]) == 0
    capfd.readouterr()
    rows = [row for row in traced(capfd, case) if row["rank"] == 1]
    best = next(row for row in rows if row["register"] == "transfers")
    assert (best["record"], best["find"]) == ("2", "event_lines#L1")
    assert best["anchor"] == f"{best['snapshot']}:2"
    assert main(["trace", case]) == 0
    said = capfd.readouterr().out
    assert f"record 2, {best['anchor']}" in said
    command = next(line for line in said.splitlines() if line.startswith("to judge a candidate: "))
    assert command.startswith(f"to judge a candidate: reclaim decide {case} {best['find']} ")
    for row in rows:
        assert main(["decide", case, row["find"], row["anchor"], "--as", judgement, "--reason", "seen",
                     "--author", "me", "--json"]) == 0
        assert json.loads(capfd.readouterr().out)["subjects"] == ["event_lines#L1", row["anchor"]]
    assert main(["verify", case]) == 0


def test_a_worn_mark_says_what_was_read_for_what_and_what_one_look_would_decide(
        case: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = traced(capfd, case, "W10O43?", "--make", "Colt")
    check_sums(rows)
    best = next(row for row in rows if row["rank"] == 1)
    assert (best["serial"], best["verdict"], best["edits"]) == ("W100434", "near", 1)
    assert "place 4 read O, registered 0" in best["explanation"]
    assert "place 7 not read" in best["explanation"]
    none = rows[0]
    assert none["rank"] == 0
    assert "one look decides: place 4 of the reading, whether it is 0 and not O" in none["explanation"]
    assert "with a share of 0.1 the best candidate has" in none["explanation"]


def test_equal_marks_of_two_makers_are_ambiguous_until_the_make_is_known(
        case: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = traced(capfd, case, "AB204817")
    check_sums(rows)
    assert {row["verdict"] for row in rows} == {"ambiguous"}
    assert {row["make"] for row in rows if row["rank"] in (1, 2)} == {"Zastava", "FN"}
    assert "do not agree in make, so they stand apart" in rows[1]["explanation"]
    assert "the make on the weapon" in rows[0]["explanation"]
    named = traced(capfd, case, "AB204817", "--make", "FN")
    assert (named[1]["make"], named[1]["verdict"]) == ("FN", "exact")


@pytest.mark.parametrize(("written", "reason"), [
    ("ground off", "removed"), ("0000", "filler"), ("1.7E+27", "spreadsheet"), ("??4", "fewer than three")])
def test_what_cannot_be_traced_is_answered_with_the_reason(
        case: str, capfd: pytest.CaptureFixture[str], written: str, reason: str) -> None:
    (row,) = traced(capfd, case, written)
    assert (row["verdict"], row["rank"], row["probability"]) == ("not_traceable", 0, None)
    assert reason in row["explanation"]


def test_a_mark_that_is_in_no_register(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = traced(capfd, case, "ZZ9981234")
    check_sums(rows)
    assert rows[0]["verdict"] == "none"
    assert rows[0]["probability"] > 0.5
    assert "absence is a finding only inside a register's stated coverage" in rows[0]["explanation"]


def test_alternatives_and_words_around_a_mark_are_understood(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = traced(capfd, case, "W555123 OR W555128", "s/n W555123 (found on receiver)", "K77120345")
    check_sums(rows)
    best = {row["reading_row"]: row["serial"] for row in rows if row["rank"] == 1}
    assert best == {1: "W555123", 2: "W555123", 3: "K77 120 345"}


def test_two_readings_of_one_weapon_are_said_to_be_so(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = traced(capfd, case, "W100434", "W100434", "QQ12345", "QQ12345")
    noted = [row for row in rows if "CLONED_MARK" in row["explanation"]]
    assert {row["reading_row"] for row in noted} == {1, 2, 3, 4}
    assert "reading 2 points to this weapon too" in next(r for r in noted if r["reading_row"] == 1)["explanation"]
    assert "reading 4 has the same mark" in next(r for r in noted if r["reading_row"] == 3)["explanation"]


def test_the_prior_is_one_number_that_the_user_can_set(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    low, high = (traced(capfd, case, "W100439", "--prior", share) for share in ("0.02", "0.98"))
    assert low[0]["probability"] > high[0]["probability"]
    assert "set by the user" in low[0]["explanation"]
    assert main(["trace", case, "W100434", "--prior", "1.5"]) == 2


def test_only_the_register_that_was_named_is_searched(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    rows = traced(capfd, case, "W100434", "--register", "inventory", "--top", "1")
    assert {row["register"] for row in rows if row["rank"] == 1} == {"inventory"}
    assert {row["rank"] for row in rows} <= {0, 1, 2}
    assert main(["trace", case, "W100434", "--register", "nobody"]) == 2
    assert main(["trace", case, "W100434", "--top", "0"]) == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
def test_a_spreadsheet_in_and_out(case: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], ending: str) -> None:
    file = write(tmp_path / "found.csv", ("Serial no.", "Make", "Date seized"),
                 [("W100434", "Colt", "2022-03-01"), ("ground off", "", ""), ("W55512?", "Colt", "2023-01-01")])
    if ending == "json":
        file = tmp_path / "found.json"
        file.write_text(json.dumps([{"serial": "W100434", "make": "Colt"}, {"serial": "ground off", "make": None},
                                    {"serial": "W55512?", "make": "Colt"}]))
    out = tmp_path / f"answer.{ending}"
    assert main(["trace", case, "--file", str(file), "--out", str(out)]) == 0
    assert "for 3 readings" in capfd.readouterr().out
    rows = read(out)
    assert list(rows[0]) == CANDIDATES.names
    assert {int(row["reading_row"]) for row in rows} == {1, 2, 3}
    assert {row["verdict"] for row in rows} == {"exact", "near", "not_traceable"}


def read(path: Path) -> list[dict[str, Any]]:
    """A table of any format as rows."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".json":
        return list(json.loads(path.read_text("utf-8")))
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return list(parquet.read_table(path).to_pylist())
    import fastexcel

    return list(fastexcel.read_excel(path).load_sheet("trace", dtypes="string").to_arrow().to_pylist())


def test_it_can_be_read_aloud(case: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", case, "W10O434"]) == 0
    said = capfd.readouterr().out
    assert "near: Colt M4 5.56x45mm W100434, with misreadings, probability" in said
    assert "0. in no register searched" in said
    assert "weapons in 9" not in said  # the row without a mark is not counted as searched
    assert "6 weapons in 8 rows searched" in said


def test_the_same_bytes_each_time(case: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / f"{n}.csv" for n in range(2)]
    for file in files:
        assert main(["trace", case, "W10O434", "AB2048I7", "W555123", "--out", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_case_without_registers_says_how_to_add_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "empty")]) == 0
    assert main(["trace", str(tmp_path / "empty"), "W100434"]) == 2
    assert "reclaim register add" in capfd.readouterr().err
