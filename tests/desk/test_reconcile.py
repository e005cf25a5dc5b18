"""`reclaim reconcile` from registers on disk: totals, what is not covered, leads, the work-list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reclaim.cli.main import main


def told(capture: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command says on standard output."""
    capture.readouterr()
    assert main(words) == 0
    return capture.readouterr().out


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A maker's shipping list, its stated quantities a shipment, and receipts that end too early."""
    folder = tmp_path / "case"
    files = {
        "ship": "serial,make,type,date,to\n" + "".join(
            f"QX{n},kes,rifle,2020-02-01,Army\n" for n in (5000, 5001, 5003, 5004, 7731)),
        "waybills": "type,quantity,date,to\nrifle,6,2020-02-01,Army\n",
        "recv": "serial,make,date\nQX5000,kes,2020-03-01\n",
        "seized": "serial,make,date\nQX5002,kes,2022-05-01\n",
    }
    stated = {"ship": ("shipped", "Maker", "2020-01-01..2020-12-31"), "waybills": ("shipped", "Maker", ""),
            "recv": ("received", "Army", "2020-01-01..2020-03-31"), "seized": ("seized", "Police", "")}
    assert main(["new", str(folder)]) == 0
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        kind, keeper, covers = stated[name]
        words = ["register", "add", str(folder), str(tmp_path / f"{name}.csv"), "--name", name, "--kind", kind,
                 "--keeper", keeper, "--as-of", "2022-12-31"]
        assert main(words + (["--covers", covers, "--complete", "yes"] if covers != "" else [])) == 0
    return folder


def test_a_shipments_stated_quantity_is_held_against_its_serials(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "reconcile", str(case), "--json"))
    mismatch = [r for r in found if r["class"] == "COUNT_MISMATCH"]
    assert [r["register"] for r in mismatch] == ["waybills", "ship"]
    assert mismatch[0]["detail"] == "states 6, the list has 5 rows"


def test_what_is_not_covered_is_counted_and_a_number_between_two_is_a_lead(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys, "reconcile", str(case))
    assert "Not covered" in shown
    assert "SHIPPED_NOT_RECEIVED" in shown
    leads = json.loads(told(capsys, "reconcile", str(case), "--leads", "--json"))
    assert "BLOCK" in {r["class"] for r in leads}


def test_the_work_list_says_whom_to_ask_first(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = json.loads(told(capsys, "reconcile", str(case), "--work", "--json"))
    worth = [row["weapons"] / row["cost"] for row in work]
    assert worth == sorted(worth, reverse=True)
    assert {"check", "register", "weapons", "findings", "leads"} <= set(work[0])


def test_the_list_is_written(case: Path, tmp_path: Path) -> None:
    assert main(["reconcile", str(case), "--out", str(tmp_path / "f.csv")]) == 0
    assert "COUNT_MISMATCH" in (tmp_path / "f.csv").read_text("utf-8")


def test_a_stopped_run_goes_on_from_its_links(case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from reclaim.desk import linking
    from reclaim.ledger import reconcile as ledger

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt
    with monkeypatch.context() as stopped:
        stopped.setattr(ledger, "reconcile", stop)
        assert main(["reconcile", str(case)]) == 130
    monkeypatch.setattr(linking, "linked", stop)  # the links are there; making them anew would stop it again
    assert "SHIPPED_NOT_RECEIVED" in told(capsys, "reconcile", str(case))


def test_links_are_written_a_row_each_and_whole_or_not(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = json.loads(told(capsys, "reconcile", str(case), "--links", str(tmp_path / "links.csv"), "--json"))
    lines = (tmp_path / "links.csv").read_text("utf-8").splitlines()
    assert written["links"] == len(lines) - 1
    linked = [dict(zip(lines[0].split(","), line.split(","), strict=True)) for line in lines[1:]]
    sure = [x for x in linked if x["basis"] == "exact"]
    assert [(x["left_register"], x["right_register"], x["probability"]) for x in sure] == [("recv", "ship", "")]
    assert main(["reconcile", str(case), "--links", str(tmp_path / "links.xlsx")]) == 2
    assert "Parquet or CSV" in capsys.readouterr().err
    assert not (tmp_path / "links.xlsx").exists()
