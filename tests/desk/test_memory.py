"""After a write the desk makes anew only what the write changed, and shows what it would show had it made everything."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random

import pytest

from reclaim.desk.by_hand import by_hand
from reclaim.desk.case import Case, open_case
from reclaim.desk.decide import decide
from reclaim.desk.demo import build
from reclaim.desk.new import new
from reclaim.desk.register import Asked
from reclaim.desk.register import add as add_register
from reclaim.desk.serve import Desk, State
from reclaim.desk.undo import standing_decisions, undo
from reclaim.model.errors import UsageError

INVENTED = Path(__file__).parent.parent / "cases" / "invented"

FILES = {
    "sources": "id,title,publisher,rests_on\nbooks,Army books,army,self\nguard,Guard list,guard,self\n"
               "paper,Morning paper,Paper,self\nradio,Radio,Radio,\ncopy,Copy,Paper,guard\n",
    "types": "id,name,parent\nweapon,Weapon,\nrifle,Rifle,weapon\nm4,M4,rifle\npistol,Pistol,weapon\n",
    "parties": "id,name,part_of\narmy,Army,\nfirst,First Brigade,army\nguard,Guard,\nrebels,Rebels,\n",
    "events": "id,source,kind,date,province,country,by,from,to,basis\n"
              "e1,books,inventoried,2021-02-01,North,Arvenia,army,,,item_list\n"
              "e2,guard,seized,2022-03-01,South,Arvenia,guard,rebels,,serial_read\n"
              "e3,paper,seized,2022-03-01,South,Arvenia,guard,rebels,,picture\n"
              "e4,paper,found,2022-05-01,,Borland,guard,,,official_word\n"
              "e6,copy,seized,2022-09-01,South,Arvenia,guard,rebels,,picture\n"
              "e5,books,shipped,2019-02-01,,Arvenia,guard,,army,item_list\n",
    "event_lines": "id,event,type,serial,quantity\nl1,e1,m4,AB1234,\nl2,e1,m4,AB1235,\nl3,e2,m4,AB1234,\nl4,e3,m4,,3\n"
                   "l5,e4,pistol,PX777,\nl6,e2,m4,AB9999,\nl7,e5,m4,AB1235,\nl8,e6,m4,,5\n",
    "stock": "id,source,as_of,holder,type,quantity,qualifier,kind\nh1,books,2021-02,army,m4,40,exact,on_hand\n"
             "h2,paper,2021-02,army,m4,about 60,about,on_hand\nh3,guard,2021-02,first,m4,30,at_least,on_hand\n",
    "statements": "id,source,speaker,party,date,quote\nt1,radio,Minister,army,2022-06-01,All are with us.\n"
                  "t2,radio,Minister,army,2022-06-01,Rebels used them.\n",
    "claims": "id,statement,form,subject,scope_types,scope_stock_of,scope_cut_off,scope_place,polarity\n"
              "c1,t1,holds_all,army,rifle,army,2021-02-01,,affirmed\nc2,t2,holds_none,rebels,weapon,,,,affirmed\n"
              "c3,t1,lost_or_sold,army,m4,army,,,denied\nc4,t2,found_in,,weapon,army,2021-02-01,North,affirmed\n"
              "c5,t1,holds_all,army,pistol,army,2021-02-01,,affirmed\n",
}

# One write for each thing that what is kept rests on: files to be added, or a decision.
WRITES: dict[str, dict[str, str] | tuple[list[str], str]] = {
    "a record of the thing": {"events": "id,source,kind,date,country,by,from,basis\n"
                                        "n1,radio,seized,2022-07-01,Arvenia,guard,rebels,serial_read\n",
                              "event_lines": "id,event,type,serial\nn2,n1,m4,AB1234\n"},
    "a thing left out": (["event_lines#l3"], "reject"),
    "a thing joined with another": (["event_lines#l2", "event_lines#l6"], "same"),
    "an exact link held open": (["event_lines#l1", "event_lines#l3"], "different"),
    "a link that nobody is sure of": (["event_lines#l1", "event_lines#l3"], "unsure"),
    "a confirmation": {"steps": "id,source,scope_or_item,step,by,date\nr1,books,event_lines#l3,confirmed,army,2022-08-01\n"},
    "a supply of the type": {"stock": "id,source,as_of,holder,type,quantity,kind\nh9,books,2020-05,army,pistol,10,delivered\n"},
    "whose word a record is": {"sources": "id,title,publisher,rests_on\nguard,Guard list,army,self\n"},
    "what a source rests on": {"sources": "id,title,publisher,rests_on\nguard,Guard list,guard,paper\n"},
    "an echo": {"sources": "id,title,publisher,rests_on\npaper,Morning paper,Paper,guard\n"},
    "what it only repeats": {"events": "id,source,kind,date,province,country,by,from,basis\n"
                                       "n1,guard,seized,2022-09-01,South,Arvenia,guard,rebels,picture\n",
                             "event_lines": "id,event,type,quantity\nn2,n1,m4,5\n"},
    "origins decided the same": (["sources#guard", "sources#paper"], "same"),
    "the tree of types": {"types": "id,name,parent\nm4,M4,pistol\n"},
    "the tree of parties": {"parties": "id,name,part_of\nguard,Guard,army\n"},
    "a holder's part": {"parties": "id,name,part_of\nfirst,First Brigade,\n"},
    "parties decided the same": (["rebels", "first"], "same"),
    "where a place lies": {"events": "id,source,kind,date,province,country,by,basis\n"
                                     "n1,radio,sighted,2022-07-01,North,Borland,guard,official_word\n"},
    "a figure": {"stock": "id,source,as_of,holder,type,quantity,qualifier,kind\nh2,paper,2021-02,army,m4,about 90,about,on_hand\n"},
    "a part of the figures": {"stock": "id,source,as_of,holder,type,quantity,qualifier,kind\n"
                                       "h4,radio,2021-02,first,m4,55,at_least,on_hand\n"},
    "the statement": {"statements": "id,source,speaker,party,date,quote\nt1,radio,Minister,army,2022-02-01,All are with us.\n"},
    "another claim": {"claims": "id,statement,form,subject,scope_types\nc9,t2,holds_none,army,m4\n"},
}


def written(case: Case, folder: Path, files: dict[str, str]) -> None:
    """Add record files."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    case.add([folder / f"{name}.csv" for name in files], author="test")


def told(state: State) -> dict[str, object]:
    """Everything that a state folds, to the last fact of a reason."""
    state.fold()
    names = ("findings", "claims", "bounds", "leaning", "finds", "answer")
    every = {name: plain(getattr(state, name)) for name in names}
    for source in sorted(state.findings.sources)[::3]:
        every[f"without {source}"] = plain(state.without(source))
    return every


def plain(value: object) -> object:
    """A value as lists and texts: fields that equality leaves out are there too."""
    if is_dataclass(value):
        return [type(value).__name__, *((f.name, plain(getattr(value, f.name))) for f in fields(value))]
    if isinstance(value, dict):
        return sorted(((repr(k), plain(v)) for k, v in value.items()), key=lambda pair: pair[0])
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    return list(map(plain, value)) if isinstance(value, list | tuple) else repr(value)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case in which every kind of path can be had."""
    place = tmp_path_factory.mktemp("memory")
    case = new(place / "case", owner="Inspectorate")
    written(case, place / "files", FILES)
    return case.path


@pytest.mark.parametrize("what", WRITES)
def test_what_rests_on_a_write_is_made_anew(before: Path, tmp_path: Path, what: str) -> None:
    shutil.copytree(before, tmp_path / "case")
    desk, write = Desk(tmp_path / "case"), WRITES[what]
    first = told(desk.state())
    if isinstance(write, dict):
        written(desk.case(), tmp_path / "files", write)
    else:
        decide(desk.case(), *write, reason="test", author="test")
    second, anew = told(desk.state()), told(Desk(tmp_path / "case").state())
    assert second == anew
    assert (second["findings"], second["bounds"]) != (first["findings"], first["bounds"])
    assert said(second) != said(first), "the write is beside the point: it changes no verdict and no bound"


def said(every: dict[str, object]) -> object:
    return every["claims"], every["bounds"]


def test_what_a_write_does_not_touch_is_not_made_again(before: Path, tmp_path: Path) -> None:
    shutil.copytree(before, tmp_path / "case")
    desk = Desk(tmp_path / "case")
    first = desk.state()
    first.fold()
    decide(desk.case(), ["stock#h3"], "reject", "slip", "test")
    second = desk.state()
    second.fold()
    paths = [{id(p) for v in state._verdicts if v.claim == "c2" for p in v.paths} for state in (first, second)]
    assert len(paths[0]) > 0
    assert paths[0] == paths[1]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_writes_the_desk_shows_what_a_new_one_shows(tmp_path: Path, seed: int) -> None:
    case = build(INVENTED, tmp_path / "case")[0]
    rows = "".join(f"{n},K{4400 + n:05d},Karlsen,2019-0{n % 9 + 1}-01\n" for n in range(1, 40))
    (tmp_path / "shipped.csv").write_text("No,Serial,Make,Date\n" + rows, encoding="utf-8")
    add_register(case, [tmp_path / "shipped.csv"], Asked("shipping", "shipped", "Works", covers="2019..2019", complete="yes"))
    desk, draw = Desk(case.path), Random(seed)
    for _ in range(3):
        for _ in range(draw.randrange(1, 4)):
            _write(open_case(case.path), draw)
        assert told(desk.state()) == told(Desk(case.path).state())


def _write(case: Case, draw: Random) -> None:
    records, decisions = case.known()
    standing = standing_decisions(records, decisions)
    lines = [r.key for r in records if r.kind == "event_lines"]

    def weapon() -> None:
        by_hand(case, {"serial": f"K{draw.randrange(4401, 4440):05d}", "kind": "seized", "make": "Karlsen",
                       "date": f"2021-0{draw.randrange(1, 9)}-01", "country": "Arvenia", "basis": "serial_read",
                       "type": draw.choice([r.text("type") for r in records if r.kind == "event_lines"]) or "rifle",
                       "by": draw.choice([r.text("id") for r in records if r.kind == "parties"])}, "test")

    ways: list[Callable[[], object]] = [
        weapon,
        lambda: decide(case, [draw.choice(records).key], "reject", "test", "test"),
        lambda: decide(case, draw.sample(lines, 2), draw.choice(("same", "different", "unsure")), "test", "test"),
        lambda: decide(case, draw.sample([r.key for r in records if r.kind == "sources"], 2),
                       draw.choice(("same", "different")), "test", "test"),
        lambda: undo(case, draw.choice(standing).id, "test", "test") if len(standing) > 0 else None,
    ]
    with suppress(UsageError):  # what cannot be decided changes nothing
        draw.choice(ways)()
