"""The application: pages and `/api` behind the guard, errors in one shape each."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from reclaim.desk.serve import Desk
from reclaim.model.errors import CaseBusy, NotCleared, ReclaimError, UsageError
from reclaim.version import VERSION
from reclaim.web.guard import Guard, Secrets
from reclaim.web.pages import ROUTERS
from reclaim.web.show import Missing, Refused, environment, page

NAMES = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class Door:
    """A desk ready to be served: its address with the token, and the application behind the guard."""

    address: str
    app: ASGIApp
    desk: Desk

    def warm(self) -> None:
        """Make the templates and the first folds ready. What goes wrong is told on the page that needs them."""
        for name in environment().list_templates():
            environment().get_template(name)
        try:
            self.desk.warm()
        except ReclaimError as error:
            sys.stderr.write(error.line() + "\n")

    def run(self, listening: socket.socket) -> None:
        """Serve until Ctrl-C."""
        import uvicorn

        config = uvicorn.Config(self.app, log_level="warning", access_log=False, server_header=False,
                                date_header=False, proxy_headers=False, ws="none")
        uvicorn.Server(config).run(sockets=[listening])


def listening(port: int) -> socket.socket:
    """A socket on loopback, and on no other address. Raises UsageError if the port is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((NAMES[0], port))
    except OSError as error:
        made.close()
        raise UsageError(f"port {port} cannot be used: {error.strerror}",
                         mend="give another with --port, or 0") from None
    return made


def served(case: str | Path, port: int, patience: float | None = None) -> Door:
    """The desk of a case on a port; `patience` as `Desk` takes it. Raises CaseMissing, CaseDamaged, CaseNewer, InputError."""
    desk, secrets = Desk(case, patience), Secrets()
    hosts = [f"{name}:{port}" for name in NAMES]
    guarded = Guard(build(desk, secrets), secrets, hosts, cookie=f"reclaim-{port}")
    return Door(f"http://{hosts[0]}/?token={secrets.token}", guarded, desk)


def build(desk: Desk, secrets: Secrets) -> FastAPI:
    """The application without its guard. `/api` is described at /api/openapi.json."""
    app = FastAPI(title="Reclaim", version=VERSION, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
                  dependencies=[Depends(no_other)])
    app.state.desk, app.state.secrets = desk, secrets
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(ReclaimError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_error)
    app.add_exception_handler(HTTPException, _on_error)
    app.add_exception_handler(Exception, _on_error)
    return app


def no_other(request: Request) -> None:
    """Refuse a parameter that the page does not know, and one given twice that it reads once: a slip in an address
    must not pass for an answer. Raises UsageError."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    if dependant is None:
        return
    known: dict[str, bool] = {}
    for f in dependant.query_params:
        kind = f.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            known |= {field.alias or name: False for name, field in kind.model_fields.items()}
        else:
            known[f.alias] = "list" in str(kind)
    for name in request.query_params:
        if name not in known:
            may = f"use {', '.join(sorted(known))}" if len(known) > 0 else "this page takes none"
            raise UsageError(f"there is no parameter '{name}'", mend=may)
        if not known[name] and len(request.query_params.getlist(name)) > 1:
            raise UsageError(f"the parameter '{name}' is given twice", mend="give it once")


def _on_error(request: Request, error: Exception) -> Response:
    status, what, where, mend = _told(error)
    if request.url.path.startswith(("/api", "/reconcile/")):
        return JSONResponse({"error": {"status": status, "what": what, "where": where, "mend": mend}}, status)
    return page(request, "error.html.j2", _TITLES.get(status, "This did not work"), None, status, what=what,
                where=where, mend=mend)


_TITLES = {400: "This cannot be meant", 403: "This is refused", 404: "Nothing is here",
           405: "This page is for reading", 503: "Somebody else is writing"}


# The first that fits.
_STATUS: tuple[tuple[type[ReclaimError], int], ...] = (
    (Missing, 404), (Refused, 403), (NotCleared, 403), (UsageError, 400), (CaseBusy, 503))


def _told(error: Exception) -> tuple[int, str, str, str]:
    """Status, and what, where, and how to mend it, of any error."""
    if isinstance(error, ReclaimError):
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
        return status, error.what, error.where, error.mend
    if isinstance(error, RequestValidationError):
        first = cast("dict[str, Any]", error.errors()[0])
        return 400, f"{first['msg']}", str(first["loc"][-1]), "see the address"
    if isinstance(error, HTTPException):
        return error.status_code, "there is nothing at this address" if error.status_code == 404 else str(
            error.detail), "", "begin at the overview, or search for it"
    return 500, "the desk met something that it was not made for", "", \
        "nothing was changed; try again, and tell those who make Reclaim what you did"
