"""A desk that is really served, and Debian's Chromium looking at it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from reclaim.web.app import NAMES, listening, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 240_000
"""Milliseconds: on a machine that never ran them the kernels are compiled first, while a page waits."""

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")


@contextmanager
def desk(case: Path) -> Iterator[str]:
    """Serve a case on a free port; gives the address with its token."""
    import uvicorn

    socket = listening(0)
    door = served(case, socket.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(door.app, log_level="error", access_log=False, ws="none"))
    thread = Thread(target=lambda: server.run(sockets=[socket]), daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    assert door.address.startswith(f"http://{NAMES[0]}:")
    try:
        yield door.address
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def browser(**context: Any) -> Iterator[Any]:
    """A page in a browser. It fails at its end if a script failed, or the page's policy refused something."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_context(**context).new_page()
        page.set_default_timeout(PATIENCE)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        yield page
        chromium.close()
        assert wrong == []
