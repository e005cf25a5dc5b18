"""Deciding in a browser is deciding: recorded with its author and reason, seen at once, and taken back."""

from __future__ import annotations

from html import unescape

from tests.web.conftest import Visit
from tests.web.test_guard import OWN, form_token


def lines(seen: Visit) -> list[str]:
    return sorted(n for n in seen.door.desk.state().findings.notes if n.startswith("stock#"))


def test_decide_and_undo_there_and_back(own: Visit) -> None:
    key, before = lines(own)[0], own.case.head()
    own.browser.get("/accounts")
    answer = own.browser.post("/decide", headers=OWN, data={
        "csrf": form_token(own), "subjects": key, "judgement": "reject", "reason": "a slip <b>", "author": "An Other"})
    assert answer.status_code == 200
    assert answer.url.path == "/history"
    made = next(d for d in own.case.decisions() if d.reason == "a slip <b>")
    assert (made.author, made.judgement, made.subjects) == ("An Other", "reject", (key,))
    assert own.case.head() != before
    assert "a slip &lt;b&gt;" in answer.text
    assert key not in lines(own)
    assert ">rejected<" in own.browser.get(f"/records/{key.replace('#', '%23')}").text

    answer = own.browser.post("/undo", headers=OWN, data={"csrf": form_token(own), "decision": made.id, "reason": "no"})
    assert answer.status_code == 200
    assert "undone" in answer.text
    assert key in lines(own)
    again = own.browser.post("/undo", headers=OWN, data={"csrf": form_token(own), "decision": made.id})
    assert again.status_code == 400
    assert "undone already" in again.text


def test_what_cannot_be_decided_comes_back_as_it_was_filled_in(own: Visit) -> None:
    head = own.case.head()
    given = {"csrf": form_token(own), "subjects": "stock#nothing\nstock#none", "judgement": "same", "reason": "\"why\""}
    answer = own.browser.post("/decide", headers=OWN, data=given)
    assert answer.status_code == 400
    text = unescape(answer.text)
    assert "is nothing in this case" in text
    assert "stock#nothing\nstock#none" in text
    assert '>"why"</textarea>' in text
    assert '<option value="same" selected>' in text
    assert own.case.head() == head


def test_what_another_process_writes_is_seen(own: Visit) -> None:
    from reclaim.desk.decide import decide

    key = lines(own)[-1]
    decide(own.case, [key], "reject", "from elsewhere")
    assert "from elsewhere" in own.browser.get("/history").text
    assert key not in lines(own)
