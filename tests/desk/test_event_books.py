"""Lines of the case's own events stand beside its registers, as books whose coverage nobody stated."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from reclaim.desk import linking
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case, open_case
from reclaim.desk.event_books import event_books
from reclaim.desk.new import new
from reclaim.desk.reconcile import reconcile
from reclaim.desk.register import Asked, add
from reclaim.model.register import RegisterKind

FILES = {
    "sources.csv": """id,title,publisher,address,published,sha256,rests_on
s1,Report one (SYNTHETIC),Panel,,2022-10-01,,self
s2,Count (SYNTHETIC),Army,,2022-10-01,,self
""",
    "parties.csv": """id,name,aliases,kind,part_of,from,to,disputed,source
army,The Army,,force,,,,,s2
""",
    "types.csv": """id,name,parent,aliases,category,calibre,maker,source
rifle,rifle,,,weapon,,,
""",
    "events.csv": """id,source,kind,date,date_basis,place,province,country,precision,by,from,to,basis,rests_on
e1,s1,seized,2022-09-20,exact,Holtstad,,XA,place,,,,document,
e2,s1,found,2022-06-01,exact,Holtstad,,XA,place,,,,document,
e3,s1,sighted,2022-07-01,exact,Holtstad,,XA,place,,,,document,
e4,s2,inventoried,2022-08-01,exact,Holtstad,,XA,place,army,,,document,
e5,s2,inventoried,2022-12-01,exact,Holtstad,,XA,place,army,,,document,
""",
    "event_lines.csv": """id,event,type,type_as_written,quantity,qualifier,serial,mark_kind,part,make,model,reading,item,origin
l1,e1,rifle,rifle,,,KX 4401,,,Karlsen,,,,
l2,e2,rifle,rifle,,,KX4402,,,Karlsen,,,,
l3,e3,rifle,rifle,,,KX4403,,,Karlsen,,,,
l4,e4,rifle,rifle,,,KX4401,,,Karlsen,,,,
l5,e5,rifle,rifle,,,KX4401,,,Karlsen,,,,
l6,e1,rifle,rifle,12,exact,,,,Karlsen,,,,
""",
}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case with five events, of which one is no register of anybody."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    made = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    made.add([tmp_path / name for name in FILES])
    return open_case(made.path)


def test_a_book_for_each_source_and_kind_and_for_each_state_of_a_holder(case: Case) -> None:
    books = event_books(case, assembled(case), set(), 7)
    assert [b.number for b in books] == list(range(7, 7 + len(books)))
    assert sorted(str(b.kind) for b in books) == ["found", "inventory", "inventory", "seized"]
    assert all(not b.complete for b in books)


def test_a_sighting_and_a_line_without_a_mark_are_in_no_book(case: Case) -> None:
    from pyarrow import parquet as pq
    rows = [row for b in event_books(case, assembled(case), set(), 1) for row in pq.read_table(b.path).to_pylist()]
    assert sorted(row["canonical"] for row in rows) == ["KX4401", "KX4401", "KX4401", "KX4402"]
    assert all(dict(row["extra"])["address"] != "" for row in rows)


def test_a_source_that_is_a_register_already_makes_no_book(case: Case) -> None:
    keys = {b.snapshot.split(":")[0] for b in event_books(case, assembled(case), set(), 1)}
    assert len(event_books(case, assembled(case), keys, 1)) == 0


def test_what_was_seized_while_it_is_counted_as_held_is_found(case: Case) -> None:
    found = reconcile(case)
    assert {str(b.kind) for b in found.books} >= {str(RegisterKind.SEIZED), str(RegisterKind.INVENTORY)}
    assert "RECOVERED_WHILE_ON_HAND" in dict(found.counts)


def test_a_thousand_reports_are_laid_beside_a_register_as_one_list_of_each_kind(tmp_path: Path,
                                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    case = _reported(tmp_path, reports=60)
    found = reconcile(case)
    assert found.together == 60
    pairs = _variants(found.table)
    assert len(pairs) >= 10
    monkeypatch.setattr(linking, "MANY", 1_000)
    apart = reconcile(_reported(tmp_path / "again", reports=60))
    assert apart.together == 0
    assert _variants(apart.table) == pairs


def _variants(table: pa.Table) -> set[frozenset[str]]:
    """The rows of each near pair, snapshots by their register."""
    rows = [r for r in table.to_pylist() if r["class"] == "SERIAL_VARIANT"]
    whole: dict[str, set[str]] = {}
    for row in rows:
        whole.setdefault(row["finding"], set()).add(row["anchor"].split("@")[0] + ":" + row["anchor"].rpartition(":")[2])
    return {frozenset(pair) for pair in whole.values()}


def _reported(folder: Path, reports: int) -> Case:
    """A shipper's register, and reports of single seizures, of every third of which the number was misread."""
    folder.mkdir(exist_ok=True)
    numbers = [f"KX{40117 + 97 * n}" for n in range(reports)]
    read = [number.replace("4", "A", 1) if n % 3 == 0 else number for n, number in enumerate(numbers)]
    texts = {
        "sources.csv": "id,title,publisher,rests_on\n" + "".join(f"r{n},Report {n} (SYNTHETIC),Desk,self\n" for n in range(reports)),
        "types.csv": "id,name,parent\nrifle,rifle,\n",
        "events.csv": "id,source,kind,date,country,by,basis\n" + "".join(
            f"e{n},r{n},seized,2022-09-20,XA,Police,document\n" for n in range(reports)),
        "event_lines.csv": "id,event,type,serial,make\n" + "".join(
            f"l{n},e{n},rifle,{text},Karlsen\n" for n, text in enumerate(read))}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    made = new(folder / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    made.add([folder / name for name in texts])
    (folder / "shipped.csv").write_text("No,Serial,Make,Date\n" + "".join(
        f"{n},{text},Karlsen,2019-05-01\n" for n, text in enumerate(numbers, 1)), "utf-8")
    add(made, [folder / "shipped.csv"], Asked("shipping", "shipped", "Works", covers="2019..2019", complete="yes"))
    return open_case(made.path)
