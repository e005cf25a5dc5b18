"""A column of serials is matched from OpenRefine: the service speaks as its published specification (0.2) says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.web.conftest import BASE, Visit, stranger

TEXT, PAIR = str, {"id": str, "name": str}


@pytest.fixture(scope="module")
def service(invented: Visit) -> str:
    found = re.search(r'value="http://127\.0\.0\.1:8411(/reconcile/[0-9a-f]{64})"', invented.browser.get("/reconcile").text)
    assert found is not None
    return found[1]


def ask(seen: Visit, service: str, queries: object, status: int = 200) -> Any:
    """As OpenRefine asks: a form without cookie and Origin."""
    answer = stranger(seen.door).post(service, data={"queries": json.dumps(queries)})
    assert answer.status_code == status, answer.text
    return answer.json()


def test_the_manifest_has_what_the_schema_requires(invented: Visit, service: str) -> None:
    manifest = stranger(invented.door).get(service).json()
    assert "0.2" in manifest["versions"]
    assert all(isinstance(manifest[n], str) for n in ("name", "identifierSpace", "schemaSpace"))
    assert "{{id}}" in manifest["view"]["url"]
    assert all(set(t) == {"id", "name"} for t in manifest["defaultTypes"])
    for part in (manifest["suggest"]["property"], manifest["extend"]["propose_properties"]):
        path = part["service_url"].removeprefix(BASE) + part["service_path"]
        assert stranger(invented.door).get(path).status_code == 200


def test_a_column_gets_candidates_in_the_shape_of_the_schema(invented: Visit, service: str) -> None:
    answers = ask(invented, service, {
        "q0": {"query": "K04401"}, "q1": {"query": "K0440I", "limit": 2}, "q2": {"query": "ZZZZZZ"},
        "q3": {"query": "K04402", "type": "weapon", "type_strict": "should", "properties": [
            {"pid": "make", "v": "Karlsen"}, {"pid": "date", "v": ["2019-03-01"]}, {"pid": "unknown", "v": {"id": "x"}}]}})
    assert set(answers) == {"q0", "q1", "q2", "q3"}
    for answer in answers.values():
        for candidate in answer["result"]:
            assert isinstance(candidate["id"], str)
            assert isinstance(candidate["name"], str)
            assert isinstance(candidate["score"], float | int)
            assert isinstance(candidate["match"], bool)
            assert candidate["type"] == [{"id": "weapon", "name": "Registered weapon"}]
    first = answers["q0"]["result"][0]
    assert (first["name"], first["match"]) == ("K04401", True)
    assert first["score"] > 90
    assert not any(c["match"] for c in answers["q1"]["result"] + answers["q2"]["result"])
    assert len(answers["q1"]["result"]) <= 2
    by_get = stranger(invented.door).get(service, params={"queries": json.dumps({"q0": {"query": "K04401"}})}).json()
    assert by_get["q0"]["result"][0]["id"] == first["id"]
    seen = invented.browser.get("/reconcile/row", params={"id": first["id"]})
    assert seen.url.path == "/registers/shipping"
    assert "K04401" in seen.text


def test_cells_of_matched_rows_are_fetched(invented: Visit, service: str) -> None:
    ident = ask(invented, service, {"q": {"query": "K04401"}})["q"]["result"][0]["id"]
    wanted = {"ids": [ident, "no@row:1", "x"], "properties": [{"id": "make"}, {"id": "date"}]}
    answer = stranger(invented.door).post(service, data={"extend": json.dumps(wanted)}).json()
    assert answer["meta"] == [{"id": "make", "name": "make"}, {"id": "date", "name": "date"}]
    assert answer["rows"][ident] == {"make": [{"str": "Karlsen"}], "date": [{"str": "2019-02-01"}]}
    assert answer["rows"]["x"] == {"make": [], "date": []}


@pytest.mark.parametrize("queries", [[], 1, {"q": 1}, {"q": {}}, {"q": {"query": 1}}, {"q": {"query": "x", "limit": 0}},
                                     {"q": {"query": "x", "properties": [{}]}},
                                     {"q": {"query": "x", "properties": [{"pid": "date", "v": "soon"}]}}])
def test_what_is_no_query_is_refused_in_the_shape_of_an_error(invented: Visit, service: str, queries: object) -> None:
    assert set(ask(invented, service, queries, 400)["error"]) == {"status", "what", "where", "mend"}


def test_only_a_tool_of_this_machine_with_the_token_is_answered(invented: Visit, service: str) -> None:
    tool = stranger(invented.door)
    assert tool.get("/reconcile/" + "0" * 64).status_code == 403
    assert tool.get("/reconcile").status_code == 403
    assert tool.get(f"{service}/../../items").status_code == 403
    assert tool.get(service, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert tool.get(service, headers={"host": "elsewhere.example"}).status_code == 421
    near = tool.get(service, headers={"origin": "http://127.0.0.1:3333"})
    assert near.headers["access-control-allow-origin"] == "http://127.0.0.1:3333"
    assert "access-control-allow-origin" not in invented.browser.get("/claims").headers
