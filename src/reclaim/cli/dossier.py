"""`reclaim dossier CASE ITEM --out F`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import At, CaseFolder, KnownBy


def dossier(
    case: CaseFolder,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="Its serial, a record's key, or its name in the case.",
                                        show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="F", help="Write there: .pdf or .html.", show_default=False)],
    at: At = "",
    known_by: KnownBy = "",
) -> None:
    """Everything known of one item: marks, chain of custody, map, records side by side, claims, retrieval, decisions.

    Example: reclaim dossier my-case W1004340 --out W1004340.pdf
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.dossier import dossier as write

    written = write(open_case(case), item, out, at, known_by or None)
    for line in written.withheld:
        show.tell(line)
    show.say(f"written: {written.path}")
