"""`reclaim demo`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.model.errors import CaseExists

if TYPE_CHECKING:
    from reclaim.desk.add import Added
    from reclaim.desk.case import Case
    from reclaim.desk.overview import Overview


def demo(
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Build the demo cases there.")] = Path("."),
    files: Annotated[Path | None, typer.Option("--files", metavar="DIR", show_default=False,
                                               help="Build from this folder of record files instead.")] = None,
) -> int:
    """Build the shipped case end to end and show what stands in it; beside it a SYNTHETIC one that has registers.

    An untouched demo case is rebuilt; one that you worked in is left as it is, and exit 2 says so.

    Example: reclaim demo --into /tmp/look
    """
    from reclaim.desk.demo import CASES, SYNTHETIC, build, shipped

    if files is not None:
        return shown(*build(files, into / "demo-case"))
    status, left = 0, list[CaseExists]()
    for name, place, show_it in ((shipped()[0], "demo-case", shown), (SYNTHETIC, "demo-synthetic", shown_synthetic)):
        try:
            status = max(status, show_it(*build(CASES / name, into / place)))
        except CaseExists as error:
            left.append(error)
    if len(left) > 0:
        raise left[0]
    return status


def shown(case: Case, added: Added) -> int:
    """Show a case that was just built, and what to try next."""
    from reclaim.cli import overview
    from reclaim.desk.brief import brief
    from reclaim.desk.overview import overview as look

    counted = ", ".join(f"{n:,} {form.replace('_', ' ')}" for form, n in added.counts().items())
    show.say(f"{case.name}\n{case.path}: {counted}\n")
    show.problems(added.problems)
    found = look(case)
    overview.draw(found)
    written = brief(case, case.path.with_name(f"{case.path.name}-brief.pdf"))
    show.say(f"The brief that can be handed on: {written.path}\n")
    _next(case, found)
    return 2 if added.refused > 0 else 0


def shown_synthetic(case: Case, added: Added) -> int:
    """Show the synthetic case: its registers, and a worn mark traced in them."""
    from reclaim.cli.trace import say_reading
    from reclaim.desk.demo import WORN_MARK
    from reclaim.desk.readings import given
    from reclaim.desk.reconcile import reconcile
    from reclaim.desk.register import registers
    from reclaim.desk.trace import prepare, trace, whole

    show.say(f"{case.name}\n{case.path}: made-up records and registers, no real weapons\n")
    show.problems(added.problems)
    counted = ((r.name, str(r.kind), r.keeper, f"{snapshot.rows:,}") for r in registers(case) for snapshot in r.current())
    show.table(("register", "kind", "keeper", "rows"), counted, right=("rows",))
    mark, fields = WORN_MARK
    show.say(f"A worn mark, traced in them (reclaim trace {case.path} '{mark}' --make {fields['make']}):\n")
    readings = given([mark], fields, None)
    say_reading(whole(trace(prepare(case, few=1), readings)).to_pylist())
    waiting = case.proposals()
    if len(waiting) > 0:
        show.say(f"{len(waiting)} proposals read from {show.plural(len({p.source for p in waiting}), 'document')} wait "
                 "for a person to accept or reject them.\n")
    books = reconcile(case)
    show.say(f"Its books do not agree in {sum(number for _, number in books.counts):,} places: "
             + ", ".join(f"{number:,} {name}" for name, number in books.counts)
             + f"; {sum(r['rows'] for r in books.uncovered.to_pylist()):,} rows are not covered.\n")
    show.say("Try next:")
    for line in (f"reclaim review {case.path}", f"reclaim trace {case.path}", f"reclaim reconcile {case.path}", f"reclaim claims {case.path} --why"):
        show.say(f"  {line}")
    return 2 if added.refused > 0 else 0


def _next(case: Case, found: Overview) -> None:
    order = ("refuted", "contradicted", "weakened")
    against = sorted((order.index(str(v.verdict)), v.claim) for v in found.verdicts if str(v.verdict) in order)
    marked = [item.name for item in found.assembly.items if len(item.serials) > 0]
    show.say("Try next:")
    for line in (f"reclaim claims {case.path} {against[0][1] if len(against) > 0 else ''} --why",
                 f"reclaim accounts {case.path} --kind left --why", f"reclaim retrieval {case.path} --next",
                 *(f'reclaim dossier {case.path} "{name}" --out item.html' for name in marked[:1]), f"reclaim verify {case.path}"):
        show.say("  " + " ".join(line.split()))
