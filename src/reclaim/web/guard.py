"""Who may speak to the desk: this machine, by its own name, with the token, from the desk's own pages.

A pure ASGI wall before the application. It keeps three secrets, made anew at each start: the token of the printed
address, which works once; the session, which lives in a cookie; and what forms are signed with.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_FORM = 64 * 1024
"""Bytes of a form without files."""

LARGEST = {"/trace": 64 << 20, "/document": 32 << 20, "/import": 4 << 30, "/reconcile": 8 << 20}
"""Bytes of what is sent to addresses that take files, by the beginning of the address."""

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                               "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: with it browsers send `Origin: null` from our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost):[0-9]{1,5}")

READING = frozenset({"GET", "HEAD"})


@dataclass
class Secrets:
    """The secrets of one run of the desk."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _lock: Lock = field(default_factory=Lock)
    _spent: bool = False

    def spend(self, token: str) -> bool:
        """Whether this is the token and it is used for the first time."""
        with self._lock:
            good = not self._spent and hmac.compare_digest(token.encode(), self.token.encode())
            self._spent = self._spent or good
            return good

    def is_session(self, cookie: str) -> bool:
        """Whether a cookie is that of this run."""
        return hmac.compare_digest(cookie.encode(), self.session.encode())

    def form_token(self) -> str:
        """What a form of the desk carries, and no other page can know."""
        return hmac.new(self.session.encode(), b"form", sha256).hexdigest()

    def tool_token(self) -> str:
        """What another tool of this machine asks `/reconcile` with."""
        return hmac.new(self.session.encode(), b"tool", sha256).hexdigest()

    def is_tool_token(self, given: str) -> bool:
        """Whether a tool was given its token by the desk."""
        return hmac.compare_digest(given.encode(), self.tool_token().encode())

    def is_form_token(self, given: str) -> bool:
        """Whether a form was made by the desk."""
        return hmac.compare_digest(given.encode(), self.form_token().encode())


class Guard:
    """The wall. `hosts` are the names with port by which the desk may be called."""

    def __init__(self, app: ASGIApp, secrets: Secrets, hosts: Iterable[str], cookie: str) -> None:
        self._app, self._secrets, self._cookie = app, secrets, cookie
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refused = self._refuse(scope)

        # The pages of OpenRefine, on this machine too, read what its tool may read.
        origin = Headers(scope=scope).get("origin", "") if refused is None and self._is_tool(scope["path"]) else ""

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
                if origin != "":
                    MutableHeaders(scope=message).update({"access-control-allow-origin": origin, "vary": "origin"})
            await send(message)

        await (refused if refused is not None else self._app)(scope, receive, headed)

    def _refuse(self, scope: Scope) -> Response | None:
        """The answer to a request that does not reach the application; None if it does."""
        headers, method = Headers(scope=scope), scope["method"]
        if headers.get("host", "").lower() not in self._hosts or len(headers.getlist("host")) != 1:
            return _no(421, "The desk answers on this machine only, by the address that it printed.")
        if self._is_tool(scope["path"]):
            return self._refuse_tool(headers, method, scope["path"])
        if not self._own(headers, writing=method not in READING):
            return _no(403, "This request came from another site. Nothing was changed.")
        if method not in READING and (too := _too_large(headers, scope["path"])) is not None:
            return too
        if self._secrets.is_session(self._session(headers)):
            return None
        return self._first_visit(scope)

    def _is_tool(self, path: str) -> bool:
        """Whether a tool with its token asks: it has no cookie, and reads only."""
        parts = path.split("/")
        return len(parts) > 2 and parts[1] == "reconcile" and self._secrets.is_tool_token(parts[2])

    def _refuse_tool(self, headers: Headers, method: str, path: str) -> Response | None:
        origin = headers.get("origin")
        if origin is not None and not _LOOPBACK.fullmatch(origin):
            return _no(403, "This request came from another site.")
        return None if method in READING else _too_large(headers, path)

    def _own(self, headers: Headers, *, writing: bool) -> bool:
        """Whether a page of the desk sent it. Whoever writes must say where from; a reader need not."""
        origin = headers.get("origin")
        if origin is not None:
            return origin.lower() in {f"http://{host}" for host in self._hosts}
        return not writing or headers.get("sec-fetch-site") == "same-origin"

    def _session(self, headers: Headers) -> str:
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return "" if held is None else held.value

    def _first_visit(self, scope: Scope) -> Response:
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        token = next((value for name, value in asked if name == "token"), "")
        if scope["method"] != "GET" or not self._secrets.spend(token):
            return _no(403, "This browser has not been let in. Open the address that `reclaim serve` printed; it works "
                            "once. If it was used already, end the desk with Ctrl-C and start it again.")
        rest = urlencode([pair for pair in asked if pair[0] != "token"])
        # One leading slash: `//host` would lead elsewhere.
        path = "/" + scope["raw_path"].decode("latin-1").split("?")[0].replace("\\", "/").lstrip("/")
        answer = RedirectResponse(path + (f"?{rest}" if rest != "" else ""), 303)
        answer.set_cookie(self._cookie, self._secrets.session, httponly=True, samesite="strict", path="/")
        return answer


def _too_large(headers: Headers, path: str) -> Response | None:
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        return _no(411, "A form must say how long it is.")
    most = next((size for begin, size in LARGEST.items() if path == begin or path.startswith(f"{begin}/")),
                LARGEST_FORM)
    if int(length) <= most:
        return None
    return _no(413, f"This is too large: {int(length):,} bytes, and here {most:,} are taken. Nothing was changed.")


def _no(status: int, words: str) -> Response:
    return PlainTextResponse(words + "\n", status)
