"""Every page by axe's rules of WCAG 2.2 AA, in light and dark, with names in three scripts; and with no script at all."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.web.browsing import browser, desk, needs_chromium
from tests.web.conftest import INVENTED

from reclaim.desk.case import Case
from reclaim.desk.new import new
from reclaim.desk.read import read
from reclaim.desk.register import Asked, add

pytestmark = needs_chromium

RULES = {"light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
         # What differs in the dark is what can be told apart.
         "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

# A party, a place and a source each in Arabic, Cyrillic and Chinese.
NAMES = ("وزارة الداخلية", "Министерство обороны", "国防部")

REPORT = """HOLTSTAD, 15 May 2024

Police seized 12 M4 rifles from a convoy on 3 May 2024. "All our weapons are under full control," Minister Torv said.
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The made-up case, with names in three scripts, a register, a report that was read, and a draft."""
    place = tmp_path_factory.mktemp("axe")
    made = new(place / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    made.add(sorted(p for p in INVENTED.glob("*.csv") if p.name != "decisions.csv"))
    (place / "sources.csv").write_text("id,title,publisher\n" + "".join(
        f"n{n},{name} 2024,{name}\n" for n, name in enumerate(NAMES)), encoding="utf-8")
    (place / "events.csv").write_text("id,source,kind,date,place,country,by,basis\n" + "".join(
        f"n{n},n{n},seized,2024-05-0{n + 1},{name},Norland,{name},item_list\n" for n, name in enumerate(NAMES)), encoding="utf-8")
    (place / "event_lines.csv").write_text("id,event,type,serial\n" + "".join(
        f"n{n},n{n},rifle,K0440{n}\n" for n in range(3)), encoding="utf-8")
    made.add([place / "sources.csv", place / "events.csv", place / "event_lines.csv"])
    rows = "".join(f"{n},K{4400 + n:05d},Karlsen,2019-0{n % 9 + 1}-01\n" for n in range(60))
    for kind in ("shipped", "received"):
        (place / f"{kind}.csv").write_text("No,Serial,Make,Date\n" + rows[: len(rows) // (2 if kind == "received" else 1)],
                                           encoding="utf-8")
        add(made, [place / f"{kind}.csv"], Asked(kind, kind, NAMES[1], covers="2019..2019", complete="yes"))
    (place / "report.txt").write_text(REPORT, encoding="utf-8")
    read(made, [place / "report.txt"])
    return made


def pages(page: Any, root: str) -> list[str]:
    """Every page of the navigation, and one of each kind that they lead to."""
    found = ["/", "/claims", "/items", "/accounts", "/retrieval", "/registers", "/trace", "/sources", "/history", "/import",
             "/import?what=register", "/import?what=weapons", "/review", "/document", "/decide", "/search?q=Holtstad",
             "/registers/shipped", "/trace?mark=K0441%3F", "/nothing-here", "/verify", "/discrepancies", "/where", "/accounts?without=n0"]
    for lists, begins in (("/claims", "/claims/"), ("/items", "/items/"), ("/sources", "/sources/"), ("/", "/records/")):
        page.goto(root + lists)
        links = page.locator(f'main a[href^="{begins}"]')
        if links.count() > 0:
            found.append(links.first.get_attribute("href"))
    report = page.context.request.get(root + "/sources?offset=0").text()
    assert "Министерство" in report
    return found


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(case: Case, scheme: str) -> None:
    axe, wrong = Axe(), []
    with desk(case.path) as address, browser(color_scheme=scheme, bypass_csp=True) as page:
        page.goto(address)
        root = address.partition("/?")[0]
        for path in pages(page, root):
            page.goto(root + path)
            told = axe.run(page, options={"runOnly": RULES[scheme], "resultTypes": ["violations"]}).response
            found = told["violations"]
            assert len(told["passes"]) > 0, path
            wrong += [f"{path}: {v['id']}: {v['help']}: {n['html'][:160]}: {n['any'][0]['message'] if n['any'] else ''}"
                      for v in found for n in v["nodes"][:3]]
    assert wrong == []


@pytest.mark.slow
def test_every_page_can_be_read_without_scripts_and_is_reached_by_the_keyboard(case: Case) -> None:
    with desk(case.path) as address, browser(java_script_enabled=False) as page:
        page.goto(address)
        root = address.partition("/?")[0]
        for path in pages(page, root):
            page.goto(root + path)
            assert page.locator("h1").count() == 1, path
            assert len(page.locator("main").inner_text()) > 40, path
            page.keyboard.press("Tab")
            # The first stop is the way past the navigation; where a field waits for words, it is the page itself.
            assert page.locator("a.skip:focus, main :focus").count() == 1, path
