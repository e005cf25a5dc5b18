"""`reclaim claims CASE [CLAIM]`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, At, CaseFolder, KnownBy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reclaim.model.verdict import Bearing, Verdict, VerdictTable

# The order in which verdicts are counted and listed first.
ORDER = ("refuted", "contradicted", "weakened", "consistent", "supported", "untested", "irrefutable", "not_testable")
SHOWN_PATHS = 8


def claims(
    case: CaseFolder,
    claim: Annotated[str, typer.Argument(metavar="[CLAIM]", show_default=False,
                                         help="One claim, or all claims of one statement, by its id.")] = "",
    why: Annotated[bool, typer.Option("--why", help="Each path with its slots, what is open, what would settle it."
                                      )] = False,
    at: At = "",
    known_by: KnownBy = "",
    as_json: AsJson = False,
) -> None:
    """Do the claims stand? Each beside the records that bear on it.

    The strongest path against a claim decides, and its weakest slot sets the verdict; no strengths are multiplied, and
    an echo counts once. A claim that no record bears on is untested, which is not support.

    Examples: reclaim claims my-case

    reclaim claims my-case C12 --why
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.claims import claims as fold
    from reclaim.desk.claims import plain

    found = fold(open_case(case), claim, at=at, known_by=known_by, why=why)
    show.problems(found.problems)
    if as_json:
        show.document([plain(v, found.basis) if why else v.row() for v in found.verdicts])
    elif why or claim != "":
        for verdict in found.verdicts:
            _tell(verdict, found.basis, why=why)
        if why:
            _tables(found.verdicts)
    else:
        _draw(found.verdicts, found.basis)


def _draw(verdicts: Sequence[Verdict], basis: str) -> None:
    if len(verdicts) == 0:
        show.say("no statement is in this case: add statements.csv and claims.csv (docs/record-files.md)")
        return
    show.table(("claim", "about", "who claims what", "verdict", "weakest", "records"), [_row(v) for v in verdicts],
               right=("records",), note=basis)
    counts = [(word, sum(v.verdict == word for v in verdicts)) for word in ORDER]
    show.say(", ".join(f"{count} {word.replace('_', ' ')}" for word, count in counts if count > 0))
    show.say("records: those that bear, of so many independent origins. untested is not support.")
    strongest = next((v for word in ORDER for v in verdicts if v.verdict == word), None)
    if strongest is not None:
        show.say(f"one of them in full: reclaim claims CASE {strongest.claim or strongest.statement} --why")


def _row(v: Verdict) -> tuple[object, ...]:
    what = v.proposition if v.form != "" else v.reason
    weakest = "\n".join(v.weakest.split(";"))
    return (v.claim or v.statement, v.at.replace(" ", "\n"), f"{v.speaker or v.party}: {what}",
            str(v.verdict).replace("_", " "), weakest, f"{v.bearing} of {v.origins}" if v.bearing > 0 else "")


def _tell(v: Verdict, basis: str, *, why: bool) -> None:
    """One verdict in words."""
    show.say(f"{v.claim or v.statement}  {str(v.verdict).replace('_', ' ').upper()}")
    for name, text in (("said", f"{v.said} ({v.speaker or v.party})"), ("claimed", v.proposition), ("about", v.at),
                       ("reason", v.reason), ("weakest", v.weakest.replace(";", ", ")),
                       ("rests on", _counted(v)), ("would refute", v.would_refute),
                       ("would support", v.would_support), ("would settle", v.settle)):
        if text != "":
            show.say(f"  {name + ':':14} {text}")
    show.say(f"  {basis}")
    if why:
        _paths(v.paths)
        _list("open alternatives", [f"{a.words}: {', '.join(a.records) or 'no record speaks for it'}"
                                    for a in v.alternatives])
        _list("claims beside it", [f"{r.date or 'no date'}  {r.claim} ({r.relation.replace('_', ' ')}): {r.words}"
                                   for r in v.rivals])
        _list("beside, and no part of the verdict", [f"{b.words} ({', '.join(b.records)})" for b in v.beside])
        _list("problems", [p.line() for p in v.problems])
    show.say()


def _counted(v: Verdict) -> str:
    if v.bearing == 0:
        return ""
    return f"{show.plural(v.bearing, 'record')} of {show.plural(v.origins, 'independent origin')}"


def _paths(paths: Sequence[Bearing]) -> None:
    bearing = [p for p in paths if p.bears]
    for path in bearing[:SHOWN_PATHS]:
        over = f" over {', '.join(path.stock)}" if len(path.stock) > 0 and path.stock != (path.find,) else ""
        show.say(f"  {path.side}: {path.what} ({path.find}{over})")
        for slot in path.slots:
            grade = "–" if slot.grade is None else slot.grade
            show.say(f"    {grade} {slot.name:13} {slot.why}")
    if len(bearing) > SHOWN_PATHS:
        show.say(f"  and {len(bearing) - SHOWN_PATHS} more that bear: reclaim claims CASE CLAIM --why --json")
    left = len(paths) - len(bearing)
    if left > 0:
        show.say(f"  {show.plural(left, 'record')} looked at and not bearing: "
                 f"{'; '.join(_not_bearing(p) for p in [p for p in paths if not p.bears][:SHOWN_PATHS])}")


def _not_bearing(path: Bearing) -> str:
    """Why a record does not bear, by the first slot that says so."""
    slot = next(s for s in path.slots if (s.grade or 0) == 0)
    return f"{path.find} ({slot.why})"


def _list(title: str, lines: Sequence[str]) -> None:
    if len(lines) > 0:
        show.say(f"  {title}:")
        for line in lines:
            show.say(f"    {line}")


def _tables(verdicts: Sequence[Verdict]) -> None:
    """The tables that were used, as they are."""
    from reclaim.catalogue.tables import verdict_tables

    for name in sorted({v.table for v in verdicts if len(v.paths) > 0}):
        _table(verdict_tables()[name])


def _table(table: VerdictTable) -> None:
    grades = (3, 2, 1, 0, None)
    rows = [(s.name, *(", ".join(w.replace("_", " ") for w, (g, _) in s.grades.items() if g == grade)
                       for grade in grades)) for s in table.slots]
    show.table(("slot", "3 may refute", "2 contradicts", "1 weakens", "0 does not bear", "ungraded"), rows,
               title=f"table: {table.title}", note=" ".join(table.why.split()))
