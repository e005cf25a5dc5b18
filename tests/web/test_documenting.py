"""A weapon that is documented is put into the case once, by the button, whatever is kept while one types."""

from __future__ import annotations

from tests.web.conftest import Visit
from tests.web.test_guard import OWN, form_token


def test_what_is_kept_while_one_types_does_not_press_the_button_again(own: Visit) -> None:
    begun = own.browser.post("/document", headers=OWN, data={"csrf": form_token(own)})
    filled = {"csrf": form_token(own), "serial": "K044?7", "type": "rifle", "kind": "found", "date": "2024-03-01",
              "author": "An Inspector", "act": "put"}
    before = len(own.case.records())
    kept = own.browser.post(begun.url.path, headers={**OWN, "hx-request": "true"}, data=filled)
    assert kept.status_code == 200
    assert "Kept" in kept.text
    assert len(own.case.records()) == before
    put = own.browser.post(begun.url.path, headers=OWN, data=filled)
    assert put.url.path == "/trace"
    assert len(own.case.records()) > before
