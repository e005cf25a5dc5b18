"""What is searched is kept and mapped: the same answers, made anew where it is not whole, and never many of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from reclaim.desk import register
from reclaim.desk.case import Case
from reclaim.desk.decide import decide
from reclaim.desk.new import new
from reclaim.desk.readings import given
from reclaim.desk.trace import KEPT_SEARCHES, SEARCH, prepare, trace, whole
from reclaim.store import derived


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new(tmp_path / "case", owner="Desk")
    rows = [f"QX{77100 + n},Colt,M4,{n % 5}" for n in range(300)] + ["QX77100,Colt,M4,1", "QX77101,FN,M16,2"]
    (tmp_path / "list.csv").write_text("Serial,Make,Model,Note\n" + "\n".join(rows) + "\n", encoding="utf-8")
    register.add(made, [tmp_path / "list.csv"], register.Asked(name="list", kind="shipped"))
    return made


def asked(case: Case) -> list[dict[str, Any]]:
    """Without a number of readings the index is made and kept."""
    readings = given(["QX771?5", "QX77101", "QX771O7"], {"make": "Colt"}, None)
    return list(whole(trace(prepare(case), readings)).to_pylist())


def searches(case: Case) -> list[Path]:
    return sorted(p for p in (case.path / "derived").glob(f"{SEARCH}*") if p.is_dir())


def test_the_mapped_answer_is_the_answer_that_was_made(case: Case) -> None:
    made = asked(case)
    assert len(searches(case)) == 1
    before = {p: p.stat().st_mtime_ns for p in searches(case)[0].iterdir()}
    assert asked(case) == made
    assert {p: p.stat().st_mtime_ns for p in searches(case)[0].iterdir()} == before


@pytest.mark.parametrize("part", ["arrays.bin", "kept.json", "texts.arrow", "table-0.arrow"])
def test_what_is_cut_short_is_made_anew(case: Case, part: str) -> None:
    made = asked(case)
    cut = searches(case)[0] / part
    cut.write_bytes(cut.read_bytes()[:-100])
    assert asked(case) == made


def test_a_decision_on_two_rows_is_searched_anew_and_one_on_a_find_is_not(case: Case, tmp_path: Path) -> None:
    asked(case)
    first = searches(case)
    (tmp_path / "sources.csv").write_text("id,title\ns1,A list\n", encoding="utf-8")
    (tmp_path / "events.csv").write_text("id,source,kind,date,country,by,basis\nE1,s1,seized,2022-05-01,Land,police,"
                                         "serial_read\n", encoding="utf-8")
    (tmp_path / "event_lines.csv").write_text("id,event,type,serial\nL1,E1,rifle,QX77105\n", encoding="utf-8")
    case.add([tmp_path / f"{n}.csv" for n in ("sources", "events", "event_lines")])
    snapshot = register.registers(case)[0].current()[0].id
    decide(case, ["event_lines#L1", f"{snapshot}:6"], "same", reason="looked at")
    asked(case)
    assert searches(case) == first
    decide(case, [f"{snapshot}:1", f"{snapshot}:301"], "different", reason="two makers' books")
    asked(case)
    assert len(searches(case)) == 2


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    for n in range(KEPT_SEARCHES + 2):
        place = tmp_path / f"{SEARCH}{n}"
        place.mkdir()
        (place / "kept.json").write_text("{}", encoding="utf-8")
        derived.seal(place)
        os.utime(place, (n, n))
    (tmp_path / "links-near.parquet").write_bytes(b"")
    derived.prune(tmp_path, SEARCH, KEPT_SEARCHES)
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == [f"{SEARCH}{n}" for n in range(2, 5)]
    assert len(derived.sealed(tmp_path)) == KEPT_SEARCHES
    assert (tmp_path / "links-near.parquet").exists()
