"""`reclaim reconcile CASE`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, CaseFolder, Out

if TYPE_CHECKING:
    from reclaim.desk.reconcile import Reconciliation


def reconcile(
    case: CaseFolder,
    out: Out = None,
    examples: Annotated[int, typer.Option("--examples", metavar="N", help="Findings shown of each class.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Do the books agree? A summary by class with examples; with --out the full list.

    Absence is a finding only inside a register's stated coverage. What is near is never made one: it stays a pair with
    its probability.

    Example: reclaim reconcile my-case --out findings.xlsx
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.reconcile import discrepancies_table
    from reclaim.desk.reconcile import reconcile as fold

    opened = open_case(case)
    with show.progress("reconcile") as step:
        found = fold(opened, step)
    if out is not None:
        from reclaim.desk.export import write_table

        write_table(discrepancies_table(opened), opened, out)
        show.tell(f"written: {out}")
    if as_json:
        show.document(found.table.to_pylist())
    elif out is None:
        _draw(found, examples)


def _draw(found: Reconciliation, examples: int) -> None:
    rows = found.table.to_pylist()
    if len(rows) == 0:
        show.say("no discrepancy found" if len(found.books) > 0 else "there is no register in the case")
        return
    show.table(("class", "findings"), [(name, f"{count:,}") for name, count in found.counts], right=("findings",),
               title="Where the books do not agree")
    for name, _ in found.counts:
        named = [r for r in rows if r["class"] == name]
        chosen = sorted({r["finding"] for r in named})[:examples]
        show.table(("finding", "role", "record", "register", "why", "what would settle it"),
                   [(r["finding"], r["role"].replace("_", " "), r["record"], r["register"], r["detail"], r["settle"])
                    for r in named if r["finding"] in chosen], title=name)
