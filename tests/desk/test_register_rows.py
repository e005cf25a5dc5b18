"""A row of a register stands in an answer: as a record of the item that carries its mark, resting on its keeper."""

from __future__ import annotations

from pathlib import Path

from reclaim.desk import register
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case
from reclaim.desk.new import new

FILES = {
    "sources.csv": "id,title,publisher,rests_on\ns1,Seizure,Border Police,self\n",
    "events.csv": "id,source,kind,date,by,basis\nE1,s1,seized,2021-05-01,border-police,serial_read\n",
    "event_lines.csv": "id,event,type,serial\nL1,E1,rifle,ZK 4471\nL2,E1,rifle,ZK 9999\n",
}
BOOK = "serial,type,holder\nZK4471,rifle,depot 3\nZK4472,rifle,depot 3\n"


def case_with_book(place: Path) -> Case:
    """A case with one seizure and its keeper's inventory."""
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text, encoding="utf-8")
    (place / "book.csv").write_text(BOOK, encoding="utf-8")
    case = new(place / "case", owner="Desk")
    case.add([place / name for name in FILES])
    register.add(case, [place / "book.csv"], register.Asked("book", "inventory", "the army", "2021-04-01"))
    return case


def test_a_row_joins_the_item_of_its_mark_and_only_it(tmp_path: Path) -> None:
    found = assembled(case_with_book(tmp_path / "a"))
    joined = found.item_of("ZK 4471")
    alone = found.item_of("ZK 9999")
    assert joined is not None
    assert alone is not None
    assert sorted(e.event.kind for e in joined.entries) == ["inventoried", "seized"]
    assert len(alone.entries) == 1
    book = next(e for e in joined.entries if e.event.kind == "inventoried")
    assert book.event.holder == "depot 3"
    assert book.record.key.endswith(":1")
    assert all(o.known for o in found.origin(book.record))


def test_as_the_world_stood_before_the_book_was_kept_it_is_not_there(tmp_path: Path) -> None:
    found = assembled(case_with_book(tmp_path / "a"), at="2021-01-01")
    assert all(e.event.kind != "inventoried" for i in found.items for e in i.entries)
