"""`reclaim retrieval CASE`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, At, CaseFolder, KnownBy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reclaim.accounting.assemble import Assembly
    from reclaim.desk.retrieval import Retrieval
    from reclaim.model.retrieval import Matter


def retrieval(
    case: CaseFolder,
    next_: Annotated[bool, typer.Option("--next", help="What can be done next, for which things, by which record."
                                        )] = False,
    why: Annotated[bool, typer.Option("--why", help="Each step with its records, and what stands in the way.")] = False,
    at: At = "",
    known_by: KnownBy = "",
    as_json: AsJson = False,
) -> None:
    """What is being got back: asked, agreed, returned, still out, as bounds.

    A demand is not a return, and an agreement is not a return. Upper bounds are the numbers demanded or located; where
    neither is known, the upper bound is unknown.

    Examples: reclaim retrieval my-case

    reclaim retrieval my-case --next
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.retrieval import plain
    from reclaim.desk.retrieval import retrieval as fold

    found = fold(open_case(case), at=at, known_by=known_by)
    show.problems(found.problems)
    if as_json:
        rows = [(r, m) for m in found.matters for r in m.rows if not next_ or r.next != ""]
        show.document([plain(r, m) if why else r.row() for r, m in rows])
    elif next_:
        _next(found)
    else:
        matters(found.matters, found.assembly)
        if why:
            for matter in found.matters:
                _steps(found, matter)


def matters(found: Sequence[Matter], assembly: Assembly, title: str = "") -> None:
    """Print what is asked back as a table of bounds."""
    if len(found) == 0:
        show.say("nothing was located or asked back in this case: add steps.csv (docs/record-files.md)")
        return
    steps = (("demanded",), ("agreed",), ("handed_over",), ("returned",), ("still_out",))
    rows = [(m.scope or m.item, assembly.parties.name(m.holder), _types(assembly, m),
             *(_bounds(m.bounds(*names)) for names in steps)) for m in found]
    show.table(("things", "with", "type", "asked", "agreed", "handed over", "returned", "still out"), rows, title=title,
               right=("asked", "agreed", "handed over", "returned", "still out"),
               note="Bounds on items: at least … at most. – no such step is recorded; ? unknown.")


def _types(assembly: Assembly, matter: Matter) -> str:
    return ", ".join(assembly.types.name(t) for t in matter.type.split(";") if t != "")


def _bounds(bounds: tuple[int, int | None] | None) -> str:
    if bounds is None:
        return "–"
    lower, upper = bounds
    return f"{lower:,}" if lower == upper else f"{lower:,} … {'?' if upper is None else f'{upper:,}'}"


def _next(found: Retrieval) -> None:
    rows = [(m.scope or m.item, found.assembly.parties.name(m.holder), n.what, n.record, n.source)
            for m in found.matters for n in m.next]
    if len(rows) == 0:
        show.say("nothing that a record of this case allows")
        return
    show.table(("things", "with", "what can be done next", "allowed by", "source"), rows)


def _steps(found: Retrieval, matter: Matter) -> None:
    show.say(f"{matter.scope or matter.item}, with {found.assembly.parties.name(matter.holder) or 'nobody named'}")
    for row in matter.rows:
        words = f": {row.words}" if row.words != "" else ""
        show.say(f"  {row.step.replace('_', ' '):16} {_bounds((row.lower, row.upper)):>12}  {row.date or 'no date':12} "
                 f"{', '.join(row.records)} [{', '.join(row.sources)}]{words}")
    for line in matter.in_the_way:
        show.say(f"  in the way: {line}")
    for step in matter.next:
        show.say(f"  next: {step.what} (allowed by {step.record}, {step.source})")
    for problem in matter.problems:
        show.say(f"  problem: {problem.line()}")
    show.say()
