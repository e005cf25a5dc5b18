"""What an investigator does at the desk, in a browser."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.web.browsing import PATIENCE, browser, desk, needs_chromium
from tests.web.conftest import INVENTED, Visit

from reclaim.desk.case import Case, open_case
from reclaim.desk.demo import CASES, build, shipped
from reclaim.desk.new import new
from reclaim.desk.register import Asked, show
from reclaim.desk.register import add as add_register
from reclaim.desk.review import queue
from reclaim.model.decision import Judgement

pytestmark = needs_chromium

REPORT = """HOLTSTAD, 15 May 2024

Police in Holtstad seized 12 M4 rifles and three pistols from a convoy on 3 May 2024, the Ministry of Interior said.

"All our weapons are under full control," Minister Anna Torv told reporters on Monday.
"""


def test_from_an_empty_case_to_a_printed_dossier(tmp_path: Path) -> None:
    case = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    files = sorted(p for p in INVENTED.glob("*.csv") if p.name != "decisions.csv")
    with desk(case.path) as address, browser() as page:
        page.goto(address)
        page.get_by_role("link", name="Import").click()
        page.get_by_role("link", name="Record files, sources").click()
        page.locator("input[type=file]").set_input_files(files)
        page.get_by_role("button", name="Import").click()
        page.get_by_text("events: ").wait_for(timeout=PATIENCE)
        page.get_by_role("link", name="Items").click()
        page.locator("tbody a").first.click()
        page.get_by_role("heading", level=1).wait_for()
        printed = page.pdf()
    assert printed.startswith(b"%PDF-")
    assert len(printed) > 5_000


def test_a_register_is_dropped_and_its_columns_are_looked_at_first(tmp_path: Path) -> None:
    case = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    sheet = tmp_path / "list.csv"
    sheet.write_text("Gun no.,Make,Keeper's phone,Remark\n" + "".join(
        f"K{4400 + n:05d},Karlsen,+47 22 33 44 {n:02d},box {n}\n" for n in range(30)), encoding="utf-8")
    with desk(case.path) as address, browser() as page:
        page.goto(address)
        page.get_by_role("link", name="Import").click()
        page.get_by_role("link", name="A register").click()
        page.locator("input[type=file]").set_input_files(sheet)
        page.get_by_label("Name of the register").fill("depot")
        page.get_by_label("Kind").select_option("inventory")
        page.get_by_role("button", name="Look at its columns").click()
        assert page.get_by_label("what Keeper's phone becomes").input_value() == "personal: not imported"
        assert "+47" not in page.content()
        page.get_by_label("what Remark becomes").select_option("lot")
        page.get_by_role("button", name="Import the register depot").click()
        page.get_by_role("link", name="Look at the register").click()
        page.get_by_text("K04400").first.wait_for()
    found = show(open_case(case.path), "depot")
    assert found.rows == 30
    assert [c.header for c in found.mapping.became("lot")] == ["Remark"]


def test_a_review_by_keyboard_alone(tmp_path: Path) -> None:
    case = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    with desk(case.path) as address, browser() as page:
        page.goto(address)
        page.get_by_role("link", name="Import").click()
        page.locator("input[type=file]").set_input_files(tmp_path / "report.txt")
        page.get_by_role("button", name="Import").click()
        page.get_by_role("link", name="Review what is proposed").wait_for(timeout=PATIENCE)
        waiting = len(queue(case.proposals(), case.decisions()))
        assert waiting >= 2
        page.get_by_role("link", name="Review what is proposed").focus()
        page.keyboard.press("Enter")
        page.locator("mark").first.wait_for()
        page.wait_for_load_state("load")
        marked = page.locator("mark").first.inner_text()
        assert marked in REPORT
        press(page, "j")
        assert page.locator("#place strong").inner_text() == "2"
        press(page, "k")
        assert page.locator("#place strong").inner_text() == "1"
        press(page, "r")
        page.get_by_role("button", name=re.compile("Undo")).wait_for()
        assert len(queue(case.proposals(), case.decisions())) == waiting - 1
        press(page, "u")
        assert page.locator(".done").count() == 0
        assert len(queue(case.proposals(), case.decisions())) == waiting
        page.keyboard.press("c")
        assert page.locator("details").get_attribute("open") is not None
        page.keyboard.press("Escape")
        press(page, "a")
        page.locator(".done").wait_for()
    judged = [d for d in case.decisions() if d.judgement in (Judgement.ACCEPT, Judgement.CORRECT)]
    assert len(judged) >= 1


def press(page: Any, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def test_a_hostile_upload_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    case = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    head = case.head()
    bomb = tmp_path / "<img src=x onerror=alert(1)>.xlsx"
    bomb.write_bytes(b"PK\x03\x04" + b"\0" * 4000)
    with desk(case.path) as address, browser() as page:
        page.goto(address)
        page.get_by_role("link", name="Import").click()
        page.get_by_role("link", name="A register").click()
        page.locator("input[type=file]").set_input_files(bomb)
        page.get_by_label("Name of the register").fill("bad")
        page.get_by_label("Kind").select_option("inventory")
        page.get_by_role("button", name="Look at its columns").click()
        page.locator(".error").wait_for()
        assert page.locator("main img").count() == 0
        page.get_by_role("button", name="Leave it").click()
        page.get_by_text("Nothing of it is in the case").wait_for()
    assert case.head() == head
    assert list((case.path / "registers").glob("*")) == []


@pytest.mark.parametrize("path", ["/import", "/review"])
def test_pages_work_without_scripts(tmp_path: Path, path: str) -> None:
    shutil.copytree(INVENTED, tmp_path / "files")
    case = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    with desk(case.path) as address, browser(java_script_enabled=False) as page:
        page.goto(address)
        page.goto(address.partition("?")[0].rstrip("/") + path)
        if path == "/import":
            page.get_by_role("link", name="Record files, sources").click()
            page.locator("input[type=file]").set_input_files(tmp_path / "report.txt")
            page.get_by_role("button", name="Import").click()
            page.get_by_text("kept as a source").wait_for(timeout=PATIENCE)
            assert len(case.records()) == 1
        else:
            assert "Nothing waits to be looked at." in page.content()


def test_words_of_a_source_are_highlighted_and_become_a_record(tmp_path: Path) -> None:
    case = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    said = "\N{PISTOL} تم ضبط 12 بندقية من طراز M4 في هولتستاد.\n"
    (tmp_path / "report.txt").write_text(said, encoding="utf-8")
    case.add([tmp_path / "report.txt"])
    with desk(case.path) as address, browser() as page:
        page.goto(address)
        page.locator("#q").fill("بندقية")
        page.keyboard.press("Enter")
        page.get_by_role("link", name=re.compile("^[0-9a-f]{12}$")).click()
        page.locator(".passage").wait_for()
        page.wait_for_load_state("load")
        page.evaluate("""() => {
            const text = document.querySelector(".passage span").firstChild;
            const at = text.data.indexOf("بندقية");
            document.getSelection().setBaseAndExtent(text, at, text, at + 6);
        }""")
        page.wait_for_function("() => document.querySelector('#highlight [name=words]').value !== ''")
        page.get_by_role("button", name="Make a record of them").click()
        assert page.locator("mark").inner_text() == "بندقية"
        page.get_by_label("what happened").select_option("seized")
        page.get_by_role("textbox", name="type", exact=True).fill("rifle")
        page.get_by_role("button", name="Put it into the case").click()
        page.get_by_role("heading", name=re.compile("Record")).wait_for()
    assert len(case.records()) == 3


def test_the_map_and_the_timeline_filter_each_other(tmp_path: Path) -> None:
    case = build(CASES / shipped()[0], tmp_path / "case")[0]
    with desk(case.path) as address, browser() as page:
        page.goto(address)
        page.get_by_role("link", name="Map and timeline that filter each other").click()
        page.locator(".bars button").first.wait_for()
        whole = page.locator("#found tbody tr").count()
        # A month is chosen: the list is that of the month.
        page.locator('.bars button[title$=": 3"], .bars button[title$=": 2"]').first.click()
        page.wait_for_function(f"() => document.querySelectorAll('#found tbody tr').length < {whole}")
        month = page.get_by_label("From", exact=True).input_value()
        of_month = page.locator("#found tbody tr").count()
        assert page.get_by_label("To", exact=True).input_value() == month
        assert 2 <= of_month <= 3
        assert f"begin={month}" in page.url
        # An area is chosen: the timeline is that of the area.
        page.get_by_role("link", name="all", exact=True).click()
        page.locator(".bars button").first.wait_for()
        heights = page.locator(".bars button").evaluate_all("bars => bars.map(b => b.title).join()")
        page.locator("select[name=area]").select_option(index=1)
        page.wait_for_function(f"() => document.querySelectorAll('#found tbody tr').length < {whole}")
        assert page.locator(".bars button").evaluate_all("bars => bars.map(b => b.title).join()") != heights
        found = page.locator("#found").inner_text()
    assert "events" in found


def test_what_the_map_cannot_mean_is_refused(real: Visit) -> None:
    assert real.browser.get("/where?begin=2021-13").status_code == 400
    assert real.browser.get("/where?area=nowhere").status_code == 400
    assert real.browser.get("/where?begin=2021-08&end=2021-10").status_code == 200
    drawn = real.browser.get("/where/map.json").json()
    assert sum(n for _, _, n in drawn["counts"]) >= 40
    assert all(f["geometry"]["type"].endswith("Polygon") or f["geometry"]["type"] == "GeometryCollection"
               for f in drawn["areas"]["features"])


def with_register(folder: Path) -> Case:
    """The made-up case and the list of a maker."""
    case = build(INVENTED, folder / "case")[0]
    rows = "".join(f"{n},K{4400 + 7 * n:05d},Karlsen,2019-0{n % 9 + 1}-01\n" for n in range(60))
    (folder / "shipped.csv").write_text("No,Serial,Make,Date\n" + rows, encoding="utf-8")
    add_register(case, [folder / "shipped.csv"], Asked("shipping", "shipped", "Works", covers="2019..2019", complete="yes"))
    return case


def test_a_weapon_is_documented_its_worn_mark_traced_and_decided_and_the_decision_undone(tmp_path: Path) -> None:
    case = with_register(tmp_path)
    before = len(case.records())
    with desk(case.path) as address, browser() as page:
        page.goto(address)
        page.get_by_role("link", name="Document", exact=True).click()
        page.get_by_role("button", name="Begin").click()
        page.locator("input[name=serial]").fill("K044?7")
        page.locator("input[name=make]").fill("Karlsen")
        # It is traced as it is typed, and kept.
        page.locator("#beside meter").first.wait_for(timeout=PATIENCE)
        assert "K04407" in page.locator("#beside").inner_text()
        page.locator("input[name=type]").fill("rifle")
        page.locator("select[name=kind]").select_option("found")
        page.locator("input[name=date]").fill("2024-03-01")
        if page.locator("input[name=author]").count() > 0:
            page.locator("input[name=author]").fill("An Inspector")
        page.get_by_role("button", name="Put it into the case").click()
        # The way leads to its trace, and there it is judged.
        page.locator("ol.candidates").wait_for(timeout=PATIENCE)
        first = page.locator("ol.candidates > li").first
        assert "K044" in first.inner_text()
        first.get_by_label("Why").fill("the same scratch on both photographs")
        if first.get_by_label("Who decides").count() > 0:
            first.get_by_label("Who decides").fill("An Inspector")
        first.get_by_role("button", name="Same weapon").click()
        page.get_by_text("the same scratch on both photographs").wait_for()
        assert [str(d.judgement) for d in case.decisions()][-1] == "same"
        page.get_by_role("button", name="Undo").click()
        page.get_by_role("button", name="Same weapon").first.wait_for()
    assert len(case.records()) > before
    assert sorted(str(d.judgement) for d in case.decisions())[-2:] == ["same", "undo"]


def test_what_is_typed_before_the_page_is_ready_is_kept_and_traced(tmp_path: Path) -> None:
    case = with_register(tmp_path)
    with desk(case.path) as address, browser() as page:
        page.goto(address)
        page.get_by_role("link", name="Document", exact=True).click()
        page.get_by_role("button", name="Begin").wait_for()
        page.wait_for_load_state("load")   # else this page's own script could be the one that is held
        held: list[Any] = []
        page.route("**/htmx.min.js", lambda asked: held.append(asked))
        with page.expect_request("**/htmx.min.js"):
            page.get_by_role("button", name="Begin").click(no_wait_after=True)
        page.locator("input[name=serial]").fill("K044?7")
        assert len(held) >= 1
        for asked in held:
            asked.continue_()
        page.locator("#beside meter").first.wait_for(timeout=PATIENCE)
        assert "K04407" in page.locator("#beside").inner_text()
