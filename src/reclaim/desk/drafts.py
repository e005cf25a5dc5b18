"""Write down a weapon bit by bit: each word is kept as it is typed, and nothing is a record until it is put in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from threading import Lock

from reclaim.desk import clock
from reclaim.desk.add import Added
from reclaim.desk.by_hand import FURTHER, QUESTIONS, by_hand, sha256
from reclaim.desk.case import Case, checked
from reclaim.desk.photographs import MOST_BYTES, set_anew
from reclaim.model.errors import UsageError
from reclaim.store import drafts
from reclaim.store.drafts import Draft

MOST_PICTURES = 24
LONGEST = 10_000

_LOCK = Lock()
"""Two tabs of one desk may write to one draft."""


def begin(case: Case, cells: Mapping[str, str] | None = None) -> Draft:
    """A new draft. Raises WriteError."""
    draft = Draft(secrets.token_hex(8), _cells(cells or {}), saved=_now())
    with _LOCK:
        drafts.save(case.folder.drafts, draft)
    return draft


def every(case: Case) -> list[Draft]:
    """All drafts, the latest first."""
    return drafts.every(case.folder.drafts)


def draft_of(case: Case, ident: str) -> Draft:
    """A draft. Raises UsageError if there is none of that id."""
    found = drafts.load(case.folder.drafts, ident)
    if found is None:
        raise UsageError(f"there is no draft '{ident[:40]}'", mend="begin another: it may have been put into the case")
    return found


def fill(case: Case, ident: str, cells: Mapping[str, str]) -> Draft:
    """Keep what was filled in so far. Raises UsageError, WriteError."""
    with _LOCK:
        draft = replace(draft_of(case, ident), cells=_cells(cells), saved=_now())
        drafts.save(case.folder.drafts, draft)
    return draft


def add_picture(case: Case, ident: str, name: str, content: bytes) -> Draft:
    """Add a picture. Raises UsageError if it is too large, or no picture that can be shown."""
    if len(content) > MOST_BYTES:
        raise UsageError(f"'{name}' has {len(content):,} bytes", mend=f"a picture may have {MOST_BYTES:,}: save it smaller")
    if set_anew(content, name) is None:
        raise UsageError(f"'{name}' is no picture that can be shown", mend="use JPEG, PNG, WebP or TIFF")
    sha = sha256(content)
    with _LOCK:
        draft = draft_of(case, ident)
        if sha in dict(draft.pictures):
            return draft
        if len(draft.pictures) >= MOST_PICTURES:
            raise UsageError(f"a weapon has {MOST_PICTURES} pictures at most", mend="take one out first")
        drafts.keep(case.folder.drafts, ident, sha, content)
        draft = replace(draft, pictures=(*draft.pictures, (sha, checked("name", name))), saved=_now())
        drafts.save(case.folder.drafts, draft)
    return draft


def drop_picture(case: Case, ident: str, sha: str) -> Draft:
    """Take a picture out of a draft."""
    with _LOCK:
        draft = draft_of(case, ident)
        draft = replace(draft, pictures=tuple(p for p in draft.pictures if p[0] != sha), saved=_now())
        drafts.save(case.folder.drafts, draft)
    return draft


def picture(case: Case, ident: str, sha: str) -> bytes | None:
    """A picture of a draft, set anew and small, as JPEG; None if there is none."""
    content = drafts.picture(case.folder.drafts, ident, sha)
    shown = None if content is None else set_anew(content, sha)
    return None if shown is None else shown.jpeg


def discard(case: Case, ident: str) -> None:
    """Take a draft away."""
    with _LOCK:
        drafts.discard(case.folder.drafts, ident)


def put_in(case: Case, ident: str, author: str = "") -> Added:
    """Make the records of a draft, and take the draft away. Raises UsageError (`by_hand`), CaseBusy, WriteError."""
    draft = draft_of(case, ident)
    pictures = [(name, content) for sha, name in draft.pictures
                if (content := drafts.picture(case.folder.drafts, ident, sha)) is not None]
    added = by_hand(case, draft.cells, author, pictures)
    discard(case, ident)
    return added


def _cells(cells: Mapping[str, str]) -> dict[str, str]:
    kept = {name: checked(name, text.strip())[:LONGEST] for name, text in cells.items() if text.strip() != ""}
    unknown = sorted(set(kept) - set(QUESTIONS) - set(FURTHER))
    if len(unknown) > 0:
        raise UsageError(f"'{unknown[0][:40]}' is not asked", mend=f"use some of {', '.join(QUESTIONS)}")
    return kept


def _now() -> str:
    return clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
