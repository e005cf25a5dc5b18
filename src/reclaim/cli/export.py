"""`reclaim export CASE --format F --out PATH`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, At, CaseFolder, KnownBy


def export(
    case: CaseFolder,
    out: Annotated[Path, typer.Option("--out", metavar="F", show_default=False,
                                      help="A file; for several tables as csv, json or parquet a folder.")],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", show_default=False, help=(
        "csv, json, xlsx, parquet or geojson (events); else the ending of F."))] = "",
    table: Annotated[list[str] | None, typer.Option("--table", metavar="TABLE", show_default=False, help=(
        "items, events, claims, bounds, ...; may be given again; all of them if not given."))] = None,
    to: Annotated[str, typer.Option("--for", metavar="TLP", show_default=False, help=(
        "The marking of those who will read it; refused if the case's own is narrower."))] = "",
    at: At = "",
    known_by: KnownBy = "",
    as_json: AsJson = False,
) -> None:
    """Write tables of the case to a file or folder.

    Where weapons are kept now is shown no finer than as a province.

    Example: reclaim export my-case --format xlsx --out my-case.xlsx

    Example: reclaim export my-case --table events --format geojson --out events.geojson
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.export import export as write

    found = write(open_case(case), out, form, table or (), at=at, known_by=known_by, to=to)
    if as_json:
        show.document({"files": [{"file": str(p), "rows": n} for p, n in found.files], "handling": str(found.marking),
                       "withheld": list(found.withheld)})
        return
    for path, count in found.files:
        show.say(f"{path}: {show.plural(count, 'row')}")
    for line in found.withheld:
        show.tell(f"withheld: {line}")
    show.say(f"handling: {found.marking}")
