"""Registers over time: snapshots side by side and in each other's place, decisions carried over or detached."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from reclaim.columns.bridge import judged
from reclaim.columns.rows import REGISTER_ROWS
from reclaim.model.register import Coverage, DetachReason, JudgedRow, RegisterKind
from reclaim.store.registers import folder, mapping
from reclaim.store.registers.adding import Request, add
from reclaim.store.registers.reattach import reattach


def test_a_snapshot_of_another_date_stands_beside_and_one_of_the_same_date_replaces(adding, csv):
    one = adding(csv("Serial\nA1234\nA1235\n"), as_of="2020").added
    two = adding(csv("Serial\nA1234\nA1236\n"), as_of="2021").added
    again = adding(csv("Serial\nA1234\nA1237\n"), as_of="2021").added
    assert again.snapshot.replaces == (two.snapshot.id,)
    assert [s.id for s in again.register.current()] == [one.snapshot.id, again.snapshot.id]
    assert len(again.register.snapshots) == 3
    assert again.register.latest() == again.snapshot


def test_the_same_file_again_is_known_and_changes_nothing(adding, csv, registers):
    path = csv("Serial\nA1234\nA1235\n")
    first = adding(path, as_of="2020").added
    before = {p: p.read_bytes() for p in registers.rglob("*") if p.is_file()}
    second = adding(path, as_of="2020").added
    assert first.fresh
    assert not second.fresh
    assert {p: p.read_bytes() for p in registers.rglob("*") if p.is_file()} == before


def test_undated_snapshots_are_told(adding, csv):
    adding(csv("Serial\nA1234\nA1235\n"))
    assert "--as-of" in adding(csv("Serial\nA1234\nA1236\n")).told("undated_snapshot")


def test_the_saved_mapping_is_used_for_the_next_snapshot(adding, csv, registers):
    """What a person said of the first file holds for the next, whose columns stand elsewhere."""
    first = csv("Code,Stamp,When\nX1000,M4,03/04/2020\nX1001,M4,05/06/2020\n")
    given = mapping.read(
        [
            {"header": "Code", "address": "A1", "became": "serial"},
            {"header": "Stamp", "address": "B1", "became": "model"},
            {"header": "When", "became": "date", "order": "month first"},
        ],
        "M.toml",
    )
    adding(first, as_of="2020", mapping=given)
    found = adding(csv("When,Extra,Stamp,Code\n03/05/2020,q,M9,X1002\n04/06/2020,q,M9,X1003\n"), as_of="2021")
    assert found.became == {"When": "date", "Extra": "extra", "Stamp": "model", "Code": "serial"}
    assert [d.isoformat() for d in found.column("date_lo")] == ["2020-03-05", "2020-04-06"]
    gone = adding(csv("Code,When\nX1002,03/05/2020\nX1003,04/06/2020\n"), as_of="2022")
    assert "Stamp" in gone.told("missing_column")
    assert "model" in gone.told("identity_changed")


def test_a_mapping_is_written_and_read_as_it_is(adding, csv, tmp_path):
    text = 'Serial,"Über ""größe""\nzwei",Telefone,Data\nA1234,x,1,03/02/2020\nB1234,y,2,25/12/2020\n'
    found = adding(csv(text)).added.mapping
    path = tmp_path / "M.toml"
    path.write_text(mapping.text(found), "utf-8")
    assert mapping.load(path) == found
    assert "examples" not in next(c.plain() for c in found.columns if c.header == "Telefone")


def test_a_file_of_one_schema_that_says_where_it_is_from(adding, csv, registers):
    import pyarrow.parquet as pq

    added = adding(csv("Serial\nA1234\nA1235\n"), coverage=Coverage.read("2020..2021", "yes", "0.5")).added
    path = folder.parquet(registers, added.snapshot)
    assert pq.read_schema(path).equals(REGISTER_ROWS)
    assert folder.load(registers, "list").snapshots == (added.snapshot,)
    assert folder.load(registers, "list").mapping == added.mapping


OLD = "No,Serial,Make,Model,Date\nD1,A1000,Colt,M4,2019\nD2,A1001,Colt,M4,2019\nD3,A1002,FN,FAL,2019\n"


def _judge(registers: Path, found, rows: list[int]) -> list[JudgedRow]:
    table = found.table
    return [judged(table.slice(r - 1, 1), f"d{r}", found.added.snapshot.id)[0] for r in rows]


def test_decisions_are_carried_over_by_key(adding, csv, registers):
    old = adding(csv(OLD), as_of="2019")
    new = adding(
        csv(
            "No,Serial,Make,Model,Date,Shelf\nD3,A1002,FN,FAL,2020,1\nD4,A1003,FN,FAL,2020,2\nD1,A1000,Colt,M4,2020,3\n"
        ),
        as_of="2020",
    )
    held, loose = reattach(_judge(registers, old, [1, 2, 3]), new.table, new.added.register.identity, same_date=False)
    assert [(r.judged.row, r.row) for r in held] == [(1, 3), (3, 1)]
    assert [(d.judged.row, d.reason, d.in_effect, d.now_row) for d in loose] == [(2, DetachReason.GONE, True, None)]


def test_a_changed_cell_under_the_registers_own_number_detaches_with_both_versions(adding, csv, registers):
    old = adding(csv(OLD), as_of="2019")
    new = adding(csv(OLD.replace("A1001", "A1901")), as_of="2019")
    held, loose = reattach(_judge(registers, old, [1, 2, 3]), new.table, new.added.register.identity, same_date=True)
    assert [r.judged.row for r in held] == [1, 3]
    (lost,) = loose
    assert (lost.reason, lost.in_effect, lost.now_row) == (DetachReason.CHANGED, False, 2)
    assert dict(lost.judged.cells)["serial"] == "A1001"
    assert dict(lost.now_cells)["serial"] == "A1901"


def test_of_equal_rows_the_one_with_the_judged_cells_is_meant(adding, csv, registers):
    old = adding(csv("Serial,Make,Date\nA1000,Colt,2019\nA1000,Colt,2018\nA1000,Colt,2017\n"), as_of="2019")
    held, loose = reattach(
        _judge(registers, old, [1, 2, 3]), old.table.slice(0, 3), old.added.register.identity, same_date=False
    )
    assert [(r.judged.row, r.row) for r in held] == [(1, 1), (2, 2), (3, 3)]
    assert loose == []
    new = adding(csv("Serial,Make,Date\nA1000,Colt,2016\nA1000,Colt,2018\n"), as_of="2020")
    held, loose = reattach(_judge(registers, old, [1, 2, 3]), new.table, new.added.register.identity, same_date=False)
    assert [(r.judged.row, r.row) for r in held] == [(2, 2)]
    assert [d.reason for d in loose] == [DetachReason.UNCLEAR] * 2


def test_a_judged_row_goes_through_a_decisions_memory(adding, csv, registers):
    row = _judge(registers, adding(csv(OLD), as_of="2019"), [2])[0]
    assert JudgedRow.read(row.decision, row.address, row.seen()) == row
    assert JudgedRow.read("d", "event_lines#R001-1", row.seen()) is None
    assert JudgedRow.read("d", row.address, "not what it was") is None


def _everything(folder_: Path) -> list[Path]:
    return sorted(p for p in folder_.rglob("*")) if folder_.exists() else []


def test_an_interrupt_leaves_nothing_behind(csv, registers, adding):
    def interrupted(stage: str, done: int, total: int) -> None:
        if stage == "writing":
            raise KeyboardInterrupt

    path = csv("Serial\nA1234\nA1235\n")
    with pytest.raises(KeyboardInterrupt):
        add(registers, [path], Request("list", RegisterKind.LOST), progress=interrupted)
    assert [p for p in _everything(registers) if p.is_file()] == []
    adding(path, as_of="2019")
    before = _everything(registers)
    with pytest.raises(KeyboardInterrupt):
        add(
            registers,
            [csv("Serial\nB1234\nB1235\n")],
            Request("list", RegisterKind.RECEIVED, as_of="2020"),
            progress=interrupted,
        )
    assert _everything(registers) == before


def test_what_a_killed_import_leaves_is_swept_by_the_next(csv, registers, adding, tmp_path):
    path = csv("Serial\nA1234\nA1235\n")
    code = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from reclaim.model.register import RegisterKind
        from reclaim.store.registers.adding import Request, add
        def die(stage, done, total):
            if stage == "writing":
                os.kill(os.getpid(), signal.SIGKILL)
        add(Path({str(registers)!r}), [Path({str(path)!r})], Request("list", RegisterKind.RECEIVED), progress=die)
    """)
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert folder.names(registers) == []
    adding(path)
    assert not [p for p in _everything(registers) if p.name.startswith(".")]
    assert os.listdir(registers / "list") in (["register.toml", "snapshots"], ["snapshots", "register.toml"])
