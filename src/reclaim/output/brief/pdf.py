"""The brief as PDF/A, set by Typst with the packaged fonts: the same bytes each time, no system fonts, no network."""

from __future__ import annotations

import json
import tempfile
from base64 import b64decode
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

from reclaim.model.brief import Brief
from reclaim.model.errors import WriteError
from reclaim.output.brief.plain import plain
from reclaim.output.redact import Cleared

# PDF/A-2u: archival, text that can be searched and copied. Tags are left to Typst's defaults.
STANDARD: Literal["a-2u"] = "a-2u"


def pdf(cleared: Cleared[Brief], made: datetime) -> bytes:
    """The file's bytes; `made` is the date that stands in its metadata."""
    import typst

    brief = files("reclaim") / "output" / "brief" / "brief.typ"
    stamp = made.astimezone(UTC).replace(microsecond=0)
    with tempfile.TemporaryDirectory(prefix="reclaim-") as work, as_file(files("reclaim") / "data" / "fonts") as fonts:
        page = Path(work) / "brief.typ"
        page.write_text(brief.read_text(encoding="utf-8"), encoding="utf-8")
        told = plain(cleared.value)
        _put_photos(told, Path(work))
        (Path(work) / "brief.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        compiler = typst.Compiler(str(page), root=work, font_paths=[str(fonts)], ignore_system_fonts=True)
        made_pdf = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=stamp)
    if not isinstance(made_pdf, bytes):
        raise WriteError("the page could not be set", mend="report this with the case's `reclaim verify`")
    return made_pdf


def _put_photos(told: dict[str, Any], work: Path) -> None:
    """Typst reads no base64: each photograph becomes a file beside the page, and its block names it."""
    photos = [block for section in told["sections"] for block in section["blocks"] if block["kind"] == "photo"]
    for place, block in enumerate(photos):
        block["file"] = f"photo-{place}.jpg"
        (work / block["file"]).write_bytes(b64decode(block.pop("jpeg")))
