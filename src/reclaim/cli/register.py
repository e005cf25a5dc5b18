"""`reclaim register add | list | show`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, Author, CaseFolder
from reclaim.model.errors import UsageError
from reclaim.model.register import Fate, Mapping, RegisterKind

if TYPE_CHECKING:
    from reclaim.desk.register import Carried
    from reclaim.model.register import Detached, Register, Snapshot
    from reclaim.store.registers.adding import Added
    from reclaim.store.registers.quality import Quality

register = typer.Typer(name="register", no_args_is_help=True,
                       help="Registers: lists of items that somebody keeps (shipped, received, inventory, seized ...).")

_KINDS = " ".join(RegisterKind)


@register.command("add")
def add(
    case: CaseFolder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", show_default=False,
                                                help="xlsx, ods, csv, tsv, parquet or 80-column records; all of them "
                                                     "are one snapshot.")],
    name: Annotated[str, typer.Option("--name", metavar="N", show_default=False,
                                      help="The register; the same name again adds a snapshot.")],
    kind: Annotated[str, typer.Option("--kind", metavar="K", show_default=False, help=f"One of {_KINDS}.")],
    keeper: Annotated[str, typer.Option("--keeper", metavar="P", show_default=False, help="Who keeps it.")] = "",
    as_of: Annotated[str, typer.Option("--as-of", metavar="D", show_default=False,
                                       help="The date whose state it shows.")] = "",
    covers: Annotated[str, typer.Option("--covers", metavar="FROM..TO", show_default=False,
                                        help="The dates for which it was kept.")] = "",
    complete: Annotated[str, typer.Option("--complete", metavar="yes|no|unknown", show_default=False,
                                          help="Whether it holds everything it should.")] = "",
    share: Annotated[str, typer.Option("--share", metavar="S", show_default=False,
                                       help="The part of the relevant population believed to be in it: 0.8 or "
                                            "0.6..0.9.")] = "",
    mapping: Annotated[Path | None, typer.Option("--map", metavar="M.toml", show_default=False,
                                                 help="What the columns are, where they are not recognised right.")]
    = None,
    show_map: Annotated[bool, typer.Option("--show-map", help="Print the mapping as TOML, to be edited and given with "
                                                              "--map; add nothing.")] = False,
    author: Author = "",
    as_json: AsJson = False,
) -> int:
    """Add files as a snapshot of a register. Every cell is kept as written, with its address.

    Columns are recognised by their header and by what stands in them; personal ones are not imported. What is not
    stated about coverage is "not stated", and then absence from the register is never a finding.

    Example: reclaim register add my-case list.xlsx --name depot --kind received --as-of 2021-06-30 --complete yes
    """
    from reclaim.desk import register as desk
    from reclaim.desk.case import open_case

    opened = open_case(case)
    asked = desk.Asked(name, kind, keeper, as_of, covers, complete, share, mapping)
    if show_map:
        return _show_map(desk.understand(opened, files, asked).mapping)
    with show.progress(f"register {name}") as progress:
        added = desk.add(opened, files, asked, author, progress)
    carried = desk.carried(opened, added.register)
    if as_json:
        show.document(_added_plain(added, carried))
    else:
        show.problems(added.problems)
        _print_added(added, carried)
    return 0


@register.command("list")
def list_(case: CaseFolder, as_json: AsJson = False) -> int:
    """List the registers of a case with their snapshots.

    Example: reclaim register list my-case
    """
    from reclaim.desk import register as desk
    from reclaim.desk.case import open_case

    found = desk.registers(open_case(case))
    if as_json:
        show.document([_register_plain(r) for r in found])
    elif len(found) == 0:
        show.say("no register yet; add one with: reclaim register add")
    else:
        _print_registers(found)
    return 0


@register.command("show")
def show_(
    case: CaseFolder,
    name: Annotated[str, typer.Argument(metavar="N", show_default=False, help="The register.")] = "",
    snapshot: Annotated[str, typer.Option("--snapshot", metavar="S", show_default=False,
                                          help="One of its snapshots, by id or date; else the latest.")] = "",
    as_json: AsJson = False,
) -> int:
    """Show the quality of a register: coverage, holes, what can be traced and what not and why, repeats, families of
    serials, dates.

    Example: reclaim register show my-case depot
    """
    from reclaim.desk import register as desk
    from reclaim.desk.case import open_case

    opened = open_case(case)
    known = desk.registers(opened)
    if name == "" and len(known) != 1:
        raise UsageError("which register?", mend=f"there is {', '.join(r.name for r in known)}" if len(known) > 0 else
                         "add one with: reclaim register add")
    found = desk.register(opened, name or known[0].name)
    seen, carried = desk.show(opened, found.name, snapshot), desk.carried(opened, found)
    if as_json:
        show.document({**_register_plain(found), **_quality_plain(seen), **_carried_plain(carried)})
    else:
        _print_quality(found, seen)
        _print_carried(carried)
    return 0


def _show_map(mapping: Mapping) -> int:
    from reclaim.store.registers.mapping import text

    print(text(mapping), end="")
    return 0


def _print_added(added: Added, carried: Carried) -> None:
    snapshot = added.snapshot
    for file in added.files:
        show.say(f"{file.name}: {file.what}; {'; '.join(_table(*t) for t in file.tables)}")
    show.table(("column", "address", "became", "examples"), _mapping_rows(added.mapping))
    state = "added" if added.fresh else "known already"
    show.say(f"{snapshot.id}: {show.plural(snapshot.rows, 'row')} {state}; coverage {snapshot.coverage}")
    for gone in snapshot.replaces:
        show.say(f"it takes the place of {gone}, which is kept")
    _print_carried(carried)


def _table(sheet: str, header: int | None, rows: int) -> str:
    parts = [f"sheet {sheet}"] if sheet != "" else []
    parts.append("no header" if header is None else f"header in row {header}")
    return ", ".join([*parts, show.plural(rows, "row")])


def _mapping_rows(mapping: Mapping) -> list[tuple[str, str, str, str]]:
    rows = []
    for c in mapping.columns:
        became = {Fate.BECAME: c.target, Fate.KEPT: "extra", Fate.REFUSED: "not imported: personal"}[c.fate]
        order = f" ({c.order})" if c.order != "" else ""
        place = c.address if c.file == "" else f"{c.file} {c.address}"
        rows.append((c.header, place, became + order, " | ".join(c.examples)))
    return rows


def _print_carried(carried: Carried) -> None:
    if len(carried.reattached) > 0:
        show.say(f"{show.plural(len(carried.reattached), 'decision')} on rows carried over by key")
    for d in carried.detached:
        effect = "it stands for its own snapshot" if d.in_effect else "it is without effect until renewed"
        show.say(f"detached: decision {d.judged.decision[:12]} on {d.judged.address}: {d.reason}; {effect}")
        show.say(f"  judged: {_cells(d.judged.cells)}")
        if d.now_row is not None:
            show.say(f"  now, row {d.now_row}: {_cells(d.now_cells)}")


def _cells(cells: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{name} {cell}" for name, cell in cells)


def _print_registers(found: list[Register]) -> None:
    rows = []
    for r in found:
        gone = {s for t in r.snapshots for s in t.replaces}
        for s in r.snapshots:
            state = "replaced" if s.id in gone else ""
            rows.append((r.name, str(r.kind), r.keeper or "not stated", s.as_of or "not stated", f"{s.rows:,}",
                         str(s.coverage), state, s.id))
    show.table(("register", "kind", "keeper", "as of", "rows", "coverage", "", "snapshot"), rows, right=("rows",))


def _print_quality(found: Register, q: Quality) -> None:
    s = q.snapshot
    show.say(f"{found.name}: {found.kind}, kept by {found.keeper or 'not stated'}; as of {s.as_of or 'not stated'}")
    show.say(f"{s.id}: {show.plural(q.rows, 'row')} from {', '.join(f.name for f in s.files)}")
    show.say(f"coverage: {s.coverage}")
    _print_marks(q)
    _print_shapes(q)
    _print_dates(q)
    _print_columns(q)
    if len(q.problems) > 0:
        show.table(("where", "what", "how to mend it"), [(p.where, p.what, p.mend) for p in q.problems],
                   title="Told when it was added")


def _print_marks(q: Quality) -> None:
    m = q.marks
    rows = [("can be traced by serial", f"{m.traceable:,}", _share(m.traceable, q.rows))]
    if m.partial > 0:
        rows.append(("   of these with unread characters", f"{m.partial:,}", _share(m.partial, q.rows)))
    rows += [(f"cannot: {why}", f"{n:,}", _share(n, q.rows)) for why, n in m.not_traceable]
    rows.append(("distinct marks (with make)", f"{m.distinct:,}", ""))
    rows.append(("rows whose mark stands on several", f"{m.repeated:,}", _share(m.repeated, q.rows)))
    if m.equal > 0:
        rows.append(("equal rows without a serial: a count", f"{m.equal:,}", _share(m.equal, q.rows)))
    low, high = q.quantity
    if (low, high) != (0, 0):
        rows.append(("sum of the quantities stated", f"{low:,}" if low == high else
                     f"{low:,} to {'no upper end' if high is None else f'{high:,}'}", ""))
    show.table(("marks", "rows", "share"), rows, right=("rows", "share"))
    if len(m.most_repeated) > 0:
        show.say("most repeated: " + ", ".join(f"{c} ({n:,})" for c, n in m.most_repeated))


def _print_shapes(q: Quality) -> None:
    if len(q.marks.shapes) > 0:
        show.table(("family", "rows", "share", "example", "makes"), [
            (s.shape, f"{s.rows:,}", _share(s.rows, q.rows), s.example, ", ".join(s.makes)) for s in q.marks.shapes],
            right=("rows", "share"), title="Families of serials (A a letter, 9 a digit)")


def _print_dates(q: Quality) -> None:
    d = q.dates
    if d.first is not None:
        outside = f", {d.outside:,} outside the stated coverage" if q.snapshot.coverage.covers is not None else ""
        show.say(f"dates: {d.first} to {d.last}; {d.undated:,} rows without one, {d.inexact:,} of more than one "
                 f"possible day{outside}")
        most = max(n for _, n in d.years) if len(d.years) > 0 else 1
        show.table(("year", "rows", ""), [(y, f"{n:,}", "█" * max(1, round(30 * n / most))) for y, n in d.years],
                   right=("rows",))
    elif q.rows > 0:
        show.say("dates: none")
    for hole in d.holes:
        show.say(f"hole: no row dated between {hole.after} and {hole.before} ({hole.days:,} days)")
    if q.own_numbers is not None:
        low, high, lacking = q.own_numbers
        show.say(f"own numbers: {low} to {high}, {lacking:,} of them lacking")


def _print_columns(q: Quality) -> None:
    became = {c.target: c.header for c in q.mapping.columns if c.fate is Fate.BECAME}
    show.table(("column", "filled", "header in the file"), [
        (name, f"{share:.1%}", became.get(name, "")) for name, share in q.filled if name in became], right=("filled",))
    show.say(f"columns that it does not have: {', '.join(q.missing) or 'none'}")
    refused = [c.header for c in q.mapping.refused()]
    if len(refused) > 0:
        show.say(f"personal columns, not imported: {', '.join(refused)}")


def _share(count: int, rows: int) -> str:
    return f"{count / rows:.1%}" if rows > 0 else ""


def _snapshot_plain(s: Snapshot) -> dict[str, object]:
    return {"id": s.id, "as_of": s.as_of or None, "rows": s.rows, "coverage": s.coverage.plain(),
            "files": [{"name": f.name, "sha256": f.sha256} for f in s.files], "replaces": list(s.replaces)}


def _register_plain(r: Register) -> dict[str, object]:
    return {"register": r.name, "kind": str(r.kind), "keeper": r.keeper or None,
            "snapshots": [_snapshot_plain(s) for s in r.snapshots], "current": [s.id for s in r.current()]}


def _added_plain(added: Added, carried: Carried) -> dict[str, object]:
    return {
        "register": added.register.name, "kind": str(added.register.kind), "keeper": added.register.keeper or None,
        "snapshot": _snapshot_plain(added.snapshot), "fresh": added.fresh,
        "files": [{"name": f.name, "sha256": f.sha256, "what": f.what,
                   "tables": [{"sheet": s or None, "header_row": h, "rows": n} for s, h, n in f.tables]}
                  for f in added.files],
        "mapping": added.mapping.plain(), "missing": list(added.mapping.missing()),
        "problems": [{"where": p.where, "code": p.code, "what": p.what, "mend": p.mend} for p in added.problems],
        **_carried_plain(carried)}


def _carried_plain(carried: Carried) -> dict[str, object]:
    return {"reattached": [{"decision": r.judged.decision, "from": r.judged.address, "row": r.row}
                           for r in carried.reattached],
            "detached": [_detached_plain(d) for d in carried.detached]}


def _detached_plain(d: Detached) -> dict[str, object]:
    return {"decision": d.judged.decision, "row": d.judged.address, "reason": str(d.reason), "in_effect": d.in_effect,
            "judged": dict(d.judged.cells), "now_row": d.now_row, "now": dict(d.now_cells) or None}


def _quality_plain(q: Quality) -> dict[str, object]:
    m, d = q.marks, q.dates
    return {
        "snapshot": _snapshot_plain(q.snapshot), "rows": q.rows, "filled": dict(q.filled), "missing": list(q.missing),
        "refused": [c.header for c in q.mapping.refused()],
        "marks": {"traceable": m.traceable, "not_traceable": dict(m.not_traceable), "partial": m.partial,
                  "distinct": m.distinct, "repeated": m.repeated, "most_repeated": [list(p) for p in m.most_repeated],
                  "equal_without_serial": m.equal,
                  "families": [{"shape": s.shape, "rows": s.rows, "example": s.example, "makes": list(s.makes)}
                               for s in m.shapes]},
        "dates": {"first": _day(d.first), "last": _day(d.last), "undated": d.undated, "inexact": d.inexact,
                  "outside_coverage": d.outside, "years": {str(y): n for y, n in d.years},
                  "holes": [{"after": _day(h.after), "before": _day(h.before), "days": h.days} for h in d.holes]},
        "quantity": {"lower": q.quantity[0], "upper": q.quantity[1]},
        "own_numbers": None if q.own_numbers is None else dict(zip(("lowest", "highest", "lacking"), q.own_numbers,
                                                                   strict=True)),
        "mapping": q.mapping.plain(),
        "problems": [{"where": p.where, "code": p.code, "what": p.what, "mend": p.mend} for p in q.problems]}


def _day(day: object) -> str | None:
    return None if day is None else str(day)


__all__ = ["register"]
