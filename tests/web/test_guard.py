"""Nobody but this machine's browser, let in once, gets an answer; and no other site can make it write."""

from __future__ import annotations

import re

import pytest
from tests.web.conftest import BASE, PORT, Visit, stranger

from reclaim.web.app import served

OWN = {"origin": BASE}


def form_token(seen: Visit) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', seen.browser.get("/decide").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("path", ["/", "/claims", "/api/items", "/static/desk.css", "/figures/places/1.svg"])
def test_without_the_token_nothing_is_shown(invented: Visit, path: str) -> None:
    answer = stranger(invented.door).get(path)
    assert answer.status_code == 403
    assert "Karlsen" not in answer.text
    assert "reclaim serve" in answer.text


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 43])
def test_a_wrong_token_is_refused(invented: Visit, token: str) -> None:
    assert stranger(invented.door).get("/", params={"token": token}).status_code == 403


def test_the_token_works_once_and_leaves_the_address(invented: Visit) -> None:
    door = served(invented.case.path, PORT)
    first = stranger(door).get(door.address.removeprefix(BASE), follow_redirects=False)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert stranger(door).get(door.address.removeprefix(BASE), follow_redirects=False).status_code == 403


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "/%5C%5Celsewhere.example", "/\\elsewhere.example"])
def test_the_first_visit_leads_nowhere_else(invented: Visit, path: str) -> None:
    door = served(invented.case.path, PORT)
    token = door.address.partition("token=")[2]
    answer = stranger(door).get(f"{BASE}{path}?token={token}", follow_redirects=False)
    assert re.match(r"/(?![/\\])", answer.headers["location"])


@pytest.mark.parametrize("host", ["elsewhere.example", "elsewhere.example:8411", "127.0.0.1", "127.0.0.1:80", ""])
def test_another_host_is_refused(invented: Visit, host: str) -> None:
    assert invented.browser.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "https://127.0.0.1:8411", "http://127.0.0.1:1"])
def test_another_origin_is_refused(invented: Visit, origin: str) -> None:
    head = invented.case.head()
    given = {"csrf": form_token(invented), "subjects": "shipping", "judgement": "reject", "reason": "x"}
    assert invented.browser.post("/decide", data=given, headers={"origin": origin}).status_code == 403
    assert invented.browser.get("/decide", headers={"origin": origin}).status_code == 403
    assert invented.case.head() == head


def test_who_writes_must_say_where_from(invented: Visit) -> None:
    given = {"csrf": form_token(invented), "subjects": "x", "judgement": "reject", "reason": "x"}
    assert invented.browser.post("/decide", data=given).status_code == 403
    assert invented.browser.post("/decide", data=given, headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("path", ["/decide", "/undo"])
@pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
def test_a_form_that_the_desk_did_not_make_is_refused(invented: Visit, path: str, token: str | None) -> None:
    head = invented.case.head()
    given = {"subjects": "stock#K1", "judgement": "reject", "reason": "x"} | ({} if token is None else {"csrf": token})
    assert invented.browser.post(path, data=given, headers=OWN).status_code == 403
    assert invented.case.head() == head


def test_a_form_too_large_is_refused(invented: Visit) -> None:
    assert invented.browser.post("/decide", data={"reason": "x" * 100_000}, headers=OWN).status_code == 413


def test_a_form_of_unknown_length_is_refused(invented: Visit) -> None:
    assert invented.browser.post("/decide", content=iter([b"reason=x"]), headers=OWN).status_code == 411


@pytest.mark.parametrize("path", ["/", "/nope", "/api/nope", "/static/desk.css", "/?x=1"])
def test_every_answer_forbids_foreign_scripts_and_keeping(invented: Visit, path: str) -> None:
    for browser in (invented.browser, stranger(invented.door)):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "script-src 'self';" in policy
        assert "connect-src 'self';" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/app.py",
                                  "/etc/passwd", "/sources/..%2f..%2fcase.toml", "/records/..%2fcase.toml",
                                  "/registers/..%2f..", "/figures/..%2fx/1.svg"])
def test_no_other_file_is_reachable(invented: Visit, path: str) -> None:
    assert invented.browser.get(path).status_code == 404
