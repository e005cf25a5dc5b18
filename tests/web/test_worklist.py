"""Discrepancies as a work-list: filtered, judged many at a time in one transaction, and taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.web.conftest import INVENTED, Visit, visit
from tests.web.test_guard import OWN, form_token

from reclaim.desk.case import open_case
from reclaim.desk.decide import decide_each
from reclaim.desk.demo import CASES, build
from reclaim.desk.register import Asked, add
from reclaim.desk.worklist import Wanted, compare, last
from reclaim.model.errors import UsageError


@pytest.fixture
def books(tmp_path: Path) -> Visit:
    """Two books: three marks stand twice in the receipts, and one sent weapon never arrived."""
    case = build(INVENTED, tmp_path / "case")[0]
    sent = "".join(f"{n},K{4400 + n:05d},Karlsen,2019-01-0{n % 9 + 1}\n" for n in range(40))
    got = "".join(f"{n},K{4400 + n:05d},Karlsen,2019-02-0{n % 9 + 1}\n" for n in (*range(39), 3, 4, 5))
    for name, kind, rows in (("sent", "shipped", sent), ("got", "received", got)):
        (tmp_path / f"{name}.csv").write_text("No,Serial,Make,Date\n" + rows, encoding="utf-8")
        add(case, [tmp_path / f"{name}.csv"], Asked(name, kind, "Works <b>", covers="2019..2019", complete="yes"))
    return visit(case)


def test_the_list_is_what_reconcile_finds_and_is_filtered(books: Visit) -> None:
    listed = compare(books.case)
    assert dict(listed.counts())["DUPLICATE_IN_REGISTER"] == 3
    found, total = listed.part(Wanted(name="DUPLICATE_IN_REGISTER"), 0, 2)
    assert (len(found), total) == (2, 3)
    assert [r["cells"]["serial"] for r in found[0].rows] == ["K04403", "K04403"]
    assert listed.part(Wanted(name="DUPLICATE_IN_REGISTER", register="sent"), 0, 9) == ([], 0)
    kept = last(books.case)
    assert kept is not None
    assert kept.head == books.case.head()


def test_many_are_judged_at_once_and_taken_back(books: Visit) -> None:
    seen = books.browser.get("/discrepancies?name=DUPLICATE_IN_REGISTER")
    assert seen.status_code == 200
    ticked = re.findall(r'name="finding" value="([^"]+)"', seen.text)
    assert len(ticked) == 3
    sent = {"csrf": form_token(books), "finding": ticked, "act": "same", "reason": "entered twice <b>", "author": "An Other",
            "name": "DUPLICATE_IN_REGISTER"}
    answer = books.browser.post("/discrepancies", headers=OWN, data=sent)
    assert answer.status_code == 200
    made = [d for d in books.case.decisions() if d.reason == "entered twice <b>"]
    assert len(made) == 3
    assert all(len(d.subjects) == 2 and d.judgement == "same" for d in made)
    assert answer.text.count("judged same") == 3
    rest = books.browser.get("/discrepancies?name=DUPLICATE_IN_REGISTER&open=true")
    assert "Nothing of this kind." in rest.text
    undone = books.browser.post("/discrepancies", headers=OWN, data={
        "csrf": form_token(books), "act": "undo", "decision": [d.id for d in made], "author": "An Other"})
    assert undone.status_code == 200
    assert "judged same" not in books.browser.get("/discrepancies?name=DUPLICATE_IN_REGISTER").text


def test_without_a_reason_nothing_is_judged_and_the_ticks_stay(books: Visit) -> None:
    ticked = re.findall(r'name="finding" value="([^"]+)"', books.browser.get("/discrepancies").text)[:1]
    head = books.case.head()
    answer = books.browser.post("/discrepancies", headers=OWN, data={
        "csrf": form_token(books), "finding": ticked, "act": "same", "reason": "", "author": "An Other"})
    assert answer.status_code == 400
    assert "a decision has a reason" in answer.text
    assert " checked>" in answer.text
    assert books.case.head() == head


def test_one_bad_matter_undoes_all(books: Visit) -> None:
    found, _ = compare(books.case).part(Wanted(name="DUPLICATE_IN_REGISTER"), 0, 1)
    head = books.case.head()
    with pytest.raises(UsageError):
        decide_each(books.case, [found[0].subjects, ["no such", "thing"]], "same", "both", "An Other")
    assert open_case(books.case.path).head() == head


def test_no_register_no_list(tmp_path: Path) -> None:
    own = visit(build(CASES / "afghanistan" if (CASES / "afghanistan").exists() else INVENTED, tmp_path / "case")[0])
    assert "no books can be compared" in own.browser.get("/discrepancies").text
    assert own.browser.get("/discrepancies?name=NONSENSE").status_code == 400


def test_the_links_are_taken_away_as_a_file_once_the_books_were_compared(books: Visit) -> None:
    assert books.browser.get("/discrepancies/links.csv").status_code == 400
    compare(books.case)
    assert 'href="/discrepancies/links.csv"' in books.browser.get("/discrepancies").text
    found = books.browser.get("/discrepancies/links.csv")
    assert found.status_code == 200
    assert "links.csv" in found.headers["content-disposition"]
    lines = found.text.splitlines()
    assert lines[0].startswith("left_register,left_snapshot,left_row")
    equal = [cells for cells in (line.split(",") for line in lines[1:]) if {cells[0], cells[3]} == {"sent", "got"} and cells[7] == "0"]
    assert len(equal) == 39 + 3
    assert books.browser.get("/discrepancies/links.parquet").content[:4] == b"PAR1"
    for other in ("xlsx", "csv.exe", "..", "toml"):
        assert books.browser.get(f"/discrepancies/links.{other}").status_code in (400, 404)
