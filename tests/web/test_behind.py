"""While what was written is being taken in, a page shows the case as it stood and says so; then it shows all of it."""

from __future__ import annotations

from tests.web.conftest import PORT, Visit, stranger

from reclaim.desk.decide import decide
from reclaim.web.app import served

SAYS = "is being taken in"


def test_a_page_does_not_wait_for_folds_and_says_what_it_shows(own: Visit) -> None:
    door = served(own.case.path, PORT, patience=0.0)
    door.warm()
    browser = stranger(door)
    browser.get(door.address.removeprefix(f"http://127.0.0.1:{PORT}"))
    before = own.case.head()
    assert SAYS not in browser.get("/items").text
    decide(own.case, [next(n for n in door.desk.state().findings.notes if n.startswith("stock#"))], "reject", "slip")
    text = browser.get("/items").text
    assert (SAYS in text) == (before[:16] in text)
    worker = door.desk._worker
    assert worker is not None
    worker.join()
    text = browser.get("/items").text
    assert SAYS not in text
    assert own.case.head()[:16] in text
    assert "slip" in browser.get("/history").text
