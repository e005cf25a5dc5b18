"""`reclaim accounts` as a person and a program use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reclaim.cli.main import main

FILES = {
    "sources": "id,title,publisher,rests_on\nS1,Inspection,Inspectorate,self\nS2,Evening news,Channel Nine,self\n",
    "stock": "id,source,as_of,holder,type,quantity,qualifier,kind,scope_words\n"
             "H1,S1,2019-08-01,army,rifle,316260,exact,on_hand,all\n"
             "H2,S2,2019-08-01,army,pistol,70,about,on_hand,all\n"
             "H3,S1,2019-08-01,army,mortar,7,exact,lost,all\nH4,S2,2019-08-01,army,mortar,9,exact,lost,all\n",
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs `reclaim accounts` on a small case; gives what it prints."""
    case = str(tmp_path / "case")
    assert main(["new", case]) == 0
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert main(["add", case, *(str(tmp_path / f"{name}.csv") for name in FILES)]) == 0

    def accounts(*options: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main(["accounts", case, *options]) == code
        read = capsys.readouterr()
        return read.out if code == 0 else read.err

    return accounts


def test_one_json_document(run: Callable[..., str]) -> None:
    rows = json.loads(run("--json"))
    assert [(r["type"], r["lower"], r["upper"], r["note"]) for r in rows] == [
        ("mortar", None, None, "infeasible"), ("pistol", 65, 75, ""), ("rifle", 316260, 316260, "")]
    why = {r["type"]: r for r in json.loads(run("--json", "--why"))}
    assert why["mortar"]["conflicts"][0]["sources"] == ["S1", "S2"]
    assert why["mortar"]["without"] == [
        {"source": "S1", "lower": 9, "upper": 9}, {"source": "S2", "lower": 7, "upper": 7}]
    assert why["pistol"]["about_twice_as_wide"] == {"lower": 60, "upper": 80}


def test_for_a_reader(run: Callable[..., str]) -> None:
    shown = run("--why")
    assert "316,260" in shown
    assert "[65, 75]" in shown
    assert "1 set of figures cannot all be true" in shown
    assert "stock#H3: 7 lost (S1)" in shown
    assert "without S1" in shown


def test_nothing_known_is_an_answer(run: Callable[..., str]) -> None:
    assert "[0, unknown]" in run("--holder", "navy", "--type", "rifle", "--kind", "captured")


def test_estimators_are_refused_and_that_is_an_answer(run: Callable[..., str]) -> None:
    shown = run("--estimate")
    assert all(f"{name}" in shown for name in ("German tank", "capture-recapture", "overlap of two lists"))
    assert shown.count("refused") == 3
    assert [r["estimator"] for r in json.loads(run("--estimate", "--json"))] == [
        "German tank", "capture-recapture", "overlap of two lists"]


def test_a_kind_that_is_none_is_one_line(run: Callable[..., str]) -> None:
    assert run("--kind", "stored", code=2).count("\n") == 1
