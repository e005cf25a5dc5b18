"""What pages are dressed in and moved by: stylesheet, scripts, the sign in the tab. Read once, at the start."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter
from starlette.responses import Response

from reclaim.web.show import Missing

router = APIRouter(include_in_schema=False)

TYPES = {"css": "text/css", "js": "text/javascript", "mjs": "text/javascript", "svg": "image/svg+xml", "json": "application/json"}


@router.get("/static/{name:path}")
def static(name: str) -> Response:
    """One file, by its path under `static`. Only what was there at the start is known by name."""
    found = held().get(name)
    if found is None:
        raise Missing(f"there is no file '{name}'", mend="begin at the overview")
    return Response(found, media_type=TYPES[name.rpartition(".")[2]])


@cache
def held() -> dict[str, bytes]:
    """All files by path."""
    return dict(_under(files("reclaim.web") / "static", ""))


def _under(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _under(entry, f"{path}{entry.name}/")
        elif entry.name.rpartition(".")[2] in TYPES:
            found.append((path + entry.name, entry.read_bytes()))
    return found
