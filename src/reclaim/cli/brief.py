"""`reclaim brief CASE --out F`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import At, CaseFolder, KnownBy


def brief(
    case: CaseFolder,
    out: Annotated[Path, typer.Option("--out", metavar="F", help="Write there: .pdf or .html.", show_default=False)],
    at: At = "",
    known_by: KnownBy = "",
) -> None:
    """What an inspector general would hand on: the answer first, then claims, places, figures, bounds, sources.

    Example: reclaim brief my-case --out brief.pdf
    """
    from reclaim.desk.brief import brief as write
    from reclaim.desk.case import open_case

    written = write(open_case(case), out, at, known_by or None)
    for line in written.withheld:
        show.tell(line)
    show.say(f"written: {written.path}")
