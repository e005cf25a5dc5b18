"""`/api`: the same tables as an export, page by page, and one shape of error."""

from __future__ import annotations

import pytest
from tests.web.conftest import Visit

from reclaim.desk.tables import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_parts_is_the_table(invented: Visit, name: str) -> None:
    whole = invented.case.table(name).to_pylist()
    rows: list[dict[str, object]] = []
    while len(rows) < len(whole):
        answer = invented.browser.get(f"/api/{name}", params={"limit": 7, "offset": len(rows)}).json()
        assert answer["total"] == len(whole)
        assert 0 < len(answer["rows"]) <= 7
        rows += answer["rows"]
    assert [{k: None if v is None else str(v) for k, v in row.items()} for row in rows] == [
        {k: None if v is None else str(v) for k, v in row.items()} for row in whole]
    assert invented.browser.get(f"/api/{name}").json()["head"] == invented.case.head()


@pytest.mark.parametrize(("path", "status"), [
    ("/api/nope", 404), ("/api/a/b", 404), ("/api/items?limit=0", 400), ("/api/items?limit=1001", 400),
    ("/api/items?limit=x", 400), ("/api/items?offset=-1", 400), ("/api/items?page=2", 400), ("/api?limit=2", 400),
    ("/api/items?limit=1&limit=2", 400), ("/api/items?at=soon", 400)])
def test_one_shape_of_error(invented: Visit, path: str, status: int) -> None:
    answer = invented.browser.get(path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert sorted(error) == ["mend", "status", "what", "where"]
    assert error["status"] == status
    assert error["what"] != ""


def test_nothing_is_written_through_it(invented: Visit) -> None:
    answer = invented.browser.post("/api/items", headers={"origin": "http://127.0.0.1:8411"})
    assert answer.status_code == 405
    assert answer.json()["error"]["status"] == 405


def test_it_is_described(invented: Visit) -> None:
    described = invented.browser.get("/api/openapi.json").json()
    assert set(described["paths"]) == {"/api", "/api/{table}"}
    assert {p["name"] for p in described["paths"]["/api/{table}"]["get"]["parameters"]} == {
        "table", "limit", "offset", "at", "known_by"}
