"""`reclaim new CASE`"""

from __future__ import annotations

from typing import Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, CaseFolder


def new(
    case: CaseFolder,
    name: Annotated[str, typer.Option("--name", help="The case's title; else the folder's name.")] = "",
    owner: Annotated[str, typer.Option("--owner", help="Who keeps the case and answers for it.")] = "",
    handling: Annotated[str, typer.Option("--handling", metavar="TLP", help="TLP:CLEAR to TLP:RED.")] = "TLP:AMBER",
    standing: Annotated[str, typer.Option(
        "--standing", help="state point of contact, police, UN panel, or non-state body.")] = "non-state body",
    as_json: AsJson = False,
) -> None:
    """Make the folder of a new case.

    Example: reclaim new my-case --owner "Monitoring team" --handling TLP:GREEN
    """
    from reclaim.desk.new import new as make

    made = make(case, name=name, owner=owner, marking=handling, standing=standing)
    if as_json:
        show.document({"case": str(case), "name": made.name, "owner": made.handling.owner, "head": made.head()})
        return
    show.say(f"{case} is made. Its name, owner and handling stand in {case / 'case.toml'}.")
    show.say(f"Next: reclaim add {case} FILE...   (docs/record-files.md lists the forms)")
