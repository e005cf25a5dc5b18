"""The desk as a person sees it: when Chromium first paints each page, what the page weighs, and what axe says of it."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import Any, Literal

from reclaim.web.app import Door

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PAINT = "() => { const p = performance.getEntriesByName('first-contentful-paint')[0]; return p ? p.startTime : null }"
WEIGHT = ("() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
          ".reduce((sum, e) => sum + (e.encodedBodySize || 0), 0)")


def look(door: Door, socket: Any, cookies: Mapping[str, str], paths: Sequence[str], rounds: int = 3) -> None:
    """First paint of each page in a browser that has seen none (its cache empty), and axe's verdict on it. `cookies` let it
    in."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no chromium here: first paint and axe were not looked at")
        return
    with _served(door, socket), _browser(chromium, door.address, cookies) as (fresh, root):
        paints: list[tuple[float, str]] = []
        weights: list[tuple[float, str]] = []
        for path in paths:
            own = [_painted(fresh(), root + path) for _ in range(rounds)]
            paints.append((statistics.median(p for p, _ in own), path))
            weights.append((own[0][1], path))
        print(f"first paint, cache empty: {len(paths)} pages; median {statistics.median(p for p, _ in paints):.0f} ms, "
              f"worst {max(paints)[0]:.0f} ms ({max(paints)[1][:60]}); heaviest with scripts and styles "
              + ", ".join(f"{size / 1000:.0f} KB ({path[:40]})" for size, path in sorted(weights, reverse=True)[:3]), flush=True)
        _axe(fresh, root, paths)


def _painted(page: Any, address: str) -> tuple[float, float]:
    """Milliseconds to the first contentful paint, and bytes. Raises AssertionError if the page was refused."""
    answer = page.goto(address)
    assert answer.status == 200, address
    page.wait_for_function(PAINT)
    paint, weight = page.evaluate(PAINT), page.evaluate(WEIGHT)
    page.context.close()
    return float(paint), float(weight)


def _axe(fresh: Any, root: str, paths: Sequence[str]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe, wrong = Axe(), 0
    for scheme in ("light", "dark"):
        for path in paths:
            page = fresh(scheme)
            page.goto(root + path)
            rules = {"runOnly": {"type": "tag", "values": list(WCAG)}, "resultTypes": ["violations"]}
            for found in axe.run(page, options=rules).response["violations"]:
                wrong += len(found["nodes"])
                print(f"    axe, {scheme}: {path[:60]}: {found['id']}: {found['nodes'][0]['html'][:140]}", flush=True)
            page.context.close()
    print(f"axe, WCAG 2.2 AA, light and dark: {len(paths)} pages; {wrong} places against it", flush=True)


@contextmanager
def _served(door: Door, socket: Any) -> Iterator[None]:
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(door.app, log_level="error", access_log=False, ws="none"))
    thread = Thread(target=lambda: server.run(sockets=[socket]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def _browser(chromium: str, address: str, cookies: Mapping[str, str]) -> Iterator[tuple[Any, str]]:
    """A way to open a page with an empty cache that is let in, and the desk's root."""
    from playwright.sync_api import sync_playwright

    root = address.partition("/?")[0]
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])

        def fresh(scheme: Literal["light", "dark"] = "light") -> Any:
            context = running.new_context(color_scheme=scheme, bypass_csp=True)
            context.add_cookies([{"name": name, "value": value, "url": root} for name, value in cookies.items()])
            context.set_default_timeout(240_000)
            return context.new_page()

        yield fresh, root
        running.close()
