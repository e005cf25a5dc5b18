"""Drafts: what is being written by hand, a file each in `drafts/`. They are no records, and no answer reads them."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from reclaim.store import safely

_IDENT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: its id, what was filled in so far, its pictures (SHA-256 and name), and when it was saved."""

    id: str
    cells: dict[str, str] = field(default_factory=dict)
    pictures: tuple[tuple[str, str], ...] = ()
    saved: str = ""


def save(folder: Path, draft: Draft) -> None:
    """Write a draft: whole, or as it was. Raises WriteError."""
    plain = {"cells": draft.cells, "pictures": [list(p) for p in draft.pictures], "saved": draft.saved}
    safely.write(folder / f"{draft.id}.json", json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8"))


def load(folder: Path, ident: str) -> Draft | None:
    """A draft; None if there is none of that id, or if its file is damaged."""
    if _IDENT.fullmatch(ident) is None:
        return None
    try:
        plain = json.loads((folder / f"{ident}.json").read_text("utf-8"))
        return Draft(ident, {str(k): str(v) for k, v in plain["cells"].items()},
                     tuple((str(sha), str(name)) for sha, name in plain["pictures"]), str(plain["saved"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def every(folder: Path) -> list[Draft]:
    """All drafts, the latest first."""
    found = (load(folder, path.stem) for path in folder.glob("*.json"))
    return sorted((d for d in found if d is not None), key=lambda d: (d.saved, d.id), reverse=True)


def keep(folder: Path, ident: str, sha: str, content: bytes) -> None:
    """Keep a picture of a draft. Raises WriteError."""
    safely.write(folder / ident / sha, content)


def picture(folder: Path, ident: str, sha: str) -> bytes | None:
    """The bytes of a picture of a draft."""
    path = folder / ident / sha
    return path.read_bytes() if _IDENT.fullmatch(ident) and re.fullmatch(r"[0-9a-f]{64}", sha) and path.is_file() \
        else None


def discard(folder: Path, ident: str) -> None:
    """Take a draft away, with its pictures."""
    if _IDENT.fullmatch(ident) is not None:
        (folder / f"{ident}.json").unlink(missing_ok=True)
        shutil.rmtree(folder / ident, ignore_errors=True)
