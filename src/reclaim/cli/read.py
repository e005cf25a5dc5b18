"""`reclaim read CASE FILE...`"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, Author, CaseFolder

if TYPE_CHECKING:
    from reclaim.desk.read import DocumentRead


def read(
    case: CaseFolder,
    files: Annotated[list[Path], typer.Argument(
        metavar="FILE...", show_default=False, help="Text, HTML, PDF, DOCX, e-mail, spreadsheets.")],
    published: Annotated[str, typer.Option(
        "--published", metavar="DATE", show_default=False, help="When they were published, if they do not say.")] = "",
    outlet: Annotated[str, typer.Option(
        "--outlet", metavar="NAME", show_default=False, help="Who published them.")] = "",
    everything: Annotated[bool, typer.Option("--everything", help="Also propose what speaks of no arms.")] = False,
    author: Author = "",
    as_json: AsJson = False,
) -> int:
    """Propose what documents say: statements, events, arms, rows of tables. A person accepts, corrects or rejects.

    Each document is kept as a source. Nothing is believed by being read. Exit 2 if a document could not be read at all.

    Example: reclaim read my-case report.pdf article.html
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.read import read as propose
    from reclaim.documents import Settings

    with show.progress("read") as progress:
        found = propose(open_case(case), files, author=author, settings=Settings(everything=everything),
                        published=published, outlet=outlet, progress=progress)
    for document in found:
        show.problems(document.reading.problems)
    if as_json:
        show.document([row for document in found for row in document.rows()])
    else:
        _print(found, case)
    return 2 if any(p.fatal for d in found for p in d.reading.problems) else 0


def _print(found: tuple[DocumentRead, ...], case: Path) -> None:
    for document in found:
        counts = Counter(str(p.kind) for p in document.reading.proposals)
        told = ", ".join(show.plural(n, kind) for kind, n in sorted(counts.items())) or "nothing proposed"
        known = sum(counts.values()) - document.added
        show.say(f"{document.name}: {told}{f' ({known} known already)' if known > 0 else ''}")
    if any(d.added > 0 for d in found):
        show.say(f"to look at them: reclaim review {case}")
