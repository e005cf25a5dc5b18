"""Every page of a case is whole: it answers, has one heading, holds no script, and leads only to what is there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.web.conftest import INVENTED, Visit, visit

from reclaim.desk.demo import build
from reclaim.web.show import address

FIXED = ("/", "/claims", "/items", "/accounts", "/accounts?unknown=show", "/retrieval", "/registers", "/trace",
         "/sources", "/history", "/verify", "/search", "/search?q=a", "/decide")

VOID = {"meta", "link", "input", "img", "br", "line", "rect"}


class Page(HTMLParser):
    """What a page holds, and whether its elements close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        assert not [name for name in found if name.startswith("on") or name == "style"], found
        self.tags.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str]]:
        return [found for name, found in self.tags if name == tag]


def looked_at(seen: Visit, path: str, status: int = 200) -> Page:
    answer = seen.browser.get(path)
    assert answer.status_code == status, f"{path}: {answer.status_code}"
    page = Page(answer.text)
    assert len(page.all("h1")) == 1, path
    assert len(page.all("main")) == 1
    assert page.all("iframe") + page.all("object") + page.all("style") == []
    assert all(script.get("src", "").startswith("/static/") for script in page.all("script"))
    assert all("alt" in image for image in page.all("img"))
    ids = [found["id"] for _, found in page.tags if "id" in found]
    assert len(ids) == len(set(ids)), path
    labelled = {found["for"] for found in page.all("label") if "for" in found}
    assert all(found["id"] in labelled for found in page.all("textarea"))
    return page


def paths(seen: Visit) -> list[str]:
    """The address of everything that a case holds, some of each where there is much."""
    state = seen.door.desk.state()
    claims = [v.claim or v.statement for v in state.claims.verdicts]
    told = {str(v.verdict): v.claim or v.statement for v in state.claims.verdicts}
    return [*FIXED, *(address("claims", c) for c in sorted({*claims[::50], *told.values()})),
            *(address("items", i.id) for i in state.assembly.items),
            *(address("sources", k) for k in list(state.findings.sources)[::60]),
            *(address("records", k) for k in list(state.findings.notes)[::150]),
            *(address("registers", r.name) for r in state.findings.registers)]


@pytest.mark.parametrize("which", ["real", "invented"])
def test_every_page_answers(which: str, request: pytest.FixtureRequest) -> None:
    seen: Visit = request.getfixturevalue(which)
    head, links = seen.case.head(), set[str]()
    for path in paths(seen):
        page = looked_at(seen, path)
        links |= {urlsplit(a["href"]).path for a in page.all("a") if a["href"].startswith("/")}
        links |= {urlsplit(image["src"]).path for image in page.all("img")}
    some = sorted(links)[:: max(len(links) // 25, 1)]
    broken = [link for link in some if seen.browser.get(link).status_code != 200]
    assert broken == []
    assert seen.case.head() == head


@pytest.mark.parametrize("path", ["/nope", "/claims/nope", "/items/nope", "/sources/nope", "/records/nope",
                                  "/registers/nope", "/figures/nope/1.svg", "/figures/places/9.svg"])
def test_nothing_there_says_how_to_go_on(invented: Visit, path: str) -> None:
    assert looked_at(invented, path, 404).all("a") != []


@pytest.mark.parametrize("path", ["/?x=1", "/claims?verdct=refuted", "/claims?party=a&party=b", "/claims?at=soon",
                                  "/?known_by=never", "/items?offset=-1", "/items?offset=9999", "/trace?mark=K1&date=x",
                                  "/registers/shipping?offset=120", "/verify?known_by=2020-01-01"])
def test_what_cannot_be_meant_is_refused(invented: Visit, path: str) -> None:
    looked_at(invented, path, 400)


def test_filters_show_what_they_say(real: Visit) -> None:
    verdicts = real.door.desk.state().claims.verdicts
    chosen = [v for v in verdicts if v.verdict == "weakened"]
    assert len(chosen) > 0
    text = real.browser.get("/claims?verdict=weakened").text
    assert f"{len(chosen)} of {len(verdicts)}" in text
    linked = set(re.findall(r'<th scope="row"><a href="/claims/([^"?]+)"', text))
    assert linked == {v.claim for v in chosen}


def test_a_claim_shows_every_slot_and_what_it_rests_on(real: Visit) -> None:
    state = real.door.desk.state()
    verdict = next(v for v in state.claims.verdicts if v.verdict == "contradicted")
    text = real.browser.get(address("claims", verdict.claim)).text
    path = min((p for p in verdict.paths if p.bears), key=lambda p: p.order)
    assert address("records", path.find) in text
    assert state.claims.basis in text
    assert text.count('<th scope="row">identity</th>') >= 1


def test_a_look_back_says_so_on_the_page(real: Visit) -> None:
    assert "as the world stood on <strong>2022-01-01</strong>" in real.browser.get("/claims?at=2022-01-01").text
    assert "as known by <strong>2001-01-01</strong>" in real.browser.get("/?known_by=2001-01-01").text
    assert "The case holds no record yet" in real.browser.get("/?known_by=2001-01-01").text


def test_a_mark_is_traced_and_the_answers_sum_to_one(invented: Visit) -> None:
    text = invented.browser.get("/trace", params={"mark": "K04455", "make": "Karlsen"}).text
    assert "exact" in text
    shares = [float(x) for x in re.findall(r'<meter min="0" max="1" value="([^"]+)"', text)]
    assert len(shares) >= 2
    assert sum(shares) == pytest.approx(1, abs=1e-6)
    assert shares[0] == max(shares)
    assert '<li value="0">' in text


def test_the_rows_of_a_register_are_those_of_its_file(invented: Visit) -> None:
    for offset, first, count in ((0, "K04401", 50), (50, "K04451", 50), (100, "K04501", 20)):
        text = invented.browser.get(f"/registers/shipping?offset={offset}").text
        serials = re.findall(r'<td dir="auto">(K0\d{4})</td><td dir="auto">Karlsen', text)
        assert (serials[0], len(serials)) == (first, count)


def test_search_finds_marks_types_parties_places_and_words(real: Visit) -> None:
    state = real.door.desk.state()
    item = state.assembly.items[0]
    assert address("items", item.id) in real.browser.get("/search", params={"q": item.name}).text
    note = next(n for n in state.findings.notes.values() if n.key.startswith("statements#"))
    words = " ".join(note.words.split()[:7])
    assert address("records", note.key) in real.browser.get("/search", params={"q": words.upper()}).text
    for kind, word in (("types", "carbine"), ("parties", "army"), ("places", "pakistan"), ("sources", "defense")):
        assert f'id="k-{kind}"' in real.browser.get("/search", params={"q": word}).text
    assert "Nothing holds all of these words" in real.browser.get("/search", params={"q": "zzqx"}).text


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}\u202e"


def test_hostile_names_are_words_and_nothing_else(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    cell = '"' + HOSTILE.replace('"', '""') + '"'
    written = {
        "sources": f"id,title,publisher,address\nS1,{cell},{cell},javascript:alert(1)\n",
        "parties": f"id,name,part_of\nP1,{cell},\n", "types": f"id,name,parent\nT1,{cell},\n",
        "stock": f"id,source,as_of,holder,place,type,quantity,kind,scope_words\n"
                 f"H1,S1,2020,P1,{cell},T1,5,left,{cell}\n",
        "events": f"id,source,kind,date,by,place,country,basis\nE1,S1,seized,2021,{cell},{cell},{cell},picture\n",
        "event_lines": f"id,event,type,quantity,serial,item\nL1,E1,T1,1,AB1234,{cell}\n",
        "statements": f"id,source,speaker,party,date,quote\nA1,S1,{cell},P1,2021-02,{cell}\n",
        "claims": "id,statement,form,subject,scope_types\nC1,A1,holds_all,P1,T1\n",
        "steps": f"id,source,scope_or_item,step,by,to,date\nR1,S1,{cell},demanded,P1,{cell},2022\n",
    }
    for name, text in written.items():
        (files / f"{name}.csv").write_text(text, encoding="utf-8")
    (files / "case.toml").write_text((INVENTED / "case.toml").read_text("utf-8"), encoding="utf-8")
    seen = visit(build(files, tmp_path / "case")[0])
    pages = [*paths(seen), "/records/stock%23H1", "/records/events%23E1", "/records/sources%23S1", "/sources/S1",
             "/items/AB1234", "/search?q=script"]
    shown = 0
    for path in pages:
        text = seen.browser.get(path).text
        looked_at(seen, path)
        shown += "&lt;script&gt;alert" in text
        assert "<script>" not in text
        assert "<img src=x" not in text
        assert 'href="javascript' not in text
        assert not re.search(r">[^<]*\b49\b\u202e", text)
    assert shown >= 8
    figures = [seen.browser.get(p).text for p in ("/figures/stock/1.svg", "/figures/places/2.svg")]
    assert not [f for f in figures if "<script>" in f or "<img" in f]


def test_where_things_are_kept_is_no_finer_than_a_province(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "case.toml").write_text((INVENTED / "case.toml").read_text("utf-8"), encoding="utf-8")
    (files / "sources.csv").write_text("id,title\nS1,Inspection\n", encoding="utf-8")
    (files / "stock.csv").write_text("id,source,as_of,holder,place,province,country,type,quantity,kind\n"
                                     "H1,S1,2020,P1,Depot Zwölf,Lowlands,Arvenia,T1,5,on_hand\n", encoding="utf-8")
    (files / "events.csv").write_text("id,source,kind,date,by,place,province,country,precision,basis\n"
                                      "E1,S1,received,2021,P1,Depot Zwölf,Lowlands,Arvenia,point,assertion\n",
                                      encoding="utf-8")
    (files / "event_lines.csv").write_text("id,event,type,quantity,serial\nL1,E1,T1,1,AB1234\n", encoding="utf-8")
    seen = visit(build(files, tmp_path / "case")[0])
    pages = [*paths(seen), "/records/stock%23H1", "/records/events%23E1", "/search?q=Depot", "/api/stock",
             "/api/events"]
    leaks = [p for p in pages if "Zwölf" in seen.browser.get(p).text]
    assert leaks == []
    assert "Lowlands" in seen.browser.get("/records/events%23E1").text
