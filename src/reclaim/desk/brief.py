"""The brief: fold, clear, compose, set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reclaim.desk import clock
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.findings import findings
from reclaim.model.brief import Brief
from reclaim.model.errors import UsageError
from reclaim.output.brief.compose import compose
from reclaim.output.redact import clear
from reclaim.store import safely


@dataclass(frozen=True, slots=True)
class Written:
    """Where a document was written, and what was withheld from it in words."""

    path: Path
    withheld: tuple[str, ...]


def brief(case: Case, out: Path, at: str = "", known_by: KnownBy = None) -> Written:
    """Write the brief to `out`, PDF or HTML by its ending. Raises UsageError, NotCleared, WriteError, BadDate."""
    ending_of(out)
    cleared = clear(findings(case, at, known_by), case.handling)
    return write(case, compose(cleared.value, cleared.marking), out, cleared.withheld)


def write(case: Case, document: Brief, out: Path, withheld: tuple[str, ...] = ()) -> Written:
    """Write a document made of cleared findings, whole or not at all."""
    from reclaim.output.brief.html import html
    from reclaim.output.brief.pdf import pdf

    cleared = clear(document, case.handling)
    content = html(cleared).encode() if ending_of(out) == ".html" else pdf(cleared, clock.now())
    safely.write(out, content)
    return Written(out, tuple(dict.fromkeys((*withheld, *cleared.withheld))))


def ending_of(out: Path) -> str:
    """The ending of a document's name. Raises UsageError if it is none that can be set."""
    ending = out.suffix.lower()
    if ending not in (".pdf", ".html"):
        raise UsageError(f"a brief is .pdf or .html, not '{ending}'", where=str(out), mend="end the name so")
    return ending
