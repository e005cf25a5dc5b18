"""Plain text: paragraphs by blank lines; headline, byline, dateline, caption and footnote by their looks."""

from __future__ import annotations

import re

from reclaim.documents.formats.encoding import decode
from reclaim.documents.limits import Limits
from reclaim.documents.structure import lay_out
from reclaim.documents.text import Draft, Text

_BLANK = re.compile(r"\n[ \t]*\n+")


def read_plain(raw: bytes, where: str, limits: Limits) -> Text:
    """A text file. Its own line breaks stay in the canonical text."""
    decoded = decode(raw)
    draft = Draft(where, limits.characters)
    if decoded.guessed:
        draft.note(
            "encoding_guessed", f"the encoding is not stated and was guessed: {decoded.encoding}", "save it as UTF-8"
        )
    if decoded.lost > 0:
        draft.note("broken_encoding", f"{decoded.lost:,} places could not be decoded and show as \ufffd")
    facts = lay_out(draft, blocks(decoded.text))
    return draft.finish(facts)


def blocks(text: str) -> list[str]:
    """The paragraphs of a plain text. Without blank lines every line is one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = [p for p in _BLANK.split(text) if p.strip() != ""]
    if len(parts) == 1 and not _wrapped(parts[0]):
        return [line for line in parts[0].split("\n") if line.strip() != ""]
    return parts


def _wrapped(block: str) -> bool:
    """Lines broken at a margin: most end in the middle of a sentence."""
    lines = [line.strip() for line in block.split("\n") if line.strip() != ""]
    if len(lines) < 3:
        return False
    open_ends = sum(1 for line in lines[:-1] if line[-1] not in ".!?:\"”'’")
    return open_ends * 2 > len(lines)
