"""`/reconcile`: a reconciliation service (Reconciliation Service API 0.2), for a column of serials in OpenRefine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from reclaim.desk.matched import SHOWN, Asked, Match, cells, matched, place
from reclaim.desk.readings import FIELDS
from reclaim.desk.register import registers
from reclaim.model.errors import UsageError
from reclaim.version import VERSION
from reclaim.web.show import address, desk_of, page, query, state_of

router = APIRouter(include_in_schema=False)

MOST = 1000
"""Queries of one batch."""

TYPE = {"id": "weapon", "name": "Registered weapon"}
PROPERTIES = (*FIELDS, "date")


@router.get("/reconcile")
def about(request: Request) -> Response:
    """How to use it, with the address that OpenRefine is given."""
    return page(request, "reconcile.html.j2", "Match a column from OpenRefine", state_of(request),
                service=f"{request.base_url}reconcile/{request.app.state.secrets.tool_token()}", properties=PROPERTIES)


@router.get("/reconcile/row")
def row(request: Request, id: str) -> Response:
    """The row of a candidate, on the page of its register."""
    name, offset = place(desk_of(request).case(), id)
    return RedirectResponse(query(address("registers", name), {"offset": offset}) + "#rows", 303)


@router.get("/reconcile/{token}")
async def asked(request: Request, token: str, queries: Annotated[str, Query(max_length=1 << 20)] = "",
                extend: Annotated[str, Query(max_length=1 << 20)] = "") -> Response:
    """The manifest, or the answer to queries in the address."""
    return await run_in_threadpool(_answer, request, queries, extend)


@router.post("/reconcile/{token}")
async def sent(request: Request, token: str) -> Response:
    """The answer to queries that were sent."""
    form = await request.form(max_files=0, max_fields=8, max_part_size=4 << 20)
    queries, extend = (str(form.get(name) or "") for name in ("queries", "extend"))
    return await run_in_threadpool(_answer, request, queries, extend)


@router.get("/reconcile/{token}/properties")
def properties(request: Request, token: str, type: str = "", limit: int = 100) -> Response:
    """What can be fetched of a row."""
    return JSONResponse({"type": TYPE["id"], "properties": [{"id": n, "name": n} for n in SHOWN][:max(limit, 0)]})


@router.get("/reconcile/{token}/suggest/property")
def suggest(request: Request, token: str, prefix: str = "", cursor: int = 0) -> Response:
    """Properties of a query that begin so."""
    return JSONResponse({"result": [{"id": n, "name": n} for n in PROPERTIES if n.startswith(prefix.casefold())]})


def _answer(request: Request, queries: str, extend: str) -> Response:
    if queries != "":
        batch = _object(queries, "queries")
        if len(batch) > MOST:
            raise UsageError(f"{len(batch):,} queries at once", mend=f"send at most {MOST:,}")
        return JSONResponse(_matched(request, {key: _query(key, value) for key, value in batch.items()}))
    if extend != "":
        return JSONResponse(_extended(request, _object(extend, "extend")))
    return JSONResponse(_manifest(request))


def _manifest(request: Request) -> dict[str, Any]:
    own, state = str(request.base_url).rstrip("/"), desk_of(request)
    base = own + request.url.path
    return {"versions": ["0.2"], "name": f"Reclaim: {state.case().name}", "serviceVersion": VERSION,
            "identifierSpace": f"{own}/reconcile/row", "schemaSpace": f"{own}/reconcile", "defaultTypes": [TYPE],
            "view": {"url": f"{own}/reconcile/row?id={{{{id}}}}"},
            "suggest": {"property": {"service_url": base, "service_path": "/suggest/property"}},
            "extend": {"propose_properties": {"service_url": base, "service_path": "/properties"},
                       "property_settings": []}}


def _matched(request: Request, asked: Mapping[str, Asked]) -> dict[str, Any]:
    state = state_of(request)
    none = len(asked) == 0 or len(registers(state.case)) == 0
    found = [[] for _ in asked] if none else matched(state.tracing(), list(asked.values()))
    return {key: {"result": [_candidate(m) for m in state.cleared(tuple(own))]}
            for key, own in zip(asked, found, strict=True)}


def _candidate(match: Match) -> dict[str, Any]:
    """The score is the probability in per cent. `match` is what a tool may take over by itself: an exact mark alone."""
    return {"id": match.id, "name": match.name, "description": match.words, "score": round(100 * match.probability, 4),
            "match": match.sure, "type": [TYPE], "features": [{"id": "probability", "value": match.probability},
                                                              {"id": "edits", "value": match.edits}]}


def _query(key: str, value: Any) -> Asked:
    """A query of the batch. Raises UsageError if it is none."""
    if not isinstance(value, dict) or not isinstance(value.get("query", ""), str) or not (
            "query" in value or value.get("properties")):
        raise UsageError(f"the query '{key[:40]}' is none", mend='write {"query": "…"}')
    limit = value.get("limit", 5)
    if not isinstance(limit, int | float) or isinstance(limit, bool) or not 1 <= limit <= 1e9:
        raise UsageError(f"the limit of '{key[:40]}' is no number", mend="leave it out, or write 1 or more")
    given = value.get("properties", [])
    if not isinstance(given, list) or not all(isinstance(p, dict) and isinstance(p.get("pid"), str) for p in given):
        raise UsageError(f"the properties of '{key[:40]}' are none", mend='write [{"pid": "make", "v": "…"}]')
    cells = {p["pid"]: _text(p.get("v")) for p in given if p["pid"] in PROPERTIES}
    return Asked(value.get("query", ""), {n: c for n, c in cells.items() if n != "date"}, cells.get("date", ""),
                 min(int(limit), 50))


def _text(value: Any) -> str:
    """A value of a property: text, number, another entity, or the first of several."""
    first = value[0] if isinstance(value, list) and len(value) > 0 else value
    if isinstance(first, dict):
        first = first.get("name", first.get("id", ""))
    return "" if first is None or isinstance(first, dict | list | bool) else str(first)[:200]


def _extended(request: Request, wanted: Mapping[str, Any]) -> dict[str, Any]:
    ids, names = wanted.get("ids"), wanted.get("properties")
    if not isinstance(ids, list) or not isinstance(names, list) or len(ids) > MOST or not all(
            isinstance(p, dict) and isinstance(p.get("id"), str) for p in names) or not all(
            isinstance(i, str) for i in ids):
        raise UsageError("what is to be extended cannot be read", mend='write {"ids": […], "properties": [{"id": "make"}]}')
    state, shown = state_of(request), [p["id"] for p in names if p["id"] in SHOWN]
    rows = {i: dict(state.cleared(tuple(cells(state.case, i).items()))) for i in ids}
    return {"meta": [{"id": n, "name": n} for n in shown],
            "rows": {i: {n: [{"str": own[n]}] if n in own else [] for n in shown} for i, own in rows.items()}}


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UsageError(f"'{name}' is no JSON object", mend="see the Reconciliation Service API 0.2")
    return found
