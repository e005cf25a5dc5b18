"""The queue in a browser: corrected line by line, judged once, taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.web.conftest import Visit, visit
from tests.web.test_guard import OWN, form_token

from reclaim.desk.new import new
from reclaim.desk.read import read
from reclaim.desk.review import queue
from reclaim.model.record import RecordKind

REPORT = "HOLTSTAD, 15 May 2024\n\nPolice in Holtstad seized 12 M4 rifles and three pistols from a convoy on 3 May 2024.\n"


@pytest.fixture
def waiting(tmp_path: Path) -> Visit:
    case = new(tmp_path / "case", owner="Panel (SYNTHETIC)", synthetic=True)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    read(case, [tmp_path / "report.txt"])
    return visit(case)


def event(seen: Visit) -> int:
    """The place of the first event in the queue."""
    return next(n for n, g in enumerate(queue(seen.case.proposals(), seen.case.decisions())) if g.kind == "event")


def test_a_line_of_arms_is_corrected_where_it_stands(waiting: Visit) -> None:
    n = event(waiting)
    told = waiting.browser.get(f"/review?n={n}").text
    fields = dict(re.findall(r'name="(field [^"]+)" value="([^"]*)"', told))
    assert fields["field line 1 quantity"] == "12"
    proposal = re.search(r'name="proposal" value="([^"]+)"', told)
    assert proposal is not None
    sent = {**fields, "field line 1 quantity": "13", "csrf": form_token(waiting), "proposal": proposal[1], "act": "correct",
            "n": str(n)}
    assert waiting.browser.post("/review", headers=OWN, data=sent).status_code == 200
    lines = [r.cells()["quantity"] for r in waiting.case.records() if r.kind is RecordKind.LINE]
    assert "13" in lines
    assert "12" not in lines
    again = waiting.browser.post("/review", headers=OWN, data=sent)
    assert again.status_code == 400
    assert "judged already" in again.text


def test_what_makes_no_record_comes_back_with_what_was_filled_in(waiting: Visit) -> None:
    n, head = event(waiting), waiting.case.head()
    told = waiting.browser.get(f"/review?n={n}").text
    fields = dict(re.findall(r'name="(field [^"]+)" value="([^"]*)"', told))
    proposal = re.search(r'name="proposal" value="([^"]+)"', told)
    assert proposal is not None
    sent = {**fields, "field event": "no <b>such", "csrf": form_token(waiting), "proposal": proposal[1], "act": "correct"}
    answer = waiting.browser.post("/review", headers=OWN, data=sent)
    assert answer.status_code == 400
    assert "no &lt;b&gt;such" in answer.text
    assert waiting.case.head() == head


def test_a_judgement_of_another_sitting_is_not_taken_back_here(waiting: Visit) -> None:
    answer = waiting.browser.post("/review", headers=OWN, data={"csrf": form_token(waiting), "act": "undo", "done": "x"})
    assert answer.status_code == 400
    assert "on the page of history" in answer.text
    assert waiting.browser.post("/review", headers=OWN, data={"csrf": form_token(waiting), "act": "burn"}).status_code == 400
    assert waiting.browser.post("/review", headers=OWN, data={"act": "accept"}).status_code == 403
