"""A small case of an invented country, and files for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reclaim.desk.case import Case
from reclaim.desk.new import new

FILES: Mapping[str, str] = {
    "sources": "id,title,publisher,rests_on\nS1,Depot inspection,Inspectorate,self\nS2,Evening news,Channel Nine,S1\n",
    "stock": "id,source,as_of,holder,place,province,country,type,quantity,kind,counts\n"
             "H1,S1,2019-08,Northern Brigade,Depot 4,Lowlands,Arvenia,carbine,100,on_hand,items\n"
             "H2,S2,2019-08,Northern Brigade,,,Arvenia,carbine,100,on_hand,items\n",
    "events": "id,source,kind,date,by,from,to,basis,place,province,country\n"
              "E1,S1,seized,2020-05-01,Border Guard,,,serial_read,Mill Town,Highlands,Arvenia\n",
    "event_lines": "id,event,type,quantity,serial\nL1,E1,carbine,1,AB1234\nL2,E1,carbine,3,\n",
    "statements": "id,source,speaker,party,date,quote\nT1,S2,Minister,Arvenia,2020-06-01,All are in our hands.\n",
    "claims": "id,statement,form,subject,scope_types\nC1,T1,holds_all,Arvenia,carbine\n",
    "steps": "id,source,scope_or_item,step,by,to,date\nR1,S2,carbines,demanded,Arvenia,Northern Brigade,2020-07\n",
    "prices": "id,source,type,low,high,currency,unit,place,date\nP1,S2,carbine,400,600,USD,each,Mill Town,2020\n",
    "types": "id,name,parent,aliases\ncarbine,Carbine,weapon,\nweapon,Weapon,,\n",
    "parties": "id,name,aliases,part_of\nnorth,Northern Brigade,The Brigade,Arvenia\n",
}


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., list[Path]]:
    """Writes record files; by default those of the small case, else name=text."""

    def write(*names: str, **texts: str) -> list[Path]:
        wanted = {n: FILES[n] for n in names or (() if texts else FILES)} | texts
        folder = tmp_path / "files"
        folder.mkdir(exist_ok=True)
        for name, text in wanted.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        return [folder / f"{name}.csv" for name in wanted]

    return write


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """An empty case."""
    return new(tmp_path / "case", owner="Inspectorate")


@pytest.fixture
def full(case: Case, put: Callable[..., list[Path]]) -> Case:
    """The small case with something in every table: a document, a waiting row, a proposal, a request, a decision."""
    note = case.path.parent / "note.txt"
    note.write_text("The depot was inspected in August 2019.\n", encoding="utf-8")
    case.add([*put(), note])
    case.add(put(more="id,source,as_of,holder,type,quantity,kind\nH9,S9,2021,Northern Brigade,carbine,7,on_hand\n"))
    from reclaim.desk.decide import decide
    from reclaim.store.tables import REQUESTS

    decide(case, ["stock#H2"], "reject", "an echo")
    with case.writing("read") as work:
        source = next(r.source for r in case.records())
        work.proposal("a" * 64, source, {"kind": "statement"}, "reader 1")
        work.add(REQUESTS, {"id": "q1", "body": "{}", "recorded_at": work.at})
    return case
