"""`reclaim reconcile CASE`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, CaseFolder, Out

if TYPE_CHECKING:
    from reclaim.desk.case import Case
    from reclaim.desk.reconcile import Reconciliation


def reconcile(
    case: CaseFolder,
    out: Out = None,
    work: Annotated[bool, typer.Option("--work", help="What to ask of whom: the cheapest check that settles most "
                                                      "weapons first; leads are in it too.")] = False,
    leads: Annotated[bool, typer.Option("--leads", help="What is worth a look and is no finding: absences that are "
                                                        "not sure, recovered numbers between two of a shipment.")] = False,
    links: Annotated[Path | None, typer.Option("--links", metavar="FILE", help="Write which row of which register is of one "
                                               "weapon with which of another, and how surely (.parquet or .csv).")] = None,
    examples: Annotated[int, typer.Option("--examples", metavar="N", help="Findings shown of each class.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Do the books agree? A summary by class with examples; with --out the full list.

    Absence is a finding only inside a register's stated coverage, and only if no row there is probably the weapon under
    a mistaken mark; what is not covered is counted, what is not sure is a lead. What is near is never made one: it stays
    a pair with its probability.

    Examples:

      reclaim reconcile my-case --out findings.xlsx

      reclaim reconcile my-case --work

      reclaim reconcile my-case --links links.parquet
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.reconcile import reconcile as fold
    from reclaim.desk.reconcile import written, written_leads, written_work

    opened = open_case(case)
    if links is not None:
        _write_links(opened, links, as_json=as_json)
        return
    with show.progress("reconcile") as step:
        found = fold(opened, step)
    table = written_work(found) if work else written_leads(found) if leads else written(found)
    if out is not None:
        from reclaim.desk.export import write_table

        write_table(table, opened, out)
        show.tell(f"written: {out}")
    if as_json:
        show.document((found.work() if work else found.leads if leads else found.table).to_pylist())
    elif out is None and work:
        _draw_work(found)
    elif out is None:
        _draw(found, found.leads.to_pylist() if leads else found.table.to_pylist(), examples)


def _write_links(case: Case, out: Path, *, as_json: bool) -> None:
    from reclaim.desk.links import write_links

    with show.progress("links") as step:
        written = write_links(case, out, step)
    if as_json:
        show.document({"written": str(written.path), "links": written.count})
    else:
        show.tell(f"written: {written.path} ({written.count:,} links)")


def _draw(found: Reconciliation, rows: list[dict[str, Any]], examples: int) -> None:
    if len(found.books) == 0:
        show.say("there is no register in the case")
        return
    names = sorted({r["class"] for r in rows})
    if len(names) == 0:
        show.say("nothing found")
    else:
        show.table(("class", "number", "of them expected right"), [_counted(name, rows) for name in names],
                   right=("number", "of them expected right"), title="Where the books do not agree")
    for name in names:
        named = [r for r in rows if r["class"] == name]
        chosen = sorted({r["finding"] for r in named})[:examples]
        show.table(("finding", "role", "record", "register", "why", "how sure", "by chance", "what would settle it"),
                   [(r["finding"], r["role"].replace("_", " "), r["record"] or "", r["register"], r["detail"],
                     _sure(r["probability"]), _number(r["expected_by_chance"]), r["settle"])
                    for r in named if r["finding"] in chosen], title=name)
    _draw_rest(found)


def _draw_rest(found: Reconciliation) -> None:
    if found.together > 0:
        show.say(f"{found.together:,} lists of the case's own lines: near marks were not looked for between two sources of "
                 "one kind, equal ones were")
    if len(found.uncovered) > 0:
        show.table(("class", "register", "rows", "why"),
                   [(r["class"], r["register"], f"{r['rows']:,}", r["why"]) for r in found.uncovered.to_pylist()],
                   right=("rows",), title="Not covered: nothing is said of these rows")
    number = len(set(found.leads["finding"].to_pylist()))
    if number > 0:
        show.say(f"{number:,} leads, which are no findings: --leads shows them, --work what to ask first")


def _draw_work(found: Reconciliation) -> None:
    rows = found.work().to_pylist()
    if len(rows) == 0:
        show.say("nothing to ask")
        return
    show.table(("ask for", "of", "weapons", "findings", "leads", "settles", "first"),
               [(r["check"], r["register"], f"{r['weapons']:,}", f"{r['findings']:,}", f"{r['leads']:,}", r["classes"],
                 r["first"] or "") for r in rows], right=("weapons", "findings", "leads"), title="What to ask first")


def _counted(name: str, rows: list[dict[str, Any]]) -> tuple[str, str, str]:
    """The number of a class, and the sum of its probabilities where they were computed."""
    sure = {r["finding"]: r["probability"] for r in rows if r["class"] == name}
    stated = [p for p in sure.values() if p is not None]
    return name, f"{len(sure):,}", f"{sum(stated):,.0f}" if len(stated) > 0 else ""


def _sure(value: float | None) -> str:
    """Two digits; never "1", for nothing that was computed is certain."""
    return "> 0.99" if value is not None and value >= 0.995 else _number(value)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2g}"
