"""The brief: fold, clear, compose, set."""

from __future__ import annotations

from pathlib import Path

from reclaim.desk import clock
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.findings import findings
from reclaim.model.brief import Brief
from reclaim.model.errors import UsageError
from reclaim.output.brief.compose import compose
from reclaim.output.redact import clear
from reclaim.store import safely


def brief(case: Case, out: Path, at: str = "", known_by: KnownBy = None) -> Path:
    """Write the brief to `out`, PDF or HTML by its ending. Raises UsageError, NotCleared, WriteError, BadDate."""
    _ending(out)
    return write(case, compose(findings(case, at, known_by), case.handling.marking), out)


def write(case: Case, document: Brief, out: Path) -> Path:
    """Clear a document by the case's handling and write it, whole or not at all."""
    from reclaim.output.brief.html import html
    from reclaim.output.brief.pdf import pdf

    cleared = clear(document, case.handling)
    content = html(cleared).encode() if _ending(out) == ".html" else pdf(cleared, clock.now())
    safely.write(out, content)
    return out


def _ending(out: Path) -> str:
    ending = out.suffix.lower()
    if ending not in (".pdf", ".html"):
        raise UsageError(f"a brief is .pdf or .html, not '{ending}'", where=str(out), mend="end the name so")
    return ending
