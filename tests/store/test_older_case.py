"""A case of the first layout opens: what it held it holds, and its log goes on from the head that it had."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from reclaim.desk.case import open_case
from reclaim.desk.verify import verify
from reclaim.model.decision import Judgement
from reclaim.model.errors import CaseDamaged
from reclaim.store.tables import SCHEMA

HEAD = "35c433c50df3e794a547a2145e04243a5ed0ad4c435b376264af7ea3ba118cf3"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The first layout, as a version of that time wrote it."""
    path = tmp_path / "case"
    shutil.copytree(Path(__file__).parent / "older/layout-1", path)
    connection = sqlite3.connect(path / "case.db")
    connection.executescript((path / "case.sql").read_text(encoding="utf-8"))
    connection.close()
    (path / "case.sql").unlink()
    return path


def test_an_older_case_opens_and_holds_what_it_held(older: Path) -> None:
    case = open_case(older)
    assert sorted(r.key for r in case.records()) == [
        "sources#5cdec43f2d18", "sources#S1", "sources#S2", "stock#H1", "stock#H1", "stock#H2"]
    assert [d.judgement for d in case.decisions()] == [Judgement.CORRECT, Judgement.REJECT]
    assert [(p.body["kind"], p.reader) for p in case.proposals()] == [("statement", "")]


def test_its_log_goes_on_and_it_verifies(older: Path) -> None:
    told = verify(older, HEAD)
    assert (told.whole, told.findings, told.entries) == (True, [], 6)
    connection = sqlite3.connect(older / "case.db")
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA
    assert connection.execute("SELECT verb FROM audit WHERE seq = 6").fetchone()[0] == "lift"
    connection.close()
    head = verify(older).head
    open_case(older)
    assert verify(older).head == head


def test_a_new_case_and_a_lifted_one_have_the_same_tables(older: Path, tmp_path: Path) -> None:
    from reclaim.desk.new import new

    open_case(older)
    layouts = []
    for path in (older, new(tmp_path / "new").path):
        connection = sqlite3.connect(path / "case.db")
        tables = sorted(name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))
        layouts.append([(t, sorted(row[1:4] for row in connection.execute(f"PRAGMA table_info({t})"))) for t in tables])
        connection.close()
    assert layouts[0] == layouts[1]


def test_a_row_changed_before_is_not_blessed_by_lifting(older: Path) -> None:
    connection = sqlite3.connect(older / "case.db")
    with connection:
        connection.execute("UPDATE proposals SET body = replace(body, 'inspected', 'emptied')")
    connection.close()
    with pytest.raises(CaseDamaged, match="not those that the audit log tells of"):
        open_case(older)
    assert not verify(older).whole
