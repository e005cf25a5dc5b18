"""The demo: the shipped case and an invented one go the same way, with no connection and no edit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reclaim.cli.main import main
from reclaim.desk.case import open_case
from reclaim.desk.demo import CASES, SYNTHETIC, build, shipped
from reclaim.desk.overview import overview

INVENTED = Path(__file__).parent.parent / "cases" / "invented"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*arguments], capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.slow
def test_the_demo_opens_no_connection(tmp_path: Path) -> None:
    """In a network namespace with nothing in it: native libraries would ignore a patched socket."""
    alone = ["unshare", "-rn"] if shutil.which("unshare") else []
    if len(alone) == 0 or run(*alone, "true").returncode != 0:
        pytest.skip("LOUD: this system forbids a network namespace of one's own (unshare -rn), so that the demo opens "
                    "no connection was NOT tested")
    done = run(*alone, sys.executable, "-m", "reclaim", "demo", "--into", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "What was supplied and left" in done.stdout
    assert (tmp_path / "demo-case" / "case.db").exists()
    assert (tmp_path / "demo-case-brief.pdf").read_bytes().startswith(b"%PDF")


def test_it_shows_what_it_computed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--into", str(tmp_path)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for words in ("What was supplied and left", "Where it turned up", "What parties claim", "What was asked back",
                  "Try next:", "on the records held and accepted on", "no sample of anything",
                  "SYNTHETIC: weapons of Westland", "place 7 read O, registered 0", "0. in no register searched"):
        assert words in shown
    real, _, made_up = shown.partition("SYNTHETIC")
    assert "Westland" not in real
    assert "Afghan" not in made_up


def test_both_demo_cases_are_built_whichever_was_worked_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(CASES / SYNTHETIC, tmp_path / "demo-synthetic")
    assert main(["decide", str(tmp_path / "demo-synthetic"), "event_lines#SYNTHETIC-E4-01",
                 "event_lines#SYNTHETIC-E4-02", "--as", "different", "--reason", "two rifles", "--author", "me"]) == 0
    worked_in = open_case(tmp_path / "demo-synthetic").head()
    assert main(["demo", "--into", str(tmp_path)]) == 2
    assert "demo-synthetic: somebody worked in this demo case" in capsys.readouterr().err
    assert open_case(tmp_path / "demo-synthetic").head() == worked_in
    assert len(open_case(tmp_path / "demo-case").records()) > 800


def test_a_demo_case_is_rebuilt_until_somebody_works_in_it(tmp_path: Path) -> None:
    place = tmp_path / "demo-case"
    build(INVENTED, place)
    first = open_case(place).head()
    build(INVENTED, place)
    assert open_case(place).head() != first
    assert main(["decide", str(place), "event_lines#V3-1", "event_lines#V1-1", "--as", "same", "--reason", "seen",
                 "--author", "me"]) == 0
    kept = open_case(place).head()
    assert main(["demo", "--into", str(tmp_path), "--files", str(INVENTED)]) == 2
    assert open_case(place).head() == kept
    assert [p.name for p in tmp_path.iterdir()] == ["demo-case"]


def test_what_is_no_case_is_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "demo-case").mkdir()
    (tmp_path / "demo-case" / "thesis.txt").write_text("mine", encoding="utf-8")
    assert main(["demo", "--into", str(tmp_path)]) == 2
    assert (tmp_path / "demo-case" / "thesis.txt").read_text(encoding="utf-8") == "mine"
    assert "something else stands there" in capsys.readouterr().err


def test_another_country_goes_the_same_way_with_no_edit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--into", str(tmp_path), "--files", str(INVENTED)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "K-60 mortar" in shown
    assert "Velmark" in shown
    assert "Afghan" not in shown
    found = overview(open_case(tmp_path / "demo-case"))
    verdicts = {v.claim or v.statement: str(v.verdict) for v in found.verdicts}
    assert verdicts["C1"] == "contradicted", "one origin saw it with another: more would be needed to refute"
    assert next(v for v in found.verdicts if v.claim == "C1").weakest == "independence"
    assert verdicts["C9"] == "irrefutable"
    assert verdicts["C8" if "C8" in verdicts else "Q7"] == "not_testable"


@pytest.mark.parametrize("name", shipped())
def test_every_row_of_the_shipped_case_is_a_record(name: str, tmp_path: Path) -> None:
    case, added = build(CASES / name, tmp_path / "case")
    assert added.refused == 0
    assert added.waiting == 0
    assert len(case.records()) == len(added.added) > 800
